"""What came of a question, as it is told: the time before beside the time now, the right one among the bars."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.classroom import ClassQuestion, TallyBar, counted_up
from explorer.errors import message
from pages.classroom import results
from pages.ui.components.point_at import Pointing
from tests.pages.classroom.class_room import SIDE

CHOICE = ClassQuestion(form="choice", says="Which?", options=("mean", "max", "none"), right="B")
WORDS = ClassQuestion(form="text", says="Name it.", right="stride")


def told(pairs):
    return [(str(bar.says), bar.count, before) for bar, before in pairs]


def test_without_a_time_before_bars_stand_alone():
    assert told(results.paired(counted_up(SIDE, ["14", "13", "14"]), None)) == [("14", 2, None), ("13", 1, None)]


def test_an_answer_is_found_again_however_it_was_written():
    now, before = counted_up(SIDE, ["14", "13", "13"]), counted_up(SIDE, ["14.0", "13", "27"])
    assert told(results.paired(now, before)) == [("13", 2, 1), ("14", 1, 1), ("27", 0, 1)]


def test_nobody_is_counted_twice_or_lost_from_one_time_to_the_next():
    now, before = counted_up(SIDE, ["14"] * 5 + ["13"] * 2), counted_up(SIDE, ["14", "12", "12", "9", "13.00"])
    found = results.paired(now, before)
    assert sum(bar.count for bar, _before in found) == 7 and sum(count or 0 for _bar, count in found) == 5


def test_the_options_of_a_choice_keep_their_order_and_their_own_counts():
    now, before = counted_up(CHOICE, ["B", "B", "C"]), counted_up(CHOICE, ["A", "B", "A"])
    assert told(results.paired(now, before)) == [("mean", 0, 2), ("max", 2, 1), ("none", 1, 0)]


def test_words_are_the_same_whatever_their_case():
    now, before = counted_up(WORDS, ["Stride", "padding"]), counted_up(WORDS, ["padding", "stride ", "STRIDE"])
    found = {str(bar.says).casefold(): count for bar, count in results.paired(now, before)}
    assert found == {"stride": 2, "padding": 1}


def test_of_many_answers_the_most_frequent_are_shown_and_the_right_one_is_never_missing():
    tally = counted_up(SIDE, [str(side) for side in (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 14)])
    shown = results.chosen(results.paired(tally, None), 4, reveal=True)
    assert [str(bar.says) for bar, _before in shown] == ["1", "2", "3", "14"]
    hidden = results.chosen(results.paired(tally, None), 4, reveal=False)
    assert [str(bar.says) for bar, _before in hidden] == ["1", "2", "3", "4"], "the right one would stand out"


@pytest.mark.parametrize(("asked", "answers", "bars"), [
    (SIDE, ["13"], [("13", 1), ("14", 0)]), (SIDE, ["14.0"], [("14.0", 1)]),
    (WORDS, ["pad"], [("pad", 1), ("stride", 0)]),
    (CHOICE, ["A"], [("mean", 1), ("max", 0), ("none", 0)]),
    (ClassQuestion(form="shape", says="?", right="6x28x28"), ["6x30x30"], [("6 × 30 × 30", 1), ("6 × 28 × 28", 0)]),
    (ClassQuestion(form="number", says="?"), ["3"], [("3", 1)]),
])
def test_the_right_answer_always_has_its_bar_where_there_is_one(asked, answers, bars):
    shown = results.with_right(asked, results.paired(counted_up(asked, answers), None))
    assert [(str(bar.says), bar.count) for bar, _before in shown] == bars
    assert sum(bool(bar.right) for bar, _before in shown) == bool(asked.right)


def test_all_options_of_a_choice_are_shown():
    many = ClassQuestion(form="choice", says="Which?", options=tuple("abcdefgh"), right="A")
    assert len(results.chosen(results.paired(counted_up(many, ["A"]), None), 4, reveal=True)) == 8


@pytest.mark.parametrize(("answers", "before", "says"), [
    (["14"] * 3, None, "**3 of 3** are right: 100 %."),
    (["14", "13", "13"], None, "**1 of 3** are right: 33 %."),
    (["14", "14"], ["13", "14", "13", "13"], "**2 of 2** are right: 100 %. The time before: 25 %."),
    (["14"], [], "**1 of 1** are right: 100 %."),
])
def test_how_many_were_right_is_said_in_whole_per_cent(answers, before, says):
    earlier = None if before is None else counted_up(SIDE, before)
    assert results.summary(counted_up(SIDE, answers), earlier) == says


@pytest.mark.parametrize(("part", "whole", "says"), [(0, 7, "0 %"), (1, 3, "33 %"), (2, 3, "67 %"), (5, 5, "100 %")])
def test_a_share_is_rounded(part, whole, says):
    assert results.percent(part, whole) == says


SLIP = TallyBar("13", 11, False, message("You forgot the + 1."), answers=("13", "13.0"))
RIGHT = TallyBar("14", 19, True, answers=("14",))


@pytest.mark.parametrize(("bar", "before", "reveal", "own", "text", "note", "is_right"), [
    (RIGHT, None, True, "", "19 ✓", "", True),
    (RIGHT, None, False, "", "19", "", False),
    (SLIP, None, True, "", "11", "You forgot the + 1.", False),
    (SLIP, None, False, "", "11", "", False),
    (SLIP, 4, True, "", "11 (before: 4)", "You forgot the + 1.", False),
    (SLIP, None, True, "13.0", "11 · your answer", "You forgot the + 1.", False),
    (RIGHT, 0, True, "14", "19 ✓ (before: 0) · your answer", "", True),
])
def test_a_bar_says_what_may_be_known_by_now(bar, before, reveal, own, text, note, is_right):
    drawn = results.counted((bar, before), reveal=reveal, own=own)
    assert (drawn.text, drawn.note, drawn.is_right, drawn.count, drawn.before) == (
        text, note, is_right, bar.count, before)


@pytest.mark.parametrize(("bar", "label"), [
    (RIGHT, "14"), (TallyBar("max", 1, True, letter="B"), "B  max"), (TallyBar("", 1, None, letter="C"), "C"),
    (TallyBar(message("row {row}, column {column}", row=2, column=3), 1, None), "row 2, column 3")])
def test_a_bar_is_called_by_its_answer_and_a_choice_by_its_letter_too(bar, label):
    assert results.label_of(bar) == label


@pytest.mark.parametrize("seed", range(4))
def test_the_time_before_stands_on_the_same_edges_as_numpy_has_it(seed):
    generator = np.random.default_rng(seed)
    now = counted_up(SIDE, list(map(str, generator.integers(5, 30, 40))))
    earlier = generator.integers(0, 40, 40)
    right = np.histogram(earlier, np.array(now.edges))[0].tolist()
    assert results.on_edges(now.edges, counted_up(SIDE, list(map(str, earlier)))) == right


@pytest.mark.parametrize(("rows", "columns", "form"), [
    (16, 24, "wide"), (8, 8, "square"), (8, 9, "square"), (24, 16, "tall"), (1, 24, "wide"), (10, 8, "square"),
    (11, 8, "tall")])
def test_a_picture_that_is_pointed_at_knows_its_form(rows, columns, form):
    assert results.form_of(Pointing(rows=rows, columns=columns)) == f"ground_{form}"


def test_where_options_are_drawn_their_letters_say_enough():
    assert results.label_of(TallyBar("Stack C", 1, True, letter="C"), is_drawn=True) == "C"
    drawn = ClassQuestion(form="exercise", kind="far_sighted", seed=3)
    words = ClassQuestion(form="exercise", kind="transfer_case", seed=3)
    assert [results.is_drawn(one) for one in (drawn, words, CHOICE, SIDE)] == [True, False, False, False]


def test_the_right_place_and_right_words_of_a_teachers_own_question_are_plain_text():
    place = ClassQuestion(form="point", says="Where?", picture="grid", rows=4, columns=4, right="1.2")
    assert results.right_words(place) == "row 2, column 3"
    either = ClassQuestion(form="text", says="?", right="stride|*step*")
    assert results.right_words(either).replace("\\", "") == "stride / *step*" and "\\*" in results.right_words(either)
