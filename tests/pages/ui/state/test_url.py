"""What pages keep in the address bar."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.state.url import number


def page():
    import streamlit as st

    from pages.ui.state.url import read_link, write_link

    link = read_link(("layer", "side"), key="link")
    if link is not None:
        st.session_state.shown = link
    st.text(st.session_state.shown)
    if st.button("go", key="go"):
        write_link({"side": "3"}, ("layer", "side"), key="link")


def moving(late_s):
    import streamlit as st

    from pages.ui.state.url import read_link, write_link

    link = read_link(("layer",), key="link", late_s=late_s)
    if link is not None:
        st.session_state.shown = link
    st.text(st.session_state.shown)
    write_link(st.session_state.shown, ("layer",), key="link")


def at(**link):
    page_at = AppTest.from_function(page)
    for name, value in link.items():
        page_at.query_params[name] = value
    return page_at.run()


def test_only_parameters_of_the_page_are_read():
    assert at(layer="relu1", other="x").text[0].value == "{'layer': 'relu1'}"


def test_a_page_does_not_take_over_what_it_wrote_itself():
    shown = at(layer="relu1")
    shown.button(key="go").click().run()
    assert (shown.query_params.get("side"), "layer" in shown.query_params) in ((["3"], False), ("3", False))
    assert shown.run().text[0].value == "{'layer': 'relu1'}"


def test_a_link_opened_later_is_taken_over():
    shown = at(layer="relu1")
    shown.query_params["layer"] = "relu2"
    assert shown.run().text[0].value == "{'layer': 'relu2'}"


def test_a_page_that_runs_again_by_itself_takes_no_old_address_for_a_new_one():
    shown = at(layer="relu1")
    shown.session_state["link_as_it_is"] = True  # what `run_again` leaves for the run that it asks for
    shown.query_params["layer"] = "relu0"
    assert shown.run().text[0].value == "{'layer': 'relu1'}"
    assert shown.run().text[0].value == "{'layer': 'relu0'}"


@pytest.mark.parametrize(("late_s", "shown"), [(60, "{'layer': 'relu1'}"), (0, "{'layer': 'relu2'}")])
def test_an_address_that_was_just_replaced_is_late_where_a_page_says_so(late_s, shown):
    at = AppTest.from_function(moving, kwargs={"late_s": late_s})
    at.query_params["layer"] = "relu2"
    at.run()
    at.session_state.shown = {"layer": "relu1"}
    at.run()  # writes relu1
    at.query_params["layer"] = "relu2"  # the browser has not heard of it
    assert at.run().text[0].value == shown


def test_what_is_longer_than_any_link_is_cut():
    assert len(at(layer="x" * 50_000).text[0].value) < 20_020


@pytest.mark.parametrize(("text", "value"), [("7", 7), ("", -1), ("-1", -1), ("1e3", -1), ("²", -1), ("999999", -1)])
def test_a_number_is_digits_or_nothing(text, value):
    assert number({"side": text}, "side", -1) == value
