"""An answer is marked right, wrong by a slip that has a name, or wrong; what cannot be read does not count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from explorer.errors import message
from explorer.exercises import AnswerOption, ChoiceAnswer, NumberAnswer, ShapeAnswer, Slip, letter
from explorer.exercises.answers import counted, measured

BIAS = message("You forgot the bias.")
COUNT = counted(448, (432, BIAS), (448, message("never")), (432, message("never either")))
SHARE = measured(Fraction(1, 7), 2, (0.5, BIAS), (0.145, message("too near")))
SHAPE = ShapeAnswer((10, 32, 30), "CHW", (Slip((3, 32, 30), BIAS),))
CHOICE = ChoiceAnswer(tuple(AnswerOption(message(says)) for says in ("a blur", "an edge", "nothing")), 1,
                      (Slip(0, BIAS),))


@pytest.mark.parametrize(("answer", "text"), [
    (COUNT, "448"), (COUNT, "448 parameters"), (COUNT, "896/2"), (SHARE, "0.14"), (SHARE, "1/7"), (SHARE, "14.3 %"),
    (SHARE, "0,14"), (SHARE, "0.1429"), (SHAPE, "10x32x30"), (SHAPE, "(10, 32, 30)"), (SHAPE, "1, 10, 32, 30"),
    (CHOICE, "b"), (CHOICE, "B."), (CHOICE, "(b)"), (CHOICE, "An edge"),
])
def test_what_is_right_is_right_however_it_is_written(answer, text):
    told = answer.mark(text)
    assert told.correct and told.read and str(told.says) == f"Right: {answer.text}."


@pytest.mark.parametrize(("answer", "text", "says"), [
    (COUNT, "432", "You forgot the bias. Right is 448."), (COUNT, "447.99", "Not quite. Right is 448."),
    (SHARE, "0.5", "You forgot the bias. Right is 0.14."), (SHARE, "0.15", "Not quite. Right is 0.14."),
    (SHAPE, "3x32x30", "You forgot the bias. Right is 10 × 32 × 30."), (SHAPE, "10x32", "Not quite."),
    (SHAPE, "32x30x10", "The numbers are right, the order is not: C × H × W is asked."),
    (CHOICE, "A", "You forgot the bias. Right is B."), (CHOICE, "c", "Not quite. Right is B."),
])
def test_a_slip_that_has_a_name_is_named(answer, text, says):
    told = answer.mark(text)
    assert not told.correct and told.read and str(told.says).startswith(says)


@pytest.mark.parametrize(("answer", "text"), [
    (COUNT, "many"), (COUNT, ""), (SHAPE, "big"), (CHOICE, "D"), (CHOICE, "")])
def test_what_cannot_be_read_does_not_count(answer, text):
    told = answer.mark(text)
    assert not told.correct and not told.read and str(told.says)


def test_slips_that_fall_on_the_right_answer_or_on_each_other_are_left_out():
    assert [slip.value for slip in COUNT.slips] == [432]
    assert [slip.value for slip in SHARE.slips] == [Fraction(1, 2)]


def test_channels_last_is_asked_for_by_the_question():
    answer = ShapeAnswer((10, 32, 30), "HWC")
    assert answer.text == "32 × 30 × 10" and answer.mark("32x30x10").correct
    assert "order" in str(answer.mark("10x32x30").says)


def test_a_square_with_as_many_channels_as_rows_has_one_order():
    assert ShapeAnswer((8, 8, 8), "HWC").mark("8x8x8").correct


def test_numbers_are_printed_with_their_decimals_and_a_true_minus():
    assert NumberAnswer(Fraction(-3, 2), 2).text == "−1.50" and counted(-1234).text == "−1,234"
    assert [letter(at) for at in range(3)] == ["A", "B", "C"]
