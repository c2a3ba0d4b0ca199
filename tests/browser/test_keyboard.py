"""Each page is worked to its end by keyboard alone: every stop shows where it is, none is a trap, Escape closes."""

from __future__ import annotations

import re
from typing import Any

import pytest

ACTIVE = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
}"""
NAME = "() => { const one = (%s)(); return (one.ariaLabel || one.innerText || one.title || '').trim(); }" % ACTIVE  # noqa: UP031
RING = """() => {
  let one = (%s)();
  const rings = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  const shows = (style) => rings(style) || style.boxShadow !== "none";
  for (let at = 0; one && at < 7; at += 1) {
    if (shows(getComputedStyle(one)) || shows(getComputedStyle(one, "::after"))) return true;
    if (one.matches("input:not([type=range])")) return true; // the caret, or Streamlit's border around the field
    one = one.parentElement ?? one.getRootNode().host;
  }
  return false;
}""" % ACTIVE  # noqa: UP031
GOALS = {
    "step_through": ("Convolution, step by step", ["End"], r"cell (\d+) of \1"),
    "classic_filters": ("Arrow keys move the cell", ["ArrowRight"], "of the result is"),
    "pooling": ("Maximum", ["ArrowRight"], "window 2 of"),
    "build_stack": ("Layers of the network", ["Home", "ArrowRight"], "conv1"),
    "receptive_fields": ("Arrow keys choose a unit", ["ArrowRight"], "Row"),
    "feature_maps": ("Feature maps", ["ArrowRight"], "Map"),
    "attribution": ("Arrow keys choose a class", ["ArrowDown"], "dog"),
    "fine_tune": ("Layers of the network", ["Home"], "picture"),
    "jobs": ("Fine-tune a network", ["Enter"], "Everything is set"),
}
"""What is reached with Tab, which keys are pressed there, and what is then read."""
MOST_STOPS = 90


def reach(page: Any, name: str) -> list[str]:
    """Press Tab until the focus is on what is called so; return the names of all stops on the way."""
    stops: list[str] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(NAME))
        assert page.evaluate(RING), f"nobody sees that the focus is on {stops[-1]}"
        if name in stops[-1] and len(stops) > 1:
            return stops
    raise AssertionError(f"{name} is not among {stops}")


@pytest.mark.parametrize("name", GOALS)
def test_a_page_is_worked_by_keyboard_alone(app_url, browser_page, settle, name):
    page, (target, keys, read) = browser_page, GOALS[name]
    page.goto(f"{app_url}/{name}")
    settle(page)
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "Skip to main content"
    page.keyboard.press("Enter")  # past the contents
    reach(page, target)
    for key in keys:
        page.keyboard.press(key)
    page.get_by_text(re.compile(read)).locator("visible=true").first.wait_for()
    settle(page)
    page.keyboard.press("Tab")
    assert target not in page.evaluate(NAME)  # no trap


def test_escape_closes_what_opens(app_url, browser_page, settle):
    browser_page.goto(f"{app_url}/step_through")
    settle(browser_page)
    for name, opened in (("Input 5", "[data-testid=stPopoverBody]"), ("Share", "[role=dialog]")):
        browser_page.get_by_role("button", name=name, exact=True).focus()
        browser_page.keyboard.press("Enter")
        browser_page.locator(opened).first.wait_for()
        browser_page.keyboard.press("Escape")
        browser_page.locator(opened).first.wait_for(state="hidden")
        settle(browser_page)
