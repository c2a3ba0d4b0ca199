"""What is judged: cases of transfer learning, learning curves, filters, kernels and layers."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import images, networks
from explorer.convolution import FILTERS
from explorer.exercises import LEVELS, ChoiceAnswer, Curves, FilteredPhoto, LayerMap
from tests.explorer.exercises.making import all_levels, several


def chosen(made) -> str:
    right = made.asked.right
    assert isinstance(right, ChoiceAnswer)
    return str(right.options[right.right].says)


def test_the_four_cases_are_the_lectures():
    """CURRICULUM 89: by size of the set and likeness to what the network knows."""
    alike = ("dogs of 120 breeds", "birds in a garden", "cars and lorries")
    advice = {(True, False): "Train all layers", (True, True): "Train the late layers",
              (False, False): "Train the classifier and a few", (False, True): "Freeze all but the classifier"}
    met = set()
    for made in all_levels("transfer_case"):
        large = int(str(made.question.values["count"]).replace(",", "")) > 5_000
        case = large, str(made.question.values["thing"]) in alike
        met.add(case)
        assert chosen(made).startswith(advice[case])
    assert met == set(advice)


def test_a_wrong_case_is_told_what_to_look_at():
    for made in all_levels("transfer_case"):
        says = [str(made.mark(letter).says) for letter in "ABCD" if letter != made.answer]
        assert sum("Look at" in one for one in says) == 2


@pytest.mark.parametrize("level", LEVELS)
def test_a_curve_shows_what_its_cause_does(level):
    for made in several("learning_curve", level):
        curves = made.asked.shown[0]
        assert isinstance(curves, Curves)
        own, others = np.array(curves.training), np.array(curves.held_out)
        assert own.shape == others.shape and min(own.min(), others.min()) >= 0 and max(own.max(), others.max()) <= 1
        cause = chosen(made)
        if "by heart" in cause:
            assert own[-3:].mean() > 0.95 and own[-3:].mean() - others[-3:].mean() > 0.25
        elif "frozen" in cause:
            assert own[-3:].mean() < 0.6 and abs(own[-3:].mean() - others[-3:].mean()) < 0.1
        elif "among those" in cause:
            assert others[4:].mean() > 0.95
        elif "too high" in cause:
            assert np.abs(np.diff(own)).mean() > 0.03 and own[-3:].mean() < 0.6
        else:
            assert own[-3:].mean() > 0.85 and abs(own[-3:].mean() - others[-3:].mean()) < 0.1


def test_every_cause_is_asked_for():
    assert {chosen(made) for made in all_levels("learning_curve")} == {
        str(option.says) for option in several("learning_curve", 1)[0].asked.right.options}


@pytest.mark.parametrize("level", LEVELS)
def test_the_filter_that_is_asked_for_is_among_the_answers(level):
    for made in several("which_filter", level):
        shown = made.asked.shown[0]
        assert isinstance(shown, FilteredPhoto) and shown.photo in images.SAMPLES
        assert chosen(made) == FILTERS[shown.filter].title
        assert made.asked.link.values == {"filters": shown.filter}


def test_sobels_two_ways_are_told_apart():
    for made in several("which_filter", 3):
        names = [str(option.says) for option in made.asked.right.options]
        if chosen(made) == "Sobel x":
            assert "upright edges" in str(made.mark("ABCD"[names.index("Sobel y")]).says)


@pytest.mark.parametrize("level", LEVELS)
def test_kernels_are_four_that_differ(level):
    for made in several("kernel_for_a_wish", level):
        grids = [option.shown.grid for option in made.asked.right.options]
        assert len(set(grids)) == 4


def test_maps_are_of_layers_that_the_network_has_with_the_sides_that_are_told():
    net = networks.load("bundled/resnet20")
    photo = images.sample("chelsea")
    sides = {layer: net.maps(photo, layer).shape for layer in ("relu", "layer1", "layer2", "layer3")}
    for made in all_levels("layer_of_a_map"):
        shown = made.asked.shown[0]
        assert isinstance(shown, LayerMap) and shown.layer in sides and shown.channel < sides[shown.layer][0]
        assert f"{sides[shown.layer][-1]} × " in str(made.asked.working[0])


def test_the_deepest_level_does_not_tell_the_sides():
    assert not any("px" in str(option.says) for made in several("layer_of_a_map", 3)
                   for option in made.asked.right.options)
