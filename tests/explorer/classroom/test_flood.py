"""Buckets: so many at once, then so many per second."""

from __future__ import annotations

import random

import pytest

from explorer.classroom import flood
from explorer.classroom.flood import Flood
from explorer.errors import RoomError


def test_a_few_at_once_are_let_through_and_then_one_per_second(clock):
    bucket = Flood(3, 1.0, clock)
    assert [bucket.wait_s("ada") for _ in range(4)] == [0, 0, 0, 1]
    clock.now += 0.25
    assert bucket.wait_s("ada") == pytest.approx(0.75)
    clock.now += 0.75
    assert [bucket.wait_s("ada"), bucket.wait_s("ada")] == [0, 1]


def test_who_waits_as_told_is_let_through(clock):
    bucket, chance = Flood(2, 0.7, clock), random.Random(3)
    for _ in range(200):
        clock.now += bucket.wait_s("ada") * (1 + 1e-9) + chance.random() * 1e-3
    clock.now += 100
    passed = 0
    for _ in range(1000):
        passed += bucket.wait_s("ada") == 0
        clock.now += 0.01
    assert passed == 2 + int(9.99 * 0.7)  # what the bucket held, and what came in meanwhile


def test_nobody_waits_for_another(clock):
    bucket = Flood(1, 1.0, clock)
    assert [bucket.wait_s(name) for name in ("ada", "bob", "ada")] == [0, 0, 1]


def test_the_refusal_says_when_in_whole_seconds(clock):
    bucket = Flood(1, 0.2, clock)
    bucket.refuse("ada")
    with pytest.raises(RoomError, match="Try again in 5 s") as caught:
        bucket.refuse("ada")
    assert caught.value.why == "flood"


def test_it_remembers_so_many(clock, monkeypatch):
    monkeypatch.setattr(flood, "MOST_KNOWN", 10)
    bucket = Flood(1, 1.0, clock)
    for number in range(1000):
        bucket.wait_s(number)
    assert len(bucket._left) == 10
