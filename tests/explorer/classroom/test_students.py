"""What students do in a room, and what it comes to when they are late, twice there, or lost on the way."""

from __future__ import annotations

import pytest

from explorer.classroom.class_question import ClassQuestion
from explorer.errors import LimitError, RoomError, SpecError
from tests.explorer.classroom.conftest import SIDE


def refused(why: str):
    """Expect a refusal of this kind."""
    return pytest.raises(RoomError, check=lambda error: error.why == why)


def test_a_class_answers_and_sees_what_came_of_it(lesson):
    lesson.join("ada", "bob", "cem")
    number = lesson.teacher.ask(SIDE)
    view = lesson.rooms.look(lesson.code, "ada")
    assert (view.nickname, view.asked.stage, view.asked.question.right, view.tally) == ("ada", "asked", "", None)
    lesson.answer(ada="14", bob="14.0 px", cem="13.5")
    lesson.teacher.show()
    view = lesson.rooms.look(lesson.code, "cem")
    assert (view.asked.stage, view.asked.question.right, view.own) == ("shown", "14", "13.5")
    assert (view.tally.question, view.tally.students, view.tally.count, view.tally.right) == (number, 3, 3, 2)


def test_a_code_is_read_as_people_type_it(lesson):
    code = lesson.code
    spelled = f" {code[:2].lower()}-{code[2:]} "
    assert lesson.rooms.join(spelled, "ada", "Ada").code == code
    assert lesson.rooms.look(spelled, "ada").nickname == "Ada"


@pytest.mark.parametrize("code", ["", "KXR", "KXRTMB", "12345", "AEIOU", "<script>", "'; --", "\0" * 5, "가나다라마"])
def test_what_is_no_code_opens_nothing(lesson, code):
    with refused("none"):
        lesson.rooms.join(code, "ada", "Ada")


def test_who_joins_twice_is_in_it_once_under_the_first_nickname(lesson):
    lesson.rooms.join(lesson.code, "ada", "Ada")
    assert lesson.rooms.join(lesson.code, "ada", "Root").nickname == "Ada"
    assert [one.nickname for one in lesson.teacher.look().members] == ["Ada"]


def test_a_nickname_is_one_student_s(lesson):
    lesson.rooms.join(lesson.code, "ada", "Min Jun")
    with pytest.raises(RoomError, match=r"minjun already\. minjun 2 is free"):
        lesson.rooms.join(lesson.code, "bob", "minjun")


def test_a_full_room_says_so(lesson, configure):
    configure(room_students=2)
    lesson.join("ada", "bob")
    with refused("full"):
        lesson.join("cem")
    lesson.rooms.leave(lesson.code, "ada")
    lesson.join("cem")


def test_a_locked_room_keeps_those_who_are_in_it(lesson):
    lesson.join("ada")
    lesson.teacher.lock(locked=True)
    with refused("locked"):
        lesson.join("bob")
    assert lesson.rooms.join(lesson.code, "ada", "Ada").nickname == "ada"
    lesson.teacher.lock(locked=False)
    lesson.join("bob")


def test_who_comes_late_may_answer(lesson):
    number = lesson.teacher.ask(SIDE)
    lesson.join("ada")
    assert lesson.rooms.answer(lesson.code, "ada", number, "14").text == "14"


def test_an_answer_is_changed_until_the_question_is_stopped(lesson):
    lesson.join("ada")
    number = lesson.teacher.ask(SIDE)
    assert not lesson.rooms.answer(lesson.code, "ada", number, "12").changed
    assert lesson.rooms.answer(lesson.code, "ada", number, "14").changed
    lesson.teacher.stop()
    with pytest.raises(RoomError, match="Your answer 14 counts") as caught:
        lesson.rooms.answer(lesson.code, "ada", number, "15")
    assert caught.value.why == "stopped"
    assert lesson.teacher.tally().count == lesson.teacher.tally().right == 1


def test_an_answer_after_the_stop_does_not_count(lesson):
    lesson.join("ada")
    number = lesson.teacher.ask(SIDE)
    lesson.teacher.stop()
    with pytest.raises(RoomError, match="it does not count"):
        lesson.rooms.answer(lesson.code, "ada", number, "14")
    assert lesson.teacher.tally().count == 0


def test_an_answer_to_the_question_before_does_not_count_for_the_next(lesson):
    lesson.join("ada")
    first = lesson.teacher.ask(SIDE)
    second = lesson.teacher.ask(SIDE)
    with refused("stopped"):
        lesson.rooms.answer(lesson.code, "ada", first, "14")
    assert [lesson.teacher.tally(number).count for number in (first, second)] == [0, 0]


def test_the_same_answer_once_more_is_no_change(lesson):
    """As from a phone that did not hear that it had arrived."""
    lesson.join("ada")
    number = lesson.teacher.ask(SIDE)
    before = None
    for _ in range(3):
        assert not lesson.rooms.answer(lesson.code, "ada", number, "14").changed
        lesson.rooms.pulses.forget(lesson.code)
        pulse = lesson.rooms.pulse(lesson.code)
        assert before in {None, pulse}
        before = pulse
    assert (before.answers, before.changes) == (1, 1)


def test_an_answer_that_cannot_be_read_takes_no_other_s_place(lesson):
    lesson.join("ada")
    number = lesson.teacher.ask(SIDE)
    lesson.answer(ada="12")
    for text in ("", "   ", "a few", "1" * 201):
        with refused("words"):
            lesson.rooms.answer(lesson.code, "ada", number, text)
    assert lesson.rooms.look(lesson.code, "ada").own == "12"


