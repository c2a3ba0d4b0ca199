"""axe-core finds nothing in our own elements: each page in its main states, both themes and languages, enlarged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.axe import ABOVE, faults
from tests.browser.layout import WATCH_SHIFTS
from tests.browser.test_frame import PAGES, has_opened_calmly
from tests.conftest import still

ERRORS = {
    "pixels": "?side=7&view=nowhere",
    "step_through": "?scene=nothing&i=1_x", "classic_filters": "?filters=nothing", "pooling": "?kernel=99&view=nowhere",
    "layers": "?view=nowhere&function=none",
    "build_stack": "?stack=conv.o8.k9&input=1x4x4", "receptive_fields": "?network=nobody/nothing&layer=none",
    "architectures": "?view=nowhere",
    "pixel_to_class": "?view=nowhere&layer=none&at=9_9",
    "feature_maps": "?layer=nothing&channel=9999", "attribution": "?target=99999&methods=nothing",
    "where_is_it": "?view=nowhere&ours=1_2",
    "fine_tune": "?data=nothing&network=none", "jobs": "?job=nothing", "lessons": "?plan=99&view=nowhere",
}
"""Links that cannot be read whole."""
DIALOGS = ("Share", "PyTorch", "PyTorch code")
"""Buttons that open one."""
MAIN = "[data-testid=stMain]"
OPENERS = f"{MAIN} [data-testid=stPopoverButton]:visible"


def tabs(page: Any, settle: Any, thorough: bool) -> Iterator[str]:
    """Yield what is open: the page as it comes; where all is looked at, one tab after the other."""
    if not thorough or not page.get_by_role("tab").count():
        yield "page"
        return
    for at in range(page.get_by_role("tab").count()):
        tab = page.get_by_role("tab").nth(at)
        tab.click()
        settle(page)
        yield f"tab {tab.inner_text()}"


def steps(page: Any, settle: Any) -> Iterator[str]:
    """Yield the names of further steps of a plan, each while it is open."""
    others = page.locator(".st-key-ft_step button")
    for at in range(1, others.count()):
        others.nth(at).click()
        settle(page)
        yield f"step {others.nth(at).inner_text()}"


def openings(page: Any, settle: Any) -> Iterator[str]:
    """Open whatever opens above the page, and close it again with Escape: popovers, a list, a dialog."""
    openers = [page.locator(OPENERS).nth(at) for at in range(page.locator(OPENERS).count())]
    lists = page.locator(f"{MAIN} [role=combobox]:visible")
    dialogs = [one for name in DIALOGS if (one := page.get_by_role("button", name=name, exact=True)).count()]
    for opener in [*([lists.first] if lists.count() else []), *openers, *(one.first for one in dialogs)]:
        opener.focus()
        settle(page)  # a list closes where the page still scrolls
        opener.press("ArrowDown" if opener.get_attribute("role") == "combobox" else "Enter")
        settle(page)
        page.locator(ABOVE).first.wait_for()
        yield str(opener.evaluate("one => one.innerText || one.ariaLabel"))
        page.keyboard.press("Escape")
        page.locator(ABOVE).first.wait_for(state="hidden")
        settle(page)


def unfold(page: Any, settle: Any) -> bool:
    """Open all folded parts at once, and say whether there are any."""
    folded = page.locator(f"{MAIN} [data-testid=stExpander] summary:visible")
    for at in range(folded.count()):
        folded.nth(at).click()
        settle(page)
    return bool(folded.count())


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_every_page_opens_calmly_and_every_state_of_it_is_for_everyone(app_url, new_page, settle, name, pytestconfig):
    """Every run looks at each page as it comes; ``--thorough`` opens all that can be opened, and takes minutes."""
    thorough = pytestconfig.getoption("thorough")
    hall = {"width": 1280, "height": 800}  # the commonest lecture hall
    page = new_page()
    page.set_viewport_size(hall)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{app_url}/{name}")
    settle(page)
    has_opened_calmly(page, "desktop", "light")
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(hall)
    settle(page)
    found = {state: faults(page) for state in tabs(page, settle, thorough)}
    assert page.evaluate(SMALL, 24) == []
    assert page.get_by_role("button", name=re.compile(" icon$")).count() == 0
    if thorough:
        found |= {state: faults(page) for state in steps(page, settle)}
        found |= {state: faults(page, ABOVE) for state in openings(page, settle)}
        if unfold(page, settle):
            found["unfolded"] = faults(page)
    if thorough and name in ERRORS:
        page.goto(f"{app_url}/{name}{ERRORS[name]}")
        settle(page)
        found["a link with faults"] = faults(page)
    assert {state: said for state, said in found.items() if said} == {}


SMALL = """(least) => {
  const small = [];
  const visit = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) visit(one.shadowRoot);
      const target = one.matches("button, select, li[role=option], [role=slider], input[type=range]");
      if (!target || !(root instanceof ShadowRoot)) continue;
      const { width, height } = one.getBoundingClientRect();
      if (one.checkVisibility() && width && Math.min(width, height) < least - 0.5)
        small.push([one.tagName, one.className, Math.round(width), Math.round(height)].join(" "));
    }
  };
  visit(document.querySelector("[data-testid=stMain]"));
  return [...new Set(small)];
}"""
"""Targets of our components with a side of less than so many px. Cells, and sheets behind a volume of the strip, are
as large as fits: lists, tables and arrow keys do the same (WCAG 2.2, 2.5.8: equivalent)."""


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_a_page_is_for_everyone_dark_korean_enlarged_by_touch_and_in_colours_of_the_readers_own(
        app_url, chromium, settle, name, pytestconfig):
    """Every run looks at a page in the dark, ``--thorough`` also in a reader's own colours."""
    context = still(chromium.new_context(viewport={"width": 720, "height": 450}, device_scale_factor=2, has_touch=True,
                                         color_scheme="dark", reduced_motion="reduce"))  # 1440 x 900 at 200 %
    page = context.new_page()
    page.goto(f"{app_url}/{name}?lang=ko")
    settle(page)
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    dark, small = faults(page), page.evaluate(SMALL, 44)
    forced = []
    if pytestconfig.getoption("thorough") or name == "build_stack":
        page.emulate_media(color_scheme="light", forced_colors="active")
        settle(page)
        forced = faults(page)
    context.close()
    assert (dark, forced, small) == ([], [], [])
