"""*Feature maps* in a real browser: a reader's own weights and photos, and a comparison in the address."""

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

RESNET = "bundled/resnet20"
WEIGHTS = Path(__file__).parents[2] / "explorer" / "networks" / "bundled" / "resnet20.safetensors"


@pytest.fixture
def maps(app_url, new_page, settle):
    """Return a function that opens the page with the parameters of a link."""
    def opened(link, **kind):
        page = new_page(**kind)
        page.goto(f"{app_url}/feature_maps?{link}")
        page.get_by_text("Computed on").wait_for(timeout=90_000)
        settle(page)
        return page
    return opened


def give_weights(page, settle, file):
    page.locator(".st-key-fm_options button:visible").first.click()
    page.get_by_text("Weights of your own").wait_for()
    page.set_input_files("[data-testid=stFileUploader] input", file, timeout=120_000)
    settle(page)


def test_own_weights_are_named_and_a_reload_says_that_they_are_gone(maps, settle, tmp_path):
    page = maps(f"network={RESNET}&side=128")
    give_weights(page, settle, shutil.copy(WEIGHTS, tmp_path / "mine.safetensors"))
    page.get_by_text("weights: mine.safetensors").first.wait_for()
    page.wait_for_url(re.compile("weights=own"))
    page.reload()
    page.get_by_text("which no link holds").wait_for(timeout=60_000)
    settle(page)
    assert page.get_by_text("mine.safetensors").count() == 0


def test_a_file_larger_than_a_photo_may_be_gets_through_and_is_named(maps, settle, tmp_path):
    page = maps(f"network={RESNET}")
    large = tmp_path / "large.safetensors"
    large.write_bytes(bytes(25 * 2**20))
    give_weights(page, settle, large)
    page.get_by_text("This is not a .safetensors file").wait_for(timeout=60_000)
    page.get_by_text("Computed on").wait_for()


def test_a_photo_of_one_pixel_is_shown(maps, settle):
    page = maps(f"network={RESNET}")
    file = io.BytesIO()
    Image.new("L", (1, 1), 77).save(file, "PNG")
    page.get_by_role("button", name="Upload").click()
    page.set_input_files("[data-testid=stFileUploader] input", timeout=120_000, files=[
        {"name": "dot.png", "mimeType": "image/png", "buffer": file.getvalue()}])
    settle(page)
    photo = page.get_by_role("application", name=re.compile("The photo as the network gets it"))
    page.wait_for_function("canvas => canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1)"
                           ".data.slice(0, 3).every(value => Math.abs(value - 77) < 3)", arg=photo.element_handle())


def test_a_comparison_stands_in_the_address_and_a_link_brings_it_back(maps):
    page = maps(f"network={RESNET}&weights=random")
    page.get_by_role("tab", name="Compare").click()
    page.wait_for_url(re.compile("compared="))
    page.get_by_role("tabpanel").get_by_text(re.compile("Chelsea the cat$")).first.wait_for()
    again = maps(page.url.partition("?")[2])
    again.get_by_role("tab", name="Compare", selected=True).wait_for()
    again.get_by_role("tabpanel").get_by_text("random weights").first.wait_for()
