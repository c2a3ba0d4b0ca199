"""The stepper in a real browser: play, step, point, edit, save."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image

from explorer.convolution.stepwise.examples import EXAMPLES
from explorer.convolution.stepwise.url import grid_from_text

SHADOW = """() => [...document.querySelectorAll('*')].map((host) => host.shadowRoot)
  .find((root) => root?.querySelector('.stepper'))"""
READY = f"() => (({SHADOW})()?.querySelector('canvas')?.width ?? 0) > 320"


@pytest.fixture
def stepper(app_url, new_page, settle):
    def opened(link="scene=notes_same", size="desktop", theme="light"):
        page = new_page(size, theme)
        page.goto(f"{app_url}/step_through?{link}")
        page.wait_for_function(READY, timeout=60_000)
        settle(page)
        return page

    return opened


def canvas(page):
    return page.locator(".stepper canvas")


def told(page):
    """What is added up, under the picture."""
    return " ".join(page.locator(".stepper .sum").inner_text().split())


def answer(page):
    """What comes out, above the picture."""
    return " ".join(page.locator(".stepper .answer").inner_text().split())


def at(page):
    return page.locator(".stepper .told").inner_text()


def middle_of(page, block, row, column):
    """Where a cell lies on the canvas, px; the first example's cells are 48 px or fewer, three blocks in a row."""
    box = canvas(page).bounding_box()
    side = cell_side(page)
    starts = runs(page)
    return box["x"] + starts[block] + (column + 0.5) * side, box["y"] + 28 + (row + 0.5) * side


def cell_side(page):
    return (runs(page, ends=True)[0] - runs(page)[0]) / 7


def runs(page, ends=False):
    """Left (or right) edges of the drawn grids, px, found in the pixels of a row of cells."""
    edges = page.evaluate(f"""() => {{
      const canvas = ({SHADOW})().querySelector('canvas');
      const ratio = devicePixelRatio;
      const row = canvas.getContext('2d').getImageData(0, Math.round(29 * ratio), canvas.width, 1).data;
      const dark = [];
      for (let x = 0; x < canvas.width; x++) if (row[4 * x] < 245) dark.push(x / ratio);
      return dark;
    }}""")
    groups = [[edges[0]]]
    for edge in edges[1:]:
        if edge - groups[-1][-1] > 60:
            groups.append([])
        groups[-1].append(edge)
    return [group[-1 if ends else 0] for group in groups]


def point_at(page, *cell):
    page.mouse.move(*middle_of(page, *cell))


def type_into(page, cell, text, key="Enter"):
    page.mouse.click(*middle_of(page, *cell))
    field = page.locator(".stepper .field")
    field.fill(text)
    field.press(key)


def test_the_current_sum_stands_below_with_its_values(stepper):
    page = stepper()
    assert at(page) == "cell 8 of 25"
    assert answer(page) == "Output cell (row 2, column 3) = 3"
    assert told(page) == "1·1 + 1·0 + 0·1 + 1·0 + 1·1 + 1·0 + 0·1 + 1·0 + 1·1 = 3"
    assert "5" in page.locator(".stepper .formula").inner_text()


