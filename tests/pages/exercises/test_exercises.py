"""*Exercises* inside the frame, under AppTest."""

from __future__ import annotations

import pytest

from explorer.exercises import KINDS, ChoiceAnswer, exercise
from pages.exercises.state import NAMES, VIEWS, ExerciseSetup, state
from tests.pages.links import brought_back, nearest
from tests.pages.page import link, opened_page, text_of

FIRST, CODEC = ExerciseSetup(), state._codec


def answered(at, text):
    made = exercise(NAMES[at.selectbox(key="ex_kind").value], seed=FIRST.seed, level=FIRST.level)
    if isinstance(made.asked.right, ChoiceAnswer):
        at.radio[0].set_value("ABCDEFGH".index(text))
    else:
        at.text_input[0].set_value(text)
    return at.button[-1].click().run()


def test_it_opens_with_a_question_and_says_what_to_do():
    at = opened_page("exercises")
    assert at.title[0].value == "Exercises" and link(at) == {}
    assert str(exercise("output_side", seed=1, level=1).question) in text_of(at)
    assert not at.success and not at.error


def test_a_right_answer_is_right_and_a_slip_is_named_with_the_working():
    at = opened_page("exercises", kind="parameters")
    made = exercise("parameters", seed=1, level=1)
    answered(at, made.answer)
    assert at.success[0].value == f"Right: {made.answer}." and "Working" in text_of(at)
    answered(at, str(made.asked.right.slips[0].value))
    assert str(made.asked.right.slips[0].says) in at.error[0].value


def test_what_cannot_be_read_is_said_and_counts_for_nothing():
    at = answered(opened_page("exercises"), "many")
    assert "is not a number" in at.warning[0].value and not at.error and "Working" not in text_of(at)


def test_another_question_stands_in_the_link_and_clears_what_was_said():
    at = answered(opened_page("exercises"), "many")
    at.button(key="ex_another").click().run()
    assert set(link(at)) == {"seed"} and not at.warning


@pytest.mark.parametrize("kind", ["far-sighted", "layer-of-a-map", "learning-curve", "survivors", "which-filter"])
def test_what_is_drawn_beside_a_question_is_there(kind):
    at = opened_page("exercises", kind=kind, level="2")
    assert not at.exception and str(exercise(NAMES[kind], seed=1, level=2).question) in text_of(at)


def test_a_sheet_has_its_questions_and_its_solutions():
    at = opened_page("exercises", view="sheet", number="3", version="B")
    told = text_of(at)
    assert "Exercises, version B" in told and "Solutions, version B" in told
    at.toggle[0].set_value(False).run()
    assert "Solutions, version B" not in text_of(at) and link(at)["solved"] == "0"


def test_a_sheet_of_nothing_says_what_to_do():
    at = opened_page("exercises", view="sheet")
    at.multiselect[0].set_value([]).run()
    assert "Choose one" in at.info[0].value


@pytest.mark.parametrize("rubbish", [{"kind": "nothing"}, {"seed": "-1"}, {"level": "9"}, {"kinds": "a_b"},
                                     {"number": "400"}, {"version": "Z"}, {"paper": "x"}, {"view": "none"}])
def test_a_wrong_link_is_named_and_the_nearest_shown(rubbish):
    value, problems = nearest(CODEC, rubbish, FIRST)
    assert problems and brought_back(CODEC, value, FIRST) == value


def test_every_kind_has_a_name_in_links_and_every_view_a_tab():
    assert set(NAMES.values()) == set(KINDS) and not any("_" in name for name in NAMES)
    assert FIRST.view in VIEWS
