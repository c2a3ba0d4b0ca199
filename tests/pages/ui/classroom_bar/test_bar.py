"""The line above pages: for whom it is there, what it says, and how a class is moved by it."""

from __future__ import annotations

import pytest

from explorer.classroom import AskedQuestion, StudentView
from pages.ui.classroom_bar import bar
from tests.pages.classroom.class_room import SIDE
from tests.pages.classroom.conftest import room  # noqa: F401 (a fixture)
from tests.pages.page import checked, link, opened_page, param, text_of

STUDENT = {"code": "KXRTM", "version": 1, "ends": 0.0, "member": "1", "nickname": "Mina"}


@pytest.mark.parametrize(("stage", "own", "says"), [
    (None, "", "No question yet"), ("asked", "", "A question waits for you"), ("asked", "14", "is sent"),
    ("stopped", "14", "is stopped"), ("shown", "", "See what the class answered")])
def test_a_student_reads_what_waits(stage, own, says):
    asked = AskedQuestion(number=1, stage=stage, question=SIDE) if stage else None
    assert says in bar.waiting(StudentView(**STUDENT, asked=asked, own=own))[0]


def entered(room, reader, page="pooling", **more):  # noqa: F811
    """Open a page as a reader with a link of the room."""
    at = opened_page("home")
    at.session_state["reader"] = reader
    at.query_params.update({"room": room.code} | more)
    return checked(at.switch_page(f"{page}/page.py").run())


def test_without_a_room_there_is_no_line_and_no_database(room):  # noqa: F811
    at = opened_page("pooling")
    assert not [part for part in at.main if "room_bar" in str(part.proto)]
    assert not room.rooms.store.exists()


def test_a_class_is_moved_to_what_its_teacher_sees_and_can_go_back_there(room):  # noqa: F811
    room.code = room.rooms.open("ms-kim").code
    room.join("Mina")
    student, teacher = entered(room, "Mina", "pooling", stride="1"), entered(room, "ms-kim", "exercises", level="3")
    assert f"**{room.code}**" in text_of(student) and "Mina" in text_of(student)
    assert "students: 1" in text_of(teacher)
    checked(teacher.button(key="room_bar_here").click().run())
    assert "Everybody was called here." in text_of(teacher)
    checked(student.run())
    assert student.title[0].value == "Exercises"
    assert link(student) == {"level": "3", "room": room.code}
    checked(student.switch_page("pooling/page.py").run())
    checked(student.button(key="room_bar_there").click().run())
    assert (student.title[0].value, param(student, "level")) == ("Exercises", "3")
    checked(student.button(key="room_bar_leave").click().run())
    assert param(student, "room") is None and room.code not in text_of(student)


def test_a_link_of_a_class_offers_a_stranger_to_join_and_a_room_that_is_over_says_so(room):  # noqa: F811
    opened = room.rooms.open("ms-kim")
    room.code = opened.code
    at = entered(room, "eve")
    assert f"A link of the class **{room.code}**" in text_of(at)
    room.rooms.teacher(room.code, "ms-kim").end()
    assert f"There is no room {room.code}" in text_of(checked(at.run()))
