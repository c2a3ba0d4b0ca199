"""The middleware gives pages a cookie, renews it, and leaves the rest alone."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie

import pytest

from explorer.jobs import readers as reader
from explorer.jobs.readers import ReaderCookie
from explorer.jobs.readers import COOKIE, checked, signed

PAGE = [(b"content-type", b"text/html; charset=utf-8")]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setattr(reader, "server_key", lambda: b"a key of the tests' own")


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
