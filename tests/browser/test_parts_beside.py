"""What stands beside the stepper, in a real browser: keys, clicks and drags, and the links that they leave."""

from __future__ import annotations

import re

import pytest

READY = """() => [...document.querySelectorAll('*')].some((host) =>
  (host.shadowRoot?.querySelector('.linked canvas, .sliding canvas, .photo')?.width ?? 0) > 320)"""


@pytest.fixture
def opened(app_url, new_page, settle):
    def go(address):
        page = new_page("desktop", "light")
        page.goto(f"{app_url}/{address}")
        page.wait_for_function(READY, timeout=60_000)
        settle(page)
        return page

    return go


def told(page):
    return " ".join(page.locator(".told-line").inner_text().split())


def dragged(page, canvas, start, end):
    """Drag from one place to another, given as shares of the canvas's width and height."""
    box = page.locator(canvas).bounding_box()
    places = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=4)
    page.mouse.up()


def test_clock_cone_and_sliding_signals(opened, settle):
    page = opened("step_through?tab=strides")
    page.locator(".linked canvas").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert told(page) == "Stride 1: 11 of 25 cells · Stride 2: 9 of 9 cells"
    page.wait_for_url(re.compile("l_clock=10"))
    page.get_by_role("tab", name="Layer on layer").click()
    page.wait_for_url(re.compile("tab=layers"))
    settle(page)
    assert "Picture: 9 × 9 · Map 1: 7 × 7 · Map 2: 5 × 5 · Map 3: 3 × 3" in told(page)
    page.locator(".linked canvas").focus()
    page.keyboard.press("PageUp")
    assert told(page).startswith("Map 3, row 1, column 1") and "Map 2: 3 × 3" in told(page)
    page = opened("step_through?tab=flip&l_clock=2")
    assert told(page) == "Output 2 1·0.5 + 2·1 + 3·0 = 2.5"
    column = 64 / page.locator(".sliding canvas").bounding_box()["width"]
    dragged(page, ".sliding canvas", (0.3, 0.1), (0.3 + column, 0.1))
    assert told(page) == "Output 3 2·0.5 + 3·1 = 4"
    page.wait_for_url(re.compile("l_clock=3"))


def test_a_box_that_is_drawn_is_searched_for(opened):
    page = opened("classic_filters?mode=find")
    dragged(page, ".photo", (0.6, 0.7), (0.75, 0.95))
    page.wait_for_url(re.compile(r"box=(69|70)\d_(59|60)\d_2[45]\d_1[45]\d"))
    page.locator(".photo").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"box=\d+_5\d\d_"))
    page.get_by_text("1.00").wait_for()
