"""A backup is one closed file: whole or not there, of plain files only, each folder as it was at one moment."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event, Thread

import pytest

from explorer.errors import ExplorerError
from explorer.hosting import dumps
from explorer.hosting.archive import checked
from explorer.hosting.backup import at_one_moment, back_up
from tests.explorer.jobs.conftest import Site, postgres, sqlite_site  # noqa: F401 (fixtures)

URL = "postgresql+psycopg://reader:pass%20word@db.example/jobs?sslmode=disable"


@pytest.fixture
def shelf(tmp_path_factory, tmp_path, configure):
    """Return a folder for backups; ``tmp_path`` is the data folder of this server."""
    configure(data=tmp_path, database_url="")
    return tmp_path_factory.mktemp("shelf")


def put(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_what_can_be_made_again_is_left_out_unless_all_is_wanted(shelf, tmp_path):
    put(tmp_path, jobs__aa__plan="{}", uploads__u="zip", secret="s", sets__mnist="0", prepared__p="1", workers__w="",
        **{"jobs.lock": "", "replaced-2020__jobs__old": "", "jobs__aa__lock": "", "jobs__aa__.plan.12.34": "half",
           "networks__ab__owner-cd": "", "jobs.sqlite.damaged-2026": "x"})
    back_up(shelf / "usual")
    usual = {"data/jobs/aa/plan", "data/uploads/u", "data/secret", "data/networks/ab/owner-cd"}
    assert checked(shelf / "usual").files.keys() == usual
    back_up(shelf / "all", everything=True)
    assert checked(shelf / "all").files.keys() == usual | {"data/sets/mnist", "data/prepared/p"}


def test_lessons_of_a_teacher_lie_elsewhere_and_come_along(shelf, tmp_path, tmp_path_factory, configure):
    own = tmp_path_factory.mktemp("lessons")
    put(own, first__lesson="title")
    configure(data=tmp_path, database_url="", lessons=own)
    back_up(shelf / "one")
    assert checked(shelf / "one").files.keys() == {"lessons/first/lesson"}


def test_links_and_pipes_are_left_out_and_counted(shelf, tmp_path, tmp_path_factory):
    put(other := tmp_path_factory.mktemp("other"), passwords="not ours")
    put(tmp_path, jobs__aa__plan="{}")
    (tmp_path / "jobs" / "aa" / "link").symlink_to(other / "passwords")
    (tmp_path / "jobs" / "bb").symlink_to(other)
    (tmp_path / "link").symlink_to(other)
    (tmp_path / "jobs" / "aa" / "folder").symlink_to(other)
    os.mkfifo(tmp_path / "jobs" / "aa" / "pipe")
    told = back_up(shelf / "one")
    assert (told.files, told.links) == (1, 5)
    assert checked(shelf / "one").files.keys() == {"data/jobs/aa/plan"}


def test_only_this_user_may_read_it_and_nothing_is_left_beside_it(shelf, tmp_path):
    put(tmp_path, secret="s")
    told = back_up(shelf / "one")
    assert [path.name for path in shelf.iterdir()] == ["one"]
    assert (shelf / "one").stat().st_mode & 0o777 == 0o600
    assert told.size == (shelf / "one").stat().st_size


@pytest.mark.parametrize(("name", "said"), [
    ("there", "is there already. Give the backup another name"), ("none/one", "There is no folder"),
    ("data/one", "lies in the data folder.*Choose a place outside"), ("link", "is there already")])
def test_a_place_that_cannot_be_is_refused(name, said, shelf, tmp_path):
    put(shelf, there="before")
    (shelf / "data").symlink_to(tmp_path)
    (shelf / "link").symlink_to(shelf / "nowhere")
    with pytest.raises(ExplorerError, match=said):
        back_up(shelf / name)
    assert (shelf / "there").read_text() == "before"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_in_advance(shelf, tmp_path, monkeypatch):
    put(tmp_path, secret="s" * 10**6)
    full = shutil.disk_usage(tmp_path)._replace(free=65 * 10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(ExplorerError, match=r"may take 68.1 MB, and .* has 65 MB left"):
        back_up(shelf / "one")
    assert list(shelf.iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing_behind(shelf, tmp_path, monkeypatch):
    def full(_number):
        raise OSError(28, "No space left on device")

    put(tmp_path, secret="s")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExplorerError, match=r"No space left on device.*No backup was left"):
        back_up(shelf / "one")
    assert list(shelf.iterdir()) == []


def test_files_of_a_job_belong_together_however_fast_they_are_replaced(tmp_path):
    """Two files are replaced one after the other, and hold the same number before and after."""
    stopping, (first, second) = Event(), (tmp_path / "best", tmp_path / "checkpoint")

    def learn():
        number = 0
        while not stopping.wait(0.003):
            number += 1
            for path in (first, second):
                path.with_name(".aside").write_text(str(number))
                path.with_name(".aside").replace(path)

    put(tmp_path, best="0", checkpoint="0")
    writer = Thread(target=learn)
    writer.start()
    try:
        for _ in range(100):
            with ExitStack() as files:
                opened, _links = at_one_moment(tmp_path, files)
                best, checkpoint = (int(file.read()) for _path, file in opened)
                assert best - checkpoint in {0, 1}
    finally:
        stopping.set()
        writer.join()


def test_a_folder_that_never_stands_still_is_told_of(tmp_path, monkeypatch):
    from explorer.hosting import backup
    put(tmp_path, busy="1")
    monkeypatch.setattr(backup, "PAUSE_S", 0)
    monkeypatch.setattr(backup, "_marks", lambda _paths: [])
    with pytest.raises(ExplorerError, match="change all the time"), ExitStack() as files:
        at_one_moment(tmp_path, files)


def test_a_damaged_database_is_told_of(sqlite_site, shelf, configure):  # noqa: F811
    sqlite_site.submit()
    file = sqlite_site.folder / "jobs.sqlite"
    os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(ExplorerError, match=r"jobs.sqlite is damaged.*Start the app once"):
        back_up(shelf / "one")
    assert list(shelf.iterdir()) == []


def test_a_dump_waits_for_a_writer_and_holds_what_it_wrote(tmp_path):
    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as made:
        made.execute("CREATE TABLE numbers (x)")
        made.execute("BEGIN EXCLUSIVE")
        made.execute("INSERT INTO numbers VALUES (7)")
        asked = Thread(target=dumps.dump, args=(f"sqlite:///{tmp_path / 'db'}", tmp_path / "copy"))
        asked.start()
        asked.join(0.3)
        assert asked.is_alive()
        made.execute("COMMIT")
    asked.join(20)
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT x FROM numbers").fetchall() == [(7,)]


def program(folder, says):
    """Let ``pg_dump`` be a script that says its version, or writes down how it was called."""
    script = folder / "pg_dump"
    script.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo "{says}"; else '
                      f'echo "$@ $PGPASSWORD" > {folder}/called; echo "it is so" >&2; exit 3; fi\n')
    script.chmod(0o755)
    return str(folder)


@pytest.mark.parametrize(("says", "said"), [
    ("pg_dump (PostgreSQL) 9.6.24", r"is of PostgreSQL 9, and the server is of \d+.*postgresql-client-\d+"),
    ("", "pg_dump is missing.*apt-get install postgresql-client")])
def test_a_client_that_is_missing_or_older_than_the_server_is_told_of(
        says, said, postgres, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("PATH", program(tmp_path, says) if says else "/nowhere")
    url = postgres.url.format(name="postgres").replace("postgresql:", "postgresql+psycopg:")
    with pytest.raises(ExplorerError, match=said):
        dumps.dump(url, tmp_path / "dump")


def test_a_password_is_never_shown_to_other_users(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{program(tmp_path, 'x')}:{os.environ['PATH']}")
    with pytest.raises(ExplorerError, match="ended with 3: it is so") as caught:
        dumps._run("pg_dump", URL, "--format=custom")
    assert (tmp_path / "called").read_text() == (
        "--dbname=postgresql://reader@db.example/jobs?sslmode=disable --format=custom pass word\n")
    assert "word" not in str(caught.value)


def test_a_server_that_is_away_is_told_of(shelf, tmp_path, configure):
    configure(data=tmp_path, database_url=f"postgresql://test@/none?host={tmp_path}")
    with pytest.raises(ExplorerError, match=r"does not answer.*Look at EXPLORER_DATABASE_URL"):
        back_up(shelf / "one")


def test_it_is_an_archive_that_tar_reads(shelf, tmp_path):
    put(tmp_path, secret="s")
    back_up(Path(shelf / "one.tar.gz"))
    with tarfile.open(shelf / "one.tar.gz") as tar:
        assert tar.getnames() == ["data/secret", "manifest.json"]
