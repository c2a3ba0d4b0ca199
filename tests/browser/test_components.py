"""The canvas components in a real browser, on a page of their own."""

import re

import pytest

PAGE = """
import numpy as np
import streamlit as st

from explorer.figures.contact_sheet import sheet
from explorer.figures.network_strip import StripNode, strip as picture
from pages.ui.components import component
from pages.ui.components.map_sheet import map_sheet
from pages.ui.components.network_strip import strip

channels = st.slider("Channels", 1, 200, 6, key="channels")
length = 30
nodes = [StripNode("image", "input", (3, 32, 32), "image", ())]
for index in range(length):
    nodes.append(StripNode(f"conv{index}", "convolution", (channels, 30, 30), "conv 3×3", (nodes[-1].id,)))
nodes.append(StripNode("relu", "activation", (channels, 30, 30), "ReLU", (nodes[-1].id,)))
nodes.append(StripNode("fc", "linear", None, "linear", ("relu",), wrong=True))
if st.button("Last", key="last"):
    st.session_state.layer = "fc"
st.session_state.layer = component.clicked("net", {n.id for n in nodes}) or st.session_state.get("layer", "image")
strip(picture(nodes, selected=st.session_state.layer), key="net")
st.text(f"layer {st.session_state.layer}")

maps = np.arange(12 * 100 * 100, dtype=np.float32).reshape(12, 100, 100)
maps[3, 0, 0] = np.nan
chosen = component.clicked("maps", range(12))
st.session_state.map = st.session_state.get("map") if chosen is None else chosen
map_sheet(sheet(maps, selected=st.session_state.map), key="maps")
st.text(f"map {st.session_state.map}")
"""
VIEWS = {"light": ("desktop", "light"), "dark": ("desktop", "dark"), "phone": ("phone", "dark")}


@pytest.fixture(scope="module")
def components_url(serve_page):
    with serve_page(PAGE) as url:
        yield url


@pytest.fixture
def demo(request, new_page, components_url):
    demo = new_page(*VIEWS[getattr(request, "param", "light")])
    demo.set_default_timeout(15_000)
    demo.goto(components_url)
    demo.get_by_text("map None").wait_for()
    demo.locator(".node").first.wait_for()
    return demo


def selected(demo):
    return demo.locator("[role=option][aria-selected=true]").get_attribute("data-id")


def settled(demo, text):
    demo.get_by_text(text, exact=True).wait_for()


def sheet_of(demo):
    return demo.get_by_role("slider", name="Feature maps")


def scroll_left(demo):
    return demo.locator(".scroller").evaluate("scroller => scroller.scrollLeft")


everywhere = pytest.mark.parametrize("demo", VIEWS, indirect=True)


@everywhere
def test_a_click_selects_a_layer_at_once_and_then_on_the_server(demo):
    demo.locator(".node[data-id=conv1]").click()
    assert selected(demo) == "conv1"
    settled(demo, "layer conv1")
    assert selected(demo) == "conv1"


def test_the_keyboard_moves_along_the_strip_past_every_sheet(demo):
    demo.locator(".node[data-id=conv1]").click()
    for _ in range(3):
        demo.keyboard.press("ArrowRight")
    assert selected(demo) == "conv4"
    settled(demo, "layer conv4")
    demo.keyboard.press("End")
    demo.keyboard.press("ArrowLeft")
    demo.keyboard.press("Enter")
    settled(demo, "layer relu")


def test_the_strip_is_reached_by_tab_and_announces_its_layer(demo):
    strip = demo.get_by_role("listbox", name="Layers of the network")
    strip.focus()
    demo.keyboard.press("ArrowRight")
    active = strip.get_attribute("aria-activedescendant")
    assert demo.locator(f"#{active}").get_attribute("aria-label") == "conv 3×3, 6 × 30 × 30, conv0"
    settled(demo, "layer conv0")


def test_a_selection_from_outside_is_scrolled_into_view_and_a_changed_number_moves_nothing(demo):
    demo.get_by_role("button", name="Last").click()
    settled(demo, "layer fc")
    before = scroll_left(demo)
    assert before > 100
    demo.locator(".scroller").evaluate("scroller => { scroller.scrollLeft = 50 }")
    height = demo.locator(".scroller").bounding_box()["height"]
    demo.get_by_test_id("stSlider").locator("input, [role=slider]").first.focus()
    demo.keyboard.press("ArrowRight")
    demo.locator(".node[data-id=conv1] .shape", has_text="7 × 30 × 30").wait_for()
    assert scroll_left(demo) == 50
    assert demo.locator(".scroller").bounding_box()["height"] == height


def test_a_wrong_layer_is_marked_and_named_so(demo):
    assert demo.locator(".node.wrong.ghost").get_attribute("aria-label") == "linear, not computed, fc, does not fit"
    assert demo.locator(".node .mark:visible").count() == 1


@everywhere
def test_the_strip_scrolls_inside_its_card_and_the_page_does_not(demo):
    card, inside = demo.locator(".scroller").evaluate("scroller => [scroller.clientWidth, scroller.scrollWidth]")
    assert inside > card
    assert demo.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") == 0


@everywhere
def test_a_click_on_a_map_enlarges_it(demo):
    sheet_of(demo).click(position={"x": 20, "y": 20})
    settled(demo, "map 0")
    assert demo.locator(".name").inner_text() == "Map 1"
    assert demo.locator(".facts").inner_text().startswith("0 to 9999 · mean 5000")


def test_the_large_map_tells_the_exact_value_of_a_cell(demo):
    sheet_of(demo).click(position={"x": 20, "y": 20})
    settled(demo, "map 0")
    large = demo.locator(".frame canvas")
    box = large.bounding_box()
    large.hover(position={"x": box["width"] * 0.995, "y": box["height"] * 0.505})
    assert demo.locator(".read").inner_text() == "Map 1 · row 51, column 100 · 5099"


def test_a_thumbnail_tells_the_value_of_a_cell_as_nearly_as_it_is_drawn(demo):
    sheet_of(demo).hover(position={"x": 40, "y": 30})
    told = re.fullmatch(r"Map 1 · row (\d+)–\d+, column (\d+)–\d+ · ≈ (\d+)", demo.locator(".read").inner_text())
    row, column, value = map(int, told.groups())
    mean = 100 * (row - 1) + column - 1 + 50.5
    assert value == pytest.approx(mean, abs=119_999 / 254 / 2 + 5)


def test_the_keyboard_moves_from_map_to_map(demo):
    sheet_of(demo).focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowRight"):
        demo.keyboard.press(key)
    assert demo.locator(".name").inner_text() == "Map 4"
    settled(demo, "map 3")
    assert "drawn in magenta: 1" in sheet_of(demo).get_attribute("aria-valuetext")


@everywhere
def test_maps_are_drawn_in_whole_device_pixels(demo):
    real, shown = sheet_of(demo).evaluate("canvas => [canvas.width, canvas.getBoundingClientRect().width]")
    assert real == pytest.approx(shown * demo.evaluate("devicePixelRatio"), abs=0.01)
