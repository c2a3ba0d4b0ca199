"""What a network is asked directly is what the functions say that it stands for."""

from __future__ import annotations

import numpy as np
import pytest

import explorer as ex
from explorer.errors import NetworkError
from explorer.networks import attribution, feature_maps, scores, softmax

PHOTO = ex.sample("chelsea")


@pytest.fixture(scope="module")
def net():
    return ex.load("bundled/resnet20")


def test_predictions_are_the_softmax_of_its_scores(net):
    shares = softmax(scores(net, net.preprocess(PHOTO.pixels)))
    found = net.predict(PHOTO, top=10)
    assert [guess.share for guess in found] == pytest.approx(sorted(shares, reverse=True))
    assert sum(guess.share for guess in found) == pytest.approx(1)
    assert found[0].name == net.categories[int(shares.argmax())] == "cat"


def test_pixels_and_a_ready_input_do_as_well_as_a_picture(net):
    ready = net.preprocess(PHOTO.pixels)
    assert net.predict(PHOTO) == net.predict(PHOTO.pixels) == net.predict(ready)


def test_outputs_without_names_go_by_number():
    stack = ex.load("stack/1x8x8/flatten~linear.o3")
    assert {guess.name for guess in stack.predict(PHOTO)} == {"0", "1", "2"}


def test_maps_are_those_of_the_layer(net):
    np.testing.assert_array_equal(net.maps(PHOTO, "layer2"), feature_maps(net, PHOTO.pixels, "layer2"))


def test_an_explanation_is_of_the_class_by_name_by_number_or_of_the_likeliest(net):
    by_hand = attribution.attribute(net, PHOTO.pixels, attribution.Request(method="saliency", target=3))
    for target in ("cat", 3, None):
        np.testing.assert_array_equal(net.explain(PHOTO, "saliency", target).values, by_hand.values)
    assert not np.array_equal(net.explain(PHOTO, "saliency", "dog").values, by_hand.values)


def test_options_of_a_method_are_handed_on(net):
    few = net.explain(PHOTO, "integrated_gradients", steps=8)
    many = net.explain(PHOTO, "integrated_gradients", steps=64)
    assert abs(many.completeness.gap) < abs(few.completeness.gap)


@pytest.mark.parametrize("ask", [lambda net: net.explain(PHOTO, target="cta"), lambda net: net.maps(PHOTO, "layer9"),
                                 lambda net: net.receptive_field("layer9")])
def test_a_wrong_name_is_told_with_the_nearest(net, ask):
    with pytest.raises(NetworkError, match="Did you mean"):
        ask(net)


def test_the_field_of_a_module_is_that_of_its_last_layer(net):
    # 3 + 2 * 2 for each of the 6 convolutions of layer1 behind the first, at stride 1.
    assert net.receptive_field("layer1").size == 3 + 6 * 2
    assert net.receptive_field("layer3") == net.report[list(ex.networks.taps(net.graph, "layer3"))[-1]].field
    assert net.report.params == sum(values.numel() for values in net.module.parameters())
