"""*Layers* in a browser: the point on a curve follows the pointer at once, and the link in the end."""

from __future__ import annotations

import re

import pytest

CURVE = ".st-key-la_curve svg[role=slider]"
AT = "one => Number(one.getAttribute('aria-valuenow'))"


@pytest.fixture
def curve(app_url, browser_page, settle):
    browser_page.goto(f"{app_url}/layers?function=gelu&beside=relu_silu")
    settle(browser_page)
    return browser_page.locator(CURVE)


def test_a_point_is_dragged_and_what_is_drawn_follows(curve, settle):
    page, box = curve.page, curve.bounding_box()
    curve.scroll_into_view_if_needed()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    page.mouse.down()
    seen = []
    for share in (0.6, 0.7, 0.8):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + 100)
        seen.append(curve.evaluate(AT))
    page.mouse.up()
    assert seen == sorted(seen) and seen[0] > 0.5 and seen[-1] > 3
    page.wait_for_url(re.compile(f"point={seen[-1]:g}"))
    settle(page)
    assert curve.evaluate(AT) == seen[-1]  # the page's answer takes nothing back
    rows = page.locator(".st-key-la_curve tbody tr")
    assert [row.split("\t")[0] for row in rows.all_inner_texts()] == ["GELU", "ReLU", "SiLU"]
    assert "1.1289" in rows.first.inner_text()
    # What leaves the frame is cut off: no line is drawn above it.
    area = page.locator(".st-key-la_curve g.plot > svg").first
    assert area.evaluate("one => getComputedStyle(one).overflow") == "hidden"
    page.reload()
    settle(page)
    assert page.locator(CURVE).evaluate(AT) == seen[-1]
