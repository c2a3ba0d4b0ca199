"""Links of *Classic filters* as a person edits them: what each part does, what is named, and what goes on working."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.convolution.filters import FILTERS, MOST_STEPS, NAMES, Step, custom
from explorer.figures import develop
from pages.classic_filters.kernel import facts, resize
from pages.classic_filters.result import range_text
from pages.classic_filters.state import (
    COLOURS,
    DISPLAYS,
    MODES,
    FilterCodec,
    FilterSetup,
)
from pages.classic_filters.words import sentence, title
from pages.ui.text import spoken_in

CODEC, FIRST = FilterCodec(), FilterSetup()
THREE = "sobel_x~gaussian.k5~outline"


def read(**link):
    return CODEC.read(link, FIRST)


@pytest.mark.parametrize(("name", "known"), [("mode", MODES), ("colour", COLOURS), ("display", DISPLAYS)])
def test_every_choice_can_stand_in_a_link_and_the_first_is_left_out(name, known):
    for choice in known:
        setup, problems = read(**{name: choice})
        assert (getattr(setup, name), problems) == (choice, ())
        assert CODEC.write(setup).get(name, known[0]) == choice
    assert name not in CODEC.write(FIRST)


@pytest.mark.parametrize("name", ["mode", "colour", "display"])
@pytest.mark.parametrize("wrong", ["", "x", "ROW", "row ", "grey,colour", "<b>", "a" * 500, "0", "None"])
def test_a_choice_that_there_is_not_is_named_with_those_there_are(name, wrong):
    setup, (problem,) = read(**{name: wrong})
    assert getattr(setup, name) == getattr(FIRST, name)
    assert repr(wrong[:30]) in str(problem)
    assert len(str(problem)) < 200


# Link's filters, its step, and the place that has the controls then, from 0; None: the last, and a word on it.
SELECTED = [
    (THREE, "1", 0), (THREE, "2", 1), (THREE, "3", 2), (THREE, "", 2), (THREE, "4", None), (THREE, "0", None),
    (THREE, "-1", None), (THREE, "1.0", None), (THREE, "٣", None), (THREE, "²", None), (THREE, "first", None),
    (THREE, "99999", None), (THREE, " 1", None), ("sobel_x", "1", 0), ("sobel_x", "2", None)]


@pytest.mark.parametrize(("filters", "step", "place"), SELECTED)
def test_a_link_selects_a_filter_that_there_is(filters, step, place):
    setup, problems = read(filters=filters, step=step)
    assert setup.place == (len(setup.steps) - 1 if place is None else place)
    assert len(problems) == (place is None)
    assert setup.step in setup.steps


@pytest.mark.parametrize("name", NAMES)
def test_every_filter_has_a_link_a_title_and_a_sentence(name):
    step = custom([[0, 1], [1, 0]]) if name == "custom" else Step(name=name)
    setup = replace(FIRST, steps=(step,))
    assert CODEC.read(CODEC.write(setup), FIRST) == (setup, ())
    assert title(step)
    assert "**Look for:**" in sentence(step)


@pytest.mark.parametrize("mode", MODES)
def test_a_mode_takes_as_many_filters_as_fit_beside_each_other(mode):
    assert FilterSetup(mode=mode).most == MOST_STEPS


@pytest.mark.parametrize(("filters", "kept"), [
    ("", ["sobel_x"]), ("~~~", ["sobel_x"]), ("nothing", ["sobel_x"]), ("box~nothing~emboss", ["box", "emboss"]),
    ("box.", ["box"]), ("box..s2", ["box"]), ("BOX", ["sobel_x"]), ("box " * 3, ["sobel_x"]),
    ("box~" * 3, ["box"] * 3)])
def test_what_is_no_filter_is_left_out_and_one_always_stays(filters, kept):
    setup, problems = read(filters=filters)
    assert [step.name for step in setup.steps] == kept
    assert problems


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_told_of_a_kernel_holds_no_gap_in_any_language(name, language):
    with spoken_in(language):
        text = facts(Step(name=name))
    assert "{" not in text.replace(r"\begin{bmatrix}", "").replace(r"\end{bmatrix}", "").replace("{,}", "")
    assert "nan" not in text.lower()


@pytest.mark.parametrize("side", [1, 3, 5, 7])
@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_of_another_size_has_as_many_weights_and_still_a_link(name, side):
    step = resize(Step(name=name), side)
    assert step.kernels[0].shape == (side, side)
    setup = replace(FIRST, steps=(step,))
    again, problems = CODEC.read(CODEC.write(setup), FIRST)
    assert problems == ()
    np.testing.assert_allclose(again.step.kernels[0], step.kernels[0], rtol=1e-5, atol=1e-9)


# Values of a result, how they are shown, and the ends that are told, by hand.
RANGES = [
    ((0, 255), "clip", ("0 to 255",)), ((-1, 256), "clip", ("−1 to 256", "100 %")), ((5, 5), "clip", ("5",)),
    ((-4, 2), "signed", ("±4",)), ((0, 0), "signed", ()), ((-0.5, 0.25), "rescale", ("−0.5 is black", "0.25 is white")),
    ((1e6, -1e6), "signed", ("±1,000,000",))]


@pytest.mark.parametrize(("values", "way", "told"), RANGES)
def test_the_ends_of_what_is_shown_are_told(values, way, told):
    text = range_text(develop(np.array(values, np.float32).reshape(1, -1, 1), way))
    assert all(part in text for part in told)
    assert "-" not in text.replace("-bit", "")
