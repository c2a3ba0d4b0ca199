"""Things that are lent to a room: they open for who is in it, till it ends, and for nobody else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from explorer.classroom.records import LentThing
from explorer.classroom.sharing import MOST_LENT, MOST_PICTURE_BYTES, MOST_PICTURES
from explorer.classroom.tables import LENT, PICTURES
from explorer.errors import LimitError, RoomError
from explorer.jobs import owner_of
from tests.explorer.classroom.conftest import opened

JOB = "ab12" * 8
PNG = b"\x89PNG of a cat"


@pytest.fixture
def shared(made_rooms):
    return made_rooms.shared


def rows_of(rooms, table):
    with rooms.store.engine.connect() as connection:
        return connection.execute(sa.select(table)).all()


def test_a_lent_job_opens_for_students_and_teacher_and_says_whose_it_is(lesson, shared):
    lesson.join("ada")
    assert shared.lender("ada", "job", JOB) is None
    shared.lend(lesson.code, "ms-kim", "job", JOB, " Digits, 98 % ")
    found = LentThing(lesson.code, "job", JOB, owner_of("ms-kim"), "Digits, 98 %")
    assert shared.lender("ada", "job", JOB) == shared.lender("ms-kim", "job", JOB) == found
    assert shared.open_to("ada") == shared.lent(lesson.code, "ada") == (found,)
    assert shared.lender("ada", "data", JOB) is None  # another kind


@pytest.mark.parametrize("who", ["eve", "", "bob", "teacher", owner_of("ms-kim"), owner_of("ada")])
def test_it_opens_for_nobody_else(lesson, shared, made_rooms, clock, who):
    lesson.join("ada")
    other = opened(made_rooms, clock)
    other.join("bob")
    shared.lend(lesson.code, "ms-kim", "job", JOB, "Digits")
    assert shared.lender(who, "job", JOB) is None
    assert shared.open_to(who) == ()
    assert shared.lent(lesson.code, who) == ()


def test_it_closes_for_who_leaves_is_removed_or_stays_when_the_room_ends(lesson, shared, made_rooms, clock):
    lesson.join("ada", "bob", "cleo")
    shared.lend(lesson.code, "ms-kim", "job", JOB, "Digits")
    made_rooms.leave(lesson.code, "ada")
    lesson.teacher.remove(lesson.member("bob"))
    assert [shared.lender(who, "job", JOB) is None for who in ("ada", "bob", "cleo")] == [True, True, False]
    clock.now += 25 * 3600
    assert shared.lender("cleo", "job", JOB) is shared.lender("ms-kim", "job", JOB) is None
    made_rooms.sweep(at_once=True)
    assert rows_of(made_rooms, LENT) == []


def test_what_is_taken_back_is_closed_at_once_and_only_by_the_teacher(lesson, shared):
    lesson.join("ada")
    shared.lend(lesson.code, "ms-kim", "job", JOB, "Digits")
    for who in ("ada", "eve"):
        with pytest.raises(RoomError, match="Only the teacher"):
            shared.take_back(lesson.code, who, "job", JOB)
        with pytest.raises(RoomError, match="Only the teacher"):
            shared.lend(lesson.code, who, "job", "cd34" * 8, "mine")
    assert shared.lender("ada", "job", JOB)
    shared.take_back(lesson.code, "ms-kim", "job", JOB)
    assert shared.lender("ada", "job", JOB) is None


def test_to_lend_twice_is_to_lend_once_and_each_change_is_news(lesson, shared, made_rooms):
    before = made_rooms.look
    lesson.join("ada")
    version = before(lesson.code, "ada").version
    for _ in range(2):
        shared.lend(lesson.code, "ms-kim", "job", JOB, "Digits")
    assert len(shared.open_to("ada")) == 1
    assert made_rooms.look(lesson.code, "ada").version == version + 1


@pytest.mark.parametrize(("kind", "name", "picture"), [
    ("Job", JOB, b""), ("job", "", b""), ("job", "a b", b""), ("job", "x" * 300, b""), ("job", JOB, PNG),
    ("photo", "abc", b""), ("job'; drop", JOB, b"")])
def test_what_is_no_thing_cannot_be_lent(lesson, shared, kind, name, picture):
    with pytest.raises(RoomError, match="cannot be lent"):
        shared.lend(lesson.code, "ms-kim", kind, name, "x", picture=picture)
    with pytest.raises(RoomError):
        lesson.join("ada")
        shared.hand_in(lesson.code, "ada", "jobs", "x", [(kind, name)] if not picture else [("photo", name)])


def test_a_photo_is_kept_with_its_room_and_leaves_with_it(lesson, shared, made_rooms):
    lesson.join("ada")
    shared.lend(lesson.code, "ms-kim", "photo", "cat", "My cat", picture=PNG)
    assert shared.picture("ada", "cat") == shared.picture("ms-kim", "cat") == PNG
    assert shared.picture("eve", "cat") is shared.picture("ada", "dog") is None
    shared.take_back(lesson.code, "ms-kim", "photo", "cat")
    assert shared.picture("ada", "cat") is None
    assert rows_of(made_rooms, PICTURES) == []
    shared.lend(lesson.code, "ms-kim", "photo", "cat", "My cat", picture=PNG)
    lesson.teacher.end()
    assert rows_of(made_rooms, PICTURES) == rows_of(made_rooms, LENT) == []


def test_no_more_is_lent_than_may_be(lesson, shared):
    with pytest.raises(LimitError, match="too much room"):
        shared.lend(lesson.code, "ms-kim", "photo", "big", "x", picture=bytes(MOST_PICTURE_BYTES + 1))
    for number in range(MOST_PICTURES):
        shared.lend(lesson.code, "ms-kim", "photo", f"p{number}", "x", picture=PNG)
    with pytest.raises(LimitError, match=f"{MOST_PICTURES} photos"):
        shared.lend(lesson.code, "ms-kim", "photo", "more", "x", picture=PNG)
    for number in range(MOST_LENT - MOST_PICTURES):
        shared.lend(lesson.code, "ms-kim", "job", f"j{number}", "x")
    with pytest.raises(LimitError, match=f"{MOST_LENT} things"):
        shared.lend(lesson.code, "ms-kim", "job", "more", "x")


def test_what_a_student_hands_in_opens_for_the_room_as_long_as_the_student_is_in_it(lesson, shared, made_rooms):
    lesson.join("ada", "bob", "cleo")
    for who in ("ada", "bob"):
        shared.hand_in(lesson.code, who, f"jobs?job={who}", f"{who}'s net", [("job", who)])
    assert shared.lender("ms-kim", "job", "ada").owner == shared.lender("cleo", "job", "ada").owner == owner_of("ada")
    shared.hand_in(lesson.code, "cleo", "jobs?job=bob", "not mine", [("job", "bob")])
    assert shared.lender("ms-kim", "job", "bob").owner == owner_of("bob")
    made_rooms.leave(lesson.code, "ada")
    lesson.teacher.remove(lesson.member("bob"))
    assert [one.name for one in shared.open_to("ms-kim")] == []


def test_a_teacher_who_also_joined_lends_on_after_leaving_the_seat(lesson, shared, made_rooms):
    lesson.join("ms-kim")
    shared.lend(lesson.code, "ms-kim", "job", JOB, "Digits")
    made_rooms.leave(lesson.code, "ms-kim")
    assert [one.name for one in shared.open_to("ms-kim")] == [JOB]
