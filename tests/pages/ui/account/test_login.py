"""*Log in* and *Log out* in the frame."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit import auth_util
from streamlit.testing.v1 import AppTest

from pages.ui.account import login, session


def page() -> None:
    from pages.ui.account import login

    login.show()
    login.tell_failure()


@pytest.fixture
def auth(monkeypatch):
    """Return the section ``[auth]``, the cookies and the login, all of this test."""
    parts: tuple[dict, dict, dict] = {"client_id": "cnn"}, {}, {}
    monkeypatch.setattr(auth_util, "get_secrets_auth_section", lambda: parts[0])
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: parts[1]))
    monkeypatch.setattr(st, "user", parts[2])
    return parts


def test_without_a_login_nothing_is_shown(auth):
    auth[0].clear()
    at = AppTest.from_function(page).run()
    assert not at.button
    assert not at.caption


def test_each_provider_has_its_way_in(auth, monkeypatch):
    asked = []
    monkeypatch.setattr(st, "login", asked.append)
    auth[0].update({"google": {"client_id": "x"}, "cookie_secret": "y", "client_kwargs": {"prompt": "login"}})
    at = AppTest.from_function(page).run()
    assert [one.label for one in at.button] == ["Log in", "Log in with google"]
    for one in range(2):
        at.button[one].click().run()
    assert asked == [None, "google"]


@pytest.mark.parametrize(("claims", "name"), [
    ({"name": "Ada"}, "Ada"), ({"email": "ada@x"}, "ada@x"), ({"name": ["Ada"]}, "Logged in"),
    ({"name": " \n"}, "Logged in"),
    ({"name": "a" * 99}, "a" * 39 + "…"), ({"name": "A\n# b"}, "A # b")])
def test_a_name_is_one_short_line_whatever_the_claims_hold(claims, name):
    assert login.shown_name(claims) == name


def test_a_name_cannot_bring_a_picture(auth):
    auth[2].update(is_logged_in=True, name="![x](http://a/b.png)")
    at = AppTest.from_function(page).run()
    assert "![x]" not in at.caption[0].value
    assert [one.label for one in at.button] == ["Log out"]


def test_who_could_not_log_in_is_told_until_the_next_try(auth, monkeypatch):
    monkeypatch.setattr(st, "login", lambda _: None)
    auth[1][session.FAILED] = "1"
    at = AppTest.from_function(page).run()
    assert "did not answer, or it refused" in at.warning[0].value
    assert not at.button[0].click().run().warning
