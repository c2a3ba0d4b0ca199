"""Widgets that follow a state: the reader's own changes, changes by others, and refusals."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.page import checked, widget


def script():
    import streamlit as st

    from pages.ui.state.widget import controlled

    def chosen(value):
        st.session_state["heard"] = [*st.session_state.get("heard", []), value]
        if value != 7:  # seven is refused
            st.session_state["number"] = value

    state = st.session_state
    st.button("Back to 1", key="back", on_click=lambda: state.update(number=1))
    st.slider("Number", 0, 9, **controlled("slider", state.get("number", 1), chosen))


@pytest.fixture
def app():
    return checked(AppTest.from_function(script).run())


def slider(at):
    return widget(at, "slider", "slider")


def test_a_widget_shows_the_state_and_tells_what_is_chosen(app):
    assert slider(app).value == 1
    checked(slider(app).set_value(5).run())
    assert app.session_state["number"] == slider(app).value == 5


def test_what_the_reader_sets_leaves_the_widget_in_its_place(app):
    before = slider(app).proto.id
    for value in (5, 7, 3):
        checked(slider(app).set_value(value).run())
        assert slider(app).proto.id == before


def test_what_is_refused_falls_back(app):
    for times in (1, 2):
        checked(slider(app).set_value(7).run())
        assert slider(app).value == 1 and app.session_state["heard"] == [7] * times


def test_what_something_else_changes_is_shown_by_a_new_widget(app):
    checked(slider(app).set_value(5).run())
    before = slider(app).proto.id
    checked(app.button(key="back").click().run())
    assert slider(app).value == 1 and slider(app).proto.id != before
    checked(app.run())
    assert slider(app).value == 1


def test_a_browser_that_has_not_heard_yet_takes_nothing_back(app):
    checked(slider(app).set_value(5).run())
    old = app._tree.get_widget_states()  # as a browser sends them that has no answer yet
    checked(app.button(key="back").click().run())
    assert app.session_state["heard"] == [5]
    app._run(old)
    assert app.session_state["heard"] == [5] and app.session_state["number"] == slider(app).value == 1
    checked(slider(app).set_value(4).run())
    assert app.session_state["number"] == 4


def test_hundreds_of_changes_by_others_leave_a_session_as_small_as_a_few(app):
    known = set()
    for value in (5, 6) * 12:
        checked(slider(app).set_value(value).run())
        checked(app.button(key="back").click().run())
        assert slider(app).value == 1
        known.add(slider(app).key)
    assert len(known) == 8
    checked(slider(app).set_value(4).run())
    assert app.session_state["number"] == slider(app).value == 4


def test_a_second_refusal_after_a_change_by_others_is_told_too(app):
    checked(slider(app).set_value(5).run())
    checked(app.button(key="back").click().run())
    checked(slider(app).set_value(7).run())
    assert app.session_state["heard"] == [5, 7] and slider(app).value == 1


def tabs_script():
    import streamlit as st

    from pages.ui.state.widget import tabs

    korean = st.session_state.get("korean")
    for tab in tabs(("값", "커널") if korean else ("Values", "Kernel"), key="more"):
        if tab.open:
            tab.markdown(st.session_state["more"])


@pytest.mark.parametrize(("opened", "renamed"), [("Values", "값"), ("Kernel", "커널")])
def test_the_open_tab_stays_open_in_another_language(opened, renamed):
    at = checked(AppTest.from_function(tabs_script).run())
    at.session_state["more"] = opened
    assert [line.value for line in checked(at.run()).markdown] == [opened]
    at.session_state["korean"] = True
    assert [line.value for line in checked(at.run()).markdown] == [renamed]
