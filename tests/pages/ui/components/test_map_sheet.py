import json

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import numpy as np
    import streamlit as st

    from explorer.figures.contact_sheet import sheet
    from pages.ui.components import component
    from pages.ui.components.map_sheet import map_sheet

    maps = np.arange(48, dtype=np.float32).reshape(3, 4, 4)
    chosen = component.clicked("maps", range(len(maps)))
    if chosen is not None:
        st.session_state.map = chosen
    returned = map_sheet(sheet(maps, selected=st.session_state.get("map")), key="maps")
    st.text(f"{chosen} {returned} {st.session_state.get('map')}")


@pytest.fixture
def at():
    return AppTest.from_function(page).run()


def header(at):
    block = next(element.proto.bytes for element in at.main if element.type == "bidi_component")
    return json.loads(block[4:4 + int.from_bytes(block[:4], "little")])


def test_a_sheet_shows_maps_with_none_selected(at):
    assert not at.exception
    assert at.text[0].value == "None None None"
    assert (header(at)["count"], header(at)["selected"], header(at)["large"]) == (3, None, False)


def test_a_click_on_map_0_counts(at):
    at.session_state["maps"] = {"selected": 0}
    assert at.run().text[0].value == "0 0 0"
    assert (header(at)["selected"], header(at)["large"]) == (0, True)


@pytest.mark.parametrize("rubbish", [3, -1, "1", 1.0, True, [1], None])
def test_what_is_no_map_is_not_a_click(at, rubbish):
    at.session_state["maps"] = {"selected": rubbish}
    assert at.run().text[0].value == "None None None"
    assert not at.exception
