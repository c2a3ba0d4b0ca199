"""Small parts of *Classroom* that need no page: plain texts, short lists, a room that stays in the link."""

from __future__ import annotations

import pytest
import streamlit as st

from explorer.classroom import ClassQuestion, RoomMember
from pages.classroom import next_question, own_question, people, question_card, room_menu, way_in
from pages.ui import attending
from pages.ui.state import address
from pages.ui.text import PSEUDO

EVIL = "[x](http://a) ![y](http://b) **c** $d$"


@pytest.mark.parametrize(("text", "options"), [
    ("", ()), ("a", ("a",)), ("a\n\n  b \nc\n", ("a", "b", "c")), ("max\r\nmean", ("max", "mean"))])
def test_options_are_lines(text, options):
    assert own_question.options_of(text) == options


def test_a_teachers_own_words_are_no_markup_for_a_class():
    told = question_card.asked_text(ClassQuestion(form="text", says=EVIL))
    assert told.replace("\\", "") == EVIL and "\\[x\\]" in told and "\\$d\\$" in told


def test_an_own_option_is_plain_and_has_its_letter():
    asked = ClassQuestion(form="choice", says="?", options=("one", EVIL))
    line = question_card.option_line(asked, asked.answers, 1)
    assert line.startswith("**B** ") and "\\[x\\]" in line


def test_an_exercises_options_are_as_it_prints_them():
    asked = ClassQuestion(form="exercise", kind="far_sighted", seed=1)
    assert question_card.option_line(asked, asked.answers, 0).startswith("**A**")


@pytest.mark.parametrize("name", next_question.NAMES)
def test_every_kind_has_a_title_with_its_lesson(name):
    lesson, _dot, title = next_question.kind_title(name).partition(" · ")
    assert 1 <= int(lesson) <= 8 and title


def test_a_question_in_a_list_is_short_and_plain():
    title = next_question.title_of(ClassQuestion(form="text", says="[x](http://a)" + "y" * 300))
    assert "\\[x\\]" in title and title.endswith("…") and len(title.replace("\\", "")) == next_question.SHORT + 1
    assert next_question.title_of(ClassQuestion(form="exercise", kind="iou", seed=1)) == "IoU of two boxes"


def test_names_on_the_wall_are_plain_and_not_endless():
    told = way_in.named([EVIL, *map(str, range(100))])
    assert "\\[x\\]" in told and told.endswith("and 41 more") and told.count(" · ") == way_in.MOST_NAMES - 1


@pytest.mark.parametrize(("answer", "told"), [("", "Mina"), ("14", "Mina\u00a0✓")])
def test_who_has_answered_has_a_sign(answer, told):
    assert people.name_of(RoomMember("m", "Mina", 0.0, answer)) == told


@pytest.fixture
def visit(monkeypatch):
    """A visit: its state, and what the browser's address says of the room."""
    state: dict[str, object] = {}
    asked: dict[str, str] = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(address, "asked", asked.get)
    return asked


@pytest.mark.parametrize(("told", "code"), [("LTBCX", "LTBCX"), ("ltb-cx", "LTBCX"), ("<b>", ""), ("A" * 9999, "")])
def test_a_link_leads_into_its_room_however_it_is_written(visit, told, code):
    visit["room"] = told
    attending.settle()
    assert attending.attended() == code


def test_who_left_is_not_brought_back_by_the_old_address_and_a_new_link_counts(visit):
    visit["room"] = "LTBCX"
    attending.settle()
    attending.leave()
    attending.settle()
    assert attending.attended() == ""
    visit["room"] = "ZBPFJ"
    attending.settle()
    assert attending.attended() == "ZBPFJ"


def test_a_room_that_was_joined_stays_when_the_next_page_has_no_parameter(visit):
    attending.attend("LTBCX")
    attending.settle()
    assert attending.attended() == "LTBCX" and not visit


def test_a_table_of_answers_is_made_in_the_language_of_who_asked_for_it(room):
    opened = room.rooms.open("ada")
    teacher = room.rooms.teacher(opened.code, "ada")
    heads = [room_menu.answers_file(teacher, code).decode("utf-8-sig").splitlines()[0] for code in ("en", PSEUDO)]
    assert heads[0].startswith("question,") and "\u2039" not in heads[0] and "\u2039question" in heads[1]
