"""What the list says of the networks that come with the app, against the networks themselves."""

from __future__ import annotations

import json

import pytest
import torch

from explorer.graph import analyse
from explorer.networks import catalogue, entry, load
from explorer.networks.architectures import BUILDERS, CATEGORIES, MEAN, STD
from explorer.networks.catalogue import BUNDLED, GMACS, TITLES
from explorer.networks.digit_architectures import DIGIT_BUILDERS
from explorer.networks.network import report_of
from explorer.networks.scene_architectures import SCENE_BUILDERS
from explorer.networks.torch_graph.trace import trace
from explorer.networks.training_history import CHANGES, DIGIT_CHANGES, STUDY, depth_study, history
from explorer.runtime import digest

NAMES = [known.name for known in catalogue() if known.kind == "bundled" and known.task == "classify"]

PHOTOS = [name for name in NAMES if entry(name).weight_set().name == "CIFAR10"]


@pytest.mark.parametrize("short", GMACS)
def test_operations_in_the_list_are_those_of_the_network(short):
    shape = (1 if short in DIGIT_BUILDERS else 3, 32, 32)
    report = analyse(trace((BUILDERS | DIGIT_BUILDERS)[short]().eval(), shape), shape)
    assert report.macs / 1e9 == pytest.approx(GMACS[short], abs=5e-4)


@pytest.mark.parametrize("name", NAMES)
def test_parameters_in_the_list_are_those_of_the_weights(name):
    network = load(name)
    learned = sum(value.numel() for value in network.module.parameters())
    assert entry(name).params == learned == report_of(network).params


@pytest.mark.parametrize("name", PHOTOS)
def test_the_classes_are_those_of_cifar_10_in_its_order(name):
    # Krizhevsky (2009); batches.meta of the data set
    assert load(name).categories == CATEGORIES == (
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


@pytest.mark.parametrize("name", PHOTOS)
def test_pictures_are_normalised_by_the_means_of_cifar_10(name):
    chosen = entry(name).weight_set()
    assert chosen.mean == pytest.approx(MEAN, abs=1e-4)
    assert chosen.std == pytest.approx(STD, abs=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_a_card_tells_size_and_accuracy_of_the_file_beside_it(name):
    short = name.partition("/")[2]
    card = json.loads((BUNDLED / f"{short}.json").read_text())
    file = BUNDLED / f"{short}.safetensors"
    assert card["weights"]["bytes"] == file.stat().st_size == entry(name).weight_set().size
    assert entry(name).weight_set().accuracy1 == pytest.approx(100 * card["test_accuracy"]["as stored"], abs=0.01)
    assert card["weights"].get("sha256", digest(file)) == digest(file)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_was_done_to_test_pictures_has_a_text_to_translate(name):
    assert tuple(history(name.partition("/")[2]).test_accuracy) == (CHANGES if name in PHOTOS else DIGIT_CHANGES)


@pytest.mark.parametrize("name", NAMES)
def test_the_curve_ends_near_the_accuracy_on_the_card(name):
    past = history(name.partition("/")[2])
    assert past.end["val_accuracy"] == pytest.approx(past.test_accuracy["as stored"], abs=0.02)
    assert [point["number"] if "number" in point else point["epoch"] for point in past.points] == list(
        range(1, len(past.points) + 1))


def test_without_skips_the_deeper_network_is_worse_on_the_pictures_it_learns_from():
    # He et al. (2015), figure 6
    found = depth_study()
    losses = {name: found[name].end["train_loss"] for name in STUDY}
    assert losses["plain56"] > losses["plain20"]
    assert losses["resnet56"] < losses["plain56"]


def test_every_builder_has_a_title_and_computes_ten_scores():
    assert set(TITLES) == set(BUILDERS) | set(SCENE_BUILDERS) | set(DIGIT_BUILDERS)
    for build in BUILDERS.values():
        with torch.inference_mode():
            assert build().eval()(torch.zeros(1, 3, 32, 32)).shape == (1, 10)
