"""The one state of a page: links, problems, the way back, and widgets bound to it; with a codec of the test's own."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.state import page_state
from tests.pages.page import checked, link, widget


def script():
    from dataclasses import dataclass, replace

    import streamlit as st

    from explorer.errors import SpecError, message
    from pages.ui.state import address
    from pages.ui.state.page_state import Codec, PageState, show_problems

    @dataclass(frozen=True)
    class Dial:
        """A number up to nine, its unit, and where the reader looks."""

        number: int = 1
        unit: str = "px"
        look: str = "near"

        def __post_init__(self):
            if self.number > 9:
                raise SpecError("{number} is more than 9.", number=self.number)

    class DialCodec(Codec[Dial]):
        names = ("number", "unit", "look")

        def read(self, link, first):
            text = link.get("number", str(first.number))
            if not text.isdigit():
                return first, (message("{text} is no number.", text=text),)
            return replace(first, number=int(text), look=link.get("look", first.look)), ()

        def write(self, value):
            return {"number": str(value.number), "look": value.look}

        def changed(self, before, fields):
            return replace(before, **({"number": 1} if "unit" in fields else {}) | dict(fields))

    address.arrive(st.session_state.get("page", "one"))
    state = PageState("di", DialCodec(), undo=3, apart=("look",))
    st.session_state["api"] = state
    if act := st.session_state.pop("act", None):
        act(state)
    if st.session_state.get("page", "one") == "one":
        st.session_state["opened"] = state.open(Dial)
        show_problems(state.problems)
        st.slider("Number", 0, 20, **state.bind("number", take=lambda value: value + 0))
        state.write()


@pytest.fixture
def came():
    def opened(**params):
        at = AppTest.from_function(script)
        at.query_params.update(params)
        return checked(at.run())

    return opened


def do(at, act):
    """Let ``act`` work on the state at the beginning of a run."""
    at.session_state["act"] = act
    return checked(at.run())


def now(at):
    value = at.session_state["di_state"].now
    return value.number, value.unit, value.look


def leave(at):
    """Open another page."""
    at.query_params.clear()
    at.session_state["page"] = "two"
    return checked(at.run())


def come_back(at, **params):
    at.query_params.update(params)
    at.session_state["page"] = "one"
    return checked(at.run())


def warnings(at):
    return [warning.value.replace("\\", "") for warning in at.warning]


def test_a_page_opens_as_it_always_does_and_says_so_in_the_address(came):
    at = came()
    assert now(at) == (1, "px", "near")
    assert link(at) == {"number": "1", "look": "near"}


def test_a_link_is_taken_over_and_told(came):
    at = came(number="4")
    assert now(at)[0] == 4
    assert at.session_state["opened"] is True
    assert checked(at.run()).session_state["opened"] is False


def test_a_wrong_link_is_named_and_stays_in_the_address_until_the_first_change(came):
    at = came(number="many", other="x")
    assert warnings(at) == ["many is no number."]
    assert link(at) == {"number": "many"}
    do(at, lambda state: state.change(number=3))
    assert (warnings(at), link(at)) == ([], {"number": "3", "look": "near"})


def test_what_was_set_outlives_a_visit_elsewhere(came):
    at = came()
    do(at, lambda state: state.change(number=5))
    assert now(come_back(leave(at)))[0] == 5


def test_back_to_another_address_of_the_page_shows_that_one(came):
    at = leave(came(number="5"))
    assert now(come_back(at, number="2", look="far")) == (2, "px", "far")


def test_back_to_the_address_that_the_page_wrote_keeps_what_no_link_holds(came):
    at = came()
    do(at, lambda state: state.change(unit="cm"))
    address = link(at)
    assert now(come_back(leave(at), **address)) == (1, "cm", "near")


@pytest.mark.parametrize(("waited_s", "number"), [(0, 7), (60, 1)])
def test_an_address_that_was_replaced_as_the_reader_left_is_late(came, monkeypatch, waited_s, number):
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(page_state, "monotonic", lambda: clock.now)
    at = came()
    before = link(at)
    do(at, lambda state: state.change(number=7))
    clock.now += waited_s
    assert now(come_back(leave(at), **before))[0] == number


def test_what_is_refused_leaves_all_as_it_is_and_says_why(came):
    at = came(number="4")
    do(at, lambda state: state.change(number=12))
    assert now(at)[0] == 4
    assert warnings(at) == ["12 is more than 9."]


def test_what_goes_with_a_change_is_the_codecs_to_say(came):
    at = came(number="4")
    do(at, lambda state: state.change(unit="cm"))
    assert now(at)[:2] == (1, "cm")
    do(at, lambda state: state.change(unit="px", number=6))
    assert now(at)[:2] == (6, "px")


def test_settling_is_no_change_of_the_readers(came):
    from dataclasses import replace

    at = came(number="many")
    do(at, lambda state: state.settle(replace(state.now, number=2), state.problems))
    assert link(at) == {"number": "many"}
    assert len(warnings(at)) == 2
    assert not at.session_state["di_state"].past


def test_changes_are_taken_back_and_made_again(came):
    at = came()
    for number in (2, 3):
        do(at, lambda state, number=number: state.change(number=number))
    do(at, lambda state: state.undo())
    assert now(at)[0] == 2
    do(at, lambda state: state.redo())
    assert now(at)[0] == 3
    assert link(at)["number"] == "3"


def test_the_ends_of_the_way_back_are_quiet(came):
    at = came()
    do(at, lambda state: (state.undo(), state.redo()))
    assert now(at)[0] == 1
    kept = at.session_state["di_state"]
    assert (kept.past, kept.future) == ((), ())


def test_a_change_that_changes_nothing_or_only_where_one_looks_is_no_step(came):
    at = came()
    do(at, lambda state: state.change(number=1))
    do(at, lambda state: state.change(look="far"))
    assert at.session_state["di_state"].past == ()
    do(at, lambda state: state.change(number=2))
    do(at, lambda state: state.change(look="near"))
    do(at, lambda state: state.undo())
    assert now(at) == (1, "px", "near")


def test_a_new_change_forgets_what_was_undone_and_old_steps_go(came):
    at = came()
    for number in (2, 3, 4, 5, 6):
        do(at, lambda state, number=number: state.change(number=number))
    assert [value.number for value in at.session_state["di_state"].past] == [3, 4, 5]
    do(at, lambda state: state.undo())
    do(at, lambda state: state.change(number=9))
    assert at.session_state["di_state"].future == ()


def test_what_changes_under_one_finger_is_one_step_and_none_where_it_came_back(came):
    at = came()
    for number in (2, 3, 4):
        do(at, lambda state, number=number: state.put(replace(state.now, number=number), step="a"))
    do(at, lambda state: state.put(replace(state.now, number=5), step="b"))
    assert [value.number for value in at.session_state["di_state"].past] == [1, 4]
    do(at, lambda state: state.put(replace(state.now, number=4), step="b"))
    assert [value.number for value in at.session_state["di_state"].past] == [1]
    do(at, lambda state: state.undo())
    assert now(at)[0] == 1
    do(at, lambda state: state.put(replace(state.now, number=7), step="b"))
    assert [value.number for value in at.session_state["di_state"].past] == [1]


def test_a_link_opened_later_can_be_taken_back(came):
    at = come_back(leave(came(number="5")), number="2")
    do(at, lambda state: state.undo())
    assert now(at)[0] == 5


def test_a_bound_widget_shows_the_state_and_changes_it(came):
    at = came(number="4")
    assert widget(at, "slider", "di_number").value == 4
    checked(widget(at, "slider", "di_number").set_value(6).run())
    assert now(at)[0] == 6
    checked(widget(at, "slider", "di_number").set_value(15).run())
    assert (now(at)[0], widget(at, "slider", "di_number").value) == (6, 6)


def test_a_page_that_is_brought_forgets_what_was_set(came):
    at = came(number=3, unit="mm")
    first = now(came())
    at.session_state["address_brought"] = "one", {"number": "7"}
    assert now(checked(at.run())) == (7, *first[1:])
    do(at, lambda state: state.change(number=5))
    at.session_state["address_brought"] = "one", {}
    assert now(checked(at.run())) == first
    do(at, lambda state: state.change(number=5))
    assert now(checked(at.run()))[0] == 5  # brought once
