"""Readers' names are signed, and only this server's signature counts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.errors import ExplorerError
from explorer.jobs import readers as reader
from explorer.jobs.readers import checked, new_reader, signed
from explorer.settings import Settings

KEY = b"sixteen or more bytes"


def test_a_signed_name_is_read_back():
    name = new_reader()
    assert checked(signed(name, KEY), KEY) == name


@pytest.mark.parametrize("text", ["", ".", "ada", "ada.", ".00", "ada.00", f"eve.{signed('ada', KEY).split('.')[1]}",
                                  f"{signed('ada', KEY)}0", signed("ada", b"another server's key"),
                                  "ada.\u00e9\u20ac"])
def test_what_this_server_did_not_sign_is_nobody(text):
    assert checked(text, KEY) is None


def test_the_signature_is_hmac_sha256():
    # RFC 4231, test case 2.
    assert signed("what do ya want for nothing?", b"Jefe").split(".")[1] == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")


def test_names_are_not_repeated_or_guessed():
    names = {new_reader() for _ in range(1000)}
    assert len(names) == 1000
    assert all(len(name) == 32 for name in names)


def test_a_short_secret_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "settings", lambda: Settings(secret="short"))
    with pytest.raises(ExplorerError, match="has 5 characters"):
        reader.server_key.__wrapped__()


def test_the_key_is_made_once_by_whichever_process_is_first_and_is_nobody_elses(tmp_path):
    command = [sys.executable, "-c", "from explorer.jobs.readers import server_key; print(server_key().decode())"]
    environment = {**os.environ, "EXPLORER_DATA": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {process.communicate()[0].strip() for process in started}
    assert len(keys) == 1
    assert (tmp_path / "secret").read_text() == keys.pop()
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_settings_do_not_show_the_secret():
    assert "sesame" not in repr(Settings(secret="open sesame", database_url="postgresql://u:sesame@h/d"))
