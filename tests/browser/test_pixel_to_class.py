"""*From pixel to class* in a browser: flown into down to one unit and its sum, and the link brings that again."""

from __future__ import annotations

import re

CANVAS = ".st-key-p2c_walk .stage canvas"
NETWORK = "stack/3x16x16/conv.o6.p1~relu~maxpool~conv.o4.p1~relu~gap~flatten~linear.o5"


def test_one_flies_in_to_a_unit_and_its_sum_and_the_link_has_it_all(app_url, browser_page, settle):
    page = browser_page
    page.goto(f"{app_url}/pixel_to_class?view=walk&network={NETWORK}")
    settle(page)
    canvas, line = page.locator(CANVAS), page.locator(".st-key-p2c_walk .told-line")
    assert "5 steps from the picture" in line.inner_text()
    box = canvas.bounding_box()
    canvas.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("layer=relu1"))
    settle(page)
    page.keyboard.press("Enter")
    with page.expect_response(re.compile("/preview/p2c_walk")) as answered:
        page.keyboard.press("Enter")
    assert "error" not in answered.value.json()
    page.wait_for_url(re.compile(r"at=\d_\d+_\d+"))
    page.locator(".st-key-p2c_walk .panel .lines math").first.wait_for()
    settle(page)
    assert page.locator(".st-key-p2c_walk .cells").first.locator("button").count() == 9
    at, said = page.url, line.inner_text()
    page.reload()
    settle(page)
    page.locator(".st-key-p2c_walk .panel .lines math").first.wait_for()
    assert (page.url, line.inner_text()) == (at, said)
    assert canvas.bounding_box()["height"] < box["height"]  # the sum has its room below
    canvas.focus()
    page.keyboard.press("Home")
    page.wait_for_url(lambda url: "layer=" not in url)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(12):
        page.mouse.wheel(0, -100)
    page.wait_for_url(re.compile("layer="))
