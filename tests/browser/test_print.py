"""Paper: a sheet says what and where, shows all columns, is light, and leaves the screen as it was."""

from __future__ import annotations

import re

from tests.browser import sheets

COLUMNS = ("Layer", "Output shape", "Parameters", "MACs", "Memory", "Receptive field (px)")
LAYERS = 12
SIZE = "canvas => [canvas.width, canvas.getBoundingClientRect().width]"


def test_a_table_has_all_its_columns_and_a_long_network_its_rows(app_url, new_page, settle):
    page = new_page(theme="dark")
    stack = "~".join(["conv.o64.p1~relu"] * LAYERS)
    page.goto(f"{app_url}/build_stack?stack={stack}~adaptive.o1~flatten~linear.o10&input=3x64x64")
    settle(page)
    page.locator(".st-key-bs_desk td").first.wait_for()
    page.locator(".st-key-bs_desk .node").first.wait_for()
    text = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in sheets.printed(page)).split())
    assert [column for column in COLUMNS if column not in text] == []
    outlined = re.sub(r"(\S)\1", r"\1", text)  # letters of the strip come twice: once for their outline
    assert outlined.count("conv 3×3") == LAYERS  # none of them is scrolled away
    assert [number for number in range(1, LAYERS + 1) if f"conv{number} 64 × 64 × 64" not in text] == []
    assert "Undo" not in text
    assert page.locator("#paper").is_hidden()
    assert "on-paper" not in (page.locator("html").get_attribute("class") or "")


def test_canvases_are_fine_on_paper_and_as_before_on_the_screen(app_url, new_page, settle):
    page = new_page(theme="dark")
    page.goto(f"{app_url}/step_through")
    settle(page)
    canvas = page.locator(".st-key-ss_stepper canvas")
    before = canvas.evaluate(SIZE)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    dots, wide = canvas.evaluate(SIZE)
    assert dots / wide >= 2.9  # 278 dots to the inch
    assert wide <= sheets.SHEET_PX
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(200)
    assert canvas.evaluate(SIZE) == before
