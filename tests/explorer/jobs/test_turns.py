"""Whose job starts next: short ones first, readers by turns, and nobody waits for ever."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from random import Random
from statistics import fmean, median

import pytest
from hypothesis import given, strategies as st

from explorer.jobs import turns
from explorer.jobs.turns import PATIENCE, WaitingJob, due, in_turn, next_reader

asked = st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 600), st.floats(1, 900)), max_size=12)


def submitted(found):
    """Return jobs (reader, when, how long) as they wait when all have been submitted, with when that was."""
    jobs = []
    for number, (reader, since, seconds) in enumerate(sorted(found, key=lambda one: one[1])):
        own = [job.due for job in jobs if job.reader == reader]
        jobs.append(Asked(reader=reader, number=number, since=since, seconds=seconds, due=due(since, seconds, own)))
    return jobs


@dataclass(frozen=True, kw_only=True)
class Asked(WaitingJob):
    since: float


def starts(jobs, order_of):
    """Return how long each job waits where one runs at a time: each time ``order_of`` chooses among those that came."""
    now, left, found = 0.0, dict(enumerate(jobs)), [0.0] * len(jobs)
    while left:
        there = [place for place, job in left.items() if job.since <= now]
        if not there:
            now = min(job.since for job in left.values())
            continue
        place = there[order_of([left[place] for place in there])[0]]
        job = left.pop(place)
        found[place] = now - job.since
        now += job.seconds
    return found


def test_of_jobs_submitted_together_the_short_one_starts_first_and_that_is_the_least_waiting_there_can_be():
    jobs = submitted([(reader, 0, seconds) for reader, seconds in zip("abcde", (300, 20, 45, 600, 30), strict=True)])
    least = min(sum(sum(jobs[one].seconds for one in order[:place]) for place in range(5))
                for order in permutations(range(5)))
    assert sum(starts(jobs, in_turn)) == least
    assert in_turn(jobs) == [1, 4, 2, 0, 3]


def test_equal_jobs_start_in_the_order_of_their_submission():
    assert in_turn(submitted([(str(number), number / 10, 30) for number in range(30)])) == list(range(30))
    assert in_turn([WaitingJob(reader=str(number), number=number, due=5, seconds=30) for number in (2, 1)]) == [1, 0]


def test_a_long_job_lets_shorter_ones_pass_for_twice_its_own_time_and_no_longer():
    assert in_turn(submitted([("ada", 0, 100), ("bob", 2 * 100 - 2 * 10 - 1, 10)])) == [1, 0]
    assert in_turn(submitted([("ada", 0, 100), ("bob", 2 * 100 - 2 * 10 + 1, 10)])) == [0, 1]


@given(asked)
def test_nobody_starves(found):
    jobs = submitted(found)
    order = [jobs[place] for place in in_turn(jobs)]
    firsts = {job.reader: job for job in reversed(jobs)}
    for first in firsts.values():
        before = order[:order.index(first)]
        assert all(job.since <= first.since + PATIENCE * first.seconds for job in before)


@given(st.lists(st.builds(WaitingJob, reader=st.sampled_from("abcd"), number=st.integers(0, 9), due=st.floats(0, 900),
                          seconds=st.floats(1, 900)), max_size=12, unique_by=lambda job: job.number))
def test_jobs_of_one_reader_keep_their_order_as_the_queue_that_starts_them_does(jobs):
    order = [jobs[place] for place in in_turn(jobs)]
    assert sorted(order, key=lambda job: job.number) == sorted(jobs, key=lambda job: job.number)
    for reader in "abcd":
        own = [job.number for job in order if job.reader == reader]
        assert own == sorted(own)


def test_five_jobs_of_one_reader_stand_behind_the_first_ones_of_others_also_when_the_first_of_them_is_done():
    jobs = submitted([*5 * [("ada", 0, 30)], ("bob", 50, 30), ("eve", 59, 30)])
    assert [jobs[place].reader for place in in_turn(jobs)] == ["ada", "bob", "eve", *4 * ["ada"]]
    assert [jobs[1:][place].reader for place in in_turn(jobs[1:])] == ["bob", "eve", *4 * ["ada"]]


def lesson(seed, *, long=6, short=24, within_s=180):
    """Return what a class of thirty submits within three minutes."""
    random = Random(seed)
    return submitted([(str(one), random.uniform(0, within_s),
                       random.uniform(300, 600) if one < long else random.uniform(16, 40))
                      for one in range(long + short)])


def waits():
    """Return how long the median short and the last long training of a class wait, the mean over twenty classes, s."""
    found = []
    for seed in range(20):
        jobs = lesson(seed)
        each = list(zip(jobs, starts(jobs, in_turn), strict=True))
        found.append((median(wait for job, wait in each if job.seconds < 60),
                      max(wait for job, wait in each if job.seconds > 60)))
    return [fmean(column) for column in zip(*found, strict=True)]


def test_in_a_class_of_thirty_short_trainings_wait_a_third_and_long_ones_hardly_longer(monkeypatch):
    short, long = waits()
    monkeypatch.setattr(turns, "PATIENCE", 0.0)  # first come, first served
    short_before, long_before = waits()
    assert short < short_before / 3
    assert long < long_before + 90


@pytest.mark.parametrize(("readers", "running", "each", "chosen"), [
    ("ab", {}, 1, "a"), ("ab", {"a": 1}, 1, "b"), ("ab", {"a": 1}, 2, "a"), ("a", {"a": 1}, 1, None),
    ("", {}, 1, None)])
def test_the_first_in_turn_whose_reader_may_run_another_starts_next(readers, running, each, chosen):
    assert next_reader(readers, running, each) == chosen
