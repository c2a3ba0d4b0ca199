"""*Pooling* in a real browser: what it works out by itself must be what Python and torch say."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.pooling.examples import GUIDE, NEGATIVE
from explorer.convolution.pooling.plan import START, grid_text
from explorer.convolution.pooling.shift_invariance import cells_moved, digit, maps, unchanged, view


@pytest.fixture
def open_page(app_url, new_page, settle):
    def go(link: str = "", size: str = "desktop", theme: str = "light"):
        page = new_page(size, theme)
        page.goto(f"{app_url}/pooling{link}")
        settle(page)
        page.locator(".board, .picture, .frame").first.wait_for()
        return page

    return go


def shown(page, kind: str) -> list[str]:
    return page.locator(f".area.{kind} .cell:not(.pad)").all_inner_texts()


def values(page, kind: str) -> np.ndarray:
    return np.array([float(text.replace("−", "-")) for text in shown(page, kind)])


def output(page, kind: str, stop: int):
    return page.locator(f".area.{kind} .cell").nth(stop)


def cell(page, row: int, column: int):
    return page.get_by_label(f"Row {row}, column {column}", exact=True)


@pytest.mark.parametrize(("grid", "k", "s", "p", "ceil"), [
    (START, 2, 2, 0, 0), (GUIDE, 3, 1, 0, 0), (GUIDE, 2, 2, 0, 1), (NEGATIVE, 3, 2, 1, 0), (START, 1, 2, 0, 0)])
def test_the_browser_shows_torchs_numbers(open_page, grid, k, s, p, ceil):
    page = open_page(f"?grid={grid_text(grid)}&kernel={k}&stride={s}&padding={p}&ceil={ceil}")
    array = torch.tensor(grid, dtype=torch.float64)[None, None]
    best, places = F.max_pool2d(array, k, s, p, ceil_mode=bool(ceil), return_indices=True)
    np.testing.assert_allclose(values(page, "max"), best.flatten(), rtol=5e-3)
    np.testing.assert_allclose(values(page, "average"), F.avg_pool2d(array, k, s, p, ceil_mode=bool(ceil)).flatten(),
                               rtol=5e-3)
    winners = page.locator(".area.input .winner").evaluate_all(
        f"cells => cells.map((cell) => cell.dataset.row * {len(grid[0])} + Number(cell.dataset.column))")
    assert set(winners) == set(places.flatten().tolist())


def test_pointing_at_an_output_lights_its_window_and_shows_its_arithmetic(open_page):
    page = open_page()
    output(page, "average", 8).hover()
    inside = page.locator(".area.input .inside").evaluate_all("all => all.map((one) => one.value)")
    assert inside == ["6", "7", "7", "8"]
    assert page.locator(".area.input .best").input_value() == "8"
    assert page.locator(".sum.max math").text_content() == "max(6,7,7,8)=8"
    assert page.locator(".sum.average math").text_content() == "6+7+7+84=7"


def test_pointing_at_an_input_shows_all_outputs_it_reaches_and_where_it_wins(open_page):
    page = open_page(f"?grid={grid_text(GUIDE)}&kernel=3&stride=1")
    places = F.max_pool2d(torch.tensor(GUIDE, dtype=torch.float64)[None], 3, 1, return_indices=True)[1].flatten()
    for row, column, reached in ((3, 3, 9), (2, 4, 4), (1, 1, 1)):
        cell(page, row, column).hover()
        assert page.locator(".area.max .reached").count() == page.locator(".area.average .reached").count() == reached
        assert page.locator(".area.max .won").count() == (places == 5 * (row - 1) + column - 1).sum()


def test_an_edit_shows_at_once_and_stands_in_the_link_a_little_later(open_page):
    page = open_page()
    cell(page, 1, 1).fill("50,5")
    assert shown(page, "max")[0] == "50.5" and shown(page, "average")[0] == "15.4"
    page.wait_for_url(re.compile(r"grid=50\.5_1_"))
    assert shown(page, "max")[0] == "50.5" and cell(page, 1, 1).input_value() in ("50,5", "50.5")


@pytest.mark.parametrize("text", ["cat", "1e30", "--3", "", "<b>1</b>"])
def test_what_is_no_number_is_named_and_the_cell_keeps_its_value(open_page, text):
    page = open_page()
    before = shown(page, "max")
    cell(page, 2, 2).fill(text)
    note = page.locator(".note")
    assert "row 2, column 2" in note.inner_text().lower() and "9 stays" in note.inner_text()
    cell(page, 2, 2).blur()
    assert cell(page, 2, 2).input_value() == "9" and shown(page, "max") == before
    assert "problem" not in note.get_attribute("class")


def test_the_arrow_keys_move_between_cells_and_escape_takes_back(open_page):
    page = open_page()
    cell(page, 1, 1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.locator(".area.input input:focus").get_attribute("aria-label") == "Row 2, column 2"
    page.keyboard.type("77")
    assert shown(page, "max")[0] == "77"
    page.keyboard.press("Escape")
    assert shown(page, "max")[0] == "9"


def test_play_goes_through_all_windows_and_stops(open_page):
    page = open_page()
    page.get_by_label("Speed").select_option("8")
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    page.get_by_text("window 9 of 9").wait_for(timeout=5000)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.get_by_role("button", name="One window back").click()
    assert page.locator(".told").inner_text() == "window 8 of 9"


def test_the_keyboard_steps_through_the_outputs(open_page):
    page = open_page()
    page.locator(".area.max .board").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.locator(".told").inner_text() == "window 4 of 9"


def test_nothing_moves_when_window_stride_or_padding_change(open_page, settle):
    page = open_page()
    places = []
    for name, more in (("Window", 1), ("Padding", 1), ("Stride", 1), ("Padding", 1)):
        for _ in range(more):
            page.get_by_test_id("stNumberInput").filter(has_text=name).get_by_test_id("stNumberInputStepUp").click()
        settle(page)
        places.append(page.locator(".player").first.bounding_box()["y"])
    assert "more than half the window" in page.locator(".sorry").inner_text()
    assert max(places) - min(places) < 1


@pytest.mark.parametrize(("k", "s", "follow"), [(2, 2, 0), (3, 2, 0), (2, 2, 1), (4, 3, 1)])
def test_moved_maps_keep_what_python_says(open_page, k, s, follow):
    page = open_page(f"?view=shift&kernel={k}&stride={s}&follow={follow}&shift=0_0")
    page.locator(".image .picture").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    before, after = (maps(view(digit(28, 8), 8, at), kernel_size=k, stride=s) for at in ((0, 0), (-1, 3)))
    expected = unchanged(before, after, cells_moved((-1, 3), s) if follow else (0, 0))
    for name, one in expected.items():
        share = np.floor(100 * one.share + 0.5)
        assert page.locator(f".map.{name} .share").inner_text() == f"{share:.0f} % stay the same"
        assert page.locator(f".map.{name} .count").inner_text().startswith(f"{one.equal} of {one.cells} cells")
    page.wait_for_url(re.compile(r"shift=-1_3"))


def test_the_image_is_dragged_by_whole_pixels_and_reset(open_page):
    page = open_page("?view=shift&shift=0_0")
    box = page.locator(".image .picture").bounding_box()
    step = box["width"] / 28
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 100 + 2 * step, box["y"] + 100 + step, steps=4)
    page.mouse.up()
    assert page.locator(".image .title").inner_text() == "2 right, 1 down"
    page.wait_for_url(re.compile(r"shift=1_2"))
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".map.max .share").inner_text() == "100 % stay the same"


def test_the_largest_window_still_fits_the_image(open_page):
    page = open_page("?view=shift&subject=photo&kernel=16&stride=16")
    assert page.locator(".map.max .title").inner_text() == "Maximum 3 × 3"


def test_pointing_at_a_pixel_shows_the_square_it_stands_for(open_page):
    page = open_page("?view=photo&times=3")
    frame = page.locator("figure.max .frame")
    box = frame.bounding_box()
    frame.hover(position={"x": box["width"] * 4.5 / 32, "y": box["height"] * 2.5 / 21})
    assert "row 3, column 5: rows 17 to 24, columns 33 to 40" in page.locator(".card > .line").inner_text()
    square, photo = (page.locator(f"figure.original .{part}").bounding_box() for part in ("box", "frame"))
    assert square["width"] == pytest.approx(photo["width"] * 8 / 256, abs=1)


@pytest.mark.parametrize("view", ["grid", "shift", "photo", "choice"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_fits_a_phone(open_page, view, theme):
    page = open_page(f"?view={view}", "phone", theme)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") == 0
