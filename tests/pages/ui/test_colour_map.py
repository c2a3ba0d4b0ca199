"""The reader's colours for maps: the cookie's at first, then what was chosen; on all pages, also where a part runs."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer import figures
from pages.ui import colour_map
from tests.pages.page import checked, component, pick


def script():
    import streamlit as st

    from explorer import figures
    from pages.ui import colour_map

    colour_map.settle()
    st.session_state.drawn = figures.lookup(figures.SEQUENTIAL, 2).tolist()
    st.session_state.named = figures.title_of(figures.SEQUENTIAL), figures.title_of(figures.DIVERGING)
    st.session_state.hatches = figures.hatches()
    colour_map.switch()


@pytest.fixture
def at():
    return checked(AppTest.from_function(script).run())


def test_maps_are_drawn_in_what_was_chosen(at):
    assert component(at, colour_map.KEY)["look"] == "viridis"
    assert at.session_state["named"] == ("Viridis", "RdBu")
    pick(at, colour_map.KEY, "grey")
    assert component(at, colour_map.KEY)["look"] == "grey"
    assert at.session_state["named"] == ("Greys", "Greys")
    assert np.ptp(np.array(at.session_state["drawn"]), axis=1).tolist() == [0, 0]


def test_nobody_else_sees_what_one_reader_chose(at):
    pick(at, colour_map.KEY, "cividis")
    other = checked(AppTest.from_function(script).run())
    assert (at.session_state["named"][0], other.session_state["named"][0]) == ("Cividis", "Viridis")
    assert figures.look() == "viridis"  # of no reader


def test_signs_are_marked_in_any_colours_when_the_box_is_ticked(at):
    assert (component(at, colour_map.KEY)["hatched"], at.session_state["hatches"]) == (False, False)
    pick(at, colour_map.KEY, "cividis" + component(at, colour_map.KEY)["suffix"])
    assert (component(at, colour_map.KEY)["hatched"], at.session_state["hatches"]) == (True, True)
    assert at.session_state["named"] == ("Cividis", "RdBu")


@pytest.mark.parametrize(("cookie", "look", "hatched"), [
    ("grey", "grey", False), ("viridis.hatched", "viridis", True), ("RdBu", "viridis", False),
    (".hatched", "viridis", False), ("", "viridis", False), (None, "viridis", False)])
def test_a_cookie_is_believed_where_it_names_a_style(monkeypatch, cookie, look, hatched):
    monkeypatch.setattr(type(colour_map.st.context), "cookies", {} if cookie is None else {colour_map.COOKIE: cookie})
    at = checked(AppTest.from_function(script).run())
    assert (component(at, colour_map.KEY)["look"], component(at, colour_map.KEY)["hatched"]) == (look, hatched)
