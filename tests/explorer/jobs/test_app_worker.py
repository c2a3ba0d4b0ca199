"""The app's own worker: it costs the app's start nothing, and is not started where others run the jobs."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from explorer.jobs import app_worker
from explorer.settings import Settings

ROOT = Path(__file__).parents[3]


def test_the_app_starts_without_the_packages_of_jobs_and_networks():
    code = "import sys, app; print(sorted({'dbos', 'sqlalchemy', 'psycopg', 'torch'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "[]", answer.stderr


def test_a_worker_starts_without_torch():
    code = "import sys, explorer.jobs.worker; print(sorted({'torch', 'numpy', 'streamlit'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "[]", answer.stderr


@pytest.fixture
def settings(monkeypatch, tmp_path):
    """Return a function that sets settings."""
    def choose(**values):
        for module in ("explorer.jobs.app_worker", "explorer.jobs.paths"):
            monkeypatch.setattr(f"{module}.settings", lambda: Settings(data=str(tmp_path), **values))
    choose()
    monkeypatch.setattr(app_worker, "FIRST_S", 0)
    return choose


def test_an_external_worker_is_left_to_others(settings, monkeypatch):
    settings(worker="external")
    monkeypatch.setattr(app_worker, "WORKER", ("/does/not/exist",))
    with app_worker.worker_beside():
        pass


def test_a_worker_that_dies_is_started_again_after_longer_and_longer_pauses(settings, monkeypatch, tmp_path):
    note = f"open({str(tmp_path / 'starts')!r}, 'a').write('x')"
    monkeypatch.setattr(app_worker, "WORKER", (sys.executable, "-c", note))
    monkeypatch.setattr(app_worker, "PAUSES_S", (0.1, 0.2, 60))
    stop = Event()
    thread = Thread(target=app_worker.keep, args=(stop,))
    thread.start()
    time.sleep(3)
    stop.set()
    thread.join(timeout=5)
    assert (tmp_path / "starts").read_text() == "xxx"


def test_a_worker_that_does_not_end_is_made_to(settings, monkeypatch):
    monkeypatch.setattr(app_worker, "WORKER", (sys.executable, "-c", "import time; time.sleep(600)"))
    monkeypatch.setattr(app_worker, "END_S", 0.5)
    began = time.monotonic()
    with app_worker.worker_beside():
        time.sleep(0.5)
    assert time.monotonic() - began < 5
