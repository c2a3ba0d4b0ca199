"""How an answer reaches the room, and how one's own is told again."""

from __future__ import annotations

import pytest
import streamlit as st

from explorer.classroom import ClassQuestion
from explorer.errors import RoomError, message
from pages.classroom import student_answer
from tests.pages.classroom.class_room import SIDE


@pytest.fixture
def lesson(room, monkeypatch):
    """Return a room in which Mina is and the reader, and which asks for a side."""
    room.code = room.rooms.open("ms-kim").code
    room.join("Mina")
    room.teacher = room.rooms.teacher(room.code, "ms-kim")
    room.number = room.teacher.ask(SIDE)
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(student_answer, "reader", lambda: "Mina")
    return room


@pytest.fixture
def told(monkeypatch):
    """Return what is shown as an error."""
    found = []
    monkeypatch.setattr(student_answer, "show", found.append)
    return found


def test_an_answer_counts_at_once_and_says_nothing(lesson, told):
    student_answer.take(lesson.code, lesson.number, " 14 ")
    student_answer.tell()
    assert lesson.rooms.look(lesson.code, "Mina").own == "14" and told == []


def test_what_cannot_be_read_is_the_fields_to_tell(lesson, told):
    with pytest.raises(RoomError):
        student_answer.take(lesson.code, lesson.number, "many")
    student_answer.tell()
    assert told == []


def test_what_comes_too_late_is_told_once_on_the_page_without_a_field(lesson, told):
    lesson.teacher.stop()
    with pytest.raises(RoomError):
        student_answer.take(lesson.code, lesson.number, "14")
    student_answer.tell()
    student_answer.tell()
    assert [str(one).startswith("The question was stopped") for one in told] == [True]


@pytest.mark.parametrize(("told", "own"), [("2.4", "2.4"), ("4.0", ""), ("-1.0", ""), (7, ""), ("2.4.1", "")])
def test_a_cell_that_is_pointed_at_is_sent_and_nothing_else_is_one(lesson, monkeypatch, told, own):
    grid = ClassQuestion(form="point", says="?", picture="grid", rows=4, columns=5, right="0.0")
    lesson.teacher.ask(grid)
    view, chosen = lesson.rooms.look(lesson.code, "Mina"), []
    monkeypatch.setattr(student_answer, "point_at", lambda _ground, on_chosen, **_more: chosen.append(on_chosen))
    monkeypatch.setattr(student_answer.st, "caption", lambda _text: None)
    student_answer.answer(view, view.asked)
    st.session_state["cls_point"] = {"selected": told}
    chosen[0]()
    assert lesson.rooms.look(lesson.code, "Mina").own == own


def test_who_sends_without_end_is_told_when_to_come_back(lesson):
    with pytest.raises(RoomError, match="Try again in") as refused:
        for value in range(50):
            student_answer.take(lesson.code, lesson.number, str(value))
    assert refused.value.why == "flood"
    assert lesson.rooms.look(lesson.code, "Mina").own != ""


@pytest.mark.parametrize(("question", "own", "words"), [
    (SIDE, "14", "14"), (SIDE, "1*4", r"1\*4"),
    (ClassQuestion(form="point", says="?", picture="grid", rows=4, columns=5), "0.4", "row 1, column 5"),
])
def test_ones_own_answer_is_told_in_words_counted_from_one(question, own, words):
    assert student_answer.own_words(question, own) == words


def test_a_slip_is_said_and_none_is_nothing():
    assert student_answer.said(message("You forgot {what}.", what="the bias")) == "You forgot the bias."
    assert student_answer.said(None) == ""
