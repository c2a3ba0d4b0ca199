"""A lesson beside the pages in a real browser: it takes no room from them, stays through reload, and fits a phone."""

from __future__ import annotations

from tests.browser.layout import WATCH_SHIFTS

RAIL = ".st-key-lesson_rail"
BOX = """selector => {
  const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
  return [left, right, top, bottom];
}"""
WIDER = """() => [...document.querySelectorAll(".st-key-lesson_rail *")].filter((element) =>
  element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "visible"
  && !element.closest(".katex, button, [data-testid=stForm] label")).length"""


def test_a_lesson_is_worked_through_beside_the_pages(app_url, new_page, settle):
    page = new_page("desktop", "light")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{app_url}/step_through?scene=notes_valid&at=0&lesson=2&step=1")
    settle(page)
    assert page.evaluate("shifted") < 0.1
    assert page.evaluate(BOX, ".stMain")[0] <= 233  # as wide as beside the contents
    assert page.evaluate(WIDER) == 0
    assert not page.locator(".st-key-lesson_bar").is_visible()

    answer = page.locator(f"{RAIL} input[type=text]")
    answer.fill("4")
    answer.press("Enter")
    page.locator(f"{RAIL} [data-testid=stAlert]").wait_for()
    assert page.locator(f"{RAIL} .lesson-marks .done").count() == 1
    assert [one["value"] for one in page.context.cookies() if one["name"] == "explorer_lessons"] == ["2.1.1"]

    page.locator(".st-key-lesson_go_on button").click()
    page.wait_for_url("**/*step=2*")
    settle(page)
    assert page.evaluate("() => document.querySelector('[data-testid=stSidebarContent]').scrollTop") == 0
    opened = page.url

    page.locator("[class*=st-key-lesson_pages] button").first.click()  # look around, and come back
    page.get_by_role("link", name="Pixels").click()
    page.wait_for_url("**/pixels*step=2*")
    page.reload()
    settle(page)
    assert page.locator(f"{RAIL} .lesson-marks .done").count() == 1
    page.locator(".st-key-lesson_open button:visible").click()
    page.wait_for_url(opened)
    settle(page)

    page.set_viewport_size({"width": 390, "height": 844})
    bar = page.locator(".st-key-lesson_bar")
    bar.wait_for()
    left, right, _top, bottom = page.evaluate(BOX, ".st-key-lesson_bar")
    assert 0 < left < right < 390 and bottom <= 844 < bottom + 20  # at the foot of the screen
    page.locator(".st-key-lesson_read button").click()
    page.wait_for_function(f"() => document.querySelector('{RAIL}').getBoundingClientRect().left >= 0")
    page.locator(".st-key-lesson_leave button:visible").first.click()
    page.locator("[data-testid=stSidebarNav]").wait_for(state="attached")
    page.wait_for_function("() => !location.search.includes('lesson=')")
    assert not bar.is_visible()
