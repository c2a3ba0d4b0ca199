"""One child per job, without a database: the ways in which it can end."""

from __future__ import annotations

import shlex
from threading import Thread

import pytest

from explorer.jobs.paths import held, take
from explorer.jobs.records import failed, read_starts
from explorer.jobs.supervisor import REASONS, Supervision
from explorer.runtime.run_files import LOCK, PLAN, curve_rows, write_json
from explorer.settings import Settings
from tests.explorer.jobs.conftest import STAND_IN, until


@pytest.fixture
def job(tmp_path, monkeypatch):
    """Return a job's folder, where the children find it."""
    monkeypatch.setenv("EXPLORER_DATA", str(tmp_path))
    monkeypatch.setattr("explorer.jobs.paths.settings", lambda: Settings(data=str(tmp_path)))
    folder = tmp_path / "jobs" / "job"
    folder.mkdir(parents=True)
    return folder


def supervise(folder, **plan):
    write_json(folder / PLAN, {"epochs": 3, "seconds": 0.01, **plan})
    return Supervision(folder, shlex.split(STAND_IN))


def test_a_child_that_is_killed_again_and_again_without_an_epoch_is_given_up(job):
    supervision = supervise(job, fails="killed")
    answer = supervision.run()
    assert "killed 5 times without finishing an epoch" in answer["failed"]["template"].format(
        **answer["failed"]["values"])
    assert read_starts(job).starts == 6  # the first one did finish an epoch
    assert len(curve_rows(job)) == 1


def test_the_time_of_all_starts_together_counts(job, monkeypatch):
    monkeypatch.setattr("explorer.jobs.supervisor.settings", lambda: Settings(job_seconds=1))
    answer = supervise(job, epochs=1000).run()
    assert "longest that this server allows" in answer["failed"]["template"]
    assert 1 <= read_starts(job).seconds < 5
    assert supervise(job, epochs=1000).run() == answer
    assert read_starts(job).starts == 1


def test_a_job_whose_files_are_gone_says_so(job):
    (job / PLAN).unlink(missing_ok=True)
    answer = Supervision(job, shlex.split(STAND_IN)).run()
    assert answer == failed(REASONS[13])


def test_a_child_waits_while_another_process_trains_for_the_same_job(job):
    other = take(job / LOCK)
    assert other
    supervision = supervise(job)
    answers = []
    thread = Thread(target=lambda: answers.append(supervision.run()))
    thread.start()
    until(lambda: read_starts(job).starts, 10)
    thread.join(timeout=1)
    assert not curve_rows(job)
    other.close()
    thread.join(timeout=20)
    assert answers == [{"failed": None}]


def test_an_end_that_is_asked_for_comes_soon(job):
    supervision = supervise(job, epochs=1000)
    thread = Thread(target=supervision.run)
    thread.start()
    until(lambda: curve_rows(job), 10)
    supervision.end()
    thread.join(timeout=5)
    assert not thread.is_alive()
    with held(job / LOCK, 0) as free:
        assert free
