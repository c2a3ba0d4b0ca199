"""From submission to the end, with real workers and child processes, on both databases."""

from __future__ import annotations

import signal

import pytest

from explorer.errors import JobError
from explorer.runtime.run_files import CHECKPOINT, read_record

REASONS = {"data": "The data set cats is gone. Upload it again.", "full": "The disk of this server is full.",
           "memory": "The memory of this server did not suffice.", "bug": "The job broke down on this server."}


def weights(site, job):
    return read_record(site.folder / "jobs" / job.id / CHECKPOINT)


def test_a_job_is_queued_run_and_done_and_its_curve_can_be_read(site):
    job = site.submit()
    assert (job.state, job.place, job.title, job.attempts) == ("queued", 1, "Test", 0)
    site.worker()
    over = site.wait(job, "done", "failed")
    assert (over.state, over.place, over.reason, over.attempts) == ("done", None, None, 1)
    assert over.created <= over.started <= over.ended
    assert [row["epoch"] for row in site.jobs.curve("ada", job.id)] == [1, 2, 3]
    assert site.jobs.progress("ada", job.id)["share"] == 1


def test_a_job_stopped_while_it_waits_is_never_started_until_it_is_resumed(site):
    job, other = site.submit(), site.submit("bob")
    assert site.jobs.stop("ada", job.id).state == "stopped"
    site.worker()
    site.wait(other, "done")
    assert site.jobs.get("ada", job.id).attempts == 0
    assert site.jobs.resume("ada", job.id).state in {"queued", "running"}
    assert site.wait(job, "done", "failed").attempts == 1


def test_the_log_speaks_of_faults_only(site, capfd):
    job = site.submit(epochs=100)
    site.worker()
    site.until_epoch(job, 1)
    child = site.child(job)
    site.jobs.stop("ada", job.id)
    site.gone(child)
    site.wait(site.submit(epochs=1), "done")
    assert capfd.readouterr().err == ""


def test_a_running_job_stops_and_goes_on_where_it_was(site):
    whole, job = site.submit("bob", epochs=8), site.submit(epochs=8, seconds=0.3)
    site.worker(jobs_per_worker=2)
    site.wait(job, "running")
    child = site.child(job)
    site.until_epoch(job, 2)
    assert site.jobs.stop("ada", job.id).state == "stopped"
    site.gone(child)
    site.jobs.resume("ada", job.id)
    assert site.wait(job, "done").attempts == 2
    site.wait(whole, "done")
    assert weights(site, job) == weights(site, whole)
    assert not site.overlapped(job)


def test_a_deleted_job_leaves_nothing_behind(site):
    job = site.submit(epochs=100)
    site.worker()
    site.wait(job, "running")
    child = site.child(job)
    site.jobs.delete("ada", job.id)
    site.gone(child)
    assert not (site.folder / "jobs" / job.id).exists()
    assert site.jobs.of("ada") == []
    after = site.submit()
    site.wait(after, "done")


def test_a_job_that_cannot_go_on_fails_for_a_reason_and_can_be_resumed(sqlite_site):
    site = sqlite_site
    whole = site.submit("bob")
    failing = [site.submit(how, fails=how) for how in REASONS]
    site.worker(jobs_per_worker=5)
    for job in failing:
        over = site.wait(job, "done", "failed")
        assert over.state == "failed"
        assert REASONS[job.reader] in str(over.reason)
        (site.folder / "jobs" / job.id / "mended").touch()
        site.jobs.resume(job.reader, job.id)
    site.wait(whole, "done")
    for job in failing:
        assert site.wait(job, "done").attempts == 2
        assert weights(site, job) == weights(site, whole)


def test_jobs_of_the_same_second_keep_their_order(site):
    submitted = [site.submit() for _ in range(5)]
    assert [job.place for job in submitted] == [1, 2, 3, 4, 5]
    assert [job.id for job in site.jobs.of("ada")] == [job.id for job in submitted[::-1]]
    site.worker()
    ended = [site.wait(job, "done").ended for job in submitted]
    assert ended == sorted(ended)


def test_one_reader_waits_for_a_job_of_their_own_and_not_for_others(site):
    first, second, other = site.submit(epochs=200, seconds=0.3), site.submit(), site.submit("bob")
    assert [job.place for job in (first, second, other)] == [1, 2, 2]  # readers take turns
    site.worker(jobs_per_worker=3)
    site.wait(other, "done")
    site.wait(first, "running")
    assert site.jobs.get("ada", second.id).state == "queued"
    assert site.jobs.get("ada", second.id).place == 1
    site.jobs.stop("ada", first.id)
    site.wait(second, "done")


def test_a_job_that_runs_too_long_is_ended_and_says_so(sqlite_site):
    job = sqlite_site.submit(epochs=200)
    sqlite_site.worker(job_seconds=2)
    assert "longest that this server allows" in str(sqlite_site.wait(job, "failed").reason)
    assert sqlite_site.jobs.curve("ada", job.id)


def test_two_workers_run_many_jobs_each_once(site):
    jobs = [site.submit(reader, epochs=2) for reader in ("ada", "bob", "cleo") for _ in range(3)]
    for _ in range(2):
        site.worker(jobs_per_worker=2)
    assert [site.wait(job, "done", "failed").attempts for job in jobs] == [1] * len(jobs)
    assert len((site.folder / "started").read_text().splitlines()) == len(jobs)


def test_a_worker_told_to_stop_leaves_its_job_to_whoever_comes_next(site):
    job = site.submit(epochs=30)
    first = site.worker()
    site.wait(job, "running")
    child = site.child(job)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=20) == 0
    site.gone(child)
    assert site.jobs.get("ada", job.id).state == "running"
    site.worker()
    assert site.wait(job, "done").attempts == 2
    assert not site.overlapped(job)


def test_a_job_that_is_running_or_done_cannot_be_resumed(sqlite_site):
    job = sqlite_site.submit(epochs=1)
    sqlite_site.worker()
    sqlite_site.wait(job, "done")
    with pytest.raises(JobError, match="is done"):
        sqlite_site.jobs.resume("ada", job.id)
    again = sqlite_site.jobs.retry("ada", job.id, {"epochs": 2, "title": "More"}, epochs=2, images=100)
    assert again.id != job.id
    assert again.plan == {**job.plan, "epochs": 2, "title": "More"}
    sqlite_site.wait(again, "done")
