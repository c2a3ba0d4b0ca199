"""Streamlit's scripts are sent packed to who takes them so, and to nobody else."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from pages.ui.packed import STATIC, Packed, asked, files, packed

NAME, FILE = max(files().items(), key=lambda entry: entry[1].name.startswith("index."))
TAKES = [(b"accept-encoding", b"gzip, deflate, br")]


def request(path=f"/static/{NAME}", headers=TAKES, method="GET"):
    return {"type": "http", "method": method, "path": path, "headers": list(headers)}


def answered(scope):
    """Return what is sent, or None where the app itself is asked."""
    events = []

    async def inner(_scope, _receive, _send):
        events.append(None)

    async def send(event):
        events.append(event)

    asyncio.run(Packed(inner)(scope, None, send))
    return events


def test_what_is_unpacked_is_streamlits_own_file():
    start, body = answered(request())
    headers = dict(start["headers"])
    assert headers[b"content-encoding"] == b"gzip"
    assert int(headers[b"content-length"]) == len(body["body"])
    assert gzip.decompress(body["body"]) == FILE.read_bytes()


def test_browsers_keep_it_for_a_year():
    assert b"max-age=31536000" in dict(answered(request())[0]["headers"])[b"cache-control"]


@pytest.mark.parametrize("scope", [
    request(headers=()), request(headers=[(b"accept-encoding", b"br")]), request(method="HEAD"),
    request(headers=[*TAKES, (b"range", b"bytes=0-9")]), request("/static/js/none.js"),
    request("/static/../index.html"), request("/"), {"type": "websocket", "path": "/static/", "headers": []},
])
def test_the_app_itself_answers_all_else(scope):
    assert answered(scope) == [None]


def test_below_a_path_it_is_found_there(monkeypatch):
    monkeypatch.setattr("pages.ui.packed.st.get_option", lambda _name: "/cnn/")
    assert asked(request(f"/cnn/static/{NAME}")) == FILE
    assert asked(request()) is None


def test_all_lie_in_streamlits_folder_and_the_scripts_get_to_a_third():
    assert all(STATIC in file.resolve().parents for file in files().values())
    scripts = {file: file.stat().st_size for file in files().values() if file.suffix == ".js"}
    largest = sorted(scripts, key=scripts.__getitem__)[-8:]
    assert sum(len(packed(file)) for file in largest) < sum(scripts[file] for file in largest) / 3
