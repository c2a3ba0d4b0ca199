"""What a reader is told of a job, from what the queue keeps."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from explorer.errors import message
from explorer.jobs.records import BROKE_DOWN, Starts, done, failed, job_of

PLAN = {"title": "First", "network": "bundled/resnet20"}


def status(name="PENDING", *, number="a", output=None, plan=PLAN, **given):
    return SimpleNamespace(**({"workflow_id": number, "status": name, "output": output, "authenticated_user": "ada",
                               "input": {"args": [plan]}, "created_at": 1_700_000_000_500, "dequeued_at": None,
                               "completed_at": None, "executor_id": "vm-0"} | given))


def job(one, queue=(), starts=None):
    return job_of(one, queue, starts or Starts())


@pytest.mark.parametrize(("name", "state"), [("ENQUEUED", "queued"), ("DELAYED", "queued"), ("PENDING", "running"),
                                             ("CANCELLED", "stopped"), ("SUCCESS", "done"), ("ERROR", "failed"),
                                             ("MAX_RECOVERY_ATTEMPTS_EXCEEDED", "failed")])
def test_every_state_of_the_queue_has_a_word_for_readers(name, state):
    assert job(status(name, output=done())).state == state


def test_a_workflow_that_broke_is_failed_without_blame():
    assert job(status("ERROR")).reason == BROKE_DOWN


def test_a_training_that_could_not_go_on_says_why_in_its_own_words():
    reason = message("The data set {name} is gone.", name="cats")
    found = job(status("SUCCESS", output=failed(reason)))
    assert (found.state, found.reason) == ("failed", reason)
    assert str(found.reason) == "The data set cats is gone."


@pytest.mark.parametrize("output", [None, "rubbish", {}, done()])
def test_a_training_that_is_over_without_a_reason_is_done(output):
    found = job(status("SUCCESS", output=output))
    assert (found.state, found.reason) == ("done", None)


def test_places_count_from_the_oldest_that_waits_and_only_while_it_waits():
    waiting = [status("ENQUEUED", number=name) for name in "abc"]
    assert [job(one, waiting).place for one in waiting] == [1, 2, 3]
    assert job(status("PENDING", number="b"), waiting).place is None
    assert job(status("ENQUEUED", number="z"), waiting).place is None


def test_moments_are_seconds_since_1970_and_none_until_they_come():
    found = job(status(dequeued_at=1_700_000_001_000))
    assert (found.created, found.started, found.ended) == (1_700_000_000.5, 1_700_000_001.0, None)


def test_title_plan_and_reader_come_from_the_submission():
    found = job(status(), starts=Starts(3, 9.5, 1))
    assert (found.id, found.reader, found.title, found.plan, found.attempts) == ("a", "ada", "First", PLAN, 3)


@pytest.mark.parametrize("given", [{"input": None}, {"input": {"args": []}}, {"authenticated_user": None},
                                   {"created_at": None}])
def test_what_the_queue_does_not_know_is_left_empty(given):
    found = job(status(**given))
    assert isinstance(found.title, str)
    assert isinstance(found.reader, str)
    assert found.created >= 0


def test_the_worker_is_named_while_it_runs_the_job():
    assert job(status()).worker == "vm-0"
    assert job(status("ENQUEUED")).worker == job(status("SUCCESS", output=done())).worker == ""
