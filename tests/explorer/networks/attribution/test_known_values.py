"""Attributions whose values are known from the formula: linear networks, class activation maps, parts nobody sees."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest

from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks import at_side, load, observe
from explorer.networks.attribution import METHODS, Request, attribute, cam_layers, default_cam_layer, options_of
from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.request import prepared

LINEAR = "stack/1x12x10/flatten~linear.o3"
POOLED = "stack/3x16x20/conv.o6.p1~relu~conv.o9.p1~adaptive.o1~flatten~linear.o4"
BLIND = "stack/3x16x16/conv.o4.k3.s8~flatten~linear.o3"  # sees rows and columns 0 to 2 and 8 to 10
SEEN = np.zeros((16, 16), dtype=bool)
SEEN[np.ix_([0, 1, 2, 8, 9, 10], [0, 1, 2, 8, 9, 10])] = True
IMAGE = sample("chelsea").pixels
pytestmark = pytest.mark.filterwarnings("ignore:Setting backward hooks")  # Captum says so each time


def ask(network, method, target=1, **more):
    options = {name: more.pop(name) for name in list(more) if name in ("steps", "baseline", "filling", "window",
                                                                       "stride", "segments", "samples", "noise")}
    return attribute(network, IMAGE, Request(method=method, target=target, options=options, **more))


def linear():
    network = load(LINEAR)
    weights = network.module.get_submodule("fc1").weight[1].detach().numpy().reshape(12, 10)
    return network, weights, prepared(network, IMAGE)


def test_saliency_of_a_linear_network_is_the_size_of_its_weights():
    network, weights, _values = linear()
    np.testing.assert_allclose(ask(network, "saliency").values, np.abs(weights), rtol=1e-6)


@pytest.mark.parametrize("baseline", ["black", "grey", "white", "blur"])
def test_integrated_gradients_of_a_linear_network_are_weight_times_way(baseline):
    network, weights, values = linear()
    found = ask(network, "integrated_gradients", baseline=baseline, steps=5)
    np.testing.assert_allclose(found.values, weights * (values - start(baseline, network, values))[0], rtol=1e-4,
                               atol=1e-7)
    assert abs(found.completeness.gap) < 1e-5


def test_input_x_gradient_of_a_linear_network_is_weight_times_input():
    network, weights, values = linear()
    np.testing.assert_allclose(ask(network, "input_x_gradient").values, weights * values[0], rtol=1e-5, atol=1e-8)


def test_covering_one_pixel_of_a_linear_network_takes_away_weight_times_input():
    network, weights, values = linear()
    found = ask(network, "occlusion", window=1, stride=1).values
    np.testing.assert_allclose(found, weights * values[0], rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("target", range(4))
def test_grad_cam_at_the_last_convolution_is_the_class_activation_map_up_to_scale(target):
    network = load(POOLED)
    weights = network.module.get_submodule("fc1").weight[target].detach().numpy()
    maps = observe(network, IMAGE, "conv2").values
    class_map = np.maximum(np.tensordot(weights, maps, axes=1), 0)
    cells = ask(network, "grad_cam", target, layer="conv2").cells
    np.testing.assert_allclose(cells * cells.size, class_map, rtol=1e-4, atol=1e-5)


def test_the_map_of_grad_cam_is_as_large_as_the_input_and_keeps_the_corners_of_its_cells():
    network = load("bundled/resnet20")
    found = ask(network, "grad_cam", 3)
    assert (found.values.shape, found.cells.shape, found.layer) == ((32, 32), (8, 8), "layer3.2.relu_1")
    corners = np.ix_([0, -1], [0, -1])
    np.testing.assert_allclose(found.values[corners], found.cells[corners], rtol=1e-6)


GRADIENTS = [name for name in METHODS if name not in ("grad_cam", "occlusion", "superpixels")]


@pytest.mark.parametrize("method", GRADIENTS)
def test_pixels_that_nobody_sees_get_exactly_0(method):
    network = load(BLIND)
    found = ask(network, method, **({"layer": "conv1"} if METHODS[method].at_layer else {})).values
    assert (found[~SEEN] == 0).all()


def test_covering_what_nobody_sees_changes_nothing():
    found = ask(load(BLIND), "occlusion", window=1, stride=1).values
    np.testing.assert_allclose(found[~SEEN], 0, atol=1e-6)
    assert np.abs(found[SEEN]).max() > 1e-3


@pytest.mark.parametrize("name", ["bundled/resnet20", "bundled/vgg"])
def test_the_gap_of_completeness_shrinks_with_more_steps(name):
    gaps = [abs(ask(load(name), "integrated_gradients", 3, steps=steps).completeness.gap) for steps in (4, 200)]
    assert gaps[1] < gaps[0]
    assert gaps[1] < 0.05


def test_the_scores_of_completeness_are_those_of_the_network():
    network = load("bundled/vgg")
    found = ask(network, "integrated_gradients", 3, steps=8).completeness
    assert found.score == pytest.approx(observe(network, IMAGE, network.graph.output).values[3, 0, 0], rel=1e-4)
    assert found.total - (found.score - found.baseline_score) == pytest.approx(found.gap)


@contextmanager
def last_weights(network, change):
    """Change the weights of the last layer for a while."""
    weights = network.module.get_submodule("fc1").weight.data
    before = weights.clone()
    change(weights)
    try:
        yield
    finally:
        weights.copy_(before)


def test_a_map_from_which_relu_removed_everything_says_so():
    network = load("stack/3x16x16/conv.o4.k3~relu~adaptive.o1~flatten~linear.o3")
    with last_weights(network, lambda weights: weights.abs_().neg_()):
        found = ask(network, "grad_cam", layer="relu1")
    assert not found.values.any()
    assert "ReLU removed everything" in str(found.note)
    with last_weights(network, lambda weights: weights.abs_()):
        assert ask(network, "grad_cam", layer="relu1", seed=1).note is None


def test_a_map_that_no_gradient_reaches_says_so():
    network = load("stack/3x16x16/conv.o4.k3~relu~conv.o4.k3~adaptive.o1~flatten~linear.o3")
    with last_weights(network, lambda weights: weights.zero_()):
        assert "no gradient reaches" in str(ask(network, "grad_cam").note)
        assert "exactly 0" in str(ask(network, "saliency").note)


def test_without_relu_the_guided_methods_say_that_they_are_plain_gradients():
    found = ask(load("stack/3x12x12/conv.o4~tanh~flatten~linear.o3"), "guided_backprop")
    assert "no ReLU" in str(found.note)


@pytest.mark.parametrize(("name", "layer"), [
    ("bundled/resnet20", "layer3.2.relu_1"), ("bundled/vgg", "features.22"), (POOLED, "conv2"),
    ("stack/3x32x32/conv.o6.k5~relu~maxpool~dropout~flatten~linear.o10", "relu1"),
])
def test_the_default_layer_is_the_last_one_that_works_on_maps(name, layer):
    network = load(name)
    found, reason = default_cam_layer(network)
    assert found == layer
    assert found in cam_layers(network)
    assert layer in str(reason)


def test_a_network_without_maps_has_no_layer_for_grad_cam():
    network = load(LINEAR)
    assert cam_layers(network) == ()
    with pytest.raises(NetworkError, match="No layer of"):
        default_cam_layer(network)


def test_shuffled_weights_change_the_map_and_a_seed_repeats_it():
    network = load("bundled/vgg")
    plain, once, again, other = (ask(network, "saliency", 3, shuffled=count, seed=seed).values
                                 for count, seed in ((0, 0), (3, 0), (3, 0), (3, 1)))
    assert not np.allclose(plain, once)
    np.testing.assert_array_equal(once, again)
    assert not np.allclose(once, other)


def test_options_fit_the_pictures_that_the_network_reads():
    small, large = (at_side(load("bundled/resnet20"), side) for side in (32, 224))
    assert [option.default for option in options_of(large, METHODS["occlusion"])] == [32, 16, "grey"]
    assert [option.default for option in options_of(small, METHODS["occlusion"])] == [5, 2, "grey"]
    assert options_of(small, METHODS["occlusion"])[0].high == 32


def test_every_method_says_in_two_sentences_what_it_does_and_where_it_misleads():
    for method in METHODS.values():
        assert str(method.says).count(". ") == 1, method.id
        assert str(method.misleads).endswith("."), method.id
