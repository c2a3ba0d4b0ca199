"""What the jobs' database says of workers and jobs, read without what made it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from explorer.jobs.client import Jobs
from explorer.jobs.database import Leases, engine, make_tables
from explorer.monitoring.job_line import JobLine, job_line, worker_beats
from tests.explorer.classroom.conftest import new_database
from tests.explorer.jobs.conftest import postgres  # noqa: F401 (a fixture)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    return new_database(request.getfixturevalue("postgres"))


def test_workers_are_read_from_the_database_they_count_in(url, tmp_path):
    if "sqlite" in url:
        assert worker_beats(url) == {}
        assert not list(tmp_path.iterdir())  # looking makes nothing
    tables = engine(url)
    assert "sqlite" in url or worker_beats(url) == {}
    make_tables(tables)
    worker = Leases(tables, "one", 3.0)
    worker.beat()
    worker.beat()
    assert worker_beats(url) == {"one": 1}


def test_a_database_that_is_locked_is_a_failure_and_not_an_empty_one(tmp_path):
    file = tmp_path / "jobs.sqlite"
    make_tables(engine(f"sqlite:///{file}"))
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            worker_beats(f"sqlite:///{file}")


def test_jobs_are_counted_as_their_queue_holds_them(url, tmp_path):
    assert job_line(url) == JobLine()
    jobs = Jobs(url, tmp_path / "jobs")
    try:
        for reader in ("ada", "bob", "bob"):
            last = jobs.submit(reader, {"title": "Test"}, epochs=1, images=1)
        found = job_line(url, time.time() + 100)
        assert (found.queued, found.running) == (3, 0)
        assert 100 <= found.longest_wait_s < 130
        jobs.stop("bob", last.id)
        assert job_line(url).queued == 2
    finally:
        jobs.close()
