"""A live run in a real browser: it grows by itself, others wait, and cancel lets the next one begin."""

from __future__ import annotations

import pytest

PATIENCE_MS = 120_000


@pytest.fixture
def reader(app_url, new_page, settle):
    """Return a function that opens *Shuffled* in a browser of its own."""
    def opened(learned: int):
        page = new_page(alone=True)
        page.goto(f"{app_url}/pixels?view=shuffled&learned={learned}")
        settle(page)
        page.get_by_role("button", name="Train it here").wait_for(timeout=PATIENCE_MS)
        return page
    return opened


def test_one_trains_the_other_waits_and_is_next(reader):
    ada, bob = reader(1259), reader(200)
    ada.get_by_role("button", name="Train it here").click()
    ada.get_by_text("of 20,").wait_for(timeout=PATIENCE_MS)
    bob.get_by_role("button", name="Train it here").click()
    bob.get_by_text("1 training is before yours").wait_for(timeout=PATIENCE_MS)
    ada.get_by_role("button", name="Cancel").click()
    ada.get_by_role("button", name="Train it here").wait_for(timeout=PATIENCE_MS)
    bob.get_by_text("of 60,").wait_for(timeout=PATIENCE_MS)
    dots = bob.locator(".js-plotly-plot .scatterlayer .trace .points path")
    dots.nth(4).wait_for(state="attached", timeout=PATIENCE_MS)  # the first epoch ends after the line that tells of it
    assert dots.count() > 4  # some are of Bob's own run
