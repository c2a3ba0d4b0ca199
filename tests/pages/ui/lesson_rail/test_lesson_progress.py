"""What a reader has done: what the cookie says, whatever it holds, and where to go on."""

from __future__ import annotations

import pytest

from explorer.exercises import PageLink
from explorer.lessons import LessonPlan, LessonStep
from explorer.lessons.tables import plain_message
from pages.ui.lesson_rail import lesson_progress
from pages.ui.lesson_rail.lesson_progress import LessonProgress, StepsDone, read


def plan(name, steps):
    """Return a lesson of so many steps; what they say is of no matter here."""
    step = LessonStep(title="a", says="b", do="c", link=PageLink("pixels"), asks=plain_message("d"))
    return LessonPlan(name=name, number=1, title=name, says="", steps=(step,) * steps)


PLANS = (plan("1", 3), plan("2", 5), plan("own-one", 2))


def answered(*steps, progress=None):
    """Return progress after these steps, ("2", 1) such as, were answered one after the other."""
    progress = progress or LessonProgress()
    for name, step in steps:
        progress = progress.with_step(name, step, answered=True)
    return progress


@pytest.mark.parametrize(("cookie", "known"), [
    ("", {}), ("2.1f.5", {"2": StepsDone(0b11111, 5)}), ("2.1f.5~3.3.2", {"2": StepsDone(31, 5), "3": StepsDone(3, 2)}),
    ("own-one.0.1", {"own-one": StepsDone(0, 1)}), ("2.5.0", {"2": StepsDone(5, 1)}),
    ("2.1f.5~2.0.1", {"2": StepsDone(31, 5)}), ("2.xy.5", {}), ("2.1f", {}), ("2.1f.5.6", {}), ("2.1f.-5", {}),
    ("..~~.", {}), ("<b>.1.1", {}), ("../2.1.1", {}), ("2." + "f" * 11 + ".1", {}), ("2.1.100", {}), ("Ü.1.1", {}),
    ("2.1.1~\n~3.1.1", {"2": StepsDone(1, 1), "3": StepsDone(1, 1)}), ("a" * 41 + ".1.1", {}), ("２.１.１", {})])
def test_a_cookie_is_read_whatever_it_holds(cookie, known):
    assert read(cookie).lessons == known


def test_a_cookie_of_any_length_costs_no_more_than_a_short_one():
    assert len(read("~".join(f"l{n}.1.1" for n in range(100_000))).lessons) <= lesson_progress.MOST_LESSONS


def test_what_is_written_is_what_is_read():
    done = answered(("2", 1), ("2", 4), ("1", 3), ("own-one", 2))
    assert done.write() == "own-one.2.2~1.4.3~2.9.4"
    assert read(done.write()) == done


def test_the_cookie_stays_small_and_forgets_what_is_longest_ago():
    done = answered(*((f"lesson-number-{n:027}", step) for n in range(60) for step in (1, 40)))
    assert len(done.write()) <= lesson_progress.LONGEST
    assert len(done.lessons) == lesson_progress.MOST_LESSONS
    assert next(iter(done.lessons)).endswith("59")
    assert list(read(done.write()).lessons.items()) == list(done.lessons.items())[:len(read(done.write()).lessons)]


def test_steps_are_counted_once_and_only_those_that_there_are():
    done = answered(("1", 1), ("1", 1), ("1", 3), progress=read("1.ff0.9"))
    assert (done.count(PLANS[0]), done.is_done(PLANS[0])) == (2, False)
    assert answered(("1", 2), progress=done).is_done(PLANS[0])
    assert [done.of("1").has(step) for step in (1, 2, 3)] == [True, False, True]
    assert done.of("none") == StepsDone()


@pytest.mark.parametrize(("cookie", "step"), [("", 1), ("2.1.1", 2), ("2.0.3", 3), ("2.4.3", 4), ("2.1c.5", 1),
                                              ("2.1f.2", 2), ("2.0.99", 5), ("2.10.99", 1)])
def test_one_goes_on_where_one_was_or_at_the_first_question_behind_it_that_is_left(cookie, step):
    assert read(cookie).step_to_go_on(PLANS[1]) == step


@pytest.mark.parametrize(("cookie", "name", "step", "begun"), [
    ("", "1", 1, False), ("2.1.1", "2", 2, True), ("own-one.1.1~2.1.1", "own-one", 2, True),
    ("2.1f.5~1.1.1", "1", 2, True), ("2.1f.5", "1", 1, True), ("gone.1.1", "1", 1, False)])
def test_the_lesson_that_was_open_last_goes_on(monkeypatch, cookie, name, step, begun):
    monkeypatch.setattr(lesson_progress, "progress", lambda: read(cookie))
    found, number, before = lesson_progress.going_on(PLANS)
    assert (found.name, number, before) == (name, step, begun)


def test_where_all_is_done_nothing_is_left_to_go_on_with(monkeypatch):
    monkeypatch.setattr(lesson_progress, "progress", lambda: read("1.7.1~2.1f.1~own-one.3.1"))
    assert lesson_progress.going_on(PLANS) is None
