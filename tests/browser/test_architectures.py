"""*Architectures* in a browser: a bar opens its network, a pile unfolds, a link brings it back."""

from __future__ import annotations

import re

BAR = ".barlayer .point"


def click_bar(page, place):
    """Click a bar of the chart of errors, which Plotly's own layer covers."""
    box = page.locator(BAR).nth(place).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_bar_opens_its_network_whose_piles_unfold(app_url, browser_page, settle):
    page = browser_page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{app_url}/architectures")
    page.locator(BAR).nth(8).wait_for()
    settle(page)
    click_bar(page, 0)
    page.get_by_text("Edges are counted by rules").first.wait_for()
    settle(page)
    click_bar(page, 6)
    page.wait_for_url(re.compile("view=network&network=resnet"))
    pile = page.get_by_role("option", name=re.compile("^layer3"))
    pile.first.wait_for()
    assert pile.count() == 1
    pile.click()
    page.get_by_role("option", name=re.compile(r"^layer3\.5")).wait_for()
    page.get_by_role("option", name=re.compile("^conv 7×7")).click()
    page.wait_for_url(re.compile("layer=conv1"))
    page.get_by_text("9,408 parameters").wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    table = page.get_by_role("region", name="Layers of ResNet")
    assert table.evaluate("one => one.scrollWidth > one.clientWidth && one.tabIndex === 0")  # it scrolls, not the page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
