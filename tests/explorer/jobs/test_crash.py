"""Processes are killed, and nothing is lost: on both databases, with real workers and child processes."""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import time

import pytest

from explorer.runtime.run_files import CHECKPOINT, read_record
from tests.explorer.jobs.apps import App, parent
from tests.explorer.jobs.conftest import ROOT, STAND_IN, running, until


@pytest.fixture
def app(site):
    made = App(site)
    yield made
    made.end()


def result(site, job):
    return read_record(site.folder / "jobs" / job.id / CHECKPOINT), site.jobs.curve(job.reader, job.id)


def test_killed_at_ten_moments_a_job_ends_as_if_nothing_had_happened(site, app):
    whole, job = site.submit("bob", epochs=60, seconds=0), site.submit(epochs=60, seconds=0.1)
    choice = random.Random(site.address)
    for victim in ("child", "child", "worker", "child", "app", "child", "child", "all", "child", "child"):
        child, worker = site.child(job), app.worker()
        time.sleep(choice.uniform(0, 0.5))
        victims = {"child": [child], "worker": [worker], "app": [], "all": [child, worker]}[victim]
        for process in victims:
            os.kill(process, signal.SIGKILL)
        if victim in {"app", "all"}:
            app.kill()
            site.gone(worker)
            app.start()
        site.gone(child)
    assert site.wait(job, "done", "failed").state == "done"
    site.wait(whole, "done")
    assert result(site, job) == result(site, whole)
    assert not site.overlapped(job)
    assert [file.name for file in (site.folder / "jobs" / job.id).iterdir() if file.name.startswith(".")] == []
    assert not any(running(int(file.suffix[1:])) for file in site.alive(job))  # no orphan


def test_another_worker_takes_over_within_a_minute(site):
    job = site.submit(epochs=100)
    workers = [site.worker(), site.worker()]
    child = site.child(job)
    began = time.monotonic()
    next(worker for worker in workers if worker.pid == parent(child)).kill()
    site.gone(child)
    assert site.child(job) != child
    assert time.monotonic() - began < 60
    site.jobs.stop("ada", job.id)
    assert site.wait(job, "stopped").attempts == 2
    assert not site.overlapped(job)


def test_none_is_lost_and_none_run_twice_when_one_of_two_workers_dies(site):
    jobs = [site.submit(reader, epochs=12) for reader in ("ada", "bob", "cleo", "dan") for _ in range(2)]
    first, _second = site.worker(jobs_per_worker=2), site.worker(jobs_per_worker=2)
    site.wait(jobs[0], "running")
    first.kill()
    first.wait()
    over = [site.wait(job, "done", "failed") for job in jobs]
    assert {job.state for job in over} == {"done"}
    assert sum(job.attempts for job in over) <= len(jobs) + 2  # only what the dead worker held was begun again
    assert not any(site.overlapped(job) for job in jobs)


def test_a_frozen_worker_that_wakes_up_lets_go_of_what_was_taken_over(site):
    job = site.submit(epochs=200)
    first = site.worker()
    child = site.child(job)
    site.worker()
    os.kill(first.pid, signal.SIGSTOP)  # its child lives on, and holds the lock
    until(lambda: len((site.folder / "started").read_text().splitlines()) == 2, 30)
    time.sleep(1)
    os.kill(first.pid, signal.SIGCONT)
    site.gone(child)
    assert site.wait(job, "done", "failed").state == "done"
    assert not site.overlapped(job)


def test_the_worker_ends_with_the_app(sqlite_site):
    app = App(sqlite_site)
    worker = app.worker()
    app.process.send_signal(signal.SIGINT)
    app.process.wait(timeout=60)
    sqlite_site.gone(worker)


def test_a_child_ends_when_its_worker_is_gone(sqlite_site):
    job = sqlite_site.submit(epochs=100)
    child = subprocess.Popen([*shlex.split(STAND_IN), job.id], stdin=subprocess.PIPE, cwd=ROOT,
                             env=os.environ | {"EXPLORER_DATA": str(sqlite_site.folder)})
    sqlite_site.until_epoch(job, 1)
    child.stdin.close()
    assert child.wait(timeout=10) != 0
