"""*Step through a convolution* under AppTest; what the browser reports is played by setting the component's state."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.convolution.stepwise.examples import EXAMPLES
from explorer.convolution.stepwise.url import to_link
from tests.pages.page import link, param, widget

ROOT = Path(__file__).parents[3]
NOTES = EXAMPLES["notes_same"].setup


@pytest.fixture
def page():
    def opened(**link):
        at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=60).run()
        for name, value in link.items():
            at.query_params[name] = value
        at.switch_page("step_through/page.py").run()
        assert not at.exception
        return at

    return opened


def walked(at):
    return at.session_state["ss_state"].now


def told(app, /, **changes):
    """Let the browser report ``changes`` to what it was given."""
    walk = walked(app)
    shown = walk.conv
    report = {"version": walk.version, "revision": walk.revision, "mode": "gather", "at": 0,
              "input": shown.input.ravel().tolist(), "weight": shown.weight.ravel().tolist(),
              "bias": None if shown.bias is None else shown.bias.tolist()}
    app.session_state["ss_stepper"] = {"reported": report | changes}
    app.run()
    app.session_state["ss_stepper"] = {}
    assert not app.exception
    return app


def slid(at, key, value):
    at.slider(key=key).set_value(value).run()
    assert not at.exception
    return walked(at).setup


def errors(at):
    return [error.value for error in at.error]


def test_it_opens_with_the_lecture_example(page):
    at = page()
    assert widget(at, "selectbox", "ss_pick").value == "notes_same"
    assert walked(at).conv.output[0, 1].tolist() == [1, 4, 3, 4, 1]
    assert param(at, "scene") == "notes_same" and param(at, "at") == "7"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_scene_opens_from_its_link(page, name):
    at = page(scene=name)
    assert to_link(walked(at).setup) == to_link(EXAMPLES[name].setup) and not errors(at)


def test_signals_and_volumes_are_found_in_the_list_of_examples(page):
    at = page()
    assert {"1D · Smooth a signal", "3D · A small volume"} < set(widget(at, "selectbox", "ss_pick").options)
    at.selectbox(key="ss_pick").set_value("volume").run()
    assert walked(at).setup.dims == 3


@pytest.mark.parametrize(("key", "value", "expected"), [
    ("ss_kernel_0", 5, ("kernel_size", (5, 5))), ("ss_stride_0", 2, ("stride", (2, 2))),
    ("ss_padding_0", 0, ("padding", (0, 0))), ("ss_dilation_0", 2, ("dilation", (2, 2))),
])
def test_a_slider_changes_the_convolution_and_the_link(page, key, value, expected):
    at = page()
    assert getattr(slid(at, key, value), expected[0]) == expected[1]
    assert "scene" not in link(at) and link(at)["w"]
    assert widget(at, "selectbox", "ss_pick").value is None


def test_axes_can_be_set_apart(page):
    at = page()
    at.toggle(key="ss_stride_apart").set_value(True).run()
    assert slid(at, "ss_stride_1", 3).stride == (1, 3)


def test_a_kernel_that_does_not_fit_is_explained_and_kept(page):
    at = page(scene="notes_valid")
    setup = slid(at, "ss_kernel_0", 7)
    assert setup.kernel_size == (7, 7) and "size 7" in errors(at)[0]
    assert walked(at).conv.kernel_size == (3, 3)
    assert slid(at, "ss_padding_0", 1).convolution().output_shape == (1, 1, 1) and not errors(at)


def test_groups_that_do_not_divide_are_explained(page):
    at = page(scene="rgb")
    slid(at, "ss_count_groups", 2)
    assert "groups=2 does not divide both input channels (3)" in errors(at)[0].replace("\\", "")


def test_transposing_and_going_back_changes_nothing_else(page):
    at = page(scene="rgb")
    at.checkbox(key="ss_transposed").set_value(True).run()
    assert walked(at).conv.transposed and not errors(at)
    at.checkbox(key="ss_transposed").set_value(False).run()
    assert param(at, "scene") == "rgb"


def test_an_edit_in_the_browser_arrives_with_its_numbers(page):
    at = told(page(), revision=1, weight=[0, 0, 0, 0, 2, 0, 0, 0, 0])
    assert walked(at).conv.output.tolist() == (2 * NOTES.input).tolist()
    assert param(at, "w") == "1x1x3x3~0_0_0_0_2_0_0_0_0"


def test_a_step_at_rest_stands_in_the_link(page):
    assert param(told(page(), at=20), "at") == "20"


@pytest.mark.parametrize("changes", [
    {"version": 99}, {"weight": [1]}, {"weight": ["a"] * 9}, {"weight": [True] * 9}, {"weight": [float("nan")] * 9},
    {"weight": None}, {"input": "1"}, {"revision": "2"}, {"revision": -1},
])
def test_a_report_that_cannot_be_right_is_dropped(page, changes):
    at = told(page(), **({"revision": 1, "weight": [5] * 9} | changes))
    assert to_link(walked(at).setup) == to_link(NOTES)


@pytest.mark.parametrize("changes", [{"at": -1}, {"at": 1.5}, {"at": 10**9}, {"mode": "rubbish"}, {"mode": 3}])
def test_a_place_that_does_not_exist_leaves_the_page_whole(page, changes):
    at = told(page(), **changes)
    assert 0 <= walked(at).at < 25 and walked(at).view == "gather"


@pytest.mark.parametrize("broken", [
    {"scene": "rubbish"}, {"x": "rubbish"}, {"scene": "rgb", "w": "1x1~9"}, {"x": "1x5x5~1", "s": "0"},
    {"w": "", "x": ""},
])
def test_a_broken_link_is_named_and_something_near_it_shown(page, broken):
    at = page(**broken)
    assert at.warning and walked(at).conv is not None
    assert link(at) == broken
    slid(at, "ss_padding_0", 2)
    assert not at.warning and link(at)["w"]


def test_numbers_pasted_become_the_kernel_and_what_is_none_is_named(page):
    at = page()
    at.session_state["ss_paste"] = True
    at.run()
    at.text_area(key="ss_text").set_value("1\tcat\t10^30\n0,5\t\t2")
    at.button(key="ss_use").click().run()
    assert not at.exception
    assert walked(at).conv.weight[0, 0].tolist() == [[1, 0, 0], [0.5, 0, 2]]
    said = " ".join(caption.value for caption in at.caption)
    assert "Row 1, column 2" in said and "Row 1, column 3" in said and "Row 2, column 2" in said


def test_a_grid_too_large_to_draw_is_refused_and_the_picture_stays(page):
    at = page()
    at.session_state["ss_paste"] = True
    at.run()
    at.text_area(key="ss_text").set_value("\n".join(["1 " * 30] * 30))
    at.button(key="ss_use").click().run()
    assert "larger than this page draws" in errors(at)[0] and walked(at).conv.kernel_size == (3, 3)


def test_a_crop_of_a_photo_becomes_the_input(page):
    at = page(scene="signal")
    at.session_state["ss_photo_part"] = True
    at.run()
    at.toggle(key="ss_crop_colour").set_value(True).run()
    at.button(key="ss_crop_use").click().run()
    assert not at.exception
    conv = walked(at).conv
    assert conv.input.shape == (3, 12, 12) and np.all(conv.input == conv.input.round()) and conv.input.max() <= 255


def test_cells_that_are_never_read_are_told(page):
    from pages.step_through.controls import _unread

    assert "row 6; column 6" in _unread(EXAMPLES["skipped"].setup.convolution())
    assert _unread(NOTES.convolution()) == ""


def test_the_source_and_the_link_are_shown_to_be_copied(page):
    at = page()
    at.button(key="ss_code").click().run()
    assert "F.conv2d(x, w, padding=1)" in at.code[0].value
    at.button(key="frame_share").click().run()
    assert "scene=notes_same" in at.code[0].value
