"""A jobs' database that is damaged, lost, locked or may not be written to."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace

import pytest

from explorer.errors import JobError, LimitError, message
from explorer.jobs import connection, database, paths
from explorer.jobs.client import Jobs
from explorer.jobs.folders import NOTE, OWNER, note_state
from explorer.runtime.run_files import CHECKPOINT, RESULT, read_record, write_json
from tests.explorer.jobs.apps import App
from tests.explorer.jobs.conftest import Site, until

DAMAGES = {
    "cut": lambda file: os.truncate(file, file.stat().st_size // 2),
    "garbage": lambda file: file.write_bytes(b"x" * file.stat().st_size),
    "empty": lambda file: os.truncate(file, 0),
    "gone": lambda file: file.unlink(),
}


@pytest.fixture
def known(sqlite_site):
    """Return a site with four jobs of four readers: one of each state that a folder can tell."""
    site = sqlite_site
    for reader in ("ada", "bob", "cleo", "dan"):
        site.submit(reader, title=reader.title())
        time.sleep(0.01)  # their order is told by the folders' times
    (bob,), (cleo,), (dan,) = (site.jobs.of(reader) for reader in ("bob", "cleo", "dan"))
    write_json(site.folder / "jobs" / bob.id / RESULT, {"epochs": 3})
    site.jobs.stop("cleo", cleo.id)
    note_state(site.folder / "jobs" / dan.id, "failed", message("The data set {name} is gone.", name="cats"))
    return site


def told(jobs):
    """Return what is known of the four jobs."""
    found = [job for reader in ("ada", "bob", "cleo", "dan") for job in jobs.of(reader)]
    return [(job.reader, job.title, job.state, job.reason and str(job.reason)) for job in found]


FOUND = [("ada", "Ada", "queued", None), ("bob", "Bob", "done", None), ("cleo", "Cleo", "stopped", None),
         ("dan", "Dan", "failed", "The data set cats is gone.")]


@pytest.mark.parametrize("damage", DAMAGES)
def test_jobs_are_found_again_in_their_folders_by_processes_that_run_and_by_new_ones(damage, known, caplog):
    site, file = known, known.folder / "jobs.sqlite"
    DAMAGES[damage](file)
    left = file.read_bytes() if file.exists() else b""
    assert told(site.jobs) == FOUND
    assert told(Jobs(site.address, site.folder / "jobs")) == FOUND
    kept = [one.read_bytes() for one in site.folder.glob("jobs.sqlite.damaged-*")]
    assert kept == ([left] if damage in {"cut", "garbage"} else [])
    (record,) = caplog.records
    assert "4 jobs were found again" in record.getMessage()
    assert [job.place for job in site.jobs.of("ada")] == [1]
    (stopped,) = site.jobs.of("cleo")
    assert site.jobs.resume("cleo", stopped.id).place == 2
    site.jobs.delete("cleo", stopped.id)
    assert site.jobs.of("cleo") == site.jobs.of("eve") == []


def test_a_new_database_of_either_kind_learns_what_lies_in_the_folders(known, postgres):
    url = postgres.url.format(name=f"t{time.time_ns()}")
    other = Site(known.folder, url)
    assert told(other.jobs) == FOUND
    other.close()


def test_a_sound_database_is_left_alone(known, caplog):
    before = database.identity(known.folder / "jobs.sqlite")
    found = told(known.jobs)
    assert told(Jobs(known.address, known.folder / "jobs")) == found
    assert database.identity(known.folder / "jobs.sqlite") == before
    assert not caplog.records


def test_folders_of_earlier_versions_are_told_what_only_the_database_knows(known):
    before = {job.id: job for reader in ("ada", "cleo") for job in known.jobs.of(reader)}
    for job in before:
        for name in (OWNER, NOTE):
            (known.folder / "jobs" / job / name).unlink()
    Jobs(known.address, known.folder / "jobs").close()
    (known.folder / "jobs.sqlite").unlink()
    after = {job.id: job for reader in ("ada", "cleo") for job in known.jobs.of(reader)}
    assert {job.id: (job.reader, job.state) for job in after.values()} == {
        job.id: (job.reader, job.state) for job in before.values()}
    assert all(abs(after[job].created - before[job].created) <= 1 for job in before)


def test_a_job_goes_on_when_its_database_is_cut_and_then_lost(sqlite_site, capfd):
    site, whole = sqlite_site, sqlite_site.submit("bob", epochs=30, seconds=0)
    app = App(site)
    site.wait(whole, "done")
    job = site.submit(epochs=30, seconds=0.1)
    for damage in ("cut", "gone"):
        until(lambda: site.alive(job), 30)
        child = site.child(job)
        done = len(site.epochs_done(job))
        until(lambda: len(site.epochs_done(job)) > done, 30)  # noqa: B023
        DAMAGES[damage](site.folder / "jobs.sqlite")
        site.gone(child)
    assert site.wait(job, "done", "failed").state == "done"
    assert site.epochs_done(job) == site.epochs_done(whole)
    ended, unbroken = (read_record(site.folder / "jobs" / one.id / CHECKPOINT) for one in (job, whole))
    assert ended == unbroken
    assert not site.overlapped(job)
    app.end()
    said = capfd.readouterr().err
    assert "was damaged. It is kept as" in said
    assert "Traceback" not in said


def test_a_locked_file_is_told_of_after_a_while(known, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE_S", 0)
    monkeypatch.setattr(database, "QUICK_S", 0.05)
    with closing(sqlite3.connect(known.folder / "jobs.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JobError, match="does not answer"):
            known.jobs.of("ada")
        with pytest.raises(JobError, match="does not answer"):
            Jobs(known.address, known.folder / "jobs")
    assert len(known.jobs.of("ada")) == 1


def real_error(kind, folder):
    """Return the error of SQLite itself."""
    file = folder / "db"
    with closing(sqlite3.connect(file, isolation_level=None)) as made:
        made.execute("CREATE TABLE numbers (x)")
        made.execute("PRAGMA max_page_count=2")
        target = {"readonly": f"file:{file}?mode=ro", "away": f"file:{folder}/none/db"}.get(kind, f"file:{file}")
        if kind == "garbage":
            file.write_bytes(b"x" * 4096)
        try:
            asked = made if kind == "full" else sqlite3.connect(target, uri=True, timeout=0)
            asked.execute("SELECT * FROM others" if kind == "bare" else
                          "INSERT INTO numbers VALUES (zeroblob(100000))")
        except sqlite3.Error as error:
            return error
    raise AssertionError


@pytest.mark.parametrize(("kind", "damage", "said"), [
    ("full", False, "The disk of this server is full"), ("readonly", False, "may not write"),
    ("away", False, "may not write"), ("garbage", True, None), ("bare", True, None)])
def test_sqlites_own_errors_are_told_apart(kind, damage, said, tmp_path):
    error = real_error(kind, tmp_path)
    assert database.is_damage(error) is damage
    assert (database.refusal(error) is None) is (said is None)
    assert said is None or said in str(database.refusal(error))


def test_a_full_disk_refuses_a_job_with_a_sentence_and_leaves_nothing(sqlite_site, monkeypatch):
    job = sqlite_site.submit()
    monkeypatch.setattr(paths.shutil, "disk_usage", lambda _: SimpleNamespace(free=100))
    with pytest.raises(LimitError, match="The disk of this server is full"):
        sqlite_site.submit()
    assert [one.name for one in (sqlite_site.folder / "jobs").iterdir()] == [job.id]


def test_a_folder_that_cannot_be_made_refuses_a_job_with_a_sentence(sqlite_site):
    root = sqlite_site.folder / "jobs"
    sqlite_site.jobs.of("ada")
    root.rmdir()
    root.write_text("a file")
    with pytest.raises(JobError, match="cannot make a folder"):
        sqlite_site.submit()
