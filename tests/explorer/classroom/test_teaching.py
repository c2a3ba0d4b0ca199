"""What a teacher does with a room."""

from __future__ import annotations

import pytest

from explorer.classroom.class_question import ClassQuestion
from explorer.errors import LimitError, RoomError
from tests.explorer.classroom.conftest import SIDE


def stage_of(lesson, number=None) -> str:
    view = lesson.teacher.look()
    return next(one.stage for one in view.questions if one.number == (number or view.asked.number))


def test_a_question_goes_from_asked_to_stopped_to_shown_and_never_back(lesson):
    lesson.teacher.ask(SIDE)
    stages = []
    for act in (lesson.teacher.stop, lesson.teacher.show, lesson.teacher.stop, lesson.teacher.show):
        act()
        stages.append(stage_of(lesson))
    assert stages == ["stopped", "shown", "shown", "shown"]


def test_what_is_shown_at_once_is_stopped_first(lesson):
    lesson.join("ada")
    number = lesson.teacher.ask(SIDE)
    lesson.teacher.show()
    with pytest.raises(RoomError, match="stopped"):
        lesson.rooms.answer(lesson.code, "ada", number, "14")


def test_the_next_question_stops_the_one_before(lesson):
    first, second = lesson.teacher.ask(SIDE), lesson.teacher.ask(SIDE)
    assert (first, second) == (1, 2)
    assert (stage_of(lesson, first), stage_of(lesson, second)) == ("stopped", "asked")


def test_without_a_question_stop_and_show_do_nothing(lesson):
    before = lesson.teacher.look()
    lesson.teacher.stop()
    lesson.teacher.show()
    assert lesson.teacher.look() == before
    for act in (lesson.teacher.tally, lesson.teacher.ask_again):
        with pytest.raises(RoomError, match="No question stands"):
            act()


def test_asked_again_a_class_is_held_against_what_it_thought_first(lesson):
    lesson.join("ada", "bob")
    lesson.teacher.ask(SIDE)
    lesson.answer(ada="12", bob="14")
    lesson.teacher.ask_again()
    lesson.answer(ada="14", bob="14")
    assert lesson.rooms.look(lesson.code, "ada").before is None
    lesson.teacher.show()
    view = lesson.rooms.look(lesson.code, "ada")
    assert (view.before.right, view.tally.right, view.asked.again) == (1, 2, 1)


def test_a_question_is_put_away_and_brought_back_as_it_was(lesson):
    lesson.join("ada")
    number = lesson.teacher.ask(SIDE)
    lesson.answer(ada="14")
    lesson.teacher.put_away()
    assert lesson.rooms.look(lesson.code, "ada").asked is None
    lesson.teacher.bring_back(number)
    view = lesson.rooms.look(lesson.code, "ada")
    assert (view.asked.stage, view.own) == ("stopped", "14")
    with pytest.raises(RoomError, match="no question 9"):
        lesson.teacher.bring_back(9)


def test_students_see_no_answers_of_others_and_no_right_one_before_it_is_shown(lesson):
    lesson.join("ada", "bob")
    lesson.teacher.ask(ClassQuestion(form="choice", says="Which?", options=("a", "b"), right="B"))
    lesson.answer(bob="B")
    for act in (lambda: None, lesson.teacher.stop):
        act()
        view = lesson.rooms.look(lesson.code, "ada")
        assert (view.asked.question.right, view.asked.answers, view.tally, view.own) == ("", 0, None, "")
    lesson.teacher.show()
    assert lesson.rooms.look(lesson.code, "ada").asked.question.right == "B"


def test_a_teacher_sees_who_answered_what(lesson):
    lesson.join("ada", "bob")
    lesson.teacher.ask(SIDE)
    lesson.answer(bob="14")
    assert [(one.nickname, one.answer) for one in lesson.teacher.look().members] == [("ada", ""), ("bob", "14")]
    assert [one.answers for one in lesson.teacher.look().questions] == [1]


def test_all_are_moved_once_for_each_move(lesson):
    lesson.join("ada")
    assert lesson.rooms.look(lesson.code, "ada").move is None
    moves = [lesson.teacher.move(address) for address in ("/pooling?kind=max", "step_through?scene=notes_same&at=3")]
    assert moves == [1, 2]
    move = lesson.rooms.look(lesson.code, "ada").move
    assert (move.number, move.address) == (2, "step_through?scene=notes_same&at=3")
    assert lesson.teacher.look().move == move


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "javascript:alert(1)", "pooling#x", "..",
                                     "pooling?a=\nb", "pool ing", "a" * 50, "pooling?" + "a" * 30000, "pooling/../x"])
def test_nobody_is_moved_to_another_site(lesson, address):
    with pytest.raises(RoomError, match="no page of this app"):
        lesson.teacher.move(address)
    assert lesson.teacher.look().move is None


def test_a_student_is_renamed(lesson):
    lesson.join("adaa", "bob")
    member = lesson.member("adaa")
    assert lesson.teacher.rename(member, " Ada ") == "Ada"
    assert lesson.rooms.look(lesson.code, "adaa").nickname == "Ada"
    assert lesson.teacher.rename(member, "ADA") == "ADA"
    for nickname, says in (("bob", "already"), ("", "at least one letter"), ("shit", "another")):
        with pytest.raises(RoomError, match=says):
            lesson.teacher.rename(member, nickname)


@pytest.mark.parametrize("member", ["", "00000000", "' OR 1=1 --"])
def test_who_is_not_there_is_neither_renamed_nor_removed(lesson, member):
    lesson.join("ada")
    for act in (lambda: lesson.teacher.rename(member, "Eve"), lambda: lesson.teacher.remove(member)):
        with pytest.raises(RoomError, match="no longer in the room"):
            act()
    assert [one.nickname for one in lesson.teacher.look().members] == ["ada"]


def test_a_room_takes_so_many_questions(lesson, configure):
    configure(room_questions=2)
    lesson.teacher.ask(SIDE)
    lesson.teacher.ask(SIDE)
    with pytest.raises(LimitError, match="2 questions were asked"):
        lesson.teacher.ask(SIDE)


def test_what_all_see_has_a_number_that_grows(lesson):
    versions = [lesson.rooms.pulse(lesson.code).version]
    lesson.join("ada")
    for act in (lambda: lesson.teacher.ask(SIDE), lesson.teacher.stop, lesson.teacher.show, lesson.teacher.put_away,
                lambda: lesson.teacher.move("pooling"), lambda: lesson.teacher.lock(locked=True),
                lambda: lesson.teacher.rename(lesson.member("ada"), "Ada"),
                lambda: lesson.teacher.remove(lesson.member("Ada"))):
        act()
        versions.append(lesson.rooms.pulse(lesson.code).version)
    assert versions == sorted(set(versions))
