"""The simulated queue waits as theory says where theory has an answer, and otherwise as the app's own rules say."""

from __future__ import annotations

from heapq import heappop, heappush
from math import factorial
from random import Random
from statistics import fmean

import pytest

from explorer.hosting.queue_simulation import Arrival, classes, served
from explorer.jobs import turns


def waits(arrivals, slots):
    return [one.wait for one in served(arrivals, slots)]


def asked(*jobs):
    """Return arrivals from (reader, when, how long)."""
    return [Arrival(reader=reader, at=at, seconds=seconds) for reader, at, seconds in jobs]


@pytest.mark.parametrize(("slots", "found"), [(1, [0, 9, 18, 27]), (2, [0, 0, 8, 8]), (4, [0, 0, 0, 0])])
def test_equal_jobs_wait_as_counted_by_hand(slots, found):
    assert waits(asked(*((str(one), float(one), 10.0) for one in range(4))), slots) == found


def test_a_short_job_passes_a_long_one_that_waits_and_not_one_that_runs():
    assert waits(asked(("a", 0, 100), ("b", 1, 300), ("c", 2, 10)), 1) == [0, 109, 98]


def test_readers_run_as_many_at_once_as_the_server_lets_them(configure):
    jobs = asked(("a", 0, 10), ("a", 1, 10), ("b", 2, 10))
    assert waits(jobs, 2) == [0, 9, 0]
    configure(jobs_running_per_reader=2)
    assert waits(jobs, 2) == [0, 0, 8]


def test_what_is_too_much_is_refused_as_the_server_does(configure):
    configure(jobs_queued_per_reader=2, jobs_queued=3)
    found = waits(asked(*(("a", one, 10) for one in range(4)), ("b", 4, 10), ("c", 5, 10)), 1)
    assert [one is None for one in found] == [False, False, False, True, False, True]


def erlang_c(servers, load):
    """Return the probability that a job waits (Erlang 1917), of Poisson arrivals and exponential lengths."""
    last = load**servers / factorial(servers) * servers / (servers - load)
    return last / (sum(load**one / factorial(one) for one in range(servers)) + last)


def first_come(jobs, servers):
    """Return the waits where each job takes the server that is free first."""
    free, found = [0.0] * servers, []
    for job in jobs:
        start = max(job.at, heappop(free))
        found.append(start - job.at)
        heappush(free, start + job.seconds)
    return found


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (1, 0.7), (2, 1.2), (4, 3.0)])
def test_first_come_first_served_it_waits_as_erlang_says(servers, load, monkeypatch, configure):
    configure(jobs_queued=10**6)
    monkeypatch.setattr(turns, "PATIENCE", 0.0)
    random, now, jobs = Random(100 + servers), 0.0, []
    for number in range(30_000):
        now += random.expovariate(load)
        jobs.append(Arrival(reader=str(number), at=now, seconds=random.expovariate(1.0)))
    found = waits(jobs, servers)
    assert found == pytest.approx(first_come(jobs, servers))
    chance = erlang_c(servers, load)
    assert fmean(wait > 0 for wait in found) == pytest.approx(chance, abs=0.04)
    assert fmean(found) == pytest.approx(chance / (servers - load), rel=0.15)


def test_classes_come_each_hour_with_one_long_training_in_five():
    found = classes(40, 3, jobs=2, minutes=10, seed=4)
    assert len(found) == 240
    assert len({one.reader for one in found}) == 120
    assert sum(one.seconds >= 300 for one in found) == 48
    assert all(one.at % 3600 < 600 for one in found)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert found == classes(40, 3, jobs=2, minutes=10, seed=4) != classes(40, 3, jobs=2, minutes=10, seed=5)


def test_nobody_is_lost_and_no_more_run_at_once_than_there_are_workers():
    found = served(classes(40, 2), 3)
    assert all(one.wait is not None and one.wait >= 0 for one in found)
    spans = [(one.arrival.at + one.wait, one.arrival.at + one.wait + one.arrival.seconds) for one in found]
    assert max(sum(begin <= start < end for begin, end in spans) for start, _ in spans) == 3
