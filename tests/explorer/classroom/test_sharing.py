"""Things lent to a class, and states of pages that students hand in."""

from __future__ import annotations

import pytest

from explorer.classroom import sharing
from explorer.classroom.sharing import checked_address
from explorer.errors import LimitError, RoomError
from explorer.jobs import owner_of

JOB = ("job", "0123abcd")


@pytest.fixture
def lent(lesson):
    """Return a class to which a job was lent."""
    lesson.join("ada")
    lesson.rooms.shared.lend(lesson.code, "ms-kim", *JOB, " ResNet on digits ")
    return lesson


def test_what_is_lent_opens_for_the_class_and_for_nobody_else(lent):
    shared = lent.rooms.shared
    for reader in ("ada", "ms-kim"):
        thing = shared.lender(reader, *JOB)
        assert (thing.code, thing.owner, thing.title) == (lent.code, owner_of("ms-kim"), "ResNet on digits")
        assert shared.lent(lent.code, reader) == (thing,)
    assert shared.lender("eve", *JOB) is None and shared.lent(lent.code, "eve") == ()
    assert shared.lender("ada", "job", "another") is shared.lender("ada", "photo", JOB[1]) is None


@pytest.mark.parametrize("change", [
    lambda lent: lent.rooms.shared.take_back(lent.code, "ms-kim", *JOB),
    lambda lent: lent.teacher.remove(lent.member("ada")), lambda lent: lent.rooms.leave(lent.code, "ada"),
    lambda lent: lent.teacher.end(), lambda lent: setattr(lent.clock, "now", 2e9)])
def test_it_closes_when_it_is_taken_back_or_the_room_or_one_s_stay_ends(lent, change):
    change(lent)
    assert lent.rooms.shared.lender("ada", *JOB) is None
    assert lent.rooms.shared.lent(lent.code, "ada") == ()


def test_only_the_teacher_lends_and_takes_back(lent):
    for act in (lambda: lent.rooms.shared.lend(lent.code, "ada", "job", "ada-s", "x"),
                lambda: lent.rooms.shared.take_back(lent.code, "ada", *JOB)):
        with pytest.raises(RoomError, match="Only the teacher"):
            act()
    assert lent.rooms.shared.lender("ada", *JOB)


def test_lending_is_seen_at_once_and_twice_is_once(lent):
    before = lent.teacher.look().version
    lent.rooms.shared.lend(lent.code, "ms-kim", *JOB, "again")
    assert (len(lent.rooms.shared.lent(lent.code, "ada")), lent.teacher.look().version) == (1, before)
    lent.rooms.shared.lend(lent.code, "ms-kim", "zip", "cats", "Cats")
    assert lent.teacher.look().version > before


@pytest.mark.parametrize(("kind", "name"), [("", "x"), ("job", ""), ("Job!", "x"), ("job", "a b"), ("job", "x" * 201)])
def test_what_has_no_proper_name_is_not_lent(lesson, kind, name):
    with pytest.raises(RoomError, match="cannot be lent"):
        lesson.rooms.shared.lend(lesson.code, "ms-kim", kind, name, "")


def test_so_much_is_lent_and_handed_in(lesson, monkeypatch):
    monkeypatch.setattr(sharing, "MOST_LENT", 1)
    monkeypatch.setattr(sharing, "MOST_HANDED", 1)
    lesson.join("ada", "bob")
    lesson.rooms.shared.lend(lesson.code, "ms-kim", "job", "one", "")
    with pytest.raises(LimitError, match="as many as may be"):
        lesson.rooms.shared.lend(lesson.code, "ms-kim", "job", "two", "")
    lesson.rooms.shared.hand_in(lesson.code, "ada", "pooling", "")
    with pytest.raises(LimitError, match="as often as one may"):
        lesson.rooms.shared.hand_in(lesson.code, "ada", "layers", "")
    lesson.rooms.shared.hand_in(lesson.code, "bob", "layers", "")


def test_a_teacher_sees_all_that_was_handed_in_and_students_their_own(lesson):
    lesson.join("ada", "bob")
    shared = lesson.rooms.shared
    numbers = [shared.hand_in(lesson.code, reader, address, title) for reader, address, title in (
        ("ada", "build_stack?stack=conv.o8~relu", "  My\nstack "), ("bob", "/classic_filters?kernel=1.2", ""),
        ("ada", "build_stack?stack=conv.o8~relu", "again"))]
    assert numbers == [1, 2, 1]
    assert [(one.nickname, one.address, one.title) for one in shared.handed(lesson.code, "ms-kim")] == [
        ("ada", "build_stack?stack=conv.o8~relu", "My stack"), ("bob", "classic_filters?kernel=1.2", "")]
    assert [one.number for one in shared.handed(lesson.code, "bob")] == [2]
    assert lesson.rooms.pulse(lesson.code).handed == 2
    with pytest.raises(RoomError):
        shared.handed(lesson.code, "eve")
    with pytest.raises(RoomError):
        shared.hand_in(lesson.code, "eve", "pooling", "")


def test_what_a_removed_student_handed_in_is_gone(lesson):
    lesson.join("ada")
    lesson.rooms.shared.hand_in(lesson.code, "ada", "pooling", "")
    lesson.teacher.remove(lesson.member("ada"))
    assert lesson.rooms.shared.handed(lesson.code, "ms-kim") == ()


@pytest.mark.parametrize(("address", "told"), [
    ("/", ""), ("pooling", "pooling"), ("/pooling?kind=max&at=3", "pooling?kind=max&at=3"), ("?lang=ko", "?lang=ko"),
    ("where_is_it?scene=a~b%20c", "where_is_it?scene=a~b%20c"), ("//evil.example", None), ("http://x", None),
    ("pooling?a b", None), ("pooling?ä", None), ("evil.example", None), ("data:x", None), ("\\evil", None)])
def test_an_address_is_a_page_of_this_app(address, told):
    if told is None:
        with pytest.raises(RoomError):
            checked_address(address)
    else:
        assert checked_address(address) == told
