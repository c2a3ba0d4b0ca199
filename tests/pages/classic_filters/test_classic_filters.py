"""The page *Classic filters* under AppTest; what its scripts do is played through the session state."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from streamlit.testing.v1 import AppTest

from explorer.convolution.filters.chain import NAMES, Step, custom
from explorer.convolution.pasted_grid import read_grid
from explorer.images import sample
from pages.classic_filters import apply, kernel
from pages.classic_filters.apply import pixels_of, run
from pages.classic_filters.kernel import facts
from pages.classic_filters.result import range_text
from pages.classic_filters.state import FilterSetup
from pages.classic_filters.words import LOOK, SHOWS, TITLES
from pages.ui.pickers.own_photos import shelf
from tests.pages.page import headers, leave_for, link, text_of, widget

MAIN = Path(__file__).parents[3] / "pages" / "main.py"


def opened(**link: str) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=60).run()
    at.switch_page("classic_filters/page.py")
    for name, value in link.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def typed(at: AppTest, text: str) -> AppTest:
    """Play the edit of a cell, or a paste into the grid."""
    at.session_state["cf_kernel"] = {"selected": text}
    at.run()
    at.session_state["cf_kernel"] = {}
    assert not at.exception
    return at


def setup(at: AppTest) -> FilterSetup:
    return at.session_state["cf_state"].now


def test_it_opens_with_sobel_on_the_cat_and_a_short_address():
    at = opened()
    assert setup(at) == FilterSetup()
    assert link(at) == {"filters": "sobel_x"}
    assert not at.warning and not at.error


@pytest.mark.parametrize("name", NAMES)
def test_every_filter_can_be_picked_and_says_what_to_look_for(name):
    at = opened()
    widget(at, "selectbox", "cf_name").set_value(name).run()
    assert not at.exception
    assert setup(at).steps[0].name == name
    assert any(LOOK[name] in caption.value for caption in at.caption)
    assert set(LOOK) == set(SHOWS) == set(TITLES) == set(NAMES)


def test_a_link_brings_everything_back():
    at = opened(filters="gaussian.k5~sobel_x.s2.pzeros~custom.r1x0x-1", mode="side", colour="colour", display="clip",
                step="2")
    found = setup(at)
    assert [step.name for step in found.steps] == ["gaussian", "sobel_x", "custom"]
    assert (found.mode, found.colour, found.display) == ("side", "colour", "clip")
    assert setup(at).place == 1
    assert link(at)["filters"] == "gaussian.k5~sobel_x.s2.pzeros~custom.r1x0x-1"


@pytest.mark.parametrize(("name", "value", "said"), [
    ("filters", "roberts", "There is no filter"), ("filters", "box.s99", "Stride is 99"), ("mode", "tower", "tower"),
    ("colour", "", "colour"), ("display", "<b>", "display"), ("step", "9", "selects filter"), ("step", "²", "selects")])
def test_rubbish_in_a_link_is_named_and_the_nearest_is_shown(name, value, said):
    at = opened(**{name: value})
    assert said in at.warning[0].value.replace("\\", "")
    assert link(at)[name] == value  # kept until something is changed
    at.button(key="cf_add").click().run()
    assert not at.warning


def test_a_cell_changes_the_kernel_and_undo_takes_it_back():
    at = typed(opened(), "-1\t0\t1\n-2\t5\t2\n-1\t0\t1")
    assert setup(at).steps[0].kernels[0][1, 1] == 5
    assert link(at)["filters"] == "custom.r-1x0x1y-2x5x2y-1x0x1"
    at.button(key="cf_undo").click().run()
    assert setup(at) == FilterSetup()
    at.button(key="cf_redo").click().run()
    assert setup(at).steps[0].name == "custom"


@pytest.mark.parametrize(("text", "said", "kept"), [
    ("cat dog", "There is no number in the text", True), ("1 " * 40, "Paste at most 31", True),
    ("1 10^30\n0 1", "Row 1, column 2: 10^30 is larger than", False), ("1\t\n3\tx", "'x' is not a number", False),
])
def test_a_pasted_grid_says_what_could_not_be_read(text, said, kept):
    at = typed(opened(), text)
    assert said in at.warning[0].value.replace("\\", "")
    assert (setup(at) == FilterSetup()) == kept


def test_a_grid_can_be_pasted_as_text():
    at = opened()
    at.session_state["cf_paste"] = True
    at.run()
    at.text_area(key="cf_paste_text").set_value("0,5;1\n1;0,5")
    at.button(key="cf_paste_use").click().run()
    assert setup(at).steps[0].rows == ((0.5, 1), (1, 0.5))
    assert any("An even side has no middle" in caption.value for caption in at.caption)


def test_filters_are_added_moved_and_removed():
    at = opened(filters="sobel_x~box")
    at.button(key="cf_back").click().run()
    assert [step.name for step in setup(at).steps] == ["box", "sobel_x"]
    at.button(key="cf_add").click().run()
    at.button(key="cf_remove").click().run()
    at.button(key="cf_remove").click().run()
    assert [step.name for step in setup(at).steps] == ["sobel_x"]
    assert at.button(key="cf_remove").disabled


def test_a_click_on_a_thumbnail_selects_its_filter():
    at = opened(filters="sobel_x~box~outline")
    at.session_state["cf_view"] = {"selected": 1}
    at.run()
    assert widget(at, "selectbox", "cf_name").value == "box"


@pytest.mark.parametrize(("filters", "sent"), [("sobel_x", 0), ("sobel_x~box", 3)])
def test_thumbnails_are_sent_where_there_is_more_than_photo_and_result(filters, sent):
    assert len(headers(opened(filters=filters))[0]["thumbs"]) == sent


@pytest.mark.parametrize("value", [99, -1, "1", None, {"a": 1}])
def test_a_made_up_click_changes_nothing(value):
    at = opened(filters="sobel_x~box")
    at.session_state["cf_view"] = {"selected": value}
    at.session_state["cf_kernel"] = {"selected": 7}
    at.run()
    assert not at.exception
    assert setup(at).place == 1


@pytest.mark.parametrize(("name", "size", "expected"), [("box", 5, "box"), ("emboss", 5, "custom"),
                                                        ("sobel_x", 7, "sobel_x")])
def test_a_size_is_the_filters_own_where_it_has_one(name, size, expected):
    at = opened(filters=name)
    at.number_input(key="cf_side").set_value(size).run()
    step = setup(at).steps[0]
    assert step.name == expected and step.kernels[0].shape == (size, size)


def test_a_kernel_that_does_not_fit_is_named_and_the_filters_before_it_are_shown():
    photo = np.zeros((5, 5, 1), np.uint8)
    steps = (Step(), Step(name="box", side=21), Step())
    shots, problems = run(FilterSetup(steps=steps), photo)
    assert [shot.place for shot in shots] == [0]
    assert "Filter 2 cannot be applied. Padding of 10 with mode reflect needs at least 11 cells" in str(problems[0])
    shots, problems = run(FilterSetup(steps=steps, mode="side"), photo)
    assert [shot.place for shot in shots] == [0, 2] and len(problems) == 1


def test_numbers_beyond_float32_are_told_not_hidden():
    steps = (custom([[1e9]]),) * 6
    shots, _ = run(FilterSetup(steps=steps), np.full((4, 4, 1), 200, np.uint8))
    assert shots[-1].developed.missing == 16
    assert not opened(filters="~".join(["custom.r1000000000"] * 6)).exception


def test_a_comparison_shows_six_on_one_photo():
    at = opened(filters="~".join(["box"] * 6), mode="side")
    assert not at.warning
    assert [panel["place"] for panel in headers(at)[0]["panels"]] == list(range(6))


@pytest.mark.parametrize(("name", "titles"), [
    ("sizes", ["1. Box blur 3 × 3", "2. Box blur 7 × 7", "3. Box blur 15 × 15", "4. Box blur 31 × 31"]),
    ("gabors", [f"{at + 1}. Gabor {30 * at}°" for at in range(6)])])
def test_a_set_of_filters_opens_side_by_side(name, titles):
    at = opened()
    at.button(key=f"cf_set_{name}").click().run()
    assert not at.exception and setup(at).mode == "side" and link(at)["mode"] == "side"
    assert [panel["title"] for panel in headers(at)[0]["panels"]] == titles


@pytest.mark.parametrize(("step", "said"), [
    (Step(), ["**Sum 0**: flat patches give 0.", "Changes its sign when mirrored left to right.",
              r"\begin{bmatrix}1 \\ 2 \\ 1\end{bmatrix}\,\begin{bmatrix}-1 & 0 & 1\end{bmatrix}"]),
    (Step(name="gaussian"), ["**Sum 1**: brightness is kept.", "same when mirrored left to right or top to bottom."]),
    (Step(name="emboss"), ["No mirror symmetry.", "Not separable."]),
    (custom([[2, 2]]), ["**Sum 4**: brightness is multiplied by that."])])
def test_what_is_said_of_a_kernel_is_right(step, said):
    assert all(part in facts(step) for part in said)


def test_a_download_is_the_filter_at_full_size():
    picture = sample("camera")
    png = apply.full_size_png(picture, None, (Step(name="gaussian"),), "clip", colour=False)
    shown = np.asarray(Image.open(io.BytesIO(png))).astype(float)
    grey = pixels_of(picture, colour=False, side=4000)[:, :, 0].astype(float)
    expected = ndimage.correlate(grey, np.outer([1, 2, 1], [1, 2, 1]) / 16, mode="mirror")
    assert np.abs(shown - expected).max() <= 0.51


def test_a_photo_of_twelve_megapixels_comes_back_with_all_of_them():
    buffer = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(buffer, "JPEG")
    at = opened(colour="colour")
    at.session_state["cf_photo_upload"] = True
    at.run()
    at.file_uploader[0].upload("large.jpg", buffer.getvalue(), "image/jpeg").run()
    assert not at.exception
    picture = next(iter(shelf().photos(at.session_state["reader"]).values()))
    content = shelf().file(at.session_state["reader"], picture.key)
    assert max(picture.pixels.shape) == 1024 and content == buffer.getvalue()
    png = apply.full_size_png(picture, content, (Step(name="sharpen"),), "clip", colour=True)
    assert Image.open(io.BytesIO(png)).size == (4000, 3000)


def test_larger_photos_are_scaled_down_to_what_the_memory_allows(monkeypatch):
    monkeypatch.setattr(apply, "MOST_PIXELS", 5_000)
    picture = sample("camera")
    buffer = io.BytesIO()
    Image.fromarray(picture.pixels).save(buffer, "PNG")
    png = apply.full_size_png(picture, buffer.getvalue(), (Step(),), "auto", colour=True)
    width, height = Image.open(io.BytesIO(png)).size
    assert 4_500 < width * height <= 5_000


@pytest.mark.parametrize("display", ["clip", "signed"])
def test_no_zero_is_negative_and_nothing_is_said_about_no_values(display):
    shots, _ = run(FilterSetup(steps=(custom([[-1]]),), display=display), np.zeros((4, 4, 1), np.uint8))
    told = range_text(shots[0].developed)
    assert told.startswith("Values 0 to 0. ") and "−0" not in told and "%" not in told


def test_a_photo_of_one_pixel_is_told_what_would_fit():
    _, problems = run(FilterSetup(), np.zeros((1, 1, 1), np.uint8))
    assert "at least 2 cells a side; the input has 1. Use a larger input" in str(problems[0])


@pytest.mark.parametrize(("value", "columns", "shown"), [(-1, 3, "−1"), (-0.0, 3, "0"), (-0.25, 9, "−.25")])
def test_the_editor_writes_a_true_minus_which_it_reads_again(value, columns, shown):
    assert kernel._cell(value, columns) == shown
    assert read_grid(shown)[0].tolist() == [[value]]


def test_back_to_an_address_shows_what_it_says():
    at = opened()
    grey = link(at)
    widget(at, "segmented_control", "cf_colour").set_value("colour").run()
    widget(at, "segmented_control", "cf_mode").set_value("side").run()
    compared = link(at)
    assert (setup(at).colour, setup(at).mode) == ("colour", "side")
    leave_for(at, "pooling")
    leave_for(at, "classic_filters", **grey)
    assert setup(at) == FilterSetup() and link(at) == grey
    leave_for(at, "pooling")
    leave_for(at, "classic_filters", **compared)
    assert (setup(at).colour, setup(at).mode) == ("colour", "side") and link(at) == compared


def test_one_filter_is_compared_with_the_photo_and_a_hint_says_how_to_have_two():
    at = opened(mode="side")
    [shown] = [header for header in headers(at) if "panels" in header]
    assert [panel["title"] for panel in shown["panels"]] == ["The photo", "1. Sobel x"]
    assert "Add a filter" in text_of(at)
    at.button(key="cf_add").click().run()
    [shown] = [header for header in headers(at) if "panels" in header]
    assert [panel["title"] for panel in shown["panels"]] == ["1. Sobel x", "2. Gaussian blur"]
    assert "Add a filter" not in text_of(at)


@pytest.mark.parametrize(("value", "columns", "text"), [
    (10.5, 9, "10.5"), (0.125, 9, ".125"), (-0.0626, 9, "−.063"), (-2.776e-17, 9, "0"), (0.0625, 3, "0.0625"),
    (-0.0, 3, "0"), (1 / 9, 3, "0.1111")])
def test_a_field_of_the_kernel_shows_its_weight(value, columns, text):
    assert kernel._cell(value, columns) == text
