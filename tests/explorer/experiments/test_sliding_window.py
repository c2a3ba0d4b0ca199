"""A classifier slid over a picture: scaled as asked, and both ways to its scores held against each other."""

import numpy as np
import pytest
import torch

from explorer.detection import SLIDERS
from explorer.errors import LimitError, SpecError
from explorer.experiments import TwoWays, class_shares, slider, sliding
from explorer.images import sample
from explorer.networks import ScoreMap, map_window_scores, normalised, one_pass_scores, window_scores
from explorer.scenes import KINDS, drawn, random_scene

SCENE = drawn(random_scene(5), 256)


def ways(setup):
    stride = setup.slide.stride
    return TwoWays(window_scores(setup.network, setup.values, stride), one_pass_scores(setup.network, setup.values))


@pytest.mark.parametrize("name", SLIDERS)
@pytest.mark.parametrize("window", [96, 160])
def test_a_window_of_the_picture_becomes_what_the_network_reads(name, window):
    setup = sliding(name, SCENE, window)
    height, width, _ = setup.pixels.shape
    assert (setup.slide.height, setup.slide.width) == (height, width)
    assert height == pytest.approx(256 * 32 / window, abs=2)
    assert (height - 32) % setup.own_stride == 0
    assert setup.values.shape == (3, height, width)


@pytest.mark.parametrize("name", ["resnet20", "shapes"])
def test_a_whole_picture_is_normalised_as_the_network_does_its_own(name):
    network = slider(name)
    pixels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    np.testing.assert_allclose(normalised(network, pixels), network.preprocess(pixels), atol=1e-5)
    assert normalised(network, SCENE[:40, :60]).shape == (3, 40, 60)


def test_without_padding_both_ways_agree_to_rounding():
    both = ways(sliding("shapes", SCENE, 96))
    assert both.largest < 1e-4
    assert both.same_answers == both.apart.size


@pytest.mark.parametrize("name", ["resnet20", "vgg"])
def test_with_padding_they_do_not_but_windows_of_the_last_maps_do(name):
    setup = sliding(name, sample("chelsea").pixels, 128)
    assert ways(setup).largest > 0.1
    on_maps = TwoWays(map_window_scores(setup.network, setup.values), one_pass_scores(setup.network, setup.values))
    assert on_maps.largest < 1e-4


def test_times_and_costs_tell_how_much_one_pass_saves():
    both = TwoWays(ScoreMap(np.zeros((2, 3, 4), np.float32), 0.6), ScoreMap(np.zeros((2, 3, 4), np.float32), 0.02))
    assert both.times == pytest.approx(30)
    cost = sliding("resnet20", SCENE, 96).cost()
    assert cost.passes == 196
    assert cost.windows == 196 * 40_551_040  # multiplications of ResNet-20
    assert 20 < cost.times < 196


def test_shares_are_torchs_softmax_at_each_place():
    scores = np.random.default_rng(1).standard_normal((7, 3, 5)).astype(np.float32)
    expected = torch.from_numpy(scores).softmax(dim=0).numpy()
    np.testing.assert_allclose(class_shares(scores), expected, atol=1e-6)


@pytest.mark.parametrize(("shape", "window"), [((1, 1), 256), ((3, 5), 128), ((1024, 1024), 192)])
def test_small_and_large_pictures_are_scaled(shape, window):
    assert sliding("shapes", np.full((*shape, 3), 99, np.uint8), window).slide.passes >= 1


@pytest.mark.parametrize(("shape", "window"), [((1, 8000), 32), ((170, 256), 192)])
def test_a_window_larger_than_the_picture_is_refused_in_its_own_pixels(shape, window):
    with pytest.raises(SpecError, match=f"A window of {window} px does not fit into a picture of 256"):
        sliding("shapes", np.zeros((*shape, 3), np.uint8), window)


def test_too_many_windows_are_refused():
    with pytest.raises(LimitError, match="50,625 windows"):
        sliding("shapes", SCENE, 32, 1)


def test_the_shape_classifier_finds_shapes_that_fill_its_window():
    network = slider("shapes")
    assert network.categories == (*KINDS, "ground")
    right = 0
    for seed in range(40):
        kind = KINDS[seed % 6]
        scene = random_scene(seed, count=(1, 1), kinds=(kind,), sizes=(0.75, 0.9), noise=0.02)
        right += network.predict(drawn(scene, 32), top=1)[0].name == kind
    assert right >= 34
