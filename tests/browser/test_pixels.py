"""*Pixels* in a real browser: a photo is zoomed by wheel, buttons and keys, and a row finds its picture's values."""

from __future__ import annotations

import re

import pytest

MOST_MS = 250
"""Between a turn of the wheel and the drawing of it, on a busy machine; alone it takes two frames, 33 ms."""
FRAMES = """async (canvas) => {
  const box = canvas.getBoundingClientRect(), found = [];
  for (let turn = 0; turn < 12; turn++) {
    const began = performance.now();
    canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: turn < 6 ? 60 : -60, bubbles: true, composed: true,
      cancelable: true, clientX: box.left + 200, clientY: box.top + 150 }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    found.push(performance.now() - began);
  }
  return found.sort((one, other) => one - other)[6];
}"""


@pytest.fixture
def page(app_url, browser_page, settle):
    browser_page.goto(f"{app_url}/pixels")
    browser_page.locator("canvas.stage").wait_for()
    settle(browser_page)
    return browser_page


def told(page) -> str:
    return page.locator(".pixel .title").inner_text()


def test_a_photo_is_zoomed_and_a_link_brings_the_reader_back(page, settle):
    stage, scale = page.locator("canvas.stage"), page.locator(".scale")
    box = stage.bounding_box()
    page.mouse.move(box["x"] + 220, box["y"] + 160)
    page.get_by_text("Row 93, column 75, from 0").wait_for()
    under, before = told(page), scale.inner_text()
    page.mouse.wheel(0, 500)  # away from it: what lies under the pointer stays there
    page.wait_for_url(re.compile("zoom="))
    assert told(page) == under and scale.inner_text() != before
    page.mouse.down()
    page.mouse.move(box["x"] + 320, box["y"] + 200, steps=4)
    assert told(page) == under  # it is dragged along
    page.mouse.up()
    page.mouse.click(box["x"] + 100, box["y"] + 100)
    page.wait_for_url(re.compile(r"[?&]at="))
    chosen = told(page)
    page.get_by_role("button", name="Whole photo").click()
    page.wait_for_url(re.compile("zoom=100&"))
    page.get_by_role("button", name="Single pixels").click()
    page.wait_for_url(re.compile(r"zoom=[3-9]\d{3}"))
    page.get_by_role("button", name="Normalised").click()
    page.wait_for_url(re.compile("values=normalised"))
    assert stage.evaluate(FRAMES) < MOST_MS
    page.wait_for_timeout(700)
    address, near = page.url, scale.inner_text()
    page.goto("about:blank")
    page.goto(address)
    settle(page)
    page.mouse.move(1, 1)
    assert (told(page), scale.inner_text()) == (chosen, near)
    assert page.locator(".numbers .now").first.inner_text() == "Normalised"


def test_the_row_finds_the_pictures_values_and_lays_them_out(page, settle):
    page.get_by_role("tab", name="Flatten").click()
    page.locator("canvas.planes").wait_for()
    settle(page)
    strip, title = page.locator("canvas.strip"), page.locator(".panel .title")
    box = strip.bounding_box()
    page.mouse.click(box["x"] + box["width"] * (2000.5 / 3072), box["y"] + 10)
    page.wait_for_url(re.compile(r"flat_at=1_30_1\d"))  # 2000 = 1024 + 30 * 32 + 16; pointers stand at whole px
    assert title.inner_text().startswith("Green, row 30, column 1")
    assert page.locator(".neighbours .apart").all_inner_texts() == ["1", "32", "1024"]
    strip.focus()
    page.keyboard.press("Home")
    page.get_by_text("Red, row 0, column 0").wait_for()
    page.get_by_role("button", name="Lay the rows out").click()
    page.get_by_text(re.compile(r"^[1-9]\d? of 96 rows laid out")).wait_for()
