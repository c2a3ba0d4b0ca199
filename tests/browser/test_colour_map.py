"""The reader's colours for maps in a real browser: chosen once, they stay, on all pages and for later visits."""

from __future__ import annotations

LINK = "network=bundled/resnet20&side=128"
COLOURS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let most = 0;
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.slice(at, at + 3);
    most = Math.max(most, Math.max(...colour) - Math.min(...colour));
  }
  return most;
}"""
"""How far red, green and blue of a canvas lie apart at most, 0 to 255."""


def test_a_reader_without_colours_chooses_greys_once(app_url, new_page, settle):
    page = new_page(alone=True)
    page.goto(f"{app_url}/feature_maps?{LINK}")
    settle(page)
    scale = page.locator(".st-key-fm_sheet .bar")
    scale.wait_for()
    assert scale.evaluate(COLOURS) > 100
    colours = page.locator("[class*=st-key-colour_map]")
    colours.get_by_role("checkbox", name="Hatch below 0").check()  # by its name, as one who does not see it
    colours.locator("select").select_option("grey")
    page.locator(".st-key-fm_sheet").get_by_text("Greys").first.wait_for()
    assert scale.evaluate(COLOURS) == 0
    page.goto(f"{app_url}/feature_maps?{LINK}")  # another visit
    settle(page)
    page.locator(".st-key-fm_sheet").get_by_text("Greys").first.wait_for()
    assert page.locator(".st-key-fm_sheet .bar").evaluate(COLOURS) == 0
    assert page.get_by_role("checkbox", name="Hatch below 0").is_checked()
