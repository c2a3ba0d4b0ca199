"""Who a page takes its reader for."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.jobs import readers
from explorer.jobs.readers import COOKIE, signed


def page() -> None:
    import streamlit as st

    from pages.ui.reader import reader

    st.text(reader())


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setattr(readers, "server_key", lambda: b"a key of the tests' own")


@pytest.fixture
def cookies(monkeypatch):
    """Return the cookies that pages see."""
    found: dict[str, str] = {}
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: found))
    return found


def shown(at: AppTest) -> str:
    assert not at.exception
    return at.text[0].value


def test_without_a_cookie_a_visit_has_one_name_and_the_next_another():
    at = AppTest.from_function(page).run()
    name = shown(at)
    assert len(name) == 32
    assert shown(at.run()) == name
    assert shown(AppTest.from_function(page).run()) != name


def test_the_cookie_names_the_reader_and_a_forged_one_does_not(cookies):
    cookies[COOKIE] = signed("ada")
    assert shown(AppTest.from_function(page).run()) == "ada"
    cookies[COOKIE] = "ada.0000"
    assert shown(AppTest.from_function(page).run()) != "ada"


def test_who_is_logged_in_has_the_same_jobs_in_every_browser(cookies, monkeypatch):
    cookies[COOKIE] = signed("ada")
    account = {"is_logged_in": True, "iss": "https://login.example", "sub": "42", "email": "ada@login.example"}
    monkeypatch.setattr(st, "user", account)
    monkeypatch.setattr("pages.ui.account.session.is_set_up", lambda: True)
    name = shown(AppTest.from_function(page).run())
    assert name.startswith("user-")
    assert "ada" not in name
    cookies.clear()
    assert shown(AppTest.from_function(page).run()) == name
    account["iss"] = "https://other.example"
    assert shown(AppTest.from_function(page).run()) != name
    account["is_logged_in"] = False
    assert not shown(AppTest.from_function(page).run()).startswith("user-")
