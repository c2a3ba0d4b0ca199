"""Readers' names are signed, and only this server's signature counts."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from http.cookies import SimpleCookie
from pathlib import Path

import pytest

from explorer.errors import ExplorerError
from explorer.jobs import readers
from explorer.jobs.readers import COOKIE, ReaderCookie, checked, new_reader, server_key, signed
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


@pytest.fixture
def kept_key(tmp_path, monkeypatch):
    """Return what asks for the key that is kept in a folder."""
    monkeypatch.setattr("explorer.jobs.paths.settings", lambda: Settings(data=str(tmp_path)))
    return server_key.__wrapped__


@pytest.mark.parametrize("weak", [b"", b"\n", b"fifteen letters", b" " * 64])
def test_a_key_too_short_to_keep_anybody_out_is_replaced_and_told_of(weak, kept_key, tmp_path, caplog):
    (tmp_path / "secret").write_bytes(weak)
    key = kept_key()
    assert len(key) == 64
    assert kept_key() == (tmp_path / "secret").read_bytes() == key
    assert checked(signed("ada", b" "), key) is None
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]
    assert len(caplog.records) == 1


def test_a_hosts_own_key_is_taken_to_the_last_byte(kept_key, tmp_path):
    (tmp_path / "secret").write_bytes(b"sixteen letters!\n")
    assert kept_key() == b"sixteen letters!\n"


def test_where_no_key_can_be_kept_readers_have_one_until_the_process_ends(kept_key, tmp_path, monkeypatch, caplog):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert len(kept_key()) == 32
    assert list(tmp_path.iterdir()) == []
    assert "No space left on device" in caplog.text


def test_a_key_that_cannot_be_read_is_told_of(kept_key, tmp_path):
    (tmp_path / "secret").mkdir()
    with pytest.raises(ExplorerError, match="cannot be read or replaced"):
        kept_key()


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


PAGE = [(b"content-type", b"text/html; charset=utf-8")]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setattr(readers, "server_key", lambda: b"a key of the tests' own")


def answer(headers=(), method="GET", kind="http", scheme="http", status=200, sent=PAGE):
    """Return the cookies that an answer sets, for a request with ``headers``."""
    events = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": sent})

    async def send(event):
        events.append(event)

    scope = {"type": kind, "method": method, "scheme": scheme, "headers": list(headers)}
    asyncio.run(ReaderCookie(app)(scope, None, send))
    return [value.decode() for name, value in events[0]["headers"] if name == b"set-cookie"]


def name(cookie):
    return checked(SimpleCookie(cookie)[COOKIE].value)


def test_a_first_visit_gets_a_name_that_scripts_and_other_sites_cannot_use():
    (cookie,) = answer()
    assert len(name(cookie)) == 32
    attributes = cookie.split("; ")[1:]
    assert attributes == ["Path=/", "Max-Age=34560000", "HttpOnly", "SameSite=Lax"]


@pytest.mark.parametrize(("scheme", "sites", "attributes"), [
    ("https", "https://lms.example.edu", ["SameSite=None", "Secure"]), ("https", "", ["SameSite=Lax", "Secure"]),
    ("http", "https://lms.example.edu", ["SameSite=Lax"])])  # browsers refuse None without https
def test_in_frames_of_other_sites_it_is_sent_only_where_they_are_named(monkeypatch, scheme, sites, attributes):
    monkeypatch.setattr("explorer.jobs.readers.settings", lambda: Settings(embed_from=sites))
    assert answer(scheme=scheme)[0].split("; ")[4:] == attributes


def test_two_visitors_get_two_names():
    assert name(answer()[0]) != name(answer()[0])


def test_a_later_visit_keeps_its_name_and_renews_it():
    cookie = f"other=1; {COOKIE}={signed('ada')}; more=2".encode()
    assert name(answer([(b"cookie", cookie)])[0]) == "ada"
    assert name(answer([(b"cookie", b"other=1"), (b"cookie", f"{COOKIE}={signed('ada')}".encode())])[0]) == "ada"


@pytest.mark.parametrize("cookie", [f"{COOKIE}=ada.0123".encode(), COOKIE.encode(), b"\xff\xfe", b"=;;=", b""])
def test_a_forged_or_broken_cookie_is_replaced(cookie):
    assert name(answer([(b"cookie", cookie)])[0]) != "ada"


def test_over_https_the_cookie_stays_there():
    assert answer(scheme="https")[0].endswith("; Secure")
    assert answer([(b"x-forwarded-proto", b"https,http")])[0].endswith("; Secure")


def test_a_browser_that_shows_the_page_it_kept_gets_its_cookie_too():
    assert answer([(b"accept", b"text/html,*/*")], status=304, sent=[])
    assert not answer([(b"accept", b"image/png")], status=304, sent=[])


@pytest.mark.parametrize("request_", [{"sent": [(b"content-type", b"text/css")]}, {"method": "POST"},
                                      {"kind": "websocket"}, {"sent": []}])
def test_what_is_no_page_passes_unchanged(request_):
    assert answer(**request_) == []
