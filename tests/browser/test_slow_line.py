"""On a slow line readers go on before the answer is there, and nothing that they did is taken back."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.browser.slow_line import line_to

WAY_S = 0.3
"""One way, s: the answer to an event comes after twice as long, and by then the reader has done something else."""
NEXT_MS = 250
QUICK_MS = 120
SMALL = "conv.o8.p1~relu~maxpool~flatten~linear.o10"


@pytest.fixture
def visit(app_url, new_page, settle):
    """Yield ``visit(link, ready)``, which opens a page on a line that is slow from then on."""
    with line_to(urlsplit(app_url).port) as line:

        def opened(link, ready):
            page = new_page()
            page.goto(f"{line.url}/{link}")
            page.locator(ready).first.wait_for(timeout=60_000)
            settle(page)
            line.way_s = WAY_S
            return page

        yield opened
        line.way_s = 0


@pytest.fixture
def stays(settle):
    """Return ``stays(page, pattern)``: the address comes to match, and still does once all answers are there."""

    def check(page, pattern):
        page.wait_for_url(re.compile(pattern))
        page.wait_for_timeout(4_000 * WAY_S)
        settle(page)
        assert re.search(pattern, page.url), page.url

    return check


def one_after_another(page, *acts, gap_ms=NEXT_MS):
    """Do what a reader does who does not wait for answers."""
    for act in acts:
        act()
        page.wait_for_timeout(gap_ms)


def test_numbers_typed_into_the_stepper_stay(visit, stays):
    page = visit("step_through?scene=notes_same", ".stepper canvas")
    page.locator(".stepper canvas").focus()
    page.keyboard.press("Enter")
    one_after_another(page, *(lambda text=text: (page.keyboard.type(text), page.keyboard.press("Tab"))
                              for text in "56"))
    page.keyboard.press("Escape")
    stays(page, "w=1x1x3x3~5_6_1")


def test_a_slider_makes_the_network_the_readers_own_and_goes_on(visit, stays):
    page = visit("build_stack?layer=conv1", "tr.selected")
    slider = page.get_by_role("slider", name="Stride")
    one_after_another(page, *[lambda: slider.press("ArrowRight")] * 3)
    stays(page, r"stack=conv\.o6\.k5\.s4")


def test_undo_goes_back_as_often_as_it_is_pressed(visit, stays):
    page = visit(f"build_stack?stack={SMALL}&input=3x32x32&layer=conv1", "tr.selected")
    slider, undo = page.get_by_role("slider", name="Kernel"), page.get_by_role("button", name="Undo")
    one_after_another(page, *[lambda: slider.press("ArrowRight")] * 2)
    stays(page, "k5")
    one_after_another(page, undo.click, undo.click)
    stays(page, rf"stack={SMALL}&")


def test_cells_typed_into_a_kernel_stay(visit, stays):
    page = visit("classic_filters?filters=sobel_x", "figure canvas.picture")
    cells = [page.get_by_label(f"Row 1, column {column}", exact=True) for column in (1, 2)]
    one_after_another(page, *(lambda cell=cell, text=text: (cell.fill(text), cell.press("Enter"))
                              for cell, text in zip(cells, "56", strict=True)))
    stays(page, "filters=custom.r5x6")


def test_cells_typed_into_the_grid_of_pooling_stay(visit, stays):
    page = visit("pooling", ".board")
    cells = [page.get_by_label(f"Row 1, column {column}", exact=True) for column in (1, 2)]
    one_after_another(page, *(lambda cell=cell, text=text: (cell.fill(text), page.keyboard.press("Tab"))
                              for cell, text in zip(cells, "79", strict=True)))
    stays(page, "grid=7_9")


def test_a_photo_that_was_given_stays(visit, stays, tmp_path):
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "mine.png")
    page = visit("classic_filters", "figure canvas.picture")
    page.get_by_role("button", name="Upload").click()
    page.set_input_files("[data-testid=stFileUploader] input", tmp_path / "mine.png")
    stays(page, "cf_photo=Your.photo.1")
    kernel, colour = page.get_by_label("Row 1, column 1", exact=True), page.get_by_role("radio", name="Colour")
    one_after_another(page, lambda: (kernel.fill("5"), kernel.press("Enter")), colour.click)
    stays(page, "(?=.*cf_photo=Your.photo.1)(?=.*filters=custom.r5x0)(?=.*colour=colour)")


def test_the_layer_clicked_last_stays(visit, stays):
    page = visit("feature_maps?network=bundled%2Fresnet20", ".grid canvas")
    nodes = page.locator(".node")
    last = nodes.nth(4).get_attribute("data-id")
    one_after_another(page, nodes.nth(2).click, nodes.nth(4).click)
    stays(page, f"layer={re.escape(last)}(&|$)")


def test_quick_clicks_do_not_stop_the_page(visit, stays):
    page = visit("feature_maps?network=bundled%2Fresnet20&side=128", ".grid canvas")
    sheet, film = (page.get_by_role("slider", name=name) for name in ("Feature maps", "From the photo to the class"))
    large = page.get_by_role("application", name="Map ")
    one_after_another(page, lambda: sheet.click(position={"x": 100, "y": 40}), large.click, gap_ms=QUICK_MS)
    stays(page, "channel=1(&|$)")
    page.wait_for_timeout(10 * NEXT_MS)
    one_after_another(page, lambda: sheet.click(position={"x": 170, "y": 40}), large.click,
                      *[lambda: film.press("ArrowRight")] * 2, gap_ms=QUICK_MS)
    stays(page, "layer=avgpool")


def test_settings_of_a_training_stay(visit, stays):
    page = visit("fine_tune?how=head", "button:has-text('Start')")
    page.get_by_text("3 · What learns").click()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.wait_for()
    stays(page, "how=head")
    one_after_another(page, *(lambda text=text: (epochs.fill(text), epochs.press("Enter")) for text in "79"))
    stays(page, "epochs=9")
