"""How long pages take, added up over processes."""

from __future__ import annotations

import random

import numpy as np
import pytest

from explorer.monitoring import runs
from explorer.monitoring.runs import SLOWEST, RunTimes, class_of, middle_of, page_runs, slowest


def sample(seed, count=400):
    drawn = random.Random(seed)
    return [drawn.lognormvariate(-2, 1) for _ in range(count)]


def taken_down(clock, **times):
    made = RunTimes(clock)
    for page, seconds in times.items():
        for one in seconds:
            made.add(page, one)
    return made


@pytest.mark.parametrize("seconds", [0.002, 0.0021, 0.03, 0.5, 1, 7.7, 60, 200])
def test_a_class_tells_a_time_to_ten_percent(seconds):
    assert middle_of(class_of(seconds)) == pytest.approx(seconds, rel=0.1)


def test_times_beyond_the_classes_fall_into_the_first_or_last():
    assert class_of(0) == class_of(-1) == 0
    assert class_of(1e9) == runs.LAST


def test_quantiles_of_two_processes_are_those_of_all_their_runs(clock):
    one, other = sample(1), sample(2)
    told = [taken_down(clock, pixels=one).told(), taken_down(clock, pixels=other, home=[0.01]).told()]
    found = {entry.page: entry for entry in page_runs(told)}
    assert found["pixels"].runs == len(one) + len(other)
    assert found["pixels"].p50_s == pytest.approx(np.quantile(one + other, 0.5), rel=0.12)
    assert found["pixels"].p95_s == pytest.approx(np.quantile(one + other, 0.95), rel=0.12)
    assert next(iter(found)) == "pixels"  # the slowest first


def test_the_slowest_of_all_processes_are_told_the_slowest_first(clock):
    one, other = sample(3), sample(4)
    told = [taken_down(clock, a=one).told(), taken_down(clock, b=other).told()]
    expected = sorted(one + other, reverse=True)[:SLOWEST]
    assert [run.seconds for run in slowest(told)] == pytest.approx(expected, abs=0.001)
    assert slowest(told)[0].page == ("a" if max(one) > max(other) else "b")


def test_what_was_more_than_an_hour_ago_is_forgotten(clock):
    made = taken_down(clock, a=[9.0])
    clock.now = 3000
    made.add("a", 1.0)
    assert [run.seconds for run in slowest([made.told()])] == [9, 1]
    clock.now = 4300
    assert [run.seconds for run in slowest([made.told()])] == [1]
    assert page_runs([made.told()])[0].runs == 1


def test_no_runs_are_no_pages():
    assert page_runs([{}, RunTimes().told()]) == []
    assert slowest([{}]) == []


def test_a_run_is_taken_down_however_it_ends(monkeypatch, clock):
    monkeypatch.setattr(runs, "OWN", RunTimes())
    before = runs.TIMES.classes().get(("pixels",), ([], 0.0))[1]
    monkeypatch.setattr("time.perf_counter", clock)
    with pytest.raises(ZeroDivisionError), runs.timed("pixels", -0.25):
        clock.now = 0.25
        raise ZeroDivisionError
    assert runs.TIMES.classes()["pixels",][1] == pytest.approx(before + 0.5)
    assert slowest([runs.OWN.told()])[0].seconds == 0.5


def test_what_is_told_stays_small(clock):
    told = taken_down(clock, **{f"page{number}": sample(number, 2000) for number in range(20)}).told()
    assert len(str(told)) < 12_000


@pytest.mark.parametrize(("log", "seconds", "told"), [("json", 2.5, True), ("json", 1.9, False), ("text", 9.0, False)])
def test_a_slow_run_is_logged_by_its_page_and_a_name_of_its_own(log, seconds, told, configure, caplog):
    configure(log=log)
    with caplog.at_level("INFO", "explorer"):
        runs.ran("pixels", seconds)
    assert [(line.told["page"], line.told["seconds"]) for line in caplog.records] == [("pixels", seconds)] * told
