"""Tabs of a page: only the open one runs; its sentence stands above, with what a question mark behind it says."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    from dataclasses import dataclass

    import streamlit as st

    from pages.ui.state.fields import Choice, FieldsCodec
    from pages.ui.state.page_state import PageState
    from pages.ui.tab import Tab, show_tabs

    @dataclass(frozen=True)
    class Shown:
        view: str = "one"

    state = PageState("tt", FieldsCodec(Shown(), {"view": Choice(("one", "two"))}))
    state.open(Shown)
    if st.button("Go to two", key="go"):
        state.change(view="two")
    show_tabs((Tab("one", "First", "Look at one.", lambda: st.text("one runs"), lambda: "what one means"),
               Tab("two", "Second", "Look at two.", lambda: st.text("two runs"))), state, key="tt_tabs")


@pytest.fixture
def opened():
    at = AppTest.from_function(page).run()
    assert not at.exception
    return at


def told(at):
    """Return which tabs ran, the sentence above, and the help behind it."""
    return [text.value for text in at.text], at.caption[0].value, at.caption[0].proto.help


def test_the_first_tab_runs_alone_with_its_sentence_and_help(opened):
    assert told(opened) == (["one runs"], "Look at one.", "what one means")


def test_a_tab_without_help_has_no_question_mark(opened):
    opened.session_state["tt_tabs"] = "Second"
    assert told(opened.run()) == (["two runs"], "Look at two.", "")


def test_a_page_can_open_a_tab(opened):
    at = opened.button(key="go").click().run()
    assert told(at)[0] == ["two runs"] and at.session_state["tt_tabs"] == "Second"
    assert at.session_state["tt_state"].now.view == "two"
