"""What a backup holds comes back whole: with jobs that ran meanwhile, into either database, and never halfway."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from explorer.classroom.store import Store
from explorer.classroom.tables import ROOMS
from explorer.errors import ExplorerError, JobError
from explorer.homework.shortened import ShortLinks
from explorer.hosting.archive import checked
from explorer.hosting.backup import back_up
from explorer.hosting.restore import restore
from explorer.jobs.folders import owner_of
from explorer.jobs.paths import take
from explorer.runtime.run_files import CHECKPOINT, RESULT, read_record, write_json
from tests.explorer.jobs.conftest import Site, postgres, site, sqlite_site  # noqa: F401 (fixtures)

ROOM = {"code": "KATZE", "owner": "o", "secret": "s", "opened": 1.5, "ends": 2e9, "version": 3, "locked": True,
        "asked": 0, "moves": 0, "moved": ""}


@pytest.fixture
def shelf(tmp_path_factory):
    """Return a folder for backups and other servers; ``tmp_path`` is the data folder."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def use(configure):
    """Return ``use(site)``: from now on this process is a server of that site."""
    return lambda one: configure(data=one.folder, database_url=one.url)


@pytest.fixture
def empty(site, shelf):  # noqa: F811
    """Yield another site of the same kind, with nothing in it."""
    made = emptied(shelf / "other", site.url)
    yield made
    made.close()


def emptied(folder, url):
    """Return a site that nobody has used; ``url`` tells its kind of database."""
    folder.mkdir(mode=0o700)
    if not url:
        return Site(folder, "")
    name = f"t{time.time_ns()}"
    server = url.partition("host=")[2]
    subprocess.run(["createdb", "--username=test", f"--host={server}", name], check=True)
    return Site(folder, f"postgresql://test@/{name}?host={server}")


def filled(one):
    """Leave what readers leave: a job that is done, one that was stopped, a room, a short link, an upload; return the
    link's code."""
    done, stopped = one.submit("ada", title="Cats"), one.submit("bob", title="Dogs")
    write_json(one.folder / "jobs" / done.id / RESULT, {"epochs": 3})
    one.jobs.stop("bob", stopped.id)
    store, links = Store(one.address), ShortLinks(one.address)
    store.write(lambda connection: connection.execute(ROOMS.insert().values(**ROOM)))
    code = links.make("ada", "pixels?side=8")
    (one.folder / "uploads").mkdir()
    (one.folder / "uploads" / "aa.zip").write_bytes(b"PK" + bytes(1000))
    (one.folder / "secret").write_text("a secret made for this test")
    store.close()
    links.close()
    return code


def assert_all_is_there(one, code):
    assert [(job.title, job.reader) for reader in ("ada", "bob") for job in one.jobs.of(reader)] == [
        ("Cats", "ada"), ("Dogs", "bob")]
    assert one.jobs.of("bob")[0].state == "stopped"
    store, links = Store(one.address), ShortLinks(one.address)
    (room,) = store.read(lambda connection: connection.execute(ROOMS.select()).mappings().all())
    assert dict(room) == ROOM
    assert links.target(code) == "pixels?side=8"
    assert (one.folder / "uploads" / "aa.zip").stat().st_size == 1002
    assert (one.folder / "secret").read_text() == "a secret made for this test"
    store.close()
    links.close()


def test_everything_comes_back_in_another_place(site, empty, use, shelf):  # noqa: F811
    code = filled(site)
    created = {job.title: job.created for reader in ("ada", "bob") for job in site.jobs.of(reader)}
    use(site)
    told = back_up(shelf / "backup")
    use(empty)
    found = restore(shelf / "backup")
    assert (found.files, found.found_again, found.forgotten, found.aside) == (told.files, 0, 0, "")
    assert_all_is_there(empty, code)
    assert {job.title: job.created for reader in ("ada", "bob") for job in empty.jobs.of(reader)} == created
    modes = {oct(path.stat().st_mode & 0o777) for path in empty.folder.rglob("*") if "jobs/" in str(path)}
    assert modes == {"0o600", "0o700"}


def test_jobs_that_run_during_the_backup_go_on_from_there_and_end_as_those_that_were_never_disturbed(
        site, empty, use, shelf):  # noqa: F811
    whole, job = site.submit("eve", epochs=40, seconds=0), site.submit("ada", epochs=40, seconds=0.02)
    site.worker(jobs_per_worker=2)
    site.until_epoch(job, 3)
    use(site)
    back_up(shelf / "backup")
    assert site.jobs.get("ada", job.id).state == "running"
    site.wait(job, "done")
    use(empty)
    restore(shelf / "backup")
    assert 3 <= len(empty.epochs_done(job)) < 40
    assert empty.jobs.get("ada", job.id).state == "running"
    empty.worker(jobs_per_worker=2)
    assert empty.wait(job, "done", "failed").state == "done"
    ended = [read_record(one.folder / "jobs" / two.id / CHECKPOINT) for one, two in (
        (empty, job), (site, job), (site, whole))]
    assert ended[0] == ended[1] == ended[2]
    assert not empty.overlapped(job)


