"""How long jobs take and wait, by what earlier ones took."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from explorer.jobs.forecast import MOST_PACE, START_S, UNKNOWN_S, Forecast, Learned, learned, starts_in
from explorer.runtime.run_files import EXPECTED, PLAN, PROGRESS, RESULT, STARTS, write_json
from explorer.settings import Settings


def done(root, name, *, total, epochs_s, expected=None, starts=1, epochs=2, planned=2, age=0):
    """Leave what a job leaves that took ``total`` s, its epochs ``epochs_s`` of them."""
    folder = root / name
    folder.mkdir()
    write_json(folder / PLAN, {"epochs": planned})
    write_json(folder / STARTS, {"starts": starts, "seconds": total, "deaths": 0})
    write_json(folder / RESULT, {"seconds": epochs_s, "epochs": epochs})
    if expected is not None:
        write_json(folder / EXPECTED, {"seconds": expected})
    os.utime(folder / RESULT, (10**9 - age, 10**9 - age))


def test_about_6_s_that_took_18_are_18_the_next_time(tmp_path):
    assert learned(tmp_path) == Learned(START_S, 1.0, UNKNOWN_S)
    done(tmp_path, "a", total=18, epochs_s=6, expected=6)
    assert learned(tmp_path).total(6) == 18
    assert learned(tmp_path).total(60) == 72


def test_epochs_that_took_twice_what_was_measured_are_expected_to_do_so_again(tmp_path):
    for number, disturbed in enumerate((20, 20, 900)):
        done(tmp_path, str(number), total=disturbed + 10, epochs_s=disturbed, expected=10)
    told = learned(tmp_path)
    assert (told.start_s, told.pace, told.total(5)) == (10, 2, 20)
    assert learned(tmp_path).total(None) == 30


@pytest.mark.parametrize("odd", [{"starts": 2}, {"total": 1}, {"expected": 0}, {"planned": "x"}])
def test_a_job_that_was_broken_off_or_is_damaged_tells_nothing(odd, tmp_path):
    done(tmp_path, "a", **{"total": 500, "epochs_s": 400, "expected": 1} | odd)
    (tmp_path / "empty").mkdir()
    assert learned(tmp_path) == Learned()


def test_one_that_stopped_early_is_held_against_the_epochs_that_it_had_and_the_newest_count(tmp_path):
    done(tmp_path, "early", total=40, epochs_s=30, expected=100, epochs=3, planned=10)
    assert learned(tmp_path).pace == 1
    for number in range(12):
        done(tmp_path, str(number), total=100, epochs_s=90, expected=1, age=-number - 1)
    assert learned(tmp_path).pace == MOST_PACE


def test_thirty_students_at_one_worker_wait_one_after_the_other():
    waiting = [(f"student {number}", 16.0) for number in range(29)]
    found = starts_in(waiting, [("first", 10.0)], slots=1, each=1)
    assert found == [10 + 16 * number for number in range(29)]
    assert found[-1] / 60 == pytest.approx(7.6, abs=0.1)
    assert starts_in(waiting, [("first", 10.0)], slots=2, each=1)[:4] == [0, 10, 16, 26]


def test_a_second_job_of_a_reader_lets_others_pass_while_the_first_runs():
    assert starts_in([("ada", 5.0), ("bob", 5.0)], [("ada", 100.0)], slots=2, each=1) == [100, 0]
    assert starts_in([], [], slots=1, each=1) == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(1, 60)), max_size=8), st.integers(1, 3), st.integers(1, 2))
def test_never_more_run_at_once_than_may_and_nobody_waits_for_nothing(waiting, slots, each):
    found = starts_in(waiting, [], slots=slots, each=each)
    spans = [(start, start + seconds, reader) for start, (reader, seconds) in zip(found, waiting, strict=True)]
    for moment in found:
        now = [reader for start, end, reader in spans if start <= moment < end]
        assert len(now) <= slots
        assert all(now.count(reader) <= each for reader in "abc")
    ends = {0.0, *(end for _, end, _ in spans)}
    assert all(start in ends for start in found)


def status(name, state, reader="ada", *, number=1, since=1000.0):
    return SimpleNamespace(workflow_id=name, status=state, authenticated_user=reader, priority=number,
                           created_at=1000 * since)


def test_a_job_waits_for_what_runs_as_long_as_that_says_itself(tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.jobs.forecast.settings", Settings)
    for name in ("runs", "begins", "waits", "next"):
        (tmp_path / name).mkdir()
    write_json(tmp_path / "runs" / PROGRESS, {"seconds_left": 30.0})
    write_json(tmp_path / "begins" / EXPECTED, {"seconds": 50.0})
    write_json(tmp_path / "begins" / STARTS, {"starts": 1, "seconds": 8.0})
    write_json(tmp_path / "waits" / EXPECTED, {"seconds": 20.0})
    now = [0.0]
    ask = Forecast(tmp_path, lambda: now[0])
    queue = [status("waits", "ENQUEUED", "bob"), status("next", "ENQUEUED", "cleo")]
    assert ask.starts(queue, [status("runs", "PENDING")], 1) == [32, 32 + 32]
    assert ask.starts(queue, [status("begins", "PENDING")], 1)[0] == START_S + 50 - 8
    assert ask.starts(queue, [status("runs", "PENDING")], 2) == [0, 32]
    write_json(tmp_path / "runs" / PROGRESS, {"seconds_left": 20.0})
    assert ask.starts(queue, [status("runs", "PENDING")], 2) == [0, 32]  # shared by all who look in these seconds
    now[0] += 3
    assert ask.starts(queue, [status("runs", "PENDING")], 2) == [0, 22]


def test_a_short_job_would_start_before_long_ones_and_a_long_one_after_them(tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.jobs.forecast.settings", Settings)
    monkeypatch.setattr("explorer.jobs.forecast.time.time", lambda: 1010.0)
    for name, seconds in (("short", 8.0), ("long", 288.0)):
        (tmp_path / name).mkdir()
        write_json(tmp_path / name / EXPECTED, {"seconds": seconds})
    ask = Forecast(tmp_path)
    long, short = status("long", "ENQUEUED", "ada"), status("short", "ENQUEUED", "bob", number=2, since=1005.0)
    queue = ask.in_turn([long, short])
    assert queue == [short, long]
    assert ask.starts(queue, [], 1) == [0, 20]
    assert ask.outlook(queue, [], 1, "eve", 18.0) == (30, 20)
    assert ask.outlook(queue, [], 1, "eve", 388.0) == (400, 20 + 300)
    assert ask.outlook(queue, [], 1, "bob", 8.0) == (20, 20)  # after bob's other one
    assert ask.outlook(queue, [], 1, "eve", None) == (UNKNOWN_S, 20)


def test_short_jobs_of_many_readers_start_first_and_a_second_one_of_a_reader_after_those_of_others(sqlite_site):
    asked = [("dan", 600), ("ada", 6), ("ada", 6), ("eve", 6), ("bob", None), ("cleo", 6)]
    jobs = [sqlite_site.submit(reader, epochs=1, seconds=0.01, measured_s=seconds) for reader, seconds in asked]
    jobs = [sqlite_site.jobs.get(job.reader, job.id) for job in jobs]
    assert [job.place for job in jobs] == [6, 1, 4, 2, 5, 3]
    short = 6 + START_S
    waits = [sqlite_site.jobs.get(job.reader, job.id).wait_s for job in jobs]
    assert waits == [4 * short + UNKNOWN_S, 0, 3 * short, short, 4 * short, 2 * short]
    assert sqlite_site.jobs.outlook("fred", 6) == (short, 3 * short)
    assert sqlite_site.jobs.outlook("fred", 6000) == (6000 + START_S, 4 * short + UNKNOWN_S + 600 + START_S)
    sqlite_site.worker()
    in_turn = sorted(jobs, key=lambda job: job.place)
    ended = [sqlite_site.wait(job, "done", "failed") for job in in_turn]
    assert [job.state for job in ended] == ["done"] * 6
    assert sorted(ended, key=lambda job: job.started) == ended  # SQLite knows the second of a start at best
