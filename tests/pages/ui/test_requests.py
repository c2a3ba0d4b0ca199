"""Each request is named and counted, uploads stay within limits, and nothing of a reader's is told."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
import streamlit as st

import app
from explorer.jobs import new_reader
from explorer.jobs.readers import COOKIE, signed
from explorer.runtime import REFUSED, Allowances
from explorer.runtime.logs import JsonLines
from pages.ui import requests
from pages.ui.requests import REQUESTS, UPLOADED, UPLOADS, Requests, UploadLimits, address_of, route_of

UPLOAD = "/_stcore/upload_file/session/file"


def scope(path="/", method="GET", peer="192.0.2.1", **headers):
    return {"type": "http", "method": method, "path": path, "query_string": b"name=Ada", "client": (peer, 4000),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]}


def served(middleware, request, body=(b"x",), status=200):
    """Return what is sent for a request, and how many parts of its body were taken."""
    parts, sent = [{"type": "http.request", "body": part, "more_body": True} for part in body], []
    parts.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive():
        return parts.pop(0)

    async def send(event):
        sent.append(event)

    async def inner(scope, receive, send):
        while scope["type"] == "http" and (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    asyncio.run(middleware(inner)(request, receive, send))
    return dict(sent[0]["headers"]), sent[0]["status"], sent[-1]["body"], len(parts)


@pytest.fixture
def few(monkeypatch, clock):
    """Let one reader upload twice a minute, and those of one address six times."""
    made = Allowances({"upload": (2, 60.0)}, 3, clock)
    monkeypatch.setattr(requests, "allowances", lambda: made)


def test_an_answer_carries_the_name_that_its_request_came_with():
    assert served(Requests, scope(x_request_id="0123456789"))[0][b"x-request-id"] == b"0123456789"
    assert len(served(Requests, scope(x_request_id="no name"))[0][b"x-request-id"]) == 16


@pytest.mark.parametrize(("path", "route"), [
    ("/", ("page", "home")), ("/pixels", ("page", "pixels")), ("/wp-admin.php", ("other", "")),
    ("/pixels/ada", ("other", "")), ("/s/abcde", ("short_link", "")), ("/pulse/ticket.secret", ("pulse", "")),
    (UPLOAD, ("upload", "")), ("/_stcore/stream", ("stream", "")), ("/_stcore/health", ("health", "")),
    ("/media/0f.png", ("media", "")), ("/static/js/index.js", ("static", ""))])
def test_a_path_is_told_by_what_it_is_for_and_never_itself(path, route):
    assert route_of(path, {"pixels"}) == route


def test_below_a_path_of_its_own_it_is_the_same(monkeypatch):
    monkeypatch.setattr(st, "get_option", lambda _name: "/lab/cnn/")
    assert route_of("/lab/cnn/pixels", {"pixels"}) == ("page", "pixels")


def test_requests_are_counted_by_route_and_kind_of_answer():
    before = REQUESTS.numbers().get(("page", "3xx"), 0)
    served(lambda inner: Requests(inner, ["pixels"]), scope("/pixels"), status=304)
    assert REQUESTS.numbers()["page", "3xx"] == before + 1


def test_a_line_of_the_log_says_which_request_and_nothing_of_who_asked(configure, caplog):
    configure(log="json")
    with caplog.at_level(logging.INFO, "explorer"):
        served(Requests, scope(UPLOAD, x_request_id="0123456789", cookie="explorer_reader=secret", user_agent="Ada's"))
    [line] = [JsonLines("app").format(record) for record in caplog.records]
    found = json.loads(line)
    assert (found["route"], found["status"], found["method"]) == ("upload", 200, "GET")
    assert 0 <= found["seconds"] < 1
    assert not any(word in line for word in ("Ada", "secret", "192.0.2.1", "session", "file\"", "name="))


def test_uploads_and_their_bytes_are_counted(few):
    files, size = UPLOADS.numbers()[()], UPLOADED.numbers()[()]
    served(UploadLimits, scope(UPLOAD, "PUT"), body=[b"1234", b"56"], status=204)
    assert (UPLOADS.numbers()[()] - files, UPLOADED.numbers()[()] - size) == (1, 6)
    served(UploadLimits, scope(UPLOAD, "PUT"), status=403)
    assert UPLOADS.numbers()[()] == files + 1


@pytest.mark.parametrize(("language", "words"), [("en", "Try again in 30 s"), ("ko", "30")])
def test_who_uploads_too_often_is_told_when_to_come_back_after_the_file_was_taken(few, language, words):
    own = f"{COOKIE}={signed(new_reader())}"
    for _ in range(2):
        assert served(UploadLimits, scope(UPLOAD, "PUT", cookie=own))[1] == 200
    before = REFUSED.numbers().get(("upload", "reader"), 0)
    headers, status, body, left = served(UploadLimits, scope(UPLOAD, "PUT", cookie=own, accept_language=language),
                                         body=[b"x"] * 5)
    assert (status, headers[b"retry-after"], left) == (429, b"30", 0)
    assert words in body.decode()
    assert REFUSED.numbers()["upload", "reader"] == before + 1


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=forged.0000", "bad cookie;;="])
def test_without_a_cookie_of_this_server_the_address_counts(few, cookie):
    for _ in range(6):
        assert served(UploadLimits, scope(UPLOAD, "PUT", cookie=cookie))[1] == 200
    assert served(UploadLimits, scope(UPLOAD, "PUT", cookie=cookie))[1] == 429
    assert served(UploadLimits, scope(UPLOAD, "PUT", peer="192.0.2.2", cookie=cookie))[1] == 200


def test_what_is_no_upload_is_not_limited(few):
    for path, method in [("/", "PUT"), (UPLOAD, "DELETE"), ("/_stcore/health", "GET")] * 5:
        assert served(UploadLimits, scope(path, method))[1] == 200


def test_the_address_is_the_readers_where_a_proxy_of_ours_says_it():
    assert address_of(scope(peer="127.0.0.1", x_forwarded_for="203.0.113.5, 192.0.2.9")) == "192.0.2.9"
    assert address_of(scope(peer="192.0.2.9", x_forwarded_for="127.0.0.1")) == "192.0.2.9"


def test_the_app_names_requests_before_all_else():
    names = [entry.cls for entry in app.app._user_middleware]
    assert names[0] is Requests
    assert UploadLimits in names
