"""Readers who ask their device for less motion: nothing moves by itself, and the player waits for a press."""

from __future__ import annotations

import pytest

from tests.conftest import SIZES

MOVING = """() => {
  const inside = (one) => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one];
  const all = (root) => [...root.querySelectorAll("*")].flatMap(inside);
  const inSeconds = (one) => parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1);
  const seconds = (list) => Math.max(...list.split(",").map(inSeconds));
  return all(document).filter((one) => {
    const { animationName, animationDuration, animationIterationCount, transitionDuration } = getComputedStyle(one);
    return seconds(transitionDuration) > 0.001 || (animationName !== "none" && (seconds(animationDuration) > 0.001
      || animationIterationCount === "infinite"));
  }).map((one) => `${one.tagName} ${one.className}`);
}"""


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_nothing_moves_by_itself_where_less_motion_is_wanted(app_url, chromium, settle, motion, moves):
    context = chromium.new_context(viewport=SIZES["desktop"], reduced_motion=motion)
    page = context.new_page()
    page.goto(f"{app_url}/step_through")
    settle(page)
    canvas = page.locator(".st-key-ss_stepper canvas")
    canvas.wait_for()
    assert bool(page.evaluate(MOVING)) is moves
    now = canvas.get_attribute("aria-valuetext") or page.locator(".st-key-ss_stepper .told").inner_text()
    page.wait_for_timeout(1200)  # more than two steps at the usual speed
    assert (canvas.get_attribute("aria-valuetext") or page.locator(".st-key-ss_stepper .told").inner_text()) == now
    context.close()
