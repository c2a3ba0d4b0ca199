"""In a real browser, with a provider of OpenID Connect: one account in two browsers, log-in and log-out."""

from __future__ import annotations

import re
from threading import Thread
from urllib.parse import urlsplit

import pytest
from oidc_provider_mock import User, app as provider_app
from werkzeug.serving import make_server

APP = """
import streamlit as st
from starlette.middleware import Middleware
from explorer.jobs import ReaderCookie
from pages.ui.account.journey import Journey
app = st.App("page.py", middleware=[Middleware(ReaderCookie), Middleware(Journey)])
"""
PAGE = """
import streamlit as st
from pages.ui.account import login
from pages.ui.account.role import role
from pages.ui.reader import reader
login.show()
login.tell_failure()
st.text(f"reader {reader()} {role().name} {st.query_params.get('side')}")
"""
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/{path}oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "cnn"
client_secret = "hush"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


def _without_styles(answer):
    """Return the provider's page without the styles that it would fetch from another host."""
    if answer.mimetype == "text/html":
        answer.set_data(re.sub(b"<link[^>]*>", b"", answer.get_data()))
    return answer


@pytest.fixture(scope="module")
def provider():
    """Yield the address of a provider that knows Ada, who teaches."""
    ada = User(sub="ada", claims={"name": "Ada *L.*", "email": "ada@login.example", "roles": ["teacher"]})
    made = provider_app(user_claims=(ada,))
    made.after_request(_without_styles)
    server = make_server("127.0.0.1", 0, made)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(serve, tmp_path_factory, provider):
    """Yield the address of an app below a path, whose login asks the provider."""
    folder = tmp_path_factory.mktemp("login")
    (folder / "page.py").write_text(PAGE)
    (folder / "app.py").write_text(APP)
    (folder / "secrets.toml").write_text(SECRETS.format(path="cnn/", provider=provider))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SECRETS_FILES", str(folder / "secrets.toml"))
        with serve(folder / "app.py", "cnn", role_claim="roles") as url:
            yield url


def shown(page) -> list[str]:
    """Return the reader that the page shows, their role and what the link says."""
    return page.get_by_text("reader ").inner_text(timeout=60_000).split()[1:]


def log_in(page, name: str) -> None:
    page.get_by_role("button", name="Log in").click()
    page.locator("input[name=sub]").fill(name)
    page.get_by_role("button").first.click()
    page.get_by_role("button", name="Log out").wait_for(timeout=60_000)


def log_out(page) -> None:
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/end_session?*")
    page.get_by_role("button").first.click()
    page.get_by_role("button", name="Log in").wait_for(timeout=60_000)


@pytest.mark.browser
def test_an_account_is_the_same_in_two_browsers_and_a_log_out_ends_it_in_all_tabs(site, new_page):
    first, second = new_page(alone=True), new_page(alone=True)
    first.goto(f"{site}/?side=8")
    before = shown(first)
    assert before[1:] == ["READER", "8"]
    log_in(first, "ada")
    assert shown(first)[1:] == ["TEACHER", "8"]
    assert first.get_by_text("Ada *L.*").is_visible()
    second.goto(site)
    log_in(second, "ada")
    assert shown(second)[0] == shown(first)[0] != before[0]
    other = first.context.new_page()
    other.goto(site)
    assert shown(other)[0] == shown(first)[0]
    log_out(first)
    assert shown(first) == before
    other.get_by_role("button", name="Log out").click()
    other.get_by_role("button", name="Log in").wait_for(timeout=60_000)
    assert shown(other)[0] == before[0]
    assert shown(second)[1] == "TEACHER"


@pytest.mark.browser
def test_a_copied_cookie_of_the_browser_brings_nothing_of_the_account(site, new_page):
    ada, thief = new_page(alone=True), new_page(alone=True)
    ada.goto(site)
    log_in(ada, "ada")
    copied = [one for one in ada.context.cookies() if one["name"] == "explorer_reader"]
    thief.context.add_cookies([*copied, {"name": "_streamlit_user", "value": "2|1:0|x|forged", "url": site}])
    thief.goto(site)
    assert shown(thief)[:2] != shown(ada)[:2]
    assert shown(thief)[1] == "READER"
    assert {urlsplit(site).path} == {one["path"] for one in ada.context.cookies() if "user" in one["name"]}
