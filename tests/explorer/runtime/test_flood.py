"""Buckets: so many at once, then so many per second."""

from __future__ import annotations

import random

import pytest

from explorer.errors import LimitError
from explorer.runtime import flood
from explorer.runtime.counts import REFUSED
from explorer.runtime.flood import DEEDS, Allowances, Flood, allowances, refusal


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


def test_it_remembers_so_many(clock, monkeypatch):
    monkeypatch.setattr(flood, "MOST_KNOWN", 10)
    bucket = Flood(1, 1.0, clock)
    for number in range(1000):
        bucket.wait_s(number)
    assert len(bucket._left) == 10


@pytest.fixture
def few(clock):
    """Return allowances of two uploads a minute, and of six from one address."""
    return Allowances({"upload": (2, 60.0), "room": (12, 3600.0)}, 3, clock)


def test_one_reader_is_stopped_and_their_neighbours_go_on(few):
    for _ in range(2):
        few.spend("upload", "ada", "192.0.2.1")
    with pytest.raises(LimitError, match=r"many files in a short time\. Try again in 30 s"):
        few.spend("upload", "ada", "192.0.2.1")
    few.spend("upload", "bob", "192.0.2.1")
    few.spend("room", "ada", "192.0.2.1")  # another deed


def test_who_throws_the_cookie_away_each_time_is_stopped_by_the_address(few):
    for number in range(6):
        few.spend("upload", f"new{number}", "192.0.2.1")
    with pytest.raises(LimitError, match="Others who use this app from where you are"):
        few.spend("upload", "new7", "192.0.2.1")
    few.spend("upload", "new7", "192.0.2.2")


def test_who_sends_no_cookie_counts_by_the_address_alone_and_not_as_one_reader(few):
    for _ in range(6):
        few.spend("upload", "", "192.0.2.1")
    assert few.wait_s("upload", "", "192.0.2.1") == (10, "address")


def test_a_teacher_may_do_more(few):
    for _ in range(8):
        few.spend("upload", "kim", "", factor=4)
    assert few.wait_s("upload", "kim", "", factor=4) == (7.5, "reader")


@pytest.mark.parametrize(("wait_s", "told"), [(0.2, "1 s"), (120, "120 s"), (121, "3 min"), (900, "15 min")])
@pytest.mark.parametrize("by", ["reader", "address"])
def test_the_refusal_says_when_in_words(wait_s, told, by):
    assert f"Try again in {told}; " in str(refusal("job", wait_s, by))


def test_a_refusal_is_counted_by_limit_and_by_whose_it_was(few):
    before = REFUSED.numbers().get(("room", "reader"), 0)
    for _ in range(12):
        few.spend("room", "ada", "")
    with pytest.raises(LimitError, match="5 min"):
        few.spend("room", "ada", "")
    assert REFUSED.numbers()["room", "reader"] == before + 1


@pytest.mark.parametrize("deed", DEEDS)
def test_a_class_of_forty_behind_one_address_never_meets_a_limit(deed, clock):
    usual = Allowances(allowances()._per, allowances()._readers, clock)
    times = 20 if deed in {"upload", "attribution"} else 5
    for _ in range(times):  # within one second, and everybody at once
        for student in range(40):
            usual.spend(deed, f"student{student}", "192.0.2.1")


def test_limits_come_from_the_settings(configure):
    configure(rooms_per_hour=2, readers_per_address=1.5)
    allowances.cache_clear()
    try:
        allowances().spend("room", "ada", "192.0.2.9")
        allowances().spend("room", "ada", "192.0.2.9")
        assert allowances().wait_s("room", "ada", "192.0.2.9")[0] == pytest.approx(1800, abs=1)
    finally:
        allowances.cache_clear()
