"""In a real browser: the first page brings the cookie, and the first session has it."""

from __future__ import annotations

import pytest

from explorer.jobs.readers import COOKIE

APP = """
import streamlit as st
from starlette.middleware import Middleware
from explorer.jobs.readers import ReaderCookie
app = st.App("page.py", middleware=[Middleware(ReaderCookie)])
"""
PAGE = """
import streamlit as st
from pages.ui.reader import reader
st.text(f"reader {reader()}")
"""


@pytest.fixture(scope="module")
def site(serve, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cookie")
    (folder / "page.py").write_text(PAGE)
    (folder / "app.py").write_text(APP)
    with serve(folder / "app.py") as url:
        yield url


def shown(page, url: str) -> str:
    """Return the name that the page shows."""
    page.goto(url)
    return page.get_by_text("reader ").inner_text(timeout=60_000).removeprefix("reader ")


def cookie(page):
    return next(one for one in page.context.cookies() if one["name"] == COOKIE)


@pytest.mark.browser
def test_the_first_session_already_has_the_name_that_the_page_brought(site, new_page):
    page = new_page()
    name = shown(page, site)
    kept = cookie(page)
    assert kept["value"].split(".")[0] == name
    assert (kept["httpOnly"], kept["sameSite"], kept["path"]) == (True, "Lax", "/")
    assert page.evaluate("document.cookie").count(COOKIE) == 0
    assert shown(page, site) == name
    assert shown(page.context.new_page(), site) == name
    assert shown(new_page(alone=True), site) != name


@pytest.mark.browser
def test_a_forged_cookie_opens_nobodys_jobs(site, new_page):
    victim, thief = new_page(alone=True), new_page(alone=True)
    name = shown(victim, site)
    thief.context.add_cookies([{"name": COOKIE, "value": f"{name}.{'0' * 64}", "url": site}])
    assert shown(thief, site) not in {name, ""}
    assert cookie(thief)["value"].split(".")[0] == shown(thief, site)
