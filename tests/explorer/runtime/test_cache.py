"""The bounded store."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from explorer.runtime.cache import Cache


def test_it_knows_how_often_what_was_asked_for_was_there():
    cache: Cache[int, str] = Cache(100, len)
    for key in (1, 1, 2, 1):
        cache.get(key, lambda: "value")
    assert cache.find(3) is None
    assert (cache.hits, cache.misses) == (2, 3)


def test_the_oldest_values_go_when_the_room_is_full():
    kept = Cache(most_bytes=10, size=len)
    for key in "abc":
        kept.get(key, lambda: "xxxx")
    assert [kept.find(key) for key in "abc"] == [None, "xxxx", "xxxx"]
    assert (kept.used, len(kept)) == (8, 2)


def test_looking_at_a_value_makes_it_young():
    kept = Cache(most_bytes=10, size=len)
    kept.get("a", lambda: "xxxx")
    kept.get("b", lambda: "xxxx")
    kept.find("a")
    kept.get("c", lambda: "xxxx")
    assert kept.find("a")
    assert kept.find("b") is None


def test_what_is_larger_than_the_room_is_handed_out_and_not_kept():
    kept = Cache(most_bytes=3, size=len)
    assert kept.get("a", lambda: "xxxx") == "xxxx"
    assert (kept.used, len(kept)) == (0, 0)


def test_threads_that_miss_together_make_a_value_once():
    kept, made = Cache(most_bytes=10, size=len), []

    def make():
        time.sleep(0.02)
        made.append(1)
        return "x"

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: kept.get("a", make), range(8))) == {"x"}
    assert len(made) == 1


def test_a_maker_that_fails_leaves_nothing_behind():
    kept = Cache(most_bytes=10, size=len)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 / 0)
    assert kept.get("a", lambda: "x") == "x"


def test_clearing_forgets_everything():
    kept = Cache(most_bytes=10, size=len)
    kept.get("a", lambda: "x")
    kept.clear()
    assert (kept.find("a"), kept.used) == (None, 0)
