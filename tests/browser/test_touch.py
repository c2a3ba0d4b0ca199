"""A finger that rests on a picture drags there while the page stands; one that moves at once scrolls the page."""

from __future__ import annotations

from typing import Any

from tests.conftest import still

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
STEPS = 12


def drag(page: Any, box: dict[str, float], *, rest_ms: int) -> None:
    """Move a finger upwards over the middle of ``box``, after it has rested there for a while."""
    device = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.8
    touch("touchStart", (x, y))
    page.wait_for_timeout(rest_ms)
    for step in range(1, STEPS + 1):
        touch("touchMove", (x + step, y - box["height"] * 0.6 * step / STEPS))
        page.wait_for_timeout(20)
    touch("touchEnd")
    page.wait_for_timeout(300)


def test_a_finger_paints_on_the_photo_and_scrolls_over_it(app_url, chromium, settle):
    context = still(chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True))
    page = context.new_page()
    page.goto(f"{app_url}/feature_maps?network=bundled/resnet20&side=128")
    settle(page)
    photo, painted = page.locator(".st-key-fm_seen canvas"), page.get_by_text("Painted grey")
    photo.evaluate("one => one.scrollIntoView({ block: 'center' })")
    page.get_by_text("Tap, or hold and drag").wait_for()
    before = page.evaluate(SCROLLED)
    drag(page, photo.bounding_box(), rest_ms=0)
    assert page.evaluate(SCROLLED) > before + 60
    assert not painted.is_visible()
    photo.evaluate("one => one.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)
    before = page.evaluate(SCROLLED)
    drag(page, photo.bounding_box(), rest_ms=400)
    painted.wait_for()
    assert page.evaluate(SCROLLED) == before
    context.close()
