"""Korean and English in a real browser: which it is, and that a change loses nothing."""

from __future__ import annotations

import pytest

from pages.ui.text import translated
from tests.conftest import still

LANG = "() => document.documentElement.lang"


@pytest.fixture
def korean_page(chromium, app_url):
    """A page of a browser that asks for Korean."""
    context = still(chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ko-KR"))
    yield context.new_page()
    context.close()


def heading(page):
    return page.locator("h1").first.inner_text().strip()


def test_a_reader_gets_the_browsers_language_and_keeps_the_one_chosen(korean_page, app_url, settle):
    page = korean_page
    page.goto(f"{app_url}/pooling")
    settle(page)
    assert page.evaluate(LANG) == "ko"
    assert heading(page) == translated("Pooling", "ko") != "Pooling"

    broken = page.locator("[data-testid=stMain] p").evaluate_all("all => all.map(p => getComputedStyle(p).wordBreak)")
    assert set(broken) == {"keep-all"}  # between words, not between syllables

    page.locator(".st-key-po_stride input").fill("3")
    page.keyboard.press("Enter")
    settle(page)
    changed = page.url
    assert "stride=3" in changed and "lang" not in changed

    page.locator("[class*=language_switch] select").select_option("en")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    settle(page)
    assert heading(page) == "Pooling"
    assert page.locator(".st-key-po_stride input").input_value() == "3"
    assert page.url == changed

    page.reload()
    settle(page)
    assert (page.evaluate(LANG), heading(page)) == ("en", "Pooling")

    page.goto(f"{app_url}/pooling?stride=3&lang=ko")  # somebody's link counts for this visit
    settle(page)
    assert (page.evaluate(LANG), heading(page)) == ("ko", translated("Pooling", "ko"))
    assert "lang=ko" in page.url


def test_what_streamlit_says_itself_is_translated_and_taken_back(korean_page, app_url, settle):
    page = korean_page
    page.goto(f"{app_url}/classic_filters")
    settle(page)
    page.locator("[class*=_photo_upload] button").first.click()
    said = page.locator("[data-testid=stFileUploader]")
    said.get_by_text(translated("Upload", "ko"), exact=True).wait_for()
    assert said.get_by_text("Upload", exact=True).count() == 0
    assert page.get_by_text(translated("Skip to main content", "ko")).count() == 1
    page.keyboard.press("Escape")
    page.locator("[class*=language_switch] select").select_option("en")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert page.get_by_text("Skip to main content").count() == 1
