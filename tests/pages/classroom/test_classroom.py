"""*Classroom* inside the frame, under AppTest: what its teacher sees and does."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest

from explorer.classroom import ClassQuestion
from explorer.errors import RoomError
from pages.classroom.state import NAMES, ClassSetup, state
from tests.pages.classroom.class_room import SIDE
from tests.pages.links import brought_back, nearest
from tests.pages.page import checked, component, link, opened_page, text_of, widget

FIRST, CODEC = ClassSetup(), state._codec


def open_room(at, room):
    """Open a room on the page, and tell the test its code."""
    checked(at.button(key="cl_open_room").click().run())
    room.code = link(at)["room"]
    return at


def press(at, name):
    return checked(at.button(key=f"cl_{name}").click().run())


def tables(at):
    """Return the tables of answers that are shown."""
    return [block.proto.body for block in at.get("html") if 'class="counted"' in block.proto.body]


def test_both_ways_in_stand_side_by_side(room):
    at = opened_page("classroom")
    assert at.title[0].value == "Classroom" and link(at) == {}
    assert [one.value for one in at.header] == ["Join a room", "Open a room"]


def test_a_question_goes_from_asked_to_shown(room):
    at = open_room(opened_page("classroom"), room)
    assert at.title[0].value == f"Room {room.code}" and room.code in text_of(at)
    room.join("Mina", "Jonas", "Ada")
    press(at, "ask")
    asked = room.rooms.look(room.code, "Mina").asked
    assert asked.stage == "asked" and asked.question.kind == NAMES[FIRST.kind]
    right = asked.question.exercise.answer
    room.answer(right, "7 x 7 x 7")
    checked(at.run())
    assert "answers **2 / 3**" in text_of(at) and not tables(at), "nobody is led by what others think"
    press(at, "stop")
    assert "✓" not in tables(at)[0] and "right" not in text_of(at).split("neighbours")[1]
    press(at, "show")
    assert "1 ✓" in tables(at)[0] and "**1 of 2** are right: 50 %." in text_of(at) and "Working" in text_of(at)


def test_a_question_is_asked_again_and_held_against_the_first_time(room):
    at = open_room(opened_page("classroom"), room)
    room.join("Mina", "Jonas")
    teacher_asks(at, room, SIDE)
    room.answer("13", "13")
    press(checked(at.run()), "stop_show")
    press(at, "again")
    room.answer("14", "13")
    press(checked(at.run()), "stop_show")
    assert "1 ✓ (before: 0)" in tables(at)[0] and "1 (before: 2)" in tables(at)[0]
    assert "**1 of 2** are right: 50 %. The time before: 0 %." in text_of(at)


def teacher_asks(at, room, question):
    """Ask what the teacher of the open page would."""
    room.rooms.teacher(room.code, at.session_state["reader"]).ask(question)
    return checked(at.run())


def test_a_question_of_ones_own_with_options(room):
    at = open_room(opened_page("classroom", source="own"), room)
    room.join("Mina")
    at.text_area(key="cl_own_says").set_value("Which shrinks **more**?")
    at.button_group(key="cl_own_form").set_value("choice").run()
    at.text_area(key="cl_own_options").set_value("stride 2\n\nstride 1")
    press(at, "ask")  # with the last words still on their way
    asked = room.rooms.look(room.code, "Mina").asked.question
    assert (asked.says, asked.options) == ("Which shrinks **more**?", ("stride 2", "stride 1"))
    assert "Which shrinks **more**?" in text_of(at), "a teacher's stars are stars"


def test_what_cannot_be_asked_is_said(room):
    at = open_room(opened_page("classroom", source="own"), room)
    press(at, "ask")
    assert "Write what you ask." in text_of(at) and at.title[0].value.startswith("Room")


def test_what_is_right_has_its_bar_also_where_nobody_found_it(room):
    at = open_room(opened_page("classroom"), room)
    room.join("Mina")
    teacher_asks(at, room, SIDE)
    room.answer("13")
    press(checked(at.run()), "stop")
    assert ">14<" not in tables(at)[0]
    press(at, "show")
    assert ">14<" in tables(at)[0] and "0 ✓" in tables(at)[0] and "**0 of 1** are right" in text_of(at)


def test_a_jokers_number_is_counted_and_said_but_presses_no_bin_together(room):
    at = open_room(opened_page("classroom"), room)
    room.join("Mina", "Jonas", "Ada", "Omar", "Eva")
    teacher_asks(at, room, SIDE)
    room.answer("14", "13", "12", "27", "1000000000")
    press(checked(at.run()), "stop_show")
    drawn = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert max(drawn["data"][0]["x"]) < 100 and "Too far out to be drawn: 1" in text_of(at)
    assert "**1 of 5** are right" in text_of(at)


@pytest.mark.parametrize(("question", "shown"), [
    (SIDE, "0 ✓"), (ClassQuestion(form="choice", says="?", options=("a", "b"), right="B"), "0 ✓"),
    (ClassQuestion(form="text", says="Why?"), "")])
def test_what_is_right_is_shown_also_where_nobody_answered(room, question, shown):
    at = open_room(opened_page("classroom"), room)
    teacher_asks(at, room, question)
    press(at, "stop_show")
    assert "Nobody has answered." in text_of(at) and "are right" not in text_of(at)
    assert shown in "".join(tables(at)) and bool(tables(at)) == bool(shown)


def test_all_go_to_the_page_on_which_an_answer_is_seen_and_the_teacher_with_them(room):
    at = open_room(opened_page("classroom", kind="iou"), room)
    room.join("Mina")
    press(at, "ask")
    press(at, "stop_show")
    seen = room.rooms.look(room.code, "Mina")
    where = seen.asked.question.exercise.asked.link
    press(at, "to_page")
    told = room.rooms.look(room.code, "Mina").move.address
    assert told.partition("?")[0] == where.page and dict(parse_qsl(told.partition("?")[2])) == where.values
    assert "Everybody here" in [button.label for button in at.button] and link(at)["room"] == room.code


def test_the_link_to_save_is_in_the_menu_where_the_room_was_opened(room):
    at = open_room(opened_page("classroom"), room)
    at.session_state["cl_room"] = True
    checked(at.run())
    saved = dict(parse_qsl(at.code[-1].value.partition("?")[2]))
    assert saved["room"] == room.code and room.rooms.teacher(room.code, "elsewhere", saved["teacher"])
    assert "teacher" not in link(at)


def test_the_room_is_ended_only_from_its_menu_and_all_is_gone(room):
    at = open_room(opened_page("classroom"), room)
    at.session_state["cl_room"] = True
    checked(at.run())
    press(at, "end_now")
    assert at.title[0].value == "Classroom" and room.rooms.pulse(room.code) is None and "room" not in link(at)


def test_the_link_to_save_leads_the_room_from_elsewhere_and_a_wrong_one_does_not(room):
    opened = room.rooms.open("ada")
    at = opened_page("classroom", room=opened.code, teacher=opened.secret)
    assert at.title[0].value == f"Room {opened.code}" and set(link(at)) == {"room"}, "the secret stands in no address"
    other = opened_page("classroom", room=opened.code, teacher=opened.secret[:-1])
    assert other.title[0].value == "Classroom" and "teacher" not in link(other)


def test_a_code_that_opens_nothing_is_said(room):
    at = opened_page("classroom", room="KXRTM")
    assert "There is no room KXRTM" in text_of(at) and "room" not in link(at)


def test_a_place_in_a_photo_is_asked_and_its_right_place_pointed_at(room):
    at = open_room(opened_page("classroom", source="own"), room)
    room.join("Mina")
    at.text_area(key="cl_own_says").set_value("Where is the nose?")
    at.button_group(key="cl_own_form").set_value("point").run()
    at.session_state["cl_point"] = {"selected": "11.14"}
    checked(at.run())
    at.session_state["cl_point"] = {}
    press(at, "ask")
    seen = room.rooms.look(room.code, "Mina").asked.question
    assert (seen.form, seen.picture, seen.right) == ("point", "photo/chelsea", "")
    assert room.rooms.teacher(room.code, at.session_state["reader"]).look().asked.question.right == "11.14"


def test_people_are_renamed_and_taken_out(room):
    at = open_room(opened_page("classroom"), room)
    room.join("Mina", "Jonas")
    at.session_state["cl_room"] = True
    checked(at.run())
    mina = at.selectbox(key="cl_member").value
    at.text_input(key=f"cl_nickname_{mina}").set_value("Mina K").run()
    press(at, "rename")
    assert room.rooms.look(room.code, "Mina").nickname == "Mina K"
    at.text_input(key=f"cl_nickname_{mina}").set_value("Jonas").run()
    press(at, "rename")
    assert at.error and room.rooms.look(room.code, "Mina").nickname == "Mina K"
    press(at, "remove")
    with pytest.raises(RoomError):
        room.rooms.look(room.code, "Mina")
    assert "students **1**" in text_of(at)


def test_the_door_is_closed_and_opened(room):
    at = open_room(opened_page("classroom"), room)
    at.session_state["cl_room"] = True
    checked(at.run())
    at.toggle[0].set_value(True).run()
    with pytest.raises(RoomError):
        room.join("Mina")
    widget(at, "toggle", "cl_locked").set_value(False).run()
    room.join("Mina")


def test_an_earlier_question_is_opened_as_it_was_left(room):
    at = open_room(opened_page("classroom"), room)
    room.join("Mina")
    teacher_asks(at, room, SIDE)
    room.answer("14")
    press(checked(at.run()), "stop_show")
    teacher_asks(at, room, ClassQuestion(form="text", says="Why?"))
    press(at, "stop_show")
    press(at, "next")
    at.session_state["cl_before"] = True
    checked(at.run())
    press(at, "open_1")
    assert "1 ✓" in tables(at)[0] and room.rooms.look(room.code, "Mina").asked.number == 1


@pytest.mark.parametrize("rubbish", [{"kind": "nothing"}, {"seed": "-1"}, {"level": "9"}, {"source": "x"}])
def test_a_wrong_link_is_named_and_the_nearest_shown(rubbish):
    value, problems = nearest(CODEC, rubbish, FIRST)
    assert problems and brought_back(CODEC, value, FIRST) == value


def test_a_point_question_is_shown_as_a_map(room):
    at = open_room(opened_page("classroom"), room)
    room.join("Mina")
    teacher_asks(at, room, ClassQuestion(form="point", says="Where?", picture="grid", rows=4, columns=5, right="1.2"))
    shown = component(at, "cl_1_ground")
    assert (shown["rows"], shown["columns"], shown["locked"], shown["right"]) == (4, 5, True, "")
    room.answer("1.2")
    press(checked(at.run()), "stop_show")
    assert component(at, "cl_1_map")["right"] == "1.2"
    assert "row 2, column 3" in text_of(at) and "**1 of 1** are right" in text_of(at)
