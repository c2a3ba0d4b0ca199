"""What a page lets a reader do."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.jobs import readers
from explorer.jobs.readers import COOKIE, signed
from pages.ui.account import role, session

ADA = {"is_logged_in": True, "iss": "https://login.example", "sub": "42", "email": "ada@login.example",
       "email_verified": True}


def page() -> None:
    import streamlit as st

    from pages.ui.account.role import may, role, times
    from pages.ui.reader import reader

    st.text(f"{role().name} {may()} {times():g} {reader()[:5]}")


def entrance() -> None:
    from pages.classroom.entrance import entrance

    entrance()


@pytest.fixture
def login(monkeypatch):
    """Return what the login says; this browser's anonymous reader is ``browser``."""
    told = dict(ADA)
    monkeypatch.setattr(readers, "server_key", lambda: b"a key of the tests' own")
    monkeypatch.setattr(st, "user", told)
    monkeypatch.setattr(session, "is_set_up", lambda: True)
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: {COOKIE: signed("browser")}))
    monkeypatch.setattr(session, "_left", session.OrderedDict())
    return told


def test_an_instance_without_a_list_stays_open(login):
    login.clear()
    assert AppTest.from_function(page).run().text[0].value == "TEACHER True 1 brows"


def test_who_is_on_the_list_is_a_teacher_once_logged_in(login, configure):
    configure(teachers="ada@login.example", teacher_factor=3)
    assert AppTest.from_function(page).run().text[0].value == "TEACHER True 3 user-"
    login["is_logged_in"] = "yes"
    assert AppTest.from_function(page).run().text[0].value == "READER False 1 brows"


def test_who_logs_out_in_one_tab_is_logged_out_in_all_and_can_log_in_again(login, configure):
    configure(teachers="ada@login.example")
    at, elsewhere = AppTest.from_function(page).run(), AppTest.from_function(page).run()
    session.note_log_out("browser")
    assert at.run().text[0].value == elsewhere.run().text[0].value == "READER False 1 brows"
    assert AppTest.from_function(page).run().text[0].value == "TEACHER True 4 user-"
    session.note_log_out("another")
    assert AppTest.from_function(page).run().text[0].value.startswith("TEACHER")


def test_the_server_opens_no_room_for_others_whatever_a_browser_sends(login, configure, monkeypatch):
    configure(teachers="kate@login.example")
    at = AppTest.from_function(entrance).run()
    assert at.button(key="cl_open_room").disabled
    assert "only teachers open rooms" in at.info[0].value
    monkeypatch.setattr(role, "may", lambda: True)
    at.run().button(key="cl_open_room").click().run()
    assert "Log in as one" in at.error[0].value
