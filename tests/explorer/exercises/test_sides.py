"""Slips of sizes: ceiling for floor, a forgotten + 1, padding at one end, dilation and stride left out."""

from __future__ import annotations

import math

import pytest

from explorer.exercises import LEVELS, ChoiceAnswer, ShapeAnswer
from tests.explorer.exercises.making import all_levels, asked, said, several, told


def reach(values: dict[str, int]) -> int:
    """Return i + 2p - d(k - 1) - 1, the way that the window's start has."""
    return values["side"] + 2 * values["padding"] - values["dilation"] * (values["kernel"] - 1) - 1


def test_ceiling_for_floor_is_named():
    for made in all_levels("output_side"):
        values = asked(made)
        assert told(made) == reach(values) // values["stride"] + 1
        assert said(made, math.ceil(reach(values) / values["stride"]) + 1, "Floor, not ceiling")


def test_a_forgotten_one_is_named():
    for made in all_levels("output_side"):
        values = asked(made)
        assert said(made, reach(values) // values["stride"], "You forgot the + 1")


def test_padding_at_one_end_is_named():
    for made in all_levels("output_side"):
        values = asked(made)
        assert said(made, (reach(values) - values["padding"]) // values["stride"] + 1, "Padding stands at both ends")


def test_a_forgotten_dilation_is_named():
    for made in several("output_side", 3):
        values = asked(made)
        assert values["dilation"] > 1
        assert said(made, reach(values | {"dilation": 1}) // values["stride"] + 1, "You forgot the dilation")


def test_a_forgotten_stride_is_named():
    for made in all_levels("output_side"):
        values = asked(made)
        assert said(made, reach(values) + 1, "You forgot the stride")


def test_the_division_leaves_a_rest_only_from_level_2_on():
    for level in LEVELS:
        rests = {reach(asked(made)) % asked(made)["stride"] for made in several("output_side", level)}
        assert (rests == {0}) == (level == 1)


def test_the_padding_of_both_ends_is_named():
    for made in all_levels("same_padding"):
        values = asked(made)
        assert 2 * told(made) == values["dilation"] * (values["kernel"] - 1)
        assert said(made, 2 * told(made), "That is for both ends together")
        assert said(made, (values["kernel"] - 1) / 2, "You forgot the dilation")


@pytest.mark.parametrize("level", LEVELS)
def test_the_shape_is_asked_for_in_an_order_that_the_question_says(level):
    for made in several("output_shape", level):
        right = made.asked.right
        assert isinstance(right, ShapeAnswer)
        order = "H × W × C" if level == 3 else "C × H × W"
        assert order in str(made.question)
        channels, height, width = right.shape
        written = (height, width, channels) if level == 3 else right.shape
        other = right.shape if level == 3 else (height, width, channels)
        assert made.mark(str(written)).correct
        if other != written:
            assert str(made.mark(str(other)).says).startswith("The numbers are right, the order is not")


def test_channels_of_the_input_are_named():
    for made in several("output_shape", 2):
        channels, height, width = made.asked.right.shape
        shown = made.asked.shown[0]
        if shown.shape[0] != channels:
            mark = made.mark(f"{shown.shape[0]} x {height} x {width}")
            assert not mark.correct and str(mark.says).startswith("Every filter makes a map")


def test_one_map_for_all_is_named():
    for made in all_levels("flatten_size"):
        channels = int(str(made.asked.working[-1]).split(" ")[0].replace("{,}", ""))
        assert said(made, told(made) / channels, "You counted one map")
        assert said(made, channels, "Every pixel of every map")


def test_the_input_in_place_of_what_arrives_is_named():
    for made in all_levels("flatten_size"):
        assert said(made, math.prod(made.asked.shown[0].shape), "That is the input")


@pytest.mark.parametrize("level", LEVELS)
def test_what_does_not_fit_is_a_linear_layer_or_a_convolution_and_the_working_says_the_numbers(level):
    for made in several("misfit", level):
        right = made.asked.right
        assert isinstance(right, ChoiceAnswer)
        line = str(right.options[right.right].says)
        assert line.startswith(("nn.Linear(", "nn.Conv2d("))
        assert r"\ne" in str(made.asked.working[0])
        told_numbers = str(made.asked.working[0]).replace("{,}", "").split(r"\ne ")[1]
        assert told_numbers in line


def test_flatten_is_told_to_take_anything():
    for made in several("misfit", 1):
        lines = [str(option.says) for option in made.asked.right.options]
        mark = made.mark("ABCDEFGH"[lines.index("nn.Flatten()")])
        assert str(mark.says).startswith("Flatten takes any shape")
