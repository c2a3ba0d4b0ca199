"""Numbers that only grow, and times in classes."""

from __future__ import annotations

from threading import Thread

import pytest

from explorer.runtime import counts
from explorer.runtime.counts import CLASSES_S, MOST, OTHER, Count, Times


@pytest.fixture(autouse=True)
def _own(monkeypatch):
    """Let what a test counts stay its own."""
    monkeypatch.setattr(counts, "COUNTS", [])
    monkeypatch.setattr(counts, "TIMES", [])


def test_each_value_of_a_label_is_counted_for_itself():
    fruit = Count("fruit", "Fruit.", ["kind"])
    fruit.add("pear")
    fruit.add("apple", amount=2.5)
    fruit.add("apple")
    assert fruit.numbers() == {("pear",): 1, ("apple",): 3.5}


def test_without_labels_it_is_there_from_the_start():
    assert Count("one", "One.").numbers() == {(): 0}


def test_many_threads_lose_no_count():
    one = Count("one", "One.")
    threads = [Thread(target=lambda: [one.add() for _ in range(2000)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.numbers() == {(): 8000}


def test_times_fall_into_the_class_that_ends_at_or_above_them():
    times = Times("t", "Times.", ["page"])
    for seconds in (0.0, 0.005, 0.006, 0.9, 1.0, 29.0, 31.0, 400.0):
        times.took(seconds, "home")
    classes, total = times.classes()["home",]
    # By hand: Prometheus' classes end at their bound, the bound included.
    assert dict(zip((*CLASSES_S, "more"), classes, strict=True)) == dict.fromkeys(CLASSES_S, 0) | {
        0.005: 2, 0.01: 1, 1.0: 2, 30.0: 1, "more": 2}
    assert total == pytest.approx(461.911)


@pytest.mark.parametrize("made", [Count, Times])
def test_however_many_values_come_the_labels_stay_few(made):
    found = made("many", "Many.", ["a", "b"])
    for number in range(1000):
        found.add(str(number), "x") if made is Count else found.took(1.0, str(number), "x")
    kept = found.numbers() if made is Count else found.classes()
    assert len(kept) == MOST + 1
    last = kept[OTHER, OTHER] if made is Count else sum(kept[OTHER, OTHER][0])
    assert last == 1000 - MOST


def test_all_are_found_by_whoever_reads_them():
    one, two = Count("one", "One."), Times("two", "Two.")
    assert [*counts.COUNTS, *counts.TIMES] == [one, two]
