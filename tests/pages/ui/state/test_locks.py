"""A locked control is refused on the server: a browser may say what it likes, no callback and no page hears of it."""

from __future__ import annotations

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from pages.ui.state import locks
from tests.pages.page import checked, widget

locks.refuse_browsers()


def script():
    from dataclasses import dataclass

    import streamlit as st

    from pages.ui.components import component
    from pages.ui.state import address, locks
    from pages.ui.state.fields import FieldsCodec, Whole
    from pages.ui.state.page_state import PageState, show_problems

    @dataclass(frozen=True)
    class Sides:
        wide: int = 1
        high: int = 1

        def __post_init__(self):
            if self.high > 4 * self.wide:
                from explorer.errors import SpecError
                raise SpecError("Too high.")

    state = PageState("px", FieldsCodec(Sides(), {"wide": Whole(1, 9), "high": Whole(1, 9)}), undo=5)
    address.arrive("pixels")
    heard = st.session_state.setdefault("heard", [])
    locks.lock(st.session_state.get("names", ()))
    state.open(Sides)
    st.selectbox("plain", [1, 2, 3], key="px_plain", on_change=heard.append, args=("plain",))
    st.slider("wide", 1, 9, **state.bind("wide"))
    st.slider("high", 1, 9, **state.bind("high"))
    if st.button("both", key="px_both"):
        heard.append("both")
        state.change(wide=7, high=7)
    st.button("tall", key="px_tall", on_click=lambda: state.make(lambda _now: Sides(2, 8)))
    st.button("undo", key="px_undo", on_click=state.undo)
    st.session_state["clicked"] = component.clicked("px_map", range(9))
    show_problems(state.problems)
    state.write()
    st.session_state["sides"] = (state.now.wide, state.now.high)


@pytest.fixture
def page():
    def opened(*names):
        at = AppTest.from_function(script)
        at.session_state["names"] = names
        return checked(at.run())

    return opened


def sides(at):
    return checked(at).session_state["sides"]


def move(at, name, value):
    """Say what a browser would say if this slider had been moved."""
    return checked(widget(at, "slider", name).set_value(value).run())


def test_without_a_task_all_is_heard(page):
    at = page()
    at.selectbox(key="px_plain").select(3).run()
    at.button(key="px_both").click().run()
    assert at.session_state["heard"] == ["plain", "both"]
    assert sides(move(at, "px_wide", 4)) == (4, 7)


def test_a_plain_widget_stays_as_it_was_and_its_callback_is_not_called(page):
    at = page("px_plain")
    at.selectbox(key="px_plain").select(3).run()
    assert at.selectbox(key="px_plain").value == 1
    assert at.session_state["px_plain"] == 1
    assert at.session_state["heard"] == []


def test_a_button_was_not_pressed(page):
    at = page("px_both")
    at.button(key="px_both").click().run()
    assert (at.session_state["heard"], sides(at)) == ([], (1, 1))


def test_a_widget_that_shows_the_state_falls_back_and_others_work(page):
    at = move(page("px_wide"), "px_wide", 5)
    assert (sides(at), widget(at, "slider", "px_wide").value) == ((1, 1), 1)
    assert sides(move(at, "px_high", 3)) == (1, 3)


def test_no_other_control_changes_a_locked_field(page):
    at = page("px_wide")
    at.button(key="px_both").click().run()
    assert sides(at) == (1, 1)  # 7 high is too high for a width of 1, which stays: so nothing changes, and that is said
    assert "This task keeps" in at.warning[0].value
    assert sides(page("px_high").button(key="px_tall").click().run()) == (2, 1)


def test_nor_does_undo(page):
    at = page()
    at.button(key="px_both").click().run()
    at.session_state["names"] = ("px_high",)
    at.run()
    assert sides(at.button(key="px_undo").click().run()) == (7, 7)  # 7 high asks for a width of 2 at least
    assert sides(move(at, "px_wide", 2)) == (2, 7)


def test_a_lock_that_is_taken_off_locks_no_more(page):
    at = move(page("px_wide"), "px_wide", 5)
    at.session_state["names"] = ()
    assert sides(move(at.run(), "px_wide", 5)) == (5, 1)


def test_a_widget_under_another_key_in_turn_is_locked_all_the_same(page):
    at = page()
    at.button(key="px_both").click().run()  # now its key is px_wide~1
    at.session_state["names"] = ("px_wide",)
    at.run()
    assert "~" in widget(at, "slider", "px_wide").key
    assert sides(move(at, "px_wide", 2)) == (7, 7)


@pytest.mark.parametrize(("names", "clicked"), [((), 4), (("px_map",), None), (("px_mapped",), 4)])
def test_what_a_component_reports_is_not_heard(page, names, clicked):
    at = page(*names)
    at.session_state["px_map"] = {"selected": 4}
    assert checked(at.run()).session_state["clicked"] == clicked


# As Streamlit 1.67 writes them: a widget, a component, what a component triggers, one without a key.
IDS = {
    "$$ID-1f0a-px_side": "px_side", "$$ID-1f0a-px_side~3": "px_side~3", "$$ID-ab-a-b-c": "a-b-c",
    "$$STREAMLIT_INTERNAL_KEY_$$ID-77-bs_desk__events": "bs_desk",
    "$$STREAMLIT_INTERNAL_KEY_$$ID-77-odd__key__events": "odd__key", "$$ID-1f0a-None": "None",
    "px_side": "", "": "", "$$ID-": ""}


@pytest.mark.parametrize(("widget_id", "key"), IDS.items())
def test_a_key_is_found_in_what_streamlit_calls_a_widget(widget_id, key):
    assert locks.key_of_widget(widget_id) == key


def test_streamlit_calls_its_widgets_so(page):
    ids = [one.proto.id for one in (*page().slider, *page().button, *page().selectbox)]
    assert {locks.name_of(locks.key_of_widget(one)) for one in ids} == {
        "px_wide", "px_high", "px_both", "px_tall", "px_undo", "px_plain"}


@pytest.mark.parametrize(("key", "name"), [("px_side", "px_side"), ("px_side~7", "px_side"), ("a b.c", "a-b-c"),
                                           ("a-7", "a")])
def test_names_are_what_stands_in_a_browsers_class(key, name):
    assert locks.name_of(key) == name


def test_only_what_is_locked_is_left_out():
    said = WidgetStates(widgets=[WidgetState(id=one, int_value=1) for one in IDS])
    left = locks.allowed(said, frozenset({"px_side", "bs_desk"}))
    assert [one.id for one in left.widgets] == [one for one, key in IDS.items() if key.partition("~")[0] not in {
        "px_side", "bs_desk"}]
    assert locks.allowed(None, frozenset({"px_side"})) is None


def test_sessions_heed_it_once_however_often_it_is_asked_for():
    from streamlit.runtime.state.session_state import SessionState
    before = SessionState.on_script_will_rerun
    locks.refuse_browsers()
    assert SessionState.on_script_will_rerun is before
    assert not hasattr(before.__wrapped__, "__wrapped__")
