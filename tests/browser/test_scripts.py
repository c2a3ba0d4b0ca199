"""How browsers get the scripts of the components: from the app itself, wherever it lies, and once."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from pages.ui.components.scripts import version

ROOT = Path(__file__).parents[2]
SCRIPTS = "performance.getEntriesByType('resource').filter(one => one.name.includes('/web/'))"
ADDRESSES, SENT = f"() => {SCRIPTS}.map(one => one.name)", f"() => {SCRIPTS}.map(one => one.transferSize)"


@pytest.fixture(scope="module")
def below(serve):
    with serve(ROOT / "app.py", base="deep/cnn") as url:
        yield url


@pytest.mark.parametrize("path", ["step_through", "pooling?po_tab=shift"])
def test_components_load_where_the_app_lies_below_a_path(below, new_page, path):
    page = new_page(alone=True)
    page.goto(f"{below}/{path}")
    page.locator(".card canvas, .card .board").first.wait_for()
    addresses = page.evaluate(ADDRESSES)
    assert addresses
    assert [one for one in addresses if not one.startswith(f"{below}/web/{version()}/")] == []


def test_components_load_after_a_way_through_pages(below, new_page, settle):
    page = new_page(alone=True)
    page.goto(f"{below}/")
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_text("Pooling").click()
    page.locator(".card .board").first.wait_for()


def test_a_browser_keeps_the_scripts(app_url, new_page):
    page = new_page(alone=True)
    for first in (True, False):
        page.goto(f"{app_url}/pooling")
        page.locator(".card .board").first.wait_for()
        sent = page.evaluate(SENT)
        assert len(sent) > 5
        assert (max(sent) > 0) is first
        page.goto("about:blank")


def test_a_script_is_served_as_one_to_be_kept(app_url):
    with urllib.request.urlopen(f"{app_url}/web/{version()}/kit/format.js") as answer:
        assert "javascript" in answer.headers["content-type"]
        assert "immutable" in answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers
