"""The last sum of three features and two classes, by hand; and of any numbers, by torch and numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.graph import PRESETS, analyse, from_text
from explorer.networks.inference.last_step import MEAN_GAP, LastStep, _are_means, pooled_layer

MAPS = np.array([[[1, 3], [0, 0]], [[2, 2], [2, 2]], [[0, 0], [0, 8]]], np.float32)


def step(maps=MAPS, weights=((2, -1, 0.5), (0, 0, -3)), bias=(0.25, 1)):
    """A last step; the features are the means of its maps."""
    weights, bias = np.array(weights, np.float32), np.array(bias, np.float32)
    features = maps.mean(axis=(1, 2))
    return LastStep("fc", "relu", features, weights, bias, weights @ features + bias, maps)


def test_by_hand_the_means_are_1_2_2_and_the_first_class_gets_a_quarter_more_than_1():
    found = step()
    assert found.features.tolist() == [1, 2, 2]
    assert found.paid(0).tolist() == [2, -2, 1]
    assert (found.total(0), found.total(1)) == (1.25, -5)
    assert found.ranked(0).tolist() == [0, 2, 1]
    assert found.ranked(1).tolist() == [0, 1, 2]
    assert found.class_map(0).tolist() == [[0, 4], [-2, 2]]


@pytest.mark.parametrize(("count", "strongest"), [(0, []), (1, [0]), (2, [0, 1]), (3, [0, 2, 1]), (9, [0, 2, 1])])
def test_the_strongest_speak_for_and_against_and_stand_by_what_they_paid(count, strongest):
    assert step().strongest(0, count).tolist() == strongest


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("features", "classes", "side"), [(1, 2, 3), (7, 3, 1), (20, 5, 4)])
def test_a_class_map_is_a_convolution_of_one_cell(features, classes, side, seed):
    random = np.random.default_rng([seed, features])
    maps = random.normal(size=(features, side, side)).astype(np.float32)
    found = step(maps, random.normal(size=(classes, features)), random.normal(size=classes))
    kernels = torch.tensor(found.weights)[..., None, None]  # Lin et al. (2013): a 1 x 1 convolution, then means
    theirs = functional.conv2d(torch.tensor(maps)[None], kernels)[0]
    for place in range(classes):
        np.testing.assert_allclose(found.class_map(place), theirs[place], atol=1e-5)
        assert found.total(place) == pytest.approx(float(theirs[place].mean() + found.bias[place]), abs=1e-5)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 4, 11])
def test_what_the_strongest_leave_out_moved_the_score_less(count, seed):
    random = np.random.default_rng(seed)
    found = step(random.normal(size=(12, 1, 1)).astype(np.float32), random.normal(size=(2, 12)))
    paid = found.paid(1)
    assert set(found.strongest(1, count)) == set(np.argpartition(np.abs(paid), -count)[-count:])
    assert paid[found.ranked(1)].tolist() == sorted(paid.tolist(), reverse=True)


@pytest.mark.parametrize(("share", "are"), [(0, True), (MEAN_GAP / 2, True), (2 * MEAN_GAP, False), (1, False)])
def test_features_are_means_as_far_as_float32_rounds(share, are):
    features = MAPS.mean(axis=(1, 2))
    off = features + np.array([0, 0, share * 2], np.float32)  # 2 is the largest
    assert _are_means(off.astype(np.float32), MAPS) is are


@pytest.mark.parametrize(("features", "maps", "are"), [
    ([0, 0], np.zeros((2, 3, 3)), True), ([0, 1], np.zeros((2, 3, 3)), False), ([0] * 3, np.zeros((2, 3, 3)), False),
    ([np.nan, 0], np.zeros((2, 3, 3)), False)])
def test_blank_maps_have_blank_means_and_every_map_needs_one(features, maps, are):
    assert _are_means(np.array(features, np.float32), maps.astype(np.float32)) is are


@pytest.mark.parametrize(("text", "source"), [
    ("conv.o4~relu~gap~flatten~linear.o3", "relu1"), ("conv.o4~gap~flatten~linear.o3", "conv1"),
    ("conv.o4.p1~relu~avgpool.k8~flatten~linear.o3", "relu1"), ("conv.o4.p1~avgpool.k4~flatten~linear.o3", ""),
    ("conv.o4~maxpool.k6~flatten~linear.o3", ""), ("gap~flatten~linear.o3", ""), ("flatten~linear.o3", ""),
    ("conv.o4~gap~flatten~dropout~linear.o3", "conv1"), ("conv.o4~gap~flatten~relu~linear.o3", "")])
def test_the_maps_are_those_before_a_pooling_of_whole_maps(text, source):
    assert pooled_layer(analyse(from_text(text), (2, 8, 8)), "fc1") == source


@pytest.mark.parametrize("preset", ["resnet18", "googlenet", "mobilenet_v2", "densenet121", "vgg16", "alexnet"])
def test_of_known_networks_those_since_google_net_have_places(preset):
    known = PRESETS[preset]
    report = analyse(known.graph, known.input_shape)
    last = [row.name for row in report if row.layer.family == "linear"][-1]
    source = pooled_layer(report, last)
    assert bool(source) is (preset not in {"vgg16", "alexnet"})  # these flatten 7 x 7 and 6 x 6 places
    if source:
        assert report[source].output_shape == (report[last].input_shape[0], 7, 7)
