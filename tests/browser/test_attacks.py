"""What others try on the real app, over the wire: uploads without a session, foreign origins, forged cookies."""

from __future__ import annotations

import base64
import http.client
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest

from explorer.jobs.readers import COOKIE, signed

OLD = signed("ada", b"a key that this server had before")


@pytest.fixture
def ask(app_url):
    """Return a function that sends one request and returns status and headers."""
    def send(method, path, **headers):
        connection = http.client.HTTPConnection(urlsplit(app_url).netloc, timeout=30)
        try:
            connection.request(method, path, body=b"GIF89a" if method in {"PUT", "POST"} else None,
                               headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers
        finally:
            connection.close()

    return send


def greeted(ask, origin):
    """Return the status of the answer to a WebSocket's first words."""
    return ask("GET", "/_stcore/stream", Origin=origin, Connection="Upgrade", Upgrade="websocket",
               Sec_WebSocket_Version="13", Sec_WebSocket_Protocol="streamlit",
               Sec_WebSocket_Key=base64.b64encode(bytes(16)).decode())[0]


@pytest.mark.parametrize("headers", [{}, {"X_Xsrftoken": "guessed"}, {"Cookie": "_streamlit_xsrf=guessed"},
                                     {"X_Xsrftoken": "one", "Cookie": "_streamlit_xsrf=other"}])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_upload_without_a_session_is_refused(method, headers, ask):
    assert ask(method, "/_stcore/upload_file/0000/0000", **headers)[0] == 403


def test_a_page_of_another_site_cannot_speak_for_its_reader(ask, app_url):
    assert greeted(ask, app_url) == 101
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example", "file://"):
        assert greeted(ask, origin) == 403


@pytest.mark.parametrize("cookie", ["", "ada", "ada.", f"ada.{'0' * 64}", OLD, signed("ada", b" ")])
def test_a_cookie_that_this_server_did_not_sign_is_replaced_by_a_new_one(cookie, ask):
    status, headers = ask("GET", "/", Cookie=f"{COOKIE}={cookie}")
    assert status == 200
    given = SimpleCookie(headers["set-cookie"])[COOKIE].value
    assert given != cookie
    assert given.split(".")[0] not in {"ada", ""}
    assert ask("GET", "/", Cookie=f"{COOKIE}={given}")[1]["set-cookie"].startswith(f"{COOKIE}={given};")


@pytest.mark.parametrize("path", ["/", "/jobs", "/_stcore/health", "/media/none.png", "/no/such/page"])
def test_every_answer_carries_the_security_headers(path, ask):
    headers = ask("GET", path)[1]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert len(headers["X-Request-ID"]) == 16
