"""The way to the login and back."""

from __future__ import annotations

import asyncio

import pytest
import streamlit as st

from explorer.jobs import readers
from explorer.jobs.readers import COOKIE, signed
from pages.ui.account import journey, session
from pages.ui.account.journey import BACK, LONGEST, Journey

LOCATION = b"location"


@pytest.fixture(autouse=True)
def left(monkeypatch):
    """Return the browsers that have logged out."""
    names: list[str] = []
    monkeypatch.setattr(readers, "server_key", lambda: b"a key of the tests' own")
    monkeypatch.setattr(journey, "note_log_out", names.append)
    return names


def asked(path, *, status=302, answer=((b"location", b"https://login.example/in"),), **headers):
    """Return status, place and cookies of the answer to a request."""
    said = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    sent = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": status, "headers": list(answer)})
        await send({"type": "http.response.body", "body": b"Authentication error" if status >= 400 else b""})

    async def send(event):
        sent.append(event)

    asyncio.run(Journey(app)({"type": "http", "method": "GET", "path": path, "headers": [(b"host", b"cnn"), *said]},
                             None, send))
    told = sent[0]["headers"]
    return (sent[0]["status"], next((value.decode() for name, value in told if name == LOCATION), ""),
            [value.decode() for name, value in told if name == b"set-cookie"], sent[1]["body"])


def back_of(cookies):
    return next(text.partition("=")[2].partition(";")[0] for text in cookies if text.startswith(BACK))


@pytest.mark.parametrize("link", ["/pooling?kind=average&grid=1_2~3_4", "/", "/build_stack?stack=c.o8%20x"])
def test_who_logs_in_comes_back_to_the_very_link(link):
    status, place, cookies, _ = asked("/auth/login", referer=f"http://cnn{link}")
    assert (status, place) == (302, "https://login.example/in")
    came = ((b"location", b"/"), (b"set-cookie", b"_streamlit_user=2|x; Path=/"))
    _, place, cookies, _ = asked("/oauth2callback", answer=came, cookie=f"{BACK}={back_of(cookies)}")
    assert place == link
    assert not any(session.FAILED in text for text in cookies)


@pytest.mark.parametrize("kept", ["login https://evil.example", "login //evil.example", "login /\\evil.example",
                                  "login /a\r\nset-cookie: x=1", "login", "", "login javascript:alert(1)", "x"])
def test_a_forged_way_back_leads_to_the_start_page(kept):
    _, place, _, _ = asked("/oauth2callback", answer=((b"location", b"/"),),
                           cookie=f"{BACK}={journey.quote(kept, safe='')}")
    assert place == "/"


@pytest.mark.parametrize("referer", ["http://evil.example/pooling", "", "http://cnn//evil.example", "cnn"])
def test_who_comes_from_elsewhere_comes_back_to_the_start_page(referer):
    assert back_of(asked("/auth/login", referer=referer)[2]) == "login%20%2F"


def test_of_a_link_too_long_for_a_cookie_the_page_is_kept():
    assert back_of(asked("/auth/login", referer=f"http://cnn/pixels?a={'x' * LONGEST}")[2]) == "login%20%2Fpixels"


def test_where_the_provider_is_away_the_reader_stays_on_the_page_and_is_told():
    status, place, cookies, body = asked("/auth/login", status=400, answer=(), referer="http://cnn/pooling?kind=max")
    assert (status, place, body) == (302, "/pooling?kind=max", b"")
    assert cookies[0].startswith(f"{session.FAILED}=1; Path=/; Max-Age=20; HttpOnly; SameSite=Lax")


def test_who_is_refused_or_stops_halfway_comes_back_and_is_told():
    _, place, cookies, _ = asked("/oauth2callback", answer=((b"location", b"/"),), cookie=f"{BACK}=login%20%2Fpixels")
    assert place == "/pixels"
    assert any(text.startswith(f"{session.FAILED}=1") for text in cookies)


def test_a_log_out_is_noted_by_the_signed_name_of_the_browser_only(left):
    for cookie in (f"{COOKIE}={signed('ada')}", f"{COOKIE}=bob.0000", ""):
        _, place, _, _ = asked("/auth/logout", answer=((b"location", b"/"),), referer="http://cnn/jobs", cookie=cookie)
        assert place == "/jobs"
    assert left == ["ada"]
    _, _, cookies, _ = asked("/oauth2callback", answer=((b"location", b"/"),), cookie=f"{BACK}=logout%20%2Fjobs")
    assert not any(text.startswith(session.FAILED) for text in cookies)


@pytest.mark.parametrize(("proto", "secure"), [("https", True), ("http", False)])
def test_behind_tls_the_cookies_of_the_login_travel_by_https_only(proto, secure):
    came = ((b"location", b"/"), (b"set-cookie", b"_streamlit_user=2|x; HttpOnly; Path=/"))
    _, _, cookies, _ = asked("/oauth2callback", answer=came, x_forwarded_proto=proto, cookie=f"{BACK}=login%20%2F")
    assert [text.endswith("; Secure") for text in cookies] == [secure] * 2


def test_below_a_path_nothing_outside_of_it_is_come_back_to(monkeypatch):
    monkeypatch.setattr(st, "get_option", lambda _name: "cnn")
    assert back_of(asked("/cnn/auth/login", referer="http://cnn/cnn/pixels")[2]) == "login%20%2Fcnn%2Fpixels"
    assert back_of(asked("/cnn/auth/login", referer="http://cnn/other")[2]) == "login%20%2Fcnn%2F"


def test_all_other_requests_pass_unchanged():
    assert asked("/pooling", answer=((b"location", b"x"),)) == (302, "x", [], b"")