def test_who_is_removed_is_out_with_all_that_was_said(lesson):
    lesson.join("ada", "bob")
    number = lesson.teacher.ask(SIDE)
    lesson.answer(ada="14", bob="13")
    lesson.teacher.remove(lesson.member("bob"))
    assert (lesson.teacher.tally().count, lesson.teacher.tally().students) == (1, 1)
    for forbidden in (lambda: lesson.rooms.look(lesson.code, "bob"),
                      lambda: lesson.rooms.join(lesson.code, "bob", "Rob"),
                      lambda: lesson.rooms.answer(lesson.code, "bob", number, "14")):
        with refused("removed"):
            forbidden()
    lesson.rooms.join(lesson.code, "cem", "bob")  # The nickname is free again.


def test_a_stranger_sees_and_answers_nothing(lesson):
    number = lesson.teacher.ask(SIDE)
    with refused("stranger"):
        lesson.rooms.look(lesson.code, "eve")
    with refused("stranger"):
        lesson.rooms.answer(lesson.code, "eve", number, "14")


def test_a_room_ends_by_itself_and_is_deleted_with_its_answers(lesson, clock):
    lesson.join("ada")
    lesson.teacher.ask(SIDE)
    lesson.answer(ada="14")
    clock.now += 24 * 3600 - 1
    assert lesson.rooms.look(lesson.code, "ada").own == "14"
    clock.now += 2
    with refused("none"):
        lesson.rooms.look(lesson.code, "ada")
    assert lesson.rooms.of("ada") == lesson.rooms.of("ms-kim") == ()
    assert lesson.rooms.sweep() == 1
    assert left_in(lesson) == {}


def test_a_teacher_ends_a_room_at_once(lesson):
    lesson.join("ada")
    lesson.teacher.ask(SIDE)
    lesson.answer(ada="14")
    lesson.rooms.shared.hand_in(lesson.code, "ada", "pooling?kind=max", "Mine")
    lesson.teacher.end()
    assert left_in(lesson) == {}
    assert lesson.rooms.pulse(lesson.code) is None


def left_in(lesson) -> dict[str, int]:
    """Return how many rows each table still has, those with none left out."""
    from explorer.classroom.tables import TABLES
    counts = {name: len(lesson.rooms.store.read(lambda tx, table=table: tx.execute(table.select()).all()))
              for name, table in TABLES.tables.items()}
    return {name: count for name, count in counts.items() if count}


def test_a_reader_has_so_many_rooms_and_the_server_has_so_many(made_rooms, configure):
    configure(rooms_per_reader=2, rooms=3)
    codes = {made_rooms.open("ada").code, made_rooms.open("ada").code}
    with pytest.raises(LimitError, match="You have 2 rooms open"):
        made_rooms.open("ada")
    codes.add(made_rooms.open("bob").code)
    with pytest.raises(LimitError, match="3 rooms are open on this server"):
        made_rooms.open("cem")
    assert len(codes) == 3
    assert {one.code for one in made_rooms.of("ada") if one.teaches} < codes


def test_a_flood_of_answers_is_told_when_to_come_back(lesson):
    lesson.join("ada", "bob")
    number = lesson.teacher.ask(SIDE)
    for count in range(6):
        lesson.rooms.answer(lesson.code, "ada", number, str(count))
    with pytest.raises(RoomError, match="Try again in 1 s") as caught:
        lesson.rooms.answer(lesson.code, "ada", number, "7")
    assert caught.value.why == "flood"
    assert lesson.rooms.answer(lesson.code, "bob", number, "14").text == "14"
    assert lesson.rooms.look(lesson.code, "ada").own == "5"


def test_who_guesses_codes_has_to_wait(lesson):
    codes = ("BCDFH", "BCDFJ", "BCDFK", "BCDFL", "BCDFM", "BCDFP", "BCDFR", "BCDFS", "BCDFT", "BCDFV", "BCDFX", "BCDFZ")
    for code in codes:
        if code != lesson.code:
            with refused("none"):
                lesson.rooms.join(code, "eve", "Eve")
    with refused("flood"):
        for code in ("HJKLM", "HJKLP"):
            lesson.rooms.join(code, "eve", "Eve")
    lesson.rooms.join(lesson.code, "ada", "Ada")


@pytest.mark.parametrize(("asked", "error"), [
    (ClassQuestion(form="exercise", kind="nothing"), SpecError), (ClassQuestion(form="number"), RoomError),
    (ClassQuestion(form="essay", says="Why?"), RoomError)])
def test_what_cannot_be_asked_leaves_the_class_as_it_is(lesson, asked, error):
    before = lesson.teacher.look().version
    with pytest.raises(error):
        lesson.teacher.ask(asked)
    assert lesson.teacher.look().version == before


def test_a_restart_loses_nothing(lesson, url, clock):
    from explorer.classroom.students import Rooms
    lesson.join("ada")
    number = lesson.teacher.ask(SIDE)
    lesson.answer(ada="14")
    lesson.rooms.close()
    again = Rooms(url, clock)
    assert again.look(lesson.code, "ada").own == "14"
    again.teacher(lesson.code, "ms-kim").stop()
    assert again.teacher(lesson.code, "ms-kim").tally(number).right == 1
    again.close()
