"""Questions that a teacher may ask, and how answers to them are read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.classroom.class_question import (
    ClassQuestion,
    checked_answer,
    checked_question,
    option_texts,
    read_cell,
)
from explorer.errors import RoomError, SpecError
from explorer.exercises import KINDS

NUMBER = ClassQuestion(form="number", says=" How many? ", right=" 14 ")
CHOICE = ClassQuestion(form="choice", says="Which?", options=("max", " ", "average"), right="B")
POINT = ClassQuestion(form="point", says="Where?", rows=7, columns=9, picture="photo/chelsea", right="3.4", reach=1)
EXERCISE = ClassQuestion(form="exercise", kind="output_side", seed=7, level=2)


@pytest.mark.parametrize("asked", [NUMBER, CHOICE, POINT, EXERCISE], ids=lambda asked: asked.form)
def test_a_question_is_kept_whole(asked):
    tidy = checked_question(asked)
    assert ClassQuestion.from_json(tidy.to_json()) == tidy
    assert checked_question(tidy) == tidy
    assert tidy.hidden().right == "" and tidy.hidden().reach == 0


def test_a_question_is_tidied():
    assert (checked_question(NUMBER).says, checked_question(NUMBER).right) == ("How many?", "14")
    assert checked_question(CHOICE).options == ("max", "average")
    assert checked_question(replace(EXERCISE, says="something else", right="1")) == EXERCISE


@pytest.mark.parametrize(("asked", "says"), [
    (replace(NUMBER, says=" "), "Write what you ask"), (replace(NUMBER, says="?" * 601), "601 characters"),
    (replace(NUMBER, right="some"), "right answer cannot be read"), (replace(NUMBER, right="1e99"), "too large"),
    (replace(NUMBER, form="shape", right="7 x a"), "answer"), (replace(NUMBER, right="9" * 201), "201 characters"),
    (replace(NUMBER, form="essay"), "form 'essay'"), (replace(CHOICE, options=("one",)), "there are 1"),
    (replace(CHOICE, options=tuple("abcdefghi")), "there are 9"), (replace(CHOICE, options=("a", "A ")), "the same"),
    (replace(CHOICE, options=("a", "b" * 121)), "121 characters"), (replace(CHOICE, right="C"), "from A to B"),
    (replace(POINT, rows=0), "1 to 512"), (replace(POINT, columns=513), "1 to 512"),
    (replace(POINT, right="7.0"), "no cell"), (replace(POINT, picture="<svg onload=x>"), "no such picture"),
    (replace(POINT, reach=-1), "no such picture")])
def test_what_cannot_be_asked_is_told(asked, says):
    with pytest.raises(RoomError, match=says) as caught:
        checked_question(asked)
    assert caught.value.why == "words"


@pytest.mark.parametrize("asked", [replace(EXERCISE, kind="none"), replace(EXERCISE, level=4),
                                   replace(EXERCISE, seed=-1), replace(EXERCISE, seed=10**10)])
def test_an_exercise_that_is_none_is_told(asked):
    with pytest.raises(SpecError):
        checked_question(asked)


@pytest.mark.parametrize(("asked", "text", "read"), [
    (NUMBER, " 14  px ", "14 px"), (NUMBER, "3/4", "3/4"), (CHOICE, "b", "B"), (POINT, "0.8", "0.8"),
    (replace(NUMBER, form="shape"), "6 x 28 x 28", "6 x 28 x 28"),
    (replace(NUMBER, form="text"), " two\nwords ", "two words"),
    (EXERCISE, "13", "13")])
def test_an_answer_is_taken(asked, text, read):
    assert checked_answer(checked_question(replace(asked, right="")), text) == read


@pytest.mark.parametrize(("asked", "text"), [
    (NUMBER, "many"), (NUMBER, "1/0"), (NUMBER, "9" * 31), (NUMBER, "1 2"), (CHOICE, "C"), (CHOICE, "max"),
    (CHOICE, ""), (POINT, "7.0"), (POINT, "0.9"), (POINT, "-1.0"), (POINT, "1,2"), (POINT, "١.٢"), (EXERCISE, "x"),
    (EXERCISE, " "), (replace(NUMBER, form="text"), "a" * 201), (replace(NUMBER, form="shape"), "0 x a")])
def test_what_is_no_answer_is_told(asked, text):
    with pytest.raises(RoomError) as caught:
        checked_answer(checked_question(replace(asked, right="")), text)
    assert caught.value.why == "words"


@pytest.mark.parametrize(("right", "printed", "text", "correct"), [
    ("14", "14", "14", True), ("14", "14", "14.2", False), ("0.25", "0.25", "0.252", True),
    ("0.25", "0.25", "0.26", False), ("1/3", "0.33", "0.333", True), ("0.50", "0.50", "1/2", True),
    ("-2", "−2", "-2", True), ("75 %", "0.75", "0.75", True)])
def test_a_number_is_right_to_as_many_decimals_as_the_teacher_wrote(right, printed, text, correct):
    asked = replace(NUMBER, right=right)
    assert asked.answers.mark(text).correct is correct
    assert asked.right_text == printed


def test_an_input_fits_what_is_asked():
    assert [asked.input for asked in (NUMBER, CHOICE, POINT)] == ["number", "choice", "point"]
    assert EXERCISE.input == "number"
    assert ClassQuestion(form="exercise", kind="output_shape", seed=1).input == "shape"


def test_options_are_said_in_the_order_of_their_letters():
    assert option_texts(checked_question(CHOICE)) == ("max", "average")
    assert option_texts(NUMBER) == ()
    assert read_cell("6.8", 7, 9) == (6, 8)


def test_an_exercise_that_a_later_version_dropped_is_told_and_does_not_break():
    with pytest.raises(RoomError, match="no longer there"):
        ClassQuestion(form="exercise", kind="dropped", seed=1).input  # noqa: B018 (it is looked up)


SHAPE = ClassQuestion(form="shape", says="Shape?", right="6 x 28 x 28")
OUTPUT = ClassQuestion(form="exercise", kind="output_shape", seed=1)


@pytest.mark.parametrize("asked", [SHAPE, OUTPUT], ids=["free", "exercise"])
@pytest.mark.parametrize("text", ["28", " 28 px", "six", "(28)", "28 and 28"])
def test_what_the_marker_cannot_read_is_refused_and_counted_nowhere(asked, text):
    with pytest.raises(RoomError, match="not a shape"):
        checked_answer(asked, text)


@pytest.mark.parametrize(("asked", "text"), [
    (SHAPE, "28x28"), (OUTPUT, "28x28"), (replace(SHAPE, right="400"), "28"), (replace(SHAPE, right=""), "28")])
def test_a_shape_with_a_side_too_few_is_a_wrong_answer_that_counts(asked, text):
    assert checked_answer(asked, text) == text


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("text", ["14", "3/4", "7 x 7", "7x7x7", "A", "F", "dog", "0.5 s", "-3", "1e9"])
def test_every_answer_that_is_taken_can_be_marked(kind, text):
    asked = ClassQuestion(form="exercise", kind=kind, seed=2)
    try:
        taken = checked_answer(asked, text)
    except RoomError as error:
        assert error.why == "words"
    else:
        assert asked.answers.mark(taken).read
