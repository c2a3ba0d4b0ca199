"""What each answer tells the browser. That all pages bear it, the browser's tests show: each complaint fails them."""

from __future__ import annotations

import asyncio
import re

import pytest

import app
from explorer.settings import Settings
from pages.ui.headers import SecurityHeaders, behind_tls, digest, headers, permissions, policy

SOURCES = {"'self'", "'none'", "blob:", "data:", "'unsafe-inline'"}


def answered(sent=(), kind="http", **asked):
    """Return the headers of an answer to which the app itself gave the headers ``sent``."""
    events = []

    async def inner(scope, receive, send):
        await send({"type": f"{kind}.response.start", "status": 200, "headers": list(sent)})

    async def send(event):
        events.append(event)

    asyncio.run(SecurityHeaders(inner)({"type": kind, "headers": [
        (name.replace("_", "-").encode(), value.encode()) for name, value in asked.items()]}, None, send))
    return events[0]["headers"]


def test_every_answer_says_what_a_browser_may_do_with_it():
    found = dict(answered([(b"content-type", b"text/html")]))
    assert found[b"content-type"] == b"text/html"
    assert found[b"x-content-type-options"] == b"nosniff"
    assert found[b"referrer-policy"] == b"same-origin"
    assert found[b"content-security-policy"].startswith(b"default-src 'self'; script-src 'self' blob: 'sha256-")


def test_no_header_is_sent_twice():
    names = [name.lower() for name, _value in answered([(b"X-Content-Type-Options", b"nosniff")])]
    assert len(set(names)) == len(names)


def test_a_websocket_passes_unchanged():
    assert answered(kind="websocket") == []


def test_the_policy_names_no_other_host_and_runs_no_text_as_a_script():
    directives = dict(part.split(" ", 1) for part in policy().split("; "))
    assert {source for sources in directives.values() for source in sources.split()
            if not source.startswith("'sha256-")} <= SOURCES
    assert "unsafe" not in directives["script-src"]
    assert {"default-src", "object-src", "base-uri", "form-action", "frame-ancestors"} <= directives.keys()


@pytest.mark.parametrize(("script", "named"), [
    # https://www.w3.org/TR/CSP3/#example-hash, "alert('Hello, world.');"
    ("alert('Hello, world.');", "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=")])
def test_a_script_is_named_as_the_specification_names_it(script, named):
    assert digest(script) == named


def test_the_one_script_in_streamlits_page_is_let_through():
    assert len(re.findall("'sha256-[^']{44}'", policy())) == 1


def test_the_app_sends_them_with_everything():
    assert SecurityHeaders in [entry.cls for entry in app.app._user_middleware[:2]]  # before whatever answers itself


def test_of_what_a_device_has_pages_use_the_camera_and_little_else():
    told = dict(part.split("=") for part in permissions().split(", "))
    assert {name for name, who in told.items() if who == "(self)"} == {"camera", "clipboard-write", "fullscreen"}
    assert {told[name] for name in ("microphone", "geolocation", "usb", "payment")} == {"()"}


@pytest.mark.parametrize(("asked", "is_tls"), [({}, False), ({"x_forwarded_proto": "https"}, True),
                                               ({"x_forwarded_proto": "http"}, False),
                                               ({"x_forwarded_proto": "https, http"}, True)])
def test_behind_tls_every_cookie_is_for_https_alone(asked, is_tls):
    given = [(b"Set-Cookie", b"_streamlit_xsrf=1; Path=/"), (b"set-cookie", b"a=secure; Path=/; secure"),
             (b"set-cookie", b"_streamlit_user=2; HttpOnly")]
    found = [value for name, value in answered(given, **asked) if name.lower() == b"set-cookie"]
    assert [b"; secure" in value.lower() for value in found] == [is_tls, True, is_tls]
    assert (b"cross-origin-opener-policy" in dict(answered(**asked))) is is_tls


@pytest.mark.parametrize(("hsts", "asked", "told"), [
    ("off", {"x_forwarded_proto": "https"}, None), ("on", {}, None),
    ("on", {"x_forwarded_proto": "https"}, b"max-age=31536000")])
def test_to_come_by_https_alone_is_asked_by_setting_and_only_of_who_did(hsts, asked, told, monkeypatch):
    monkeypatch.setattr("pages.ui.headers.settings", lambda: Settings(hsts=hsts))
    behind_tls.cache_clear()
    try:
        assert dict(answered(**asked)).get(b"strict-transport-security") == told
    finally:
        behind_tls.cache_clear()


@pytest.fixture
def embedding(monkeypatch):
    """Return a function that lets these sites show the app in a frame."""
    def set_to(sites):
        monkeypatch.setattr("pages.ui.headers.settings", lambda: Settings(embed_from=sites))
        headers.cache_clear()
        return {name: value.decode() for name, value in answered()}

    yield set_to
    headers.cache_clear()


def test_other_sites_may_not_show_the_app_in_a_frame_unless_they_are_named(embedding):
    found = embedding("")
    assert found[b"content-security-policy"].endswith("frame-ancestors 'self'")
    assert found[b"x-frame-options"] == "SAMEORIGIN"


def test_sites_that_are_named_may_and_no_older_header_keeps_them_out(embedding):
    found = embedding("https://lms.example.edu  https://*.example.org:8443")
    assert found[b"content-security-policy"].endswith(
        "frame-ancestors 'self' https://lms.example.edu https://*.example.org:8443")
    assert b"x-frame-options" not in found
