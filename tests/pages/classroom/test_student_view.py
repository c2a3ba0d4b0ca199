"""A student's half of *Classroom*: what is seen at each stage, how an answer is sent, and what comes of a late one."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from explorer.classroom import ClassQuestion
from tests.pages.classroom.class_room import SIDE
from tests.pages.page import checked, component, text_of

CHOICE = ClassQuestion(form="choice", says="Which shrinks **more**?", options=("stride 2", "stride 1"), right="A")
PLACE = ClassQuestion(form="point", says="Where?", picture="grid", rows=4, columns=5, right="1.2", reach=1)
SHAPE = ClassQuestion(form="shape", says="Which shape?", right="6 x 28 x 28")
WORDS = ClassQuestion(form="text", says="What is it called?")


@pytest.fixture
def lesson(room):
    """Return a room that `ms-kim` leads and in which Mina and Jonas are."""
    room.code = room.rooms.open("ms-kim").code
    room.join("Mina", "Jonas")
    room.teacher = room.rooms.teacher(room.code, "ms-kim")
    return room


def script(code):
    import streamlit as st

    from pages.classroom.student_view import student_view
    st.text(f"shown: {student_view(code)}")


def phone(lesson, reader="Mina"):
    """Return what a reader sees of the room."""
    at = AppTest.from_function(script, args=(lesson.code,), default_timeout=60)
    at.session_state["reader"] = reader
    return checked(at.run())


def options(at):
    return [one for one in at.button if one.key and one.key.startswith("cls_option_")]


def test_before_a_question_one_waits(lesson):
    at = phone(lesson)
    assert at.title[0].value == f"Room {lesson.code}" and "Mina" in text_of(at)
    assert "appears here by itself" in text_of(at)
    assert component(at, "cls_watch")["watches"] == ["version"]


def test_a_stranger_sees_nothing_of_the_room(lesson):
    lesson.teacher.ask(SIDE)
    at = phone(lesson, "eve")
    assert at.text[0].value == "shown: False" and SIDE.says not in text_of(at)


@pytest.mark.parametrize(("question", "keyboard", "most"), [
    (SIDE, "decimal", 60), (SHAPE, "decimal", 60), (WORDS, "text", 200)])
def test_what_is_written_has_a_field_with_the_right_keyboard(lesson, question, keyboard, most):
    lesson.teacher.ask(question)
    told = component(phone(lesson), "cls_field")
    assert (told["keyboard"], told["most"], told["own"]) == (keyboard, most, "")


def test_a_choice_is_one_press_and_changed_by_another(lesson):
    lesson.teacher.ask(CHOICE)
    at = phone(lesson)
    assert [one.label for one in options(at)] == ["**A** stride 2", "**B** stride 1"]
    checked(options(at)[1].click().run())
    assert lesson.rooms.look(lesson.code, "Mina").own == "B" and "You may change it" in text_of(at)
    checked(options(at)[0].click().run())
    assert lesson.rooms.look(lesson.code, "Mina").own == "A"
    assert [one.proto.type for one in options(at)] == ["primary", "secondary"]


def test_a_place_is_pointed_at_and_shown_where_it_counts(lesson):
    number = lesson.teacher.ask(PLACE)
    at = phone(lesson)
    told = component(at, "cls_point")
    assert (told["rows"], told["columns"], told["chosen"], told["locked"]) == (4, 5, "", False)
    lesson.rooms.answer(lesson.code, "Mina", number, "2.3")
    assert component(checked(at.run()), "cls_point")["chosen"] == "2.3"


def test_nobody_sees_the_right_answer_before_it_is_shown(lesson):
    for question, secret in ((SIDE, "14"), (PLACE, '"1.2"'), (SHAPE, "28 x 28")):
        number = lesson.teacher.ask(question)
        lesson.rooms.answer(lesson.code, "Jonas", number, "0.0" if question is PLACE else question.right)
        for step in (lambda: None, lesson.teacher.stop):
            step()
            at = phone(lesson)
            told = text_of(at) + "".join(part.proto.json for part in at.main if part.type == "bidi_component")
            assert secret not in re.sub(r"pulse/\w+\.\w+", "", told), "but for the ticket, whose letters are by chance"


def test_the_stages_of_a_question_as_a_student_sees_them(lesson):
    number = lesson.teacher.ask(SIDE)
    at = phone(lesson)
    lesson.rooms.answer(lesson.code, "Mina", number, "13")
    lesson.rooms.answer(lesson.code, "Jonas", number, "14")
    lesson.teacher.stop()
    assert "Your answer: **13**" in text_of(checked(at.run())) and "Talk with your neighbour" in text_of(at)
    lesson.teacher.show()
    assert "Your answer **13** is not right." in text_of(checked(at.run()))
    assert "**1 of 2** are right: 50 %." in text_of(at)
    assert "your answer" in at.get("html")[0].proto.body, "one's own bar is marked"
    assert phone(lesson, "Jonas").success[0].value == "Your answer **14** is right."


def test_a_question_that_is_asked_again_says_so_and_is_held_against_the_first_time(lesson):
    first = lesson.teacher.ask(SIDE)
    lesson.rooms.answer(lesson.code, "Mina", first, "13")
    lesson.teacher.stop()
    again = lesson.teacher.ask_again()
    at = phone(lesson)
    assert "once more" in text_of(at)
    told = component(at, "cls_field")
    assert told["own"] == "" and told["about"].endswith(f" {again}"), "a draft of its own"
    lesson.rooms.answer(lesson.code, "Mina", again, "14")
    lesson.teacher.show()
    assert "The time before: 0 %." in text_of(checked(at.run()))


def test_who_did_not_answer_is_not_told_to_be_wrong(lesson):
    lesson.teacher.ask(CHOICE)
    lesson.teacher.stop()
    assert "you have not answered it" in text_of(phone(lesson))
    lesson.teacher.show()
    at = phone(lesson)
    assert "You have not answered this question." in text_of(at) and not at.error


def test_where_nobody_said_what_is_right_nobody_is_wrong(lesson):
    number = lesson.teacher.ask(WORDS)
    lesson.rooms.answer(lesson.code, "Mina", number, "a *kernel*")
    lesson.teacher.show()
    at = phone(lesson)
    assert "Your answer: **a *kernel***" in text_of(at) and not at.error and not at.success
    assert "Right is" not in text_of(at)


def test_an_answer_that_comes_after_the_stop_is_refused_and_that_is_said(lesson):
    lesson.teacher.ask(CHOICE)
    at = phone(lesson)
    lesson.teacher.stop()
    checked(options(at)[0].click().run())
    assert "stopped before your answer arrived" in text_of(at)
    assert lesson.rooms.look(lesson.code, "Mina").own == ""
    assert "stopped before" not in text_of(checked(at.run())), "it is said once"


def test_an_answer_to_a_question_that_is_gone_does_not_count_for_the_next(lesson):
    lesson.teacher.ask(CHOICE)
    at = phone(lesson)
    lesson.teacher.ask(SIDE)
    checked(options(at)[0].click().run())
    assert lesson.rooms.look(lesson.code, "Mina").own == "" and at.error


def test_who_was_removed_is_told_so_and_leads_on(lesson):
    at = phone(lesson)
    lesson.teacher.remove(next(one.member for one in lesson.teacher.look().members if one.nickname == "Mina"))
    assert "The teacher removed you" in text_of(checked(at.run()))
    assert at.button(key="cls_other").label == "Join another room"


def test_a_room_that_ended_is_told_and_so_is_a_database_that_is_away(lesson, monkeypatch):
    at = phone(lesson)
    lesson.teacher.end()
    assert checked(at.run()).text[0].value == "shown: False", "the page says so, and leads to the entrance"
    monkeypatch.setattr("explorer.classroom.store.PATIENCE_S", 0.0)
    monkeypatch.setattr(lesson.rooms.store, "_make_ready", lambda: (_ for _ in ()).throw(OSError()))
    assert "does not answer" in text_of(checked(at.run()))
    assert component(at, "cls_watch")["known"] == "-1", "it goes on by itself"


def test_leaving_takes_ones_answers_along(lesson):
    number = lesson.teacher.ask(CHOICE)
    lesson.rooms.answer(lesson.code, "Mina", number, "A")
    at = phone(lesson)
    at.session_state["cls_leave"] = True
    checked(at.run())
    checked(at.button(key="cls_leave_now").click().run())
    assert [one.nickname for one in lesson.teacher.look().members] == ["Jonas"]
    assert lesson.teacher.tally().count == 0
