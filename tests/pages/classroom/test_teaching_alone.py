"""Who may see a wall: its teacher alone, whatever a browser says; and what stands above it at each stage."""

from __future__ import annotations

import pytest

from explorer.classroom import AskedQuestion, ClassQuestion, RoomMember, TeacherView
from pages.classroom import controls, next_question
from pages.classroom.state import NAMES, ClassSetup, state
from tests.pages.classroom.class_room import SIDE
from tests.pages.page import checked, link, opened_page, text_of


def view(students, answers=None):
    asked = None if answers is None else AskedQuestion(number=1, stage="asked", question=SIDE, answers=answers)
    members = tuple(RoomMember(f"m{at}", f"N{at}", 0.0) for at in range(students))
    return TeacherView(code="LTBCX", version=1, ends=0.0, locked=False, members=members,
                       questions=(asked,) if asked else (), asked=asked, move=None)


@pytest.mark.parametrize(("students", "answers", "told"), [
    (0, None, "students **0**"), (1, None, "students **1**"), (40, 0, "students **40** · answers **0 / 40**"),
    (40, 40, "students **40** · answers **40 / 40**")])
def test_how_many_are_there_and_have_answered_is_told(students, answers, told):
    assert controls.told_of(view(students, answers)) == told


@pytest.mark.parametrize("kind", ["iou", "output-shape", "cell-2d"])
def test_the_exercise_that_is_chosen_is_the_one_that_is_asked(kind, monkeypatch):
    chosen = ClassSetup(kind=kind, seed=7, level=2)
    monkeypatch.setattr(type(state), "now", property(lambda _: chosen))
    asked = next_question.exercise_asked()
    assert (asked.form, asked.kind, asked.seed, asked.level) == ("exercise", NAMES[kind], 7, 2)


def test_a_stranger_who_knows_the_code_gets_no_wall(room):
    room.code = room.rooms.open("ada").code
    at = opened_page("classroom", room=room.code)
    assert at.title[0].value == "Classroom" and not [one for one in at.button if one.key == "cl_ask"]


def test_a_student_gets_no_wall_and_the_secret_of_another_room_opens_none(room):
    room.code, other = room.rooms.open("ada").code, room.rooms.open("ada")
    at = opened_page("classroom", room=room.code, teacher=other.secret)
    assert not [one for one in at.button if one.key == "cl_ask"]
    room.rooms.join(room.code, at.session_state["reader"], "Mina")
    checked(at.run())
    assert not [one for one in at.button if one.key in {"cl_ask", "cl_stop", "cl_end_now"}]


def test_a_wall_whose_room_has_ended_elsewhere_leads_back_to_the_entrance(room):
    at = opened_page("classroom")
    checked(at.button(key="cl_open_room").click().run())
    room.code = link(at)["room"]
    room.rooms.teacher(room.code, at.session_state["reader"]).end()
    checked(at.run())
    assert at.title[0].value == "Classroom" and "room" not in link(at)
    assert f"There is no room {room.code}" in text_of(at)


def test_a_button_of_a_stage_that_is_over_changes_nothing(room):
    at = opened_page("classroom")
    checked(at.button(key="cl_open_room").click().run())
    room.code = link(at)["room"]
    teacher = room.rooms.teacher(room.code, at.session_state["reader"])
    teacher.ask(ClassQuestion(form="text", says="Why?"))
    checked(at.run())
    teacher.show()  # by the same teacher, on another machine
    checked(at.button(key="cl_stop").click().run())
    assert teacher.look().asked.stage == "shown"
