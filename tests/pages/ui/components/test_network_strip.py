import json

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from explorer.figures.network_strip import StripNode, strip as picture
    from pages.ui.components import component
    from pages.ui.components.network_strip import strip

    nodes = [StripNode("image", "input", (3, 32, 32), "image", ()),
             StripNode("<b>conv1</b>", "convolution", (6, 28, 28), "conv 5×5", ("image",))]
    chosen = component.clicked("net", {node.id for node in nodes})
    if chosen:
        st.session_state.selected = chosen
    returned = strip(picture(nodes, selected=st.session_state.get("selected")), key="net")
    st.text(f"{chosen} {returned} {st.session_state.get('selected')}")


@pytest.fixture
def at():
    return AppTest.from_function(page).run()


def sent(at):
    return next(json.loads(element.proto.json) for element in at.main if element.type == "bidi_component")


def test_nothing_is_clicked_at_first(at):
    assert not at.exception
    assert at.text[0].value == "None None None"


def test_a_click_is_known_before_the_picture_is_made_and_returned_after(at):
    at.session_state["net"] = {"selected": "image"}
    assert at.run().text[0].value == "image image image"
    assert sent(at)["selected"] == "image"


def test_a_click_lasts_one_run_and_the_selection_stays(at):
    at.session_state["net"] = {"selected": "image"}
    at.run()
    at.session_state["net"] = {}
    assert at.run().text[0].value == "None None image"


@pytest.mark.parametrize("rubbish", ["conv9", 0, True, ["image"], {"id": "image"}, None])
def test_what_is_no_layer_of_the_network_is_not_a_click(at, rubbish):
    at.session_state["net"] = {"selected": rubbish}
    assert at.run().text[0].value == "None None None"
    assert not at.exception


def test_names_of_layers_travel_as_data_and_never_as_markup(at):
    proto = next(element.proto for element in at.main if element.type == "bidi_component")
    assert "<b>conv1</b>" in [entry["id"] for entry in json.loads(proto.json)["nodes"]]
    assert "conv1" not in proto.html_content + proto.js_content + proto.css_content
