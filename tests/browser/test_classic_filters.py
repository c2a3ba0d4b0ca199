"""The page *Classic filters* in a real browser: what its canvases tell, and what the mouse and the keys do."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image

from explorer.convolution.filters.chain import filtered
from explorer.convolution.filters.url import read_text
from explorer.images import sample
from pages.classic_filters.apply import pixels_of


@pytest.fixture
def filters(app_url, new_page, settle):
    """Return ``filters(query="", **how)``: the page, opened."""

    def visit(query: str = "", **how):
        page = new_page(**how)
        page.set_default_timeout(20_000)
        page.goto(f"{app_url}/classic_filters{query}")
        settle(page)
        page.locator("figure canvas.picture").first.wait_for()
        page.locator(".grids canvas").wait_for(state="attached")
        return page

    return visit


def told(page) -> tuple[int, int, str]:
    found = re.match(r"Row (\d+), column (\d+) of the result is (\S+)\.", page.locator(".read").inner_text())
    return int(found[1]) - 1, int(found[2]) - 1, found[3]


def value_of(text: str) -> float:
    return float(text.replace("−", "-").removesuffix("°"))


CHAINS = ["sobel_x", "gaussian.k5~outline", "sharpen.s2.pzeros~emboss.d2", "box.pcircular~magnitude", "direction",
          "sobel_x.preplicate~custom.r1x-2y0x1.pnone", "gaussian~magnitude.gscharr~box"]


@pytest.mark.parametrize("colour", ["grey", "colour"])
@pytest.mark.parametrize("chain", CHAINS)
def test_the_sum_worked_out_in_the_browser_is_the_one_of_the_server(filters, chain, colour):
    page = filters(f"?filters={chain}&colour={colour}")
    photo = pixels_of(sample("chelsea"), colour=colour == "colour")
    *_, stage = filtered(read_text(chain)[0], photo)
    picture = page.locator("canvas.picture")
    for x, y in ((0.001, 0.002), (0.999, 0.998), (0.31, 0.62), (0.5, 0.4)):
        box = picture.bounding_box()
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.wait_for_timeout(60)
        row, column, value = told(page)
        expected = stage.values[row, column, 0]
        if chain.endswith("direction"):
            assert abs((value_of(value) - np.degrees(expected) + 180) % 360 - 180) <= 0.51
        else:
            assert value_of(value) == pytest.approx(expected, rel=1e-2, abs=0.05)


def test_the_corners_of_the_result_are_where_the_pointer_is(filters):
    page = filters("?filters=box.s3")
    box = page.locator("canvas.picture").bounding_box()
    seen = []
    for x, y in ((0.5, 0.5), (box["width"] - 1, box["height"] - 1)):
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.wait_for_timeout(60)
        seen.append(told(page)[:2])
    assert seen == [(0, 0), (99, 150)]


def test_the_divider_is_dragged_by_mouse_and_moved_by_keys(filters):
    page = filters()
    handle = page.get_by_role("slider", name="Divider between photo and result")
    assert handle.get_attribute("aria-valuenow") == "50"
    box = page.locator("canvas.picture").bounding_box()
    handle.hover()
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 100)
    page.mouse.up()
    assert handle.get_attribute("aria-valuenow") == "25"
    handle.focus()
    page.keyboard.press("ArrowRight")
    assert handle.get_attribute("aria-valuenow") == "27"
    page.keyboard.press("End")
    assert handle.get_attribute("aria-valuenow") == "100"


def test_the_arrow_keys_move_the_cell_by_one(filters):
    page = filters()
    page.locator("canvas.picture").focus()
    row, column, _ = told(page)
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_timeout(60)
    assert told(page)[:2] == (row + 1, column + 2)


def test_a_cell_of_the_kernel_is_changed_and_the_address_follows(filters):
    page = filters()
    cell = page.get_by_label("Row 2, column 2")
    cell.fill("7")
    cell.press("Enter")
    page.wait_for_url("**filters=custom*")
    assert parse_qs(urlsplit(page.url).query)["filters"] == ["custom.r-1x0x1y-2x7x2y-1x0x1"]
    page.get_by_text("Sum 7", exact=False).wait_for()


def test_a_grid_from_a_spreadsheet_is_pasted_into_a_cell(filters):
    page = filters()
    page.get_by_label("Row 1, column 1").focus()
    page.evaluate("""() => {
      const find = (root) => [...root.querySelectorAll('*')].reduce((found, one) => found ?? (one.shadowRoot ?
        one.shadowRoot.querySelector('.table input') ?? find(one.shadowRoot) : null), null);
      const data = new DataTransfer();
      data.setData('text', '1\\tcat\\n3\\t4');
      find(document).dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, composed: true,
        cancelable: true}));
    }""")
    page.get_by_text("'cat' is not a number", exact=False).wait_for()
    page.wait_for_url("**filters=custom.r1x0y3x4*")


def test_a_thumbnail_opens_the_result_after_its_filter(filters):
    page = filters("?filters=gaussian~sobel_x~magnitude")
    page.get_by_role("button", name="1 Gaussian blur").click()
    page.wait_for_url("**step=1*")
    page.get_by_text("Filter 1 of 3").wait_for()
    assert page.locator("figcaption .title").inner_text() == "Gaussian blur"


def test_nothing_jumps_when_the_filter_changes(filters):
    page = filters()
    before = [page.locator(name).bounding_box() for name in ("canvas.picture", ".numbers")]
    page.locator(".st-key-cf_name").get_by_role("combobox").click()
    page.get_by_role("option", name="Emboss").click()
    page.wait_for_url("**filters=emboss*")
    page.get_by_text("Sum 1", exact=False).wait_for()
    assert [page.locator(name).bounding_box() for name in ("canvas.picture", ".numbers")] == before


def test_four_filters_stand_side_by_side_and_a_click_selects_one(filters):
    page = filters("?filters=box~sobel_x~outline~direction&mode=side")
    assert page.locator("figure").count() == 4
    page.locator("canvas.picture").nth(1).click()
    page.get_by_text("Filter 2 of 4").wait_for()


def test_a_download_has_the_size_of_the_photo(filters):
    page = filters()
    page.get_by_role("button", name="Result").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert Image.open(download.value.path()).size == sample("chelsea").original_size
    page.get_by_text("Saving filtered.png").wait_for()


def test_a_projector_shows_the_picture_and_its_sum_at_once_and_each_comparison_a_photo(filters):
    page = filters("?filters=sobel_x")
    page.set_viewport_size({"width": 1280, "height": 800})
    for mode, pictures in (("Chain", 1), ("Compare", 2)):
        page.get_by_role("radio", name=mode).click()
        page.locator("canvas.picture").nth(pictures - 1).wait_for()
        page.wait_for_timeout(600)
        for name in ("canvas.picture", ".grids canvas"):
            box = page.locator(name).first.bounding_box()
            assert box["y"] > 0 and box["y"] + box["height"] <= 800


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("query", ["", "?filters=gabor~direction~box.k9&mode=side&colour=colour"])
def test_it_fits_every_screen(filters, size, theme, query):
    page = filters(query, size=size, theme=theme)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") == 0
    box = page.locator("canvas.picture").first.bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"]


@pytest.mark.parametrize(("size", "divided"), [((2000, 3), True), ((1, 1), False)])
def test_a_photo_however_small_can_be_seen_and_divided_where_there_is_a_result(filters, tmp_path, size, divided):
    Image.new("RGB", size, (0, 255, 0)).save(tmp_path / "photo.png")
    page = filters()
    page.get_by_role("button", name="Upload").click()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "photo.png")
    page.get_by_text("Values 0 to 0.").or_(page.get_by_text("No filter can be applied.")).wait_for()
    assert page.locator("canvas.picture").bounding_box()["height"] >= 48
    assert page.locator(".handle").is_visible() is divided
