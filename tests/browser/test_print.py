"""Paper: a sheet says what and where, shows all columns, is light, and leaves the screen as it was."""

from __future__ import annotations

from tests.browser import sheets

COLUMNS = ("Layer", "Output shape", "Parameters", "MACs", "Memory", "Sees (px)")
CANVAS = """name => {
  const inside = (one) => one.shadowRoot?.querySelector("canvas") ?? [...one.children].map(inside).find(Boolean);
  const canvas = inside(document.querySelector(`.st-key-${name}`));
  return [canvas.width, canvas.getBoundingClientRect().width];
}"""


def test_a_table_has_all_its_columns_and_a_long_network_its_rows(app_url, new_page, settle):
    page = new_page(theme="dark")
    stack = "~".join(["conv.o64.p1~relu"] * 12)
    page.goto(f"{app_url}/build_stack?stack={stack}~adaptive.o1~flatten~linear.o10&input=3x64x64")
    settle(page)
    page.locator(".st-key-bs_strip[data-drawn], .st-key-bs_strip [data-drawn]").first.wait_for(state="attached")
    document = sheets.printed(page)
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    assert all(column in texts[0] for column in COLUMNS)
    assert texts[0].index("Build a stack") < texts[0].index("Layer")
    assert texts[0].count("conv 3×3") == 12  # the strip's; nothing of it is scrolled away
    assert all(f"conv{number}\r\n" in "".join(texts) or f"conv{number} " in "".join(texts) for number in range(1, 13))
    assert "Undo" not in texts[0]
    assert page.locator("#paper").is_hidden()
    assert "on-paper" not in (page.locator("html").get_attribute("class") or "")


def test_canvases_are_fine_on_paper_and_as_before_on_the_screen(app_url, new_page, settle):
    page = new_page(theme="dark")
    page.goto(f"{app_url}/step_through")
    settle(page)
    before = page.evaluate(CANVAS, "ss_stepper")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    dots, wide = page.evaluate(CANVAS, "ss_stepper")
    assert dots / wide >= 2.9  # 278 dots to the inch
    assert wide <= sheets.SHEET_PX
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(200)
    assert page.evaluate(CANVAS, "ss_stepper") == before
