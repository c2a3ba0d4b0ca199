"""*Where is it?* in a browser: a shape is dragged, moved by keys and put back, and the link brings all of it again."""

from __future__ import annotations

import re

import pytest

from explorer.scenes import scene_from_text

CANVAS = "[class*=st-key-wi_scene_] canvas.over"
LINE = "[class*=st-key-wi_scene_] .line"
SCENE = "dfe3e8.0.0~circle.300.300.300.0.0072b2~square.700.650.360.20.e69f00"


@pytest.fixture
def canvas(app_url, browser_page, settle):
    browser_page.goto(f"{app_url}/where_is_it?view=grid&scene={SCENE}")
    settle(browser_page)
    return browser_page.locator(CANVAS)


def dragged(canvas, start, *places):
    """Drag from one share of the picture's sides over others."""
    box, mouse = canvas.bounding_box(), canvas.page.mouse
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, *places)]
    mouse.move(*at[0])
    mouse.down()
    for place in at[1:]:
        mouse.move(*place)
    mouse.up()


def linked(page):
    """Return the scene of the address."""
    found = re.search(r"[?&]scene=([^&]+)", page.url)
    return scene_from_text(found[1]) if found else None


def test_a_shape_is_dragged_moved_by_keys_and_put_back_and_the_link_has_it_all(canvas, settle):
    page, line = canvas.page, canvas.page.locator(LINE)
    with page.expect_response(re.compile("/preview/")) as answered:  # while the hand is still moving
        dragged(canvas, (0.3, 0.3), (0.4, 0.35), (0.5, 0.4))
    assert answered.value.json()["error"] == ""
    page.wait_for_url(re.compile(r"circle\.500\.400"))
    assert line.inner_text().startswith("circle, 1 of 2")
    settle(page)
    canvas.press("ArrowRight")
    canvas.press("Shift+ArrowUp")
    canvas.press("r")
    page.wait_for_url(re.compile(r"circle\.510\.350\.300\.15"))
    settle(page)
    assert linked(page).things[1] == scene_from_text(SCENE).things[1]
    page.reload()
    settle(page)
    assert canvas.get_attribute("aria-label").startswith("Scene. circle, square")
    canvas.press("Escape")
    canvas.press("PageDown")
    page.locator(LINE, has_text="51 %, 35 %").wait_for()
    canvas.press("Delete")
    page.wait_for_url(lambda url: "circle" not in url)
    settle(page)
    page.locator("[class*=st-key-wi_scene_] button.undo").click()
    page.wait_for_url(re.compile(r"circle\.510\.350"))
