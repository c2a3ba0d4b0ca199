"""What a browser had before the log-in, offered to the account."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from explorer import accounts
from explorer.accounts import Belongings
from explorer.errors import JobError
from pages.ui.account import offer


def page() -> None:
    from pages.ui.account import offer

    offer.show()


@pytest.fixture
def desk(monkeypatch, tmp_path, configure):
    """Return what the browser has, under its name; whoever took it has it then."""
    configure(data=tmp_path)
    held = {"browser": Belongings(jobs=12, zips=2, rooms=1)}
    monkeypatch.setattr(offer, "account", lambda: "user-ada")
    monkeypatch.setattr(offer, "browser", lambda: "browser")
    monkeypatch.setattr(accounts, "belongings", lambda name: held.get(name, Belongings()))
    monkeypatch.setattr(accounts, "take_over", lambda name, who: held.update({who: held.pop(name)}))
    return held


def test_what_there_is_is_counted_and_taken_along_once(desk):
    at = AppTest.from_function(page).run()
    assert "jobs: 12, data sets: 2, rooms: 1." in at.markdown[0].value
    at.button(key="account_take").click().run()
    assert list(desk) == ["user-ada"]
    assert not at.button
    assert not AppTest.from_function(page).run().button


def test_what_is_left_stays_and_is_not_offered_again(desk):
    at = AppTest.from_function(page).run()
    assert not at.button(key="account_leave").click().run().button
    assert not AppTest.from_function(page).run().button
    assert list(desk) == ["browser"]


def test_what_could_not_be_taken_is_told_and_offered_again(desk, monkeypatch):
    def fail(*_):
        raise JobError("Away.")
    monkeypatch.setattr(accounts, "take_over", fail)
    at = AppTest.from_function(page).run().button(key="account_take").click().run()
    assert at.error[0].value == "Away\\."
    assert at.button(key="account_take")


@pytest.mark.parametrize("missing", ["account", "browser"])
def test_without_an_account_or_a_browser_of_ones_own_nothing_is_offered(desk, monkeypatch, missing):
    monkeypatch.setattr(offer, missing, lambda: None)
    assert not AppTest.from_function(page).run().button


def test_where_nobody_can_say_what_there_is_the_page_opens(desk, monkeypatch):
    def fail(_):
        raise JobError("Away.")
    monkeypatch.setattr(accounts, "belongings", fail)
    at = AppTest.from_function(page).run()
    assert not at.button
    assert not at.exception
