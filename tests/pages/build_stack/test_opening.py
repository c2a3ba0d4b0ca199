"""*Build a stack* opens a file and says what it cannot open."""

from __future__ import annotations

from pathlib import Path

import onnx

from tests.pages.build_stack.stack_page import at_page, build, click, told
from tests.pages.page import checked

LIGHT = Path(onnx.__file__).parent / "backend/test/data/light"


def given(name, data):
    at = click(at_page(), "bs_open")
    return checked(at.file_uploader(key="bs_file").set_value((name, data, "")).run())


def test_an_onnx_file_becomes_the_stack_and_one_step_of_undo():
    at = given("mine.onnx", (LIGHT / "light_squeezenet.onnx").read_bytes())
    assert "fire2_squeeze1x1" in build(at).graph
    assert "1,040 parameters" in told(at)  # 16 * (64 + 1)
    click(at, "bs_undo")
    assert "fire2_squeeze1x1" not in build(at).graph


def test_a_pickle_leaves_the_stack_as_it_was_and_shows_the_way():
    at = given("weights.pth", b"\x80\x04")
    assert "conv1" in build(at).graph
    refused = at.session_state["bs_file_refused"]
    assert "pickle" in str(refused.message)
    assert "save_file" in refused.lines


def test_the_stack_is_saved_in_every_form():
    at = click(at_page(), "bs_save")
    assert {button.label for button in at.get("download_button")} >= {
        "ONNX", "PyTorch", "Keras", "CSV", "Markdown", "LaTeX", "Text", "SVG, light", "SVG, dark",
        "PNG, light", "PNG, dark"}
    assert not at.error


def test_a_layer_that_cannot_be_saved_says_so_and_the_rest_is_there():
    at = click(at_page(stack="conv.o4~adaptive.o4", input="3x8x8"), "bs_save")
    assert [("windows of different sizes" in error.value) for error in at.error][:1] == [True]
    assert "CSV" in {button.label for button in at.get("download_button")}