def test_jobs_that_were_submitted_or_deleted_between_database_and_folders_are_mended(
        site, empty, use, shelf, monkeypatch):  # noqa: F811
    from explorer.hosting import backup
    gone = site.submit("ada", title="Gone")
    real = backup._add_folder

    def meanwhile(*arguments, **more):
        site.submit("bob", title="New")
        site.jobs.delete("ada", gone.id)
        return real(*arguments, **more)

    monkeypatch.setattr(backup, "_add_folder", meanwhile)
    use(site)
    back_up(shelf / "backup")
    use(empty)
    told = restore(shelf / "backup")
    assert (told.found_again, told.forgotten) == (1, 1)
    assert [job.title for job in empty.jobs.of("bob")] == ["New"]
    assert empty.jobs.of("ada") == []


def test_a_sqlite_backup_may_move_into_postgresql(sqlite_site, postgres, use, shelf, caplog):  # noqa: F811
    code = filled(sqlite_site)
    grown = emptied(shelf / "other", postgres.url)
    use(sqlite_site)
    back_up(shelf / "backup")
    use(grown)
    restore(shelf / "backup")
    assert_all_is_there(grown, code)
    assert [job.state for job in grown.jobs.of("ada")] == ["done"]
    grown.close()


def test_postgresql_does_not_fit_into_a_file(postgres, use, shelf):  # noqa: F811
    big, small = emptied(shelf / "big", postgres.url), emptied(shelf / "small", "")
    big.submit()
    use(big)
    back_up(shelf / "backup")
    use(small)
    with pytest.raises(ExplorerError, match=r"holds a database of PostgreSQL.*Set EXPLORER_DATABASE_URL"):
        restore(shelf / "backup")
    assert list(small.folder.iterdir()) == []
    big.close()


def test_what_is_there_is_refused_or_put_aside_and_nothing_of_it_is_lost(site, empty, use, shelf):  # noqa: F811
    code = filled(site)
    use(site)
    back_up(shelf / "backup")
    empty.submit("cleo", title="Mine")
    (empty.folder / "sets").mkdir()
    (empty.folder / "sets" / "mnist").write_text("stays")
    use(empty)
    with pytest.raises(ExplorerError, match=r"something here already: jobs, database. Say --replace"):
        restore(shelf / "backup")
    assert [job.title for job in empty.jobs.of("cleo")] == ["Mine"]
    aside = Path(restore(shelf / "backup", replace=True).aside)
    assert_all_is_there(empty, code)
    assert empty.jobs.of("cleo") == []
    assert {path.name.partition(".")[0] for path in aside.iterdir()} == {"jobs", "database"}
    assert len(list((aside / "jobs").iterdir())) == 1
    assert (empty.folder / "sets" / "mnist").read_text() == "stays"


def test_a_server_that_has_started_once_and_was_not_used_is_empty_enough(sqlite_site, use, shelf):  # noqa: F811
    code = filled(sqlite_site)
    use(sqlite_site)
    back_up(shelf / "backup")
    fresh = emptied(shelf / "other", "")
    assert fresh.jobs.of("ada") == []
    (fresh.folder / "secret").write_text("another one, made at the first start")
    use(fresh)
    restore(shelf / "backup")
    assert_all_is_there(fresh, code)
    fresh.close()


def test_while_a_worker_runs_nothing_is_touched(sqlite_site, use, shelf):  # noqa: F811
    use(sqlite_site)
    sqlite_site.submit()
    back_up(shelf / "backup")
    (sqlite_site.folder / "workers").mkdir()
    lock = sqlite_site.folder / "workers" / "desk-0.lock"
    with take(lock), pytest.raises(ExplorerError, match=r"desk-0.*Stop the app"):
        restore(shelf / "backup", replace=True)
    assert len(sqlite_site.jobs.of("ada")) == 1


def test_a_backup_of_a_newer_form_is_refused(sqlite_site, use, shelf):  # noqa: F811
    use(sqlite_site)
    sqlite_site.submit()
    with sqlite3.connect(sqlite_site.folder / "jobs.sqlite") as connection:
        connection.execute("UPDATE explorer_schema SET version = 9")
    back_up(shelf / "backup")
    fresh = emptied(shelf / "other", "")
    use(fresh)
    with pytest.raises(JobError, match=r"form 9.*newer version"):
        restore(shelf / "backup")
    assert list(fresh.folder.iterdir()) == []


def test_too_small_a_disk_is_told_before_anything_is_written(sqlite_site, use, shelf, monkeypatch):  # noqa: F811
    use(sqlite_site)
    sqlite_site.submit()
    back_up(shelf / "backup")
    fresh = emptied(shelf / "other", "")
    use(fresh)
    full = shutil.disk_usage(shelf)._replace(free=10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(ExplorerError, match=r"has 1 MB left. Make room"):
        restore(shelf / "backup")
    assert list(fresh.folder.iterdir()) == []


def test_without_a_database_jobs_come_back_from_their_folders(sqlite_site, use, shelf, caplog):  # noqa: F811
    sqlite_site.submit("ada", title="Cats")
    (sqlite_site.folder / "jobs.sqlite").unlink()
    use(sqlite_site)
    back_up(shelf / "backup")
    assert checked(shelf / "backup").database == "none"
    fresh = emptied(shelf / "other", "")
    use(fresh)
    with caplog.at_level(logging.CRITICAL):
        restore(shelf / "backup")
    assert [job.title for job in fresh.jobs.of("ada")] == ["Cats"]
    assert fresh.jobs.owned_by([owner_of("ada")])
    fresh.close()
