"""*Receptive fields* in a real browser: what only a browser shows."""

import re

import pytest

STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"


@pytest.fixture
def fields(app_url, new_page, settle):
    """Return a function that opens the page at a unit."""
    def opened(layer="relu1", unit="5x5", **kind):
        page = new_page(**kind)
        page.goto(f"{app_url}/receptive_fields?network={STACK}&layer={layer}&unit={unit}")
        page.get_by_text("What it looks at").wait_for(timeout=60_000)
        settle(page)
        return page
    return opened


def units(page):
    """Return the map whose cells are the units."""
    return page.get_by_role("application", name=re.compile("units"))


def fact(page, place, number):
    """Return a number below one of the two photos."""
    return page.locator("dl.facts").nth(place).locator("dd").nth(number)


def at_cell(page, row, column, side=24):
    box = units(page).bounding_box()
    return box["x"] + box["width"] * (column + 0.5) / side, box["y"] + box["height"] * (row + 0.5) / side


def test_a_click_on_a_volume_shows_its_units_at_the_same_place(fields):
    page = fields()
    page.get_by_role("option", name=re.compile("pool1")).click()
    page.get_by_text("12 × 12 units").wait_for()
    page.wait_for_url(re.compile("layer=pool1&unit=2x2"))


def test_pointing_at_a_unit_shows_its_padding_at_once_and_a_click_pins_it(fields):
    page = fields()
    assert fact(page, 0, 2).inner_text() == "0 %"
    page.mouse.move(*at_cell(page, 0, 0))
    page.get_by_text("Row 1, column 1: ").wait_for()
    assert fact(page, 0, 2).inner_text() == "56 %"  # 5 of 9 px
    page.mouse.click(*at_cell(page, 2, 3))
    page.wait_for_url(re.compile("unit=2x3"))
    page.mouse.move(0, 0)
    page.get_by_text("Row 3, column 4: ").wait_for()


def test_arrow_keys_choose_the_unit(fields):
    page = fields()
    units(page).press("ArrowDown")
    units(page).press("ArrowLeft")
    page.wait_for_url(re.compile("unit=6x4"))


def test_a_click_on_the_photo_chooses_the_unit_whose_field_has_its_centre_there(fields):
    page = fields()
    photo = page.locator("canvas.picture").nth(2)
    box = photo.bounding_box()
    photo.click(position={"x": box["width"] * 20.5 / 24, "y": box["height"] * 3.5 / 24})
    page.wait_for_url(re.compile("unit=3x20"))


def test_the_frame_is_drawn_where_the_field_is(fields):
    page = fields()
    bright = """(canvas, [row, column]) => {
      const x = ((column + 1 + 0.5) * canvas.width) / 26, y = ((row + 1 + 0.5) * canvas.height) / 26;
      return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3).reduce((sum, part) => sum + part);
    }"""
    photo = page.locator("canvas.picture").nth(1)
    inside, outside = (photo.evaluate(bright, cell) for cell in ([5, 5], [5, 9]))
    assert inside > 1.5 * outside


def test_the_heat_map_fades_over_the_photo(fields):
    page = fields()
    corner = "canvas => [...canvas.getContext('2d').getImageData(canvas.width - 5, canvas.height - 5, 1, 1).data]"
    photo, slider = page.locator("canvas.picture").nth(2), page.get_by_role("slider", name="Heat map over photo")
    seen = []
    for key in ("Home", "End"):
        slider.press(key)
        seen.append(photo.evaluate(corner))
    assert seen[0] != seen[1]
    assert seen[1][:3] == [68, 1, 84]  # viridis at 0


def test_a_point_of_the_chart_opens_its_layer(fields):
    page = fields()
    chart = page.locator(".js-plotly-plot")
    chart.scroll_into_view_if_needed()
    point = chart.locator(".scatterlayer .trace").nth(1).locator(".point").nth(2)  # conv1, relu1, pool1
    box = point.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile("layer=pool1"))


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_nothing_sticks_out(fields, size, theme):
    page = fields(size=size, theme=theme)
    wider = page.evaluate("() => { const main = document.querySelector('[data-testid=stMain]');"
                          " return main.scrollWidth - main.clientWidth }")
    assert wider <= 0


def test_the_first_screen_holds_both_pictures_and_their_numbers(fields):
    page = fields()
    for place in (0, 1):
        box = fact(page, place, 0).bounding_box()
        assert box["y"] + box["height"] < 900
