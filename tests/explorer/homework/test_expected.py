"""What a teacher writes down as the answer decides how students' answers are read."""

from __future__ import annotations

import pytest

from explorer.errors import TaskError
from explorer.exercises import ChoiceAnswer, NumberAnswer, ShapeAnswer
from explorer.homework import WordAnswer, expected


@pytest.mark.parametrize(("text", "kind", "printed"), [
    ("4", NumberAnswer, "4"), ("1,024", NumberAnswer, "1,024"), ("0.25", NumberAnswer, "0.25"),
    ("3/4", NumberAnswer, "0.75"), ("1/3", NumberAnswer, "0.333"), ("2.50", NumberAnswer, "2.50"),
    (" −7 ", NumberAnswer, "−7"), ("31 px", NumberAnswer, "31"), ("6 x 28 x 28", ShapeAnswer, "6 × 28 × 28"),
    ("(10, 32, 32)", ShapeAnswer, "10 × 32 × 32"), ("max pooling", WordAnswer, "max pooling"),
    ("ReLU", WordAnswer, "ReLU")])
def test_the_form_of_an_answer_follows_from_how_it_is_written(text, kind, printed):
    right = expected(text)
    assert (type(right), right.text) == (kind, printed)


@pytest.mark.parametrize(("text", "answer", "correct"), [
    ("4", "4.0", True), ("4", "5", False), ("0.25", "1/4", True), ("1/3", "0.33", False), ("1/3", "0.3333", True),
    ("6 x 28 x 28", "(6, 28, 28)", True), ("6 x 28 x 28", "28 x 28 x 6", False),
    ("ReLU", " relu. ", True), ("max pooling", "Max  Pooling", True), ("max pooling", "average pooling", False),
    ("최대 풀링", "최대 풀링", True)])
def test_answers_are_read_generously(text, answer, correct):
    assert expected(text).mark(answer).correct is correct


@pytest.mark.parametrize(("right", "answer", "correct"), [
    ("2", "B", True), ("same", "b", True), ("SAME", "same", True), ("2", "valid", False), ("2", "A", False)])
def test_one_of_several_is_meant_by_its_number_or_its_words(right, answer, correct):
    found = expected(right, ("valid", "same", "full"))
    assert isinstance(found, ChoiceAnswer)
    assert found.text == "B"
    assert found.mark(answer).correct is correct


def test_an_option_that_is_a_number_is_meant_before_its_place():
    assert expected("2", ("1", "4", "2")).text == "C"


@pytest.mark.parametrize(("text", "options", "says"), [
    ("  ", (), "Write the answer"), ("4", ("a", "b"), "from 1 to 2"), ("0", ("a", "b"), "from 1 to 2"),
    ("c", ("a", "b"), "none of the options"), ("a", ("a",), "1 options are given"), ("a", ("a", "A."), "the same"),
    ("1", tuple("abcdefghi"), "8")])
def test_what_cannot_be_marked_is_said(text, options, says):
    with pytest.raises(TaskError, match=says):
        expected(text, options)


@pytest.mark.parametrize("answer", ["", "  ", " . "])
def test_no_word_is_no_answer(answer):
    verdict = expected("stride").mark(answer)
    assert not verdict.read
    assert not verdict.correct


def test_what_is_said_names_the_right_answer():
    assert str(expected("stride").mark("padding").says) == "Not quite. Right is stride."
    assert str(expected("stride").mark("Stride").says) == "Right: stride."


def test_braces_of_an_option_are_not_filled_in():
    assert str(expected("1", ("{a}", "b")).options[0].says) == "{a}"
