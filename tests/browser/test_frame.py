"""The frame in a real browser: every page opens, in both themes and sizes, and says nothing to other hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.contents import ADMIN, ENTRIES
from tests.browser import sheets
from tests.browser.layout import WATCH_SHIFTS, faults

ROOT = Path(__file__).parents[2]
WIDTHS = {"desktop": (1024, 1280, 3840), "phone": (390,)}
PAGES = ["", *(entry.name for entry in (*ENTRIES, ADMIN) if entry.exists)]
BROKEN_APP = """
import streamlit as st
from pages.ui.errors import apologise
app = st.App("broken.py", on_script_error=apologise)
"""


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_every_page_opens_calmly_on_a_phone_and_prints(app_url, new_page, settle, name):
    page = new_page("phone", "dark")
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{app_url}/{name}")
    settle(page)
    has_opened_calmly(page, "phone", "dark")
    assert sheets.faults(page) == []


def has_opened_calmly(page, size, theme):
    """Hold a page that has just been opened, with `WATCH_SHIFTS` before it, to what every page has to be."""
    assert page.locator("h1").first.is_visible()
    assert page.locator("[data-testid=stException], [data-testid=stAlert]:has-text('broke')").count() == 0
    assert page.evaluate("() => { const m = document.querySelector('[data-testid=stMain]');"
                         " return m.scrollWidth - m.clientWidth; }") <= 0
    background = page.evaluate("() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 31)"}[theme]
    assert page.evaluate("shifted") < 0.1  # web.dev/articles/cls: good
    assert faults(page, *WIDTHS[size]) == {}


def test_a_deep_link_on_a_fresh_server_shows_the_frame(serve, browser_page, settle):
    with serve(ROOT / "app.py") as url:
        browser_page.goto(f"{url}/build_stack")
        settle(browser_page)
        sidebar = browser_page.locator("[data-testid=stSidebar]")
        assert sidebar.get_by_text("CNN Explorer").is_visible()
        assert sidebar.get_by_text("threads").or_(sidebar.get_by_text("GPU")).is_visible()
        assert browser_page.title() == "Build a stack · CNN Explorer"


def test_the_first_thing_to_try_leads_to_build_a_stack(app_url, browser_page, settle):
    browser_page.goto(app_url)
    settle(browser_page)
    browser_page.get_by_role("button", name="Start with LeNet-5").click()
    browser_page.wait_for_url("**/build_stack**")


def test_a_reader_never_sees_a_traceback(serve, browser_page, settle, tmp_path):
    (tmp_path / "app.py").write_text(BROKEN_APP)
    (tmp_path / "broken.py").write_text("import streamlit as st\nst.title('Before')\nraise KeyError('secret')\n")
    with serve(tmp_path / "app.py") as url:
        browser_page.goto(url)
        settle(browser_page)
        text = browser_page.locator("[data-testid=stMain]").inner_text()
    assert "This page broke" in text
    assert not any(word in text for word in ("secret", "KeyError", "Traceback", "broken.py"))


CONTRAST = """element => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const over = (top, ground, alpha) => ground.map((value, at) => value + alpha * (top[at] - value));
  const chain = [];
  for (let one = element; one; one = one.parentElement) chain.push(getComputedStyle(one));
  const ground = numbers(chain.map((style) => style.backgroundColor).find((colour) => !/, 0\\)$/.test(colour)));
  const [red, green, blue, alpha = 1] = numbers(chain[0].color);
  const faded = chain.reduce((product, style) => product * style.opacity, alpha);
  const luminance = (colour) => colour.slice(0, 3).map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, at) => sum + [0.2126, 0.7152, 0.0722][at] * value, 0);
  const both = [luminance(ground), luminance(over([red, green, blue], ground.slice(0, 3), faded))];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_quiet_text_can_be_read(app_url, new_page, settle, theme):
    page = new_page(theme=theme)
    page.goto(app_url)
    settle(page)
    quiet = {"caption": "[data-testid=stMain] [data-testid=stCaptionContainer] p",
             "device": "[data-testid=stSidebar] [data-testid=stCaptionContainer] p",
             "icon": "[data-testid=stSidebarNavLink]:not([aria-current]) [data-testid=stIconMaterial]",
             "first button": "[data-testid=stBaseButton-primary] p"}
    found = {name: page.locator(where).first.evaluate(CONTRAST) for name, where in quiet.items()}
    assert min(found.values()) >= 4.5, found  # WCAG 2.2, 1.4.3
