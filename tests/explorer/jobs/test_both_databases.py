"""A database that is away for ten seconds is waited for; one that stays away is told of."""

from __future__ import annotations

import sqlite3
import time
from threading import Thread

import pytest

from explorer.errors import JobError
from explorer.jobs import connection
from explorer.jobs.client import Jobs
from tests.explorer.jobs.conftest import Site, postgres_server

AWAY_S = 10


@pytest.fixture(scope="module")
def server():
    with postgres_server() as made:
        yield made


@pytest.fixture
def own_postgres(server):
    """Yield a server that a test may stop and start."""
    yield server
    if not server.running:
        server.start()


@pytest.fixture
def own_site(own_postgres, tmp_path):
    """Yield a site on that server."""
    made = Site(tmp_path, own_postgres.url.format(name=f"t{time.time_ns()}"))
    yield made
    if not own_postgres.running:
        own_postgres.start()
    made.close()


def assert_nothing_is_lost(site: Site, away) -> None:
    """While ``away`` has the database, a job that runs goes on, and one that is submitted is queued afterwards."""
    job = site.submit(epochs=60, seconds=0.1)
    site.worker(jobs_per_worker=2)
    site.until_epoch(job, 1)
    submitted = []
    with away:
        before = len(site.epochs_done(job))
        asked = Thread(target=lambda: submitted.append(site.submit("bob")))
        asked.start()
        time.sleep(AWAY_S)
        assert len(site.epochs_done(job)) > before + 10
    asked.join(timeout=30)
    assert site.wait(job, "done", "failed").state == "done"
    assert site.wait(submitted[0], "done", "failed").state == "done"
    assert not site.overlapped(job)


class Locked:
    """Has a SQLite file to itself."""

    def __init__(self, path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.connection = sqlite3.connect(self.path, isolation_level=None)
        self.connection.execute("PRAGMA busy_timeout=30000")
        self.connection.execute("BEGIN EXCLUSIVE")

    def __exit__(self, *_) -> None:
        self.connection.execute("ROLLBACK")
        self.connection.close()


class Stopped:
    """Ends a server, and starts it again."""

    def __init__(self, server) -> None:
        self.server = server

    def __enter__(self) -> None:
        self.server.stop()

    def __exit__(self, *_) -> None:
        self.server.start()


def test_a_file_that_somebody_else_locks_is_waited_for(sqlite_site):
    assert_nothing_is_lost(sqlite_site, Locked(sqlite_site.folder / "jobs.sqlite"))


def test_a_server_that_is_restarted_is_waited_for(own_postgres, own_site):
    assert_nothing_is_lost(own_site, Stopped(own_postgres))


def test_a_worker_waits_for_a_server_that_is_not_up_yet(own_postgres, own_site):
    job = own_site.submit()
    own_postgres.stop()
    worker = own_site.worker()
    time.sleep(4)
    assert worker.poll() is None
    own_postgres.start()
    assert own_site.wait(job, "done", "failed").state == "done"


def test_a_server_that_stays_away_is_told_of(monkeypatch, own_postgres, own_site, tmp_path):
    monkeypatch.setattr(connection, "PATIENCE_S", 1)
    site = own_site
    job = site.submit()
    own_postgres.stop()
    with pytest.raises(JobError, match="does not answer"):
        site.jobs.get("ada", job.id)
    with pytest.raises(JobError, match="does not answer"):
        site.submit()
    assert [folder.name for folder in (tmp_path / "jobs").iterdir()] == [job.id]
    with pytest.raises(JobError, match="does not answer"):
        Jobs(site.address, tmp_path / "jobs")
