"""Whether anything is new in a room: looked up now and then, however many ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from explorer.classroom.pulse import FRESH_S, Pulses, RoomPulse, pulse_record
from tests.conftest import Clock
from tests.explorer.classroom.conftest import SIDE


class Counted:
    """A store that counts how often it is asked."""

    def __init__(self, answers) -> None:
        self.asked, self.answers = 0, answers

    def read(self, _work):
        self.asked += 1
        return next(self.answers)


@pytest.fixture
def ticking() -> Clock:
    return Clock()


def pulses_of(store, clock) -> Pulses:
    return Pulses(store, clock=clock, now=clock)


def test_two_hundred_who_ask_at_once_cost_one_look(ticking):
    store = Counted(iter([RoomPulse(1, 200, 7, 9, 0)]))
    pulses, start = pulses_of(store, ticking), threading.Barrier(16)

    def ask() -> set:
        start.wait()
        return {pulses.of("KXRTM") for _ in range(13)}
    with ThreadPoolExecutor(16) as threads:
        found = set().union(*(one.result() for one in [threads.submit(ask) for _ in range(16)]))
    assert found == {RoomPulse(1, 200, 7, 9, 0)}
    assert store.asked == 1


def test_what_was_found_is_good_for_half_a_second(ticking):
    store = Counted(RoomPulse(number, 0, 0, 0, 0) for number in range(99))
    pulses, versions = pulses_of(store, ticking), []
    for _ in range(20):
        versions.append(pulses.of("KXRTM").version)
        ticking.now += 0.1
    assert FRESH_S <= 0.5
    assert store.asked <= 2 / FRESH_S + 1
    assert versions == sorted(versions)


def test_who_changed_something_sees_it_at_once(ticking):
    pulses = pulses_of(Counted(RoomPulse(number, 0, 0, 0, 0) for number in range(9)), ticking)
    assert pulses.remembered("KXRTM") is None
    assert [pulses.of("KXRTM").version, pulses.of("KXRTM").version] == [0, 0]
    pulses.forget("KXRTM")
    assert pulses.of("KXRTM").version == 1


def test_rooms_that_are_not_there_are_remembered_too_and_not_without_end(ticking):
    store = Counted(iter([None] * 3000))
    pulses = pulses_of(store, ticking)
    assert [pulses.of("KXRTM"), pulses.of("KXRTM"), store.asked] == [None, None, 1]
    for number in range(2500):
        pulses.of(f"room {number}")
    assert len(pulses._found) <= 1000


def test_a_pulse_counts_what_the_class_does(lesson):
    def pulse() -> RoomPulse:
        lesson.rooms.pulses.forget(lesson.code)
        return lesson.rooms.pulse(lesson.code)
    lesson.join("ada", "bob")
    assert (pulse().students, pulse().answers, pulse().changes) == (2, 0, 0)
    lesson.teacher.ask(SIDE)
    asked = pulse()
    lesson.answer(ada="12", bob="14")
    lesson.answer(ada="14")
    found = pulse()
    assert (found.answers, found.changes) == (2, 3)
    assert found.version == asked.version  # Students' pages need not run again because others answer.
    lesson.teacher.ask(SIDE)
    assert (pulse().answers, pulse().version > asked.version) == (0, True)


def test_what_is_sent_holds_numbers_only():
    assert pulse_record(None) == {"over": True}
    assert pulse_record(RoomPulse(5, 4, 3, 2, 1)) == {
        "over": False, "version": 5, "students": 4, "answers": 3, "changes": 2, "handed": 1}
