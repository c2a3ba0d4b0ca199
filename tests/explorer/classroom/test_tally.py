"""What a class answered, counted; histograms are held to numpy."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.classroom.class_question import ClassQuestion, checked_answer
from explorer.classroom.tally import counted_up, is_right
from explorer.errors import Message
from explorer.exercises import KINDS, ChoiceAnswer, NumberAnswer, exercise

SIDE = ClassQuestion(form="number", says="Side?", right="14")
PARAMETERS = ClassQuestion(form="exercise", kind="parameters", seed=1)
WHY = ClassQuestion(form="choice", says="Which?", options=("max", "average", "neither"), right="A")
CELL = ClassQuestion(form="point", says="Where?", rows=3, columns=4, right="1.2", picture="grid")


def told(tally):
    return [(str(bar.says), bar.count, bar.right) for bar in tally.bars]


def test_numbers_that_mean_the_same_are_one_bar_called_as_most_wrote_it():
    tally = counted_up(SIDE, ["14", "14", "14 px", "28/2", "13.5", "27/2", "12"], students=9)
    assert told(tally) == [("14", 4, True), ("13.5", 2, False), ("12", 1, False)]
    assert (tally.count, tally.right, tally.students) == (7, 4, 9)


def test_a_slip_that_has_a_name_is_named():
    """Recipe 12 of the library: 608 is right, who forgets the bias finds 600."""
    tally = counted_up(PARAMETERS, ["608"] * 12 + ["600"] * 11 + ["7"] * 2)
    named = {str(bar.says): (bar.count, bar.slip and str(bar.slip)) for bar in tally.bars}
    assert named == {"608": (12, None), "600": (11, "You forgot the bias: one for each filter."), "7": (2, None)}
    assert tally.right == 12


def test_shapes_are_one_however_they_are_written():
    asked = ClassQuestion(form="shape", says="Shape?", right="6 x 28 x 28")
    tally = counted_up(asked, ["6x28x28", "(6, 28, 28)", "1 x 6 x 28 x 28", "28x28x6", "6 24 24"])
    assert [(str(bar.says), bar.count, bar.right) for bar in tally.bars] == [
        ("6 × 28 × 28", 3, True), ("28 × 28 × 6", 1, False), ("6 × 24 × 24", 1, False)]
    assert isinstance(tally.bar_of("28x28x6").slip, Message)


def test_options_stand_in_their_order_with_those_that_nobody_took():
    tally = counted_up(WHY, ["C", "A", "A"])
    assert [(bar.letter, str(bar.says), bar.count, bar.right) for bar in tally.bars] == [
        ("A", "max", 2, True), ("B", "average", 0, False), ("C", "neither", 1, False)]
    assert tally.right == 2


def test_one_s_own_answer_is_found_among_the_bars():
    tally = counted_up(SIDE, ["14", "14.0", "13"])
    assert tally.bar_of("14.0") is tally.bar_of("14")
    assert tally.bar_of("99") is None
    assert counted_up(WHY, ["B"]).bar_of("B").says == "average"


def test_nothing_is_right_where_nobody_said_what_is():
    opinion = ClassQuestion(form="choice", says="Do you like it?", options=("yes", "no"))
    guess = ClassQuestion(form="number", says="How many cats?")
    for asked, answers in ((opinion, ["A", "B", "A"]), (guess, ["3", "4"])):
        tally = counted_up(asked, answers)
        assert tally.right is None
        assert {bar.right for bar in tally.bars} == {None}


def test_words_are_one_however_they_are_written():
    asked = ClassQuestion(form="text", says="Which layer?", right="max pooling|pooling")
    tally = counted_up(asked, ["Max Pooling.", "pooling", "max  pooling", "conv", "Conv"])
    assert [(bar.count, bar.right) for bar in tally.bars] == [(3, True), (2, False)]


def test_points_are_counted_in_their_cells():
    tally = counted_up(CELL, ["1.2", "1.2", "0.0", "2.3"])
    assert np.array(tally.cells).tolist() == [[1, 0, 0, 0], [0, 0, 2, 0], [0, 0, 0, 1]]
    assert tally.right == 2
    assert str(tally.bars[0].says) == "row 2, column 3"


@pytest.mark.parametrize(("reach", "right"), [(0, 1), (1, 4), (2, 6), (9, 6)])
def test_a_cell_nearby_counts_as_far_as_the_teacher_says(reach, right):
    asked = ClassQuestion(form="point", says="Where?", rows=9, columns=9, right="4.4", reach=reach, picture="grid")
    answers = ["4.4", "5.5", "3.4", "4.3", "6.4", "2.2"]
    near = [text for text in answers if np.abs(np.array(text.split("."), int) - 4).max() <= reach]
    tally = counted_up(asked, answers)
    assert tally.right == len(near) == right


@pytest.mark.parametrize("seed", range(12))
def test_a_histogram_is_numpy_s(seed):
    random = np.random.default_rng(seed)
    middle, spread = float(random.integers(2, 2000)), float(random.choice([0.3, 2, 40, 300]))
    values = np.round(random.normal(middle, spread, 60), int(random.integers(0, 3)))
    asked = ClassQuestion(form="number", says="?", right=f"{middle:.0f}")
    tally = counted_up(asked, [f"{value}" for value in values])
    edges = np.array(tally.edges)
    assert np.diff(edges) == pytest.approx(edges[1] - edges[0])
    assert list(tally.counts) == np.histogram(values, edges)[0].tolist()
    assert sum(tally.counts) == 60
    assert edges[0] < middle < edges[-1]
    assert len(tally.counts) <= 17


def test_one_joker_does_not_press_all_others_into_one_bin():
    tally = counted_up(SIDE, ["14"] * 9 + ["13"] * 5 + ["1" + "0" * 29])
    assert (tally.outside, tally.count, sum(tally.counts)) == (1, 15, 14)
    assert tally.counts[-1] == 9 and tally.edges[-1] < 20


def test_whole_numbers_stand_in_the_middle_of_their_bins():
    tally = counted_up(SIDE, ["12", "13", "15", "13"])
    assert tally.edges == (11.5, 12.5, 13.5, 14.5, 15.5)
    assert tally.counts == (1, 2, 0, 1)


def test_a_class_of_which_nobody_answered_has_nothing_to_count():
    for asked in (SIDE, WHY, CELL, PARAMETERS):
        tally = counted_up(asked, [], students=30)
        assert (tally.count, tally.right, sum(tally.counts)) == (0, 0, 0)
    assert counted_up(ClassQuestion(form="number", says="?"), []).edges == ()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_exercise_can_be_asked_and_its_own_answer_is_right(kind):
    one = exercise(kind, seed=3)
    asked = ClassQuestion(form="exercise", kind=kind, seed=3)
    answer = checked_answer(asked, one.answer)
    assert is_right(asked, answer)
    wrong = _wrong(one)
    tally = counted_up(asked, [answer] * 3 + [checked_answer(asked, wrong)])
    assert (tally.right, tally.count) == (3, 4)
    assert asked.right_text == one.answer


def _wrong(one) -> str:
    if isinstance(one.asked.right, ChoiceAnswer):
        return "B" if one.answer == "A" else "A"
    return str(float(one.asked.right.value) + 7) if isinstance(one.asked.right, NumberAnswer) else "7 x 7 x 7"
