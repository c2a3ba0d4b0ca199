"""What is looked at before the app or a worker begins: settings, and who else may read what is written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from explorer.errors import ExplorerError
from explorer.jobs import paths
from explorer.jobs.ready import close_all, use
from explorer.settings import Settings
from tests.explorer.jobs.conftest import ROOT

APP = ("-c", "import app")
WORKER = ("-m", "explorer.jobs.worker")


def started(command, folder, **settings):
    """Return how a process ended that was started with ``settings``, its standard input closed."""
    environment = os.environ | {"EXPLORER_DATA": str(folder)} | {
        f"EXPLORER_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60, check=False)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("command", "settings", "said"), [
    (APP, {"worker": "extern"},
     "EXPLORER_WORKER is 'extern'. It can be one of these: app, external. Did you mean external?"),
    (APP, {"secret": "short"}, "EXPLORER_SECRET has 5 characters. Use 16 or more, or unset it."),
    (WORKER, {"database_url": "mysql://host/jobs"}, "EXPLORER_DATABASE_URL begins with 'mysql'.")])
def test_a_process_with_a_wrong_setting_ends_with_a_sentence(command, settings, said, tmp_path):
    ended = started(command, tmp_path, **settings)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_app_begins_with_a_key_and_names_that_set_nothing_told(tmp_path):
    ended = started(APP, tmp_path / "new", image_pixel="5")
    assert ended.returncode == 0
    assert ended.stderr == "EXPLORER_IMAGE_PIXEL sets nothing. Did you mean EXPLORER_IMAGE_PIXELS?\n"
    assert mode(tmp_path / "new") == 0o700
    assert len((tmp_path / "new" / "secret").read_bytes()) == 64


@pytest.fixture
def open_folder(tmp_path):
    """Return a data folder as versions before this one left it, with something that is not the app's."""
    for name in ("jobs/one/plan.json", "jobs.sqlite", "secret", "uploads/ab.zip", "sets/digits/a.npy", "notes/mine"):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
        for made in (path, *path.parents):
            if tmp_path in made.parents:
                made.chmod(0o755 if made.is_dir() else 0o644)
    (tmp_path / "data" / "jobs" / "link").symlink_to(tmp_path)
    return tmp_path / "data"


def test_what_is_there_is_closed_to_others(open_folder, tmp_path):
    outside = mode(tmp_path)
    use(open_folder)
    assert {mode(open_folder), mode(open_folder / "jobs"), mode(open_folder / "sets")} == {0o700}
    assert {mode(open_folder / "jobs.sqlite"), mode(open_folder / "secret")} == {0o600}
    close_all(open_folder)
    assert mode(open_folder / "jobs" / "one") == mode(open_folder / "sets" / "digits") == 0o700
    assert mode(open_folder / "jobs" / "one" / "plan.json") == mode(open_folder / "uploads" / "ab.zip") == 0o600
    assert mode(open_folder / "notes" / "mine") == 0o644  # not the app's
    assert mode(tmp_path) == outside  # a link is not followed


def test_what_the_process_and_those_that_it_starts_write_is_theirs_alone(tmp_path):
    write = "import pathlib, sys; pathlib.Path(sys.argv[1]).mkdir(); pathlib.Path(sys.argv[1], 'file').touch()"
    code = f"import app, subprocess, sys; subprocess.run([sys.executable, '-c', {write!r}, {str(tmp_path / 'room')!r}])"
    assert started(("-c", code), tmp_path / "data").returncode == 0
    assert (mode(tmp_path / "room"), mode(tmp_path / "room" / "file")) == (0o700, 0o600)


def test_a_folder_that_all_users_share_is_refused_and_left_as_it_is(tmp_path):
    tmp_path.chmod(0o1777)
    with pytest.raises(ExplorerError, match="which all users of this machine share"):
        use(tmp_path)
    assert mode(tmp_path) == 0o1777


def test_a_folder_that_cannot_be_made_is_refused(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(paths, "settings", lambda: Settings(data=str(tmp_path / "file" / "data")))
    with pytest.raises(ExplorerError, match="no such folder can be made"):
        use(paths.data_folder())


def test_a_folder_that_cannot_be_written_to_is_told_of(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    use(tmp_path)
    assert "cannot be written to" in caplog.text
