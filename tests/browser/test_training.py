"""From a first look to a trained network that is open on another page: in a real browser, with a real worker."""

from __future__ import annotations

import re

import pytest

from tests.browser.axe import faults
from tests.browser.test_keyboard import reach

PATIENCE_MS = 240_000
"""A busy machine trains slowly."""

SPOKEN = """chart => {
  const named = chart.matches("[aria-label]") ? chart : chart.querySelector("[role=img][aria-label], [aria-label]");
  return named?.ariaLabel ?? "";
}"""
"""What those hear who do not see a chart."""


@pytest.fixture(scope="module")
def site(serve):
    from tests.conftest import ROOT

    with serve(ROOT / "app.py") as url:
        yield url


def test_two_clicks_train_on_digits_and_what_was_learned_opens_elsewhere(site, new_page, settle):
    page = new_page(alone=True)
    page.goto(f"{site}/fine_tune?how=head&epochs=3")
    page.get_by_text("from a measured step").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Epoch 1 of 3").or_(page.get_by_text("Best epoch", exact=True)).wait_for(timeout=PATIENCE_MS)
    assert "/jobs" in page.url
    page.reload()  # closing the tab changes nothing
    page.get_by_text("Best epoch", exact=True).wait_for(timeout=PATIENCE_MS)
    settle(page)
    matrix = page.locator("canvas.matrix")
    matrix.scroll_into_view_if_needed()
    matrix.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("0, taken for 0").wait_for(timeout=PATIENCE_MS)
    assert faults(page) == []  # a job that is done, with all its charts and tables
    charts = page.locator(".stPlotlyChart:visible")
    assert charts.count() >= 2
    for chart in charts.all():
        assert "from" in chart.evaluate(SPOKEN)
    page.get_by_role("link", name="Feature maps").last.click()
    page.wait_for_url("**/feature_maps?*job*")
    page.get_by_text("Computed on").wait_for(timeout=PATIENCE_MS)
    page.locator(".grid canvas").first.wait_for(timeout=PATIENCE_MS)
    assert page.get_by_role("combobox", name="Network").input_value().startswith("Digits · ResNet-20")


def test_another_browser_sees_nothing_of_it(site, new_page):
    page = new_page("phone", "dark", alone=True)
    page.goto(f"{site}/jobs")
    page.get_by_text("No jobs yet").wait_for(timeout=PATIENCE_MS)


def test_by_keyboard_alone_a_job_is_started_stopped_goes_on_and_is_deleted(site, new_page, settle):
    page = new_page(alone=True)
    page.goto(f"{site}/fine_tune?how=all&epochs=60")
    page.get_by_text("from a measured step").wait_for(timeout=PATIENCE_MS)
    settle(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the contents
    reach(page, "Start")
    page.keyboard.press("Enter")
    page.get_by_text("Epoch 1 of 60").wait_for(timeout=PATIENCE_MS)
    for name in ("Stop", "Resume"):
        page.get_by_role("button", name=name, exact=True).press("Enter", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Stop", exact=True).wait_for(timeout=PATIENCE_MS)
    settle(page)
    page.get_by_role("button", name="Delete").first.press("Enter")
    page.get_by_role("button", name="Yes, delete it").press("Enter")
    page.get_by_text("No jobs yet").wait_for(timeout=PATIENCE_MS)


def test_two_jobs_in_two_tabs_are_stopped_and_go_on_and_both_tabs_stay_whole(site, new_page):
    tabs = [new_page(), new_page()]
    for page in tabs:
        page.goto(f"{site}/fine_tune?how=all&epochs=60")
        page.get_by_role("button", name="Start").click(timeout=PATIENCE_MS)
        page.get_by_role("heading", level=2).first.wait_for(timeout=PATIENCE_MS)
    tabs[0].get_by_text(re.compile("Epoch 1 of 60|Epoch 2 of 60")).wait_for(timeout=PATIENCE_MS)
    for name in ("Stop", "Resume"):
        tabs[0].get_by_role("button", name=name, exact=True).click()
        tabs[1].wait_for_timeout(2_000)
    for page in tabs:
        page.get_by_role("button", name="Stop", exact=True).wait_for(timeout=PATIENCE_MS)
        assert page.get_by_role("heading", level=2).first.is_visible()
        page.get_by_role("button", name="Delete").first.click()
        page.get_by_role("button", name="Yes, delete it").click()
    tabs[1].get_by_text("No jobs yet").wait_for(timeout=PATIENCE_MS)
