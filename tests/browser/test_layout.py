"""What a lecture hall, a phone and longer words make of the pages."""

from __future__ import annotations

import pytest

from pages.contents import ADMIN, ENTRIES
from pages.ui.text import PSEUDO
from tests.browser.layout import WATCH_CANVASES, faults
from tests.browser.words import untranslated

PAGES = ["", *(entry.name for entry in (*ENTRIES, ADMIN))]
LETTER = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
TABS = "[data-testid=stMain] [role=tab]"


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_in_every_tab_all_words_are_translated_and_longer_ones_fit(
        app_url, new_page, settle, name, pytestconfig):
    """Every run looks at the tab that is open first, ``--thorough`` at all."""
    page = new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.add_init_script(WATCH_CANVASES)
    page.goto(f"{app_url}/{name}?lang={PSEUDO}")
    settle(page)
    found = {}
    count = page.locator(TABS).count() if pytestconfig.getoption("thorough") else 1
    for place in range(max(1, count)):
        if place:
            page.set_viewport_size({"width": 1280, "height": 3000})
            page.locator(TABS).nth(place).click()
            settle(page)
        widths = (1280,) if place else (1280, 390)  # a phone's charts have too little room for such titles
        found |= {(place, width): said for width, said in faults(page, *widths).items()}
        found |= {(place, text): words for text, words in untranslated(page).items()}
    assert found == {}


def test_projector_mode_is_larger_without_contents_and_is_left_by_button_or_escape(app_url, new_page, settle):
    page = new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{app_url}/pooling?present=1")
    settle(page)
    contents, button = page.locator("[data-testid=stSidebar]"), page.locator(".st-key-frame_present button").first
    assert page.evaluate(LETTER) == pytest.approx(21)  # 1.4 times 15
    assert not contents.is_visible()
    cell = page.locator(".area.input .cell").first
    large = cell.bounding_box()["width"]
    page.mouse.move(400, 400)
    assert page.locator(".present-ring").bounding_box()["width"] >= 48
    assert faults(page, 1280) == {}
    page.get_by_role("button", name="Pages").click()
    page.get_by_role("link", name="Build a stack").click()
    page.wait_for_url("**/build_stack?*present=1*")
    settle(page)
    page.keyboard.press("Escape")  # the list of pages may still be open
    page.keyboard.press("Escape")
    contents.wait_for(state="visible")
    page.wait_for_function("() => !location.search.includes('present')")
    page.go_back()
    page.wait_for_url("**/pooling*")
    settle(page)
    assert page.evaluate(LETTER) == pytest.approx(15)
    assert cell.bounding_box()["width"] < large
    button.click()
    page.wait_for_url("**present=1*")
    button.click()
    page.wait_for_function("() => !location.search.includes('present')")


def test_the_contents_never_stay_over_a_phone(app_url, new_page, settle):
    page = new_page("phone")
    page.goto(f"{app_url}/pooling")
    settle(page)
    contents = page.locator("[data-testid=stSidebar][data-collapsed=false]")
    page.locator("[data-testid=stExpandSidebarButton] button, button[data-testid=stExpandSidebarButton]").first.click()
    contents.wait_for()
    page.locator("[data-testid=stSidebarNavLink]").filter(has_text="Build a stack").click()
    page.wait_for_url("**/build_stack*")
    contents.wait_for(state="detached")
    page.reload()
    settle(page)
    assert contents.count() == 0
