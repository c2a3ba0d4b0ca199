"""``python -m explorer.hosting backup`` and ``restore`` say what they did, and in a sentence why they did not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from explorer.hosting.__main__ import main
from tests.explorer.jobs.conftest import ROOT


@pytest.fixture
def server(tmp_path, configure):
    """Return ``server(name)``: this process is a server with that data folder now, which holds a secret."""
    umask = os.umask(0o022)

    def use(name, secret="a secret made for this test"):
        folder = tmp_path / name
        folder.mkdir()
        if secret:
            (folder / "secret").write_text(secret)
        configure(data=folder, database_url="")
        return folder

    yield use
    os.umask(umask)


def test_both_commands_say_what_they_did(server, tmp_path, capsys):
    server("one")
    assert main(["backup", str(tmp_path / "file")]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{tmp_path / 'file'}: 1 files of {tmp_path / 'one'} and the database, ")
    other = server("two", secret="")
    assert main(["restore", str(tmp_path / "file")]) == 0
    assert capsys.readouterr().out.startswith(f"{other}: 1 files, 27 B, as they were on 20")
    assert (other / "secret").read_text() == "a secret made for this test"


def test_replace_tells_where_the_old_things_lie(server, tmp_path, capsys):
    server("one")
    main(["backup", str(tmp_path / "file")])
    other = server("two", secret="another secret, no longer wanted")
    assert main(["restore", "--replace", str(tmp_path / "file")]) == 0
    (aside,) = other.glob("replaced-*")
    assert f"What was there before lies in {aside}." in capsys.readouterr().out
    assert (aside / "secret").read_text() == "another secret, no longer wanted"


def test_what_cannot_be_done_is_said_in_a_sentence(server, tmp_path, capsys):
    server("one")
    for command in (["backup", str(tmp_path / "none" / "file")], ["restore", str(tmp_path / "none")]):
        assert main(command) == 1
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)


def test_links_that_were_left_out_are_counted(server, tmp_path, capsys):
    (server("one") / "link").symlink_to("/etc/passwd")
    main(["backup", str(tmp_path / "file")])
    assert "1 links and other things that are no files were left out." in capsys.readouterr().out


def test_the_help_of_the_program_knows_them():
    command = [sys.executable, "-m", "explorer.hosting", "--help"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True,
                          check=True).stdout
    assert "backup" in said
    assert "put a backup back" in said
