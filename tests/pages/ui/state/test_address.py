"""The address bar: what a reader comes with, what a page says there, and what goes to the browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.state.address import LONGEST, number
from tests.pages.page import checked, component, link


def script():
    import streamlit as st

    from pages.ui.state import address

    state = st.session_state
    address.arrive(state.get("page", "one"))
    state.taken = address.take(("layer", "side"))
    state.begins = [address.afresh("dial"), address.afresh("dial")]
    address.beside("photo", state.get("photo"))
    address.mirror({"layer": state.get("layer", "relu1"), "path": "a/b~c d"})
    if brings := state.pop("brings", None):
        address.bring(*brings)
    state.told = (address.page(), address.shown())


@pytest.fixture
def came():
    def opened(**params):
        at = AppTest.from_function(script)
        at.query_params.update(params)
        return checked(at.run())

    return opened


def test_only_parameters_of_the_page_are_read_and_only_once(came):
    at = came(layer="relu1", other="x")
    assert at.session_state["taken"] == {"layer": "relu1"}
    assert checked(at.run()).session_state["taken"] == {}


def test_what_a_browser_sends_while_the_page_stays_open_is_not_read(came):
    at = came(layer="relu1")
    at.query_params["layer"] = "relu2"  # older or newer: the session is the truth
    assert checked(at.run()).session_state["taken"] == {}


def test_another_page_reads_what_the_reader_comes_with(came):
    at = came(layer="relu1")
    at.session_state["page"] = "two"
    at.query_params["layer"] = "relu2"
    assert checked(at.run()).session_state["taken"] == {"layer": "relu2"}


def test_what_is_longer_than_any_link_is_cut(came):
    assert len(came(layer="x" * (LONGEST + 9)).session_state["taken"]["layer"]) == LONGEST


def test_the_browser_is_told_page_query_and_session(came):
    at = came()
    told = component(at, "address")
    assert told["page"] == "one"
    assert told["query"] == "layer=relu1&path=a%2Fb~c+d"
    assert component(checked(at.run()), "address")["session"] == told["session"]
    assert component(came(), "address")["session"] != told["session"]


def test_pickers_put_theirs_beside_and_take_it_away(came):
    at = came()
    at.session_state["photo"] = "Moon"
    assert link(checked(at.run())) == {"layer": "relu1", "path": "a/b~c d", "photo": "Moon"}
    at.session_state["photo"] = None
    assert "photo" not in link(checked(at.run()))


def test_streamlits_own_parameters_are_never_written(came):
    at = came(layer="relu1")
    at.session_state["layer"] = "relu2"
    assert dict(checked(at.run()).query_params) == {"layer": "relu1"}


def test_others_are_told_what_the_browser_is_told(came):
    assert came().session_state["told"] == ("one", {"layer": "relu1", "path": "a/b~c d"})


@pytest.mark.parametrize(("text", "value"), [("7", 7), ("", -1), ("-1", -1), ("1e3", -1), ("²", -1), ("999999", -1)])
def test_a_number_is_digits_or_nothing(text, value):
    assert number({"side": text}, "side", -1) == value


def test_a_page_that_is_brought_opens_with_that_link_also_where_it_is_open(came):
    at = came(layer="relu1", side="3")
    at.session_state["brings"] = "one", {"layer": "relu9" + "x" * LONGEST}
    assert checked(at.run()).session_state["taken"] == {}  # brought at the end of this run
    assert list(checked(at.run()).session_state["taken"]) == ["layer"]
    assert len(at.session_state["taken"]["layer"]) == LONGEST
    assert at.session_state["begins"] == [True, False]
    assert checked(at.run()).session_state["taken"] == {} and at.session_state["begins"] == [False, False]


def test_what_is_brought_waits_for_its_page_and_another_page_opens_as_always(came):
    at = came(layer="relu1")
    at.session_state["brings"] = "two", {}
    checked(at.run())
    assert checked(at.run()).session_state["begins"] == [False, False]
    at.session_state["page"] = "two"
    assert checked(at.run()).session_state["begins"] == [True, False]
    assert at.session_state["taken"] == {}
    at.session_state["page"] = "one"
    assert checked(at.run()).session_state["begins"] == [False, False]
