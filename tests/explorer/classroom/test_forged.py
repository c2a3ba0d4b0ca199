"""What a student, or a stranger, tries to do that only the teacher may, or what is somebody else's."""

from __future__ import annotations

import inspect

import pytest

from explorer.classroom.codes import hashed
from explorer.classroom.pulse import read_ticket, ticket
from explorer.classroom.tables import MEMBERS, ROOMS, TEACHERS
from explorer.classroom.teaching import MOST_TEACHERS, Teacher
from explorer.errors import LimitError, RoomError
from explorer.jobs import owner_of
from tests.explorer.classroom.conftest import SIDE, opened

# Each thing that a teacher can do.
ACTS = {
    "ask": lambda teacher: teacher.ask(SIDE), "ask_again": lambda teacher: teacher.ask_again(),
    "stop": lambda teacher: teacher.stop(), "show": lambda teacher: teacher.show(),
    "put_away": lambda teacher: teacher.put_away(), "bring_back": lambda teacher: teacher.bring_back(1),
    "move": lambda teacher: teacher.move("pooling"), "rename": lambda teacher: teacher.rename("1", "Eve"),
    "remove": lambda teacher: teacher.remove("1"), "lock": lambda teacher: teacher.lock(locked=True),
    "look": lambda teacher: teacher.look(), "tally": lambda teacher: teacher.tally(),
    "answers_csv": lambda teacher: teacher.answers_csv(), "end": lambda teacher: teacher.end(),
    "enter": lambda teacher: teacher.enter("guessed"),
}


def everything(lesson) -> list:
    """Return all rows of all rooms."""
    return [lesson.rooms.store.read(lambda tx, table=table: tx.execute(table.select()).all())
            for table in MEMBERS.metadata.sorted_tables]


def test_every_act_is_tried():
    public = {name for name, _ in inspect.getmembers(Teacher, inspect.isfunction) if not name.startswith("_")}
    assert public == set(ACTS)


@pytest.mark.parametrize("reader", ["ada", "eve"])
@pytest.mark.parametrize("act", ACTS)
def test_who_does_not_lead_a_room_changes_and_reads_nothing(lesson, act, reader):
    """A student and a stranger come by whatever handle they could make for themselves."""
    lesson.join("ada")
    lesson.teacher.ask(SIDE)
    before = everything(lesson)
    forged = Teacher(lesson.rooms.store, lesson.code, owner_of(reader), clock=lesson.clock,
                     pulses=lesson.rooms.pulses, tallies=lesson.rooms.tallies)
    with pytest.raises(RoomError) as caught:
        ACTS[act](forged)
    assert caught.value.why == "teacher"
    assert everything(lesson) == before


@pytest.mark.parametrize("secret", [None, "", "x", "A" * 22, "' OR '1'='1"])
def test_a_wrong_secret_leads_no_room(lesson, secret):
    with pytest.raises(RoomError, match="Only the teacher"):
        lesson.rooms.teacher(lesson.code, "eve", secret)


def test_what_the_database_holds_of_the_secret_leads_no_room(lesson):
    kept = lesson.rooms.store.read(lambda tx: tx.execute(ROOMS.select()).one()).secret
    assert kept == hashed(lesson.secret) != lesson.secret
    with pytest.raises(RoomError):
        lesson.rooms.teacher(lesson.code, "eve", kept)


def test_the_secret_of_the_link_leads_the_room_from_another_browser_from_then_on(lesson):
    lesson.rooms.teacher(lesson.code, "at-home", lesson.secret).ask(SIDE)
    assert lesson.rooms.teacher(lesson.code, "at-home").look().asked.number == 1
    assert [one.teaches for one in lesson.rooms.of("at-home")] == [True]


def test_a_secret_that_went_round_is_stopped_somewhere(lesson):
    for number in range(MOST_TEACHERS - 1):
        lesson.rooms.teacher(lesson.code, f"reader {number}", lesson.secret)
    with pytest.raises(LimitError, match="lead this room already"):
        lesson.rooms.teacher(lesson.code, "one more", lesson.secret)


def test_the_secret_of_one_room_leads_no_other(made_rooms, clock):
    one, other = opened(made_rooms, clock), opened(made_rooms, clock)
    with pytest.raises(RoomError):
        made_rooms.teacher(other.code, "eve", one.secret)


def test_a_teacher_of_one_room_changes_nothing_in_another(made_rooms, clock):
    mine, room = opened(made_rooms, clock), made_rooms.open("mr-lee")
    made_rooms.join(room.code, "ada", "Ada")
    (row,) = made_rooms.store.read(lambda tx: tx.execute(MEMBERS.select()).all())
    for act in (lambda: mine.teacher.rename(row.member, "Eve"), lambda: mine.teacher.remove(row.member)):
        with pytest.raises(RoomError):
            act()
    assert made_rooms.look(room.code, "ada").nickname == "Ada"
    mine.teacher.end()
    assert made_rooms.look(room.code, "ada").nickname == "Ada"


def test_a_teacher_loses_the_room_with_its_row_at_the_next_call(lesson):
    lesson.rooms.store.write(lambda tx: tx.execute(TEACHERS.delete()))
    with pytest.raises(RoomError):
        lesson.teacher.stop()


def test_nobody_answers_in_another_s_name(lesson):
    """The reader comes from the signed cookie; neither nickname nor member's number opens anything."""
    lesson.rooms.join(lesson.code, "ada", "Ada")
    number = lesson.teacher.ask(SIDE)
    for name in ("Ada", lesson.member("Ada"), owner_of("ada")):
        with pytest.raises(RoomError) as caught:
            lesson.rooms.answer(lesson.code, name, number, "14")
        assert caught.value.why == "stranger"


@pytest.mark.parametrize("text", ["", ".", "KXRTM", "KXRTM.", f"KXRTM.{0:020}", "KXRTM.ÿ", "KXRTM.\udcff", "kxrtm.x"])
def test_a_ticket_that_this_server_did_not_make_opens_nothing(text):
    assert read_ticket(text, b"key") == ""


def test_a_ticket_is_of_one_room_and_one_server():
    made = ticket("KXRTM", b"key")
    assert read_ticket(made, b"key") == "KXRTM"
    assert read_ticket(made, b"another") == read_ticket(made.replace("KXRTM", "KXRTB"), b"key") == ""


def test_no_reader_s_name_stands_in_the_database(lesson):
    lesson.join("ada")
    assert not any("ms-kim" in str(row) or "'reader': 'ada'" in str(row._mapping) for rows in everything(lesson)
                   for row in rows)
