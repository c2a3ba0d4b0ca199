"""*Feature maps* in a real browser: what only a browser shows."""

import re

import numpy as np
import pytest
from PIL import Image

STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"


@pytest.fixture
def maps(app_url, new_page, settle):
    """Return a function that opens the page at a layer."""
    def opened(layer="relu1", **kind):
        page = new_page(**kind)
        page.goto(f"{app_url}/feature_maps?network={STACK}&layer={layer}&channel=1")
        page.get_by_text("Map 2 · random weights", exact=True).wait_for(timeout=60_000)
        settle(page)
        return page
    return opened


def large(page):
    return page.get_by_role("application", name="Map ")


def test_a_click_on_a_volume_shows_its_maps(maps):
    page = maps()
    page.get_by_role("option", name=re.compile("pool1")).click()
    page.get_by_text("6 maps of 12 × 12").wait_for()
    page.wait_for_url(re.compile("layer=pool1"))


def test_the_film_is_stepped_with_the_arrow_keys(maps):
    page = maps()
    page.get_by_role("slider", name="From the photo to the class").press("ArrowRight")
    page.get_by_text("6 maps of 12 × 12").wait_for()
    page.get_by_role("slider", name="From the photo to the class").press("ArrowRight")
    page.get_by_text("8 maps of 12 × 12").wait_for()


def test_arrow_keys_in_the_sheet_choose_a_map(maps):
    page = maps()
    page.get_by_role("slider", name="Feature maps").press("ArrowRight")
    page.get_by_text("Map 3 · random weights", exact=True).wait_for()
    page.wait_for_url(re.compile("channel=2"))


def test_the_pointer_reads_values_and_a_click_marks_the_cell(maps):
    page = maps()
    box = large(page).bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5 / 24, box["y"] + box["height"] * 2.5 / 24)
    page.get_by_text(re.compile("Row 3, column 1: ")).wait_for()
    page.mouse.click(box["x"] + box["width"] * 3.5 / 24, box["y"] + box["height"] * 2.5 / 24)
    page.mouse.move(0, 0)
    page.get_by_text(re.compile("Row 3, column 4: ")).wait_for()


def test_opacity_shows_the_photo_or_the_map(maps):
    page = maps()
    slider = page.get_by_role("slider", name="Map over photo")
    middle = "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]"
    seen = []
    for key in ("Home", "End"):
        slider.press(key)
        seen.append(large(page).evaluate(middle))
    assert seen[0] != seen[1]
    page.get_by_text("100 %", exact=True).wait_for()


def test_a_part_of_the_photo_is_painted_grey_and_given_back(maps):
    page = maps()
    photo = page.get_by_role("application", name=re.compile("The photo as the network gets it"))
    photo.click()
    page.get_by_text("Painted grey").wait_for()
    middle = "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]"
    page.wait_for_function("canvas => canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1)"
                           ".data.slice(0, 3).every(value => value === 128)", arg=photo.element_handle())
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("Click or drag: paint a part grey").wait_for()
    assert photo.evaluate(middle)[:3] != [128, 128, 128]


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_nothing_sticks_out(maps, size, theme):
    page = maps(size=size, theme=theme)
    wider = page.evaluate("() => { const main = document.querySelector('[data-testid=stMain]');"
                          " return main.scrollWidth - main.clientWidth }")
    assert wider <= 0


@pytest.mark.parametrize(("size", "viewport", "highest"), [("desktop", (1280, 800), 500), ("phone", (390, 844), 660)])
def test_the_maps_come_soon(maps, size, viewport, highest):
    page = maps(size=size)
    page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
    page.wait_for_timeout(500)
    assert page.get_by_role("slider", name="Feature maps").bounding_box()["y"] < highest


def test_sheet_and_maps_come_as_files(maps, tmp_path):
    page = maps()
    page.get_by_test_id("stMain").locator(".st-key-fm_sheet_options button").first.click()
    files = []
    for name in ("The maps (PNG)", "The numbers (.npy)"):
        with page.expect_download() as arriving:
            page.get_by_role("button", name=name).click()
        files.append(tmp_path / arriving.value.suggested_filename)
        arriving.value.save_as(files[-1])
    assert Image.open(files[0]).format == "PNG"
    assert np.load(files[1]).shape == (6, 24, 24)