def test_buttons_and_arrow_keys_step_both_ways(stepper):
    page = stepper()
    page.get_by_role("button", name="One step on").click()
    assert at(page) == "cell 9 of 25"
    canvas(page).focus()
    for key, expected in (("ArrowLeft", 8), ("ArrowDown", 13), ("ArrowUp", 8), ("End", 25), ("ArrowRight", 25),
                          ("Home", 1), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        assert at(page) == f"cell {expected} of 25"


def test_play_runs_to_the_end_and_pauses(stepper):
    page = stepper()
    page.locator(".stepper .speed").select_option("16")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => ({SHADOW})().querySelector('.told').textContent === 'cell 12 of 25'")
    page.get_by_role("button", name="Pause").click()
    stopped = at(page)
    page.wait_for_timeout(300)
    assert at(page) == stopped
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => ({SHADOW})().querySelector('.told').textContent === 'cell 25 of 25'")
    page.get_by_role("button", name="Play").wait_for()


def test_the_timeline_can_be_dragged(stepper):
    page = stepper()
    box = page.locator(".stepper input.line").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert at(page) == "cell 25 of 25"


def test_where_the_reader_stops_stands_in_the_address_and_opens_again(stepper):
    page = stepper()
    canvas(page).focus()
    page.keyboard.press("End")
    page.wait_for_function("() => location.search.includes('at=24')")
    page.reload()
    page.wait_for_function(READY)
    assert at(page) == "cell 25 of 25"


def test_pointing_at_an_output_cell_tells_its_sum(stepper):
    page = stepper()
    point_at(page, 2, 0, 0)
    assert answer(page) == "Output cell (row 1, column 1) = 2" and told(page).endswith("= 2")


def test_pointing_at_an_input_cell_tells_what_it_reaches(stepper):
    page = stepper()
    point_at(page, 0, 3, 3)
    assert answer(page) == "Input cell (row 3, column 3) It takes part in 9 output cells."
    point_at(page, 0, 1, 1)
    assert "in 4 output cells" in answer(page)


def test_an_edited_kernel_changes_the_output_at_once_and_reaches_the_address(stepper):
    page = stepper()
    type_into(page, (1, 1, 1), "-2,5")
    assert told(page).endswith("= −0.5")
    page.wait_for_function("() => location.search.includes('-2.5')")
    kernel = grid_from_text(re.search(r"w=([^&]+)", page.url)[1])
    assert kernel[0, 0].tolist() == [[1, 0, 1], [0, -2.5, 0], [1, 0, 1]]
    page.wait_for_timeout(600)
    assert told(page).endswith("= −0.5")


def test_an_edited_input_is_kept_while_the_server_is_still_answering(stepper):
    page = stepper()
    for column, value in ((1, "7"), (2, "8"), (3, "9")):
        type_into(page, (0, 1, column), value)
    page.wait_for_function("() => location.search.includes('7_8_9')")
    page.wait_for_timeout(600)
    assert "8·1" in told(page)


def test_text_that_is_no_number_is_refused_beside_the_cell(stepper):
    page = stepper()
    type_into(page, (1, 0, 0), "cat")
    field = page.locator(".stepper .field")
    assert field.get_attribute("aria-invalid") == "true"
    assert "not a number" in page.locator(".stepper .said").inner_text()
    field.press("Escape")
    assert told(page).endswith("= 3")


def test_the_keyboard_alone_can_edit(stepper):
    page = stepper()
    canvas(page).focus()
    page.keyboard.press("Enter")
    for text in ("5", "6"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.search.includes('w=1x1x3x3~5_6_1')")


def test_every_output_agrees_with_the_server(stepper):
    for name in ("rgb_two", "depthwise", "guide14", "signal", "volume"):
        page = stepper(f"scene={name}&view=gather")
        conv = EXAMPLES[name].setup.convolution()
        canvas(page).focus()
        page.keyboard.press("End")
        last = float(conv.output.ravel()[-1])
        assert float(answer(page).split("= ")[-1].replace("−", "-")) == pytest.approx(last, abs=1e-3)


def test_a_transposed_convolution_has_three_views(stepper):
    page = stepper("scene=checkerboard")
    assert at(page) == "stamp 5 of 9"
    page.get_by_role("radio", name="Overlaps").click()
    canvas(page).focus()
    page.keyboard.press("Home")
    assert "One stamp lands here; elsewhere there are 1 to 4." in answer(page)
    page.get_by_role("radio", name="Stretched input").click()
    assert at(page) == "cell 49 of 49"
    page.wait_for_function("() => location.search.includes('view=gather')")


def test_a_slider_changes_the_picture_and_its_formula(stepper):
    page = stepper()
    page.get_by_role("button", name="Stride 1").click()
    page.get_by_role("slider", name="All axes").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => ({SHADOW})().querySelector('.told').textContent.endsWith('of 9')")
    assert "Why 3 × 3 comes out" in page.locator(".stepper .below").inner_text()


@pytest.mark.parametrize(("button", "kind"), [("PNG", "PNG"), ("GIF", "GIF")])
def test_pictures_can_be_taken_away(stepper, tmp_path, button, kind):
    page = stepper("scene=notes_valid")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile(f"^({button}|Save the picture as {button})|{button}$")).first.click()
    waiting.value.save_as(tmp_path / "picture")
    picture = Image.open(io.BytesIO((tmp_path / "picture").read_bytes()))
    assert picture.format == kind and picture.width > 300
    assert kind == "PNG" or picture.n_frames == 9


@pytest.mark.parametrize("name", ["notes_same", "rgb_two", "signal", "volume", "checkerboard"])
def test_a_phone_does_not_scroll_sideways(stepper, name):
    page = stepper(f"scene={name}", "phone", "dark")
    wide = page.evaluate("() => { const m = document.querySelector('[data-testid=stMain]');"
                         " return m.scrollWidth - m.clientWidth; }")
    assert wide <= 0 and page.locator(".stepper .scroller").bounding_box()["width"] < 390


WRITTEN = """() => {
  const write = CanvasRenderingContext2D.prototype.fillText;
  window.written = [];
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    window.written.push([text, parseFloat(this.font.match(/([\\d.]+)px/)[1])]);
    write.call(this, text, ...at);
  };
}"""


@pytest.mark.parametrize(("name", "at", "sum_"), [("rgb", 4, "Red (−6) + Green 0 + Blue 2 = −4"),
                                                  ("signal", 15, "= 0.34")])
def test_the_result_is_seen_first_and_whole_and_each_cell_has_its_number(stepper, name, at, sum_):
    page = stepper(f"scene={name}&at={at}")
    page.evaluate(WRITTEN)
    for size in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(400)
        assert answer(page).endswith(sum_)
        box = page.locator(".stepper .answer .result").bounding_box()
        assert box["y"] + box["height"] < size[1] and box["x"] + box["width"] < size[0]
        assert page.locator(".stepper .sum").evaluate("sum => sum.scrollHeight <= sum.clientHeight")
        check_numbers(page, EXAMPLES[name].setup.convolution())


def check_numbers(page, conv):
    """Each cell of a whole frame has a number without noise, in letters that can be read."""
    page.evaluate("() => { window.written = []; }")
    page.locator(".stepper input.line").evaluate(
        "line => { const at = line.value; for (const step of [line.max, at]) { line.value = step;"
        " window.written.length = 0; line.dispatchEvent(new Event('input'));"
        " if (step === line.max) window.whole = [...window.written]; } }")
    numbers = [one for one in page.evaluate("() => window.whole") if re.fullmatch(r"−?[\d.]+(e−?\d+)?", one[0])]
    assert len(numbers) >= conv.laid_out.size + conv.output.size + conv.weight[0].size
    assert min(letters for _text, letters in numbers) >= 9 and not [text for text, _ in numbers if "e" in text]


def test_a_crop_of_a_photo_is_seen_at_once_in_its_colours_and_what_is_taken_away_is_said(stepper):
    page = stepper()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_text("From a photo").click()
    page.get_by_text("Three channels: red").click()
    page.get_by_role("button", name="Use this crop").click()
    page.wait_for_function(f"() => ({SHADOW})().querySelector('.told').textContent.endsWith('of 144')")
    page.get_by_role("button", name="Use this crop").wait_for(state="detached")
    page.wait_for_timeout(1500)
    box = page.locator(".stepper .answer .result").bounding_box()
    assert 0 < box["y"] < 700
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") < 1500
    assert colours(page) >= {"red", "green", "blue"}
    page.get_by_role("button", name="PyTorch").click()
    page.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text("Copied").wait_for()


def colours(page):
    """Which pure colours the picture has."""
    pixels = np.array(page.evaluate(f"""() => {{
      const canvas = ({SHADOW})().querySelector('canvas');
      return [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data];
    }}"""), dtype=int).reshape(-1, 4)[:, :3]
    return {name for at, name in enumerate(("red", "green", "blue"))
            if ((pixels[:, at] > 40) & (np.delete(pixels, at, 1).sum(axis=1) == 0)).sum() > 500}


def test_control_and_enter_take_a_grid_that_was_pasted(stepper):
    page = stepper()
    page.get_by_text("Paste a grid").click()
    field = page.get_by_label("Numbers, as a spreadsheet copies them")
    field.fill("1 2 3\n4 5 6\n7 8 9")
    field.press("Control+Enter")
    page.wait_for_function("() => location.search.includes('w=1x1x3x3~1_2_3_4_5_6_7_8_9')")
    field.wait_for(state="detached")
