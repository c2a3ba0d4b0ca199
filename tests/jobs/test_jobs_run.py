"""From submission to the end, with real workers and child processes, on both databases."""

from __future__ import annotations


def test_a_job_is_queued_run_and_done_and_its_curve_can_be_read(site):
    job = site.submit()
    assert (job.state, job.place, job.title, job.attempts) == ("queued", 1, "Test", 0)
    site.worker()
    over = site.wait(job, "done", "failed")
    assert (over.state, over.reason, over.attempts) == ("done", None, 1)
    assert over.created <= over.started <= over.ended
    assert [row["epoch"] for row in site.jobs.curve("ada", job.id)] == [1, 2, 3]
    assert site.jobs.progress("ada", job.id)["share"] == 1
