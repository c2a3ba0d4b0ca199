"""*Why this class?* in a real browser: what only a browser shows."""

import re

import numpy as np
import pytest
from PIL import Image

STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"
MIDDLE = "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]"


@pytest.fixture
def why(app_url, new_page, settle):
    """Return a function that opens the page with a link."""
    def opened(link="methods=saliency,input_x_gradient", **kind):
        page = new_page(**kind)
        page.goto(f"{app_url}/attribution?network={STACK}&{link}")
        page.get_by_text(re.compile("Why Output")).wait_for(timeout=60_000)
        settle(page)
        return page
    return opened


def card(page, name):
    return page.get_by_role("application", name=name).first


def test_the_pointer_reads_the_same_place_in_all_maps(why):
    page = why()
    box = card(page, "Saliency").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 3.5 / 24, box["y"] + box["height"] * 2.5 / 24)
    values = page.get_by_text(re.compile(r"at row 3, column 4$"))
    values.first.wait_for()
    told = values.all_text_contents()
    assert len(told) >= 2
    assert len(set(told)) >= 2  # each with its own value


def test_arrow_keys_read_values_too(why):
    page = why()
    card(page, "Saliency").press("ArrowDown")
    page.get_by_text(re.compile(r"at row 14, column 13$")).first.wait_for()


def test_one_slider_fades_all_maps(why):
    page = why()
    slider = page.get_by_role("slider", name="Opacity")
    seen = []
    for key in ("Home", "End"):
        slider.press(key)
        seen.append([card(page, name).evaluate(MIDDLE) for name in ("Saliency", "Input × gradient")])
    assert seen[0][0] == seen[0][1]  # without a map both are the photo in grey
    red, green, blue, _alpha = seen[0][0]
    assert red == green == blue
    assert seen[1][0] != seen[1][1]


def test_a_mask_keeps_the_share_of_pixels_that_is_asked_for(why):
    page = why("methods=saliency")
    page.get_by_role("radio", name="Masked").click()
    slider = page.get_by_role("slider", name="Pixels kept")
    coloured = """canvas => { const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) count++;
      return count / (data.length / 4); }"""
    slider.fill("25")
    assert card(page, "Saliency").evaluate(coloured) == pytest.approx(0.25, abs=0.02)


def test_a_class_is_chosen_with_the_arrow_keys(why):
    page = why()
    classes = page.get_by_role("listbox", name=re.compile("Choose the class"))
    second = classes.get_by_role("option").nth(1).locator(".name").text_content()
    classes.press("ArrowDown")
    page.get_by_text(f"Why {second}?").wait_for()
    page.wait_for_url(re.compile(f"class={int(second.removeprefix('Output ')) - 1}"))


def test_a_slow_method_runs_and_shows_its_map(why, settle):
    page = why("methods=occlusion&options=occlusion.window:8,occlusion.stride:8")
    page.get_by_text(re.compile("network: 10,")).first.wait_for()
    page.get_by_role("button", name="Start").first.click()
    page.get_by_text("RdBu: red for it, blue against").first.wait_for(timeout=60_000)
    settle(page)


def test_a_method_that_takes_too_long_is_stopped(app_url, new_page, settle):
    page = new_page()
    page.goto(f"{app_url}/attribution?network=bundled/resnet20&side=128&methods=occlusion"
              "&options=occlusion.window:4,occlusion.stride:1")
    page.get_by_role("button", name="Start").first.click(timeout=60_000)
    page.get_by_role("button", name="Cancel").first.click(timeout=60_000)
    page.get_by_role("button", name="Cancel").wait_for(state="detached", timeout=60_000)
    settle(page)
    assert page.get_by_role("button", name="Start").count() == 2  # of the card, and of the sanity check


def test_panel_and_maps_come_as_files(why, tmp_path):
    page = why()
    page.get_by_test_id("stMain").locator(".st-key-why_download button").first.click()
    files = []
    for name in ("The panel (PNG)", "Saliency (.npy)"):
        with page.expect_download() as arriving:
            page.get_by_role("button", name=name).click()
        files.append(tmp_path / arriving.value.suggested_filename)
        arriving.value.save_as(files[-1])
    assert Image.open(files[0]).width > 3 * 300
    assert np.load(files[1]).shape == (24, 24)


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_nothing_sticks_out(why, size, theme):
    page = why(size=size, theme=theme)
    wider = page.evaluate("() => { const main = document.querySelector('[data-testid=stMain]');"
                          " return main.scrollWidth - main.clientWidth }")
    assert wider <= 0
