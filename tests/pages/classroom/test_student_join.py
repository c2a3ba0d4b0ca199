"""Joining: by code or by a link, under a nickname; and what is said where it cannot be."""

from __future__ import annotations

import pytest

from tests.pages.page import checked, opened_page, param, text_of


@pytest.fixture
def lesson(room):
    """Return a room that `ms-kim` leads."""
    room.code = room.rooms.open("ms-kim").code
    return room


def join(at, nickname, code=None):
    """Fill in the form and press the button."""
    if code is not None:
        at.text_input(key="cl_join_code").set_value(code)
    at.text_input(key="cl_join_nickname").set_value(nickname)
    return checked(next(one for one in at.button if one.label == "Join").click().run())


def test_who_types_the_code_as_it_is_read_off_the_wall_is_in(lesson):
    at = join(opened_page("classroom"), "Mina", f" {lesson.code[:2].lower()}-{lesson.code[2:]} ")
    assert at.title[0].value == f"Room {lesson.code}" and param(at, "room") == lesson.code
    assert [one.nickname for one in lesson.rooms.teacher(lesson.code, "ms-kim").look().members] == ["Mina"]


def test_a_link_asks_for_a_nickname_only_and_another_code_is_one_press_away(lesson):
    at = opened_page("classroom", room=lesson.code)
    assert f"join the room **{lesson.code}**" in text_of(at)
    assert [one.key for one in at.text_input if "code" in one.key] == []
    checked(at.button(key="cl_join_other").click().run())
    assert at.text_input(key="cl_join_code").value == "" and param(at, "room") is None


@pytest.mark.parametrize(("code", "nickname", "says"), [
    ("", "Mina", "A code has five letters"), ("AEIOU", "Mina", "A code has five letters"),
    ("KXRTMK", "Mina", "A code has five letters"), ("BCDFH", "Mina", "There is no room BCDFH"),
    (None, "", "at least one letter"), (None, "Jonas", "is called Jonas already"),
])
def test_what_cannot_be_is_said_and_can_be_mended(lesson, code, nickname, says):
    lesson.join("Jonas")
    at = opened_page("classroom")
    join(at, nickname, lesson.code if code is None else code)
    assert says in text_of(at)
    assert join(at, "Ada", lesson.code).title[0].value == f"Room {lesson.code}"


def test_a_room_that_is_full_or_locked_is_said_to_be(lesson, configure):
    configure(room_students=1)
    lesson.join("Jonas")
    assert "is full" in text_of(join(opened_page("classroom"), "Mina", lesson.code))
    lesson.rooms.teacher(lesson.code, "ms-kim").lock(locked=True)
    assert "takes nobody in" in text_of(join(opened_page("classroom"), "Mina", lesson.code))


def test_who_was_in_a_room_is_led_back_to_it(lesson):
    lesson.join("Mina")
    at = opened_page("home")
    at.session_state["reader"] = "Mina"
    at = checked(at.switch_page("classroom/page.py").run())
    assert at.button(key=f"cl_back_{lesson.code}").label == f"Back to the room {lesson.code} as Mina"
    checked(at.button(key=f"cl_back_{lesson.code}").click().run())
    assert at.title[0].value == f"Room {lesson.code}"
