"""Where jobs lie, and files that one process holds."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from explorer.jobs import paths
from explorer.jobs.paths import PATIENT, ROOT, database_url, environment, held, jobs_folder, take
from explorer.settings import Settings

HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "ab")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def configure(monkeypatch, tmp_path):
    def change(**values):
        monkeypatch.setattr(paths, "settings", lambda: Settings(**({"data": str(tmp_path / "data")} | values)))

    change()
    return change


@pytest.fixture
def other(tmp_path):
    """Yield a process that holds the file ``lock``."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "lock")], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.parametrize(("url", "read"), [
    ("postgresql://ada@host:5432/jobs", "postgresql+psycopg://ada@host:5432/jobs"),
    ("postgres://host/jobs?sslmode=require", "postgresql+psycopg://host/jobs?sslmode=require"),
    ("postgresql+psycopg://host/jobs", "postgresql+psycopg://host/jobs"),
    ("sqlite:////srv/jobs.sqlite", "sqlite:////srv/jobs.sqlite"),
])
def test_addresses_of_databases_are_written_as_sqlalchemy_reads_them(url, read, configure):
    configure(database_url=url)
    assert database_url() == read


def test_without_an_address_the_database_is_a_file_beside_the_jobs(configure, tmp_path):
    assert database_url() == f"sqlite:///{tmp_path / 'data' / 'jobs.sqlite'}"
    assert jobs_folder() == tmp_path / "data" / "jobs"
    assert jobs_folder().parent.is_dir()


def test_children_get_the_same_folder_wherever_they_are_started(configure, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    configure(data="relative")
    found = environment()
    assert found["EXPLORER_DATA"] == str(tmp_path / "relative")
    assert found["PATH"] == os.environ["PATH"]


def test_threads_that_wait_are_patient_unless_somebody_says_otherwise(configure, monkeypatch):
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    assert environment()["OMP_WAIT_POLICY"] == PATIENT["OMP_WAIT_POLICY"] == "PASSIVE"
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    assert environment()["OMP_WAIT_POLICY"] == "ACTIVE"


def test_the_root_is_where_the_app_lies():
    assert (ROOT / "app.py").is_file()
    assert (ROOT / "explorer" / "jobs" / "paths.py").is_file()


def test_a_free_file_is_taken_and_free_again_once_it_is_closed(tmp_path):
    first = take(tmp_path / "lock")
    assert first is not None
    assert take(tmp_path / "lock") is None
    first.close()
    second = take(tmp_path / "lock")
    assert second is not None
    second.close()


def test_a_file_that_another_process_holds_is_not_taken(tmp_path, other):
    assert take(tmp_path / "lock") is None
    with held(tmp_path / "lock", 0.1) as free:
        assert not free


def test_a_file_is_free_as_soon_as_its_process_is_gone(tmp_path, other):
    other.kill()
    other.wait()
    with held(tmp_path / "lock", 5) as free:
        assert free


def test_what_was_held_is_let_go_of_even_after_an_error(tmp_path):
    with pytest.raises(RuntimeError), held(tmp_path / "lock", 0):
        raise RuntimeError
    with held(tmp_path / "lock", 0) as free:
        assert free
