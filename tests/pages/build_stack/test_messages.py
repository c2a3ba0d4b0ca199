"""What browsers may say on *Build a stack*: each value is checked, and each parcel is taken once."""

from __future__ import annotations

import re

import pytest

from explorer.graph import to_text
from pages.build_stack.messages import ANSWERS, LARGEST
from tests.pages.build_stack.stack_page import SMALL, at_page, build, click, control, desk, layers, set_value, tell
from tests.pages.page import checked

HOSTILE = [None, True, -1, 0, 10**9, 2.5, float("nan"), float("inf"), "9" * 10**5, "same", "<b>", [], ["conv1"] * 99,
           {"do": "delete"}]


@pytest.fixture(scope="module")
def small():
    return at_page(stack=SMALL, input="3x32x32", layer="conv1")


def test_no_value_of_a_stranger_breaks_the_page_or_a_limit(small):
    """Every message with every odd value in every place: one parcel after the other, in one page."""
    names = ("layer", "argument", "part", "value", "step", "step_of", "place", "cell", "edges")
    sane = {"layer": "conv1", "argument": "kernel_size", "part": 0, "value": 1, "step": 1, "place": 0, "cell": "x"}
    asked = sorted(ANSWERS.keys() - {"undo", "redo", "maps"})  # they take no values
    messages = [{"do": do, **sane, name: odd} for do in ("set", "side", "level", "pick")
                for name in names for odd in HOSTILE]
    messages += [{"do": do, "layer": odd, "value": odd, "step": odd, "layers": odd} for do in asked for odd in HOSTILE]
    for start in range(0, len(messages), 32):
        tell(small, *messages[start:start + 32])
    stack = build(small)
    assert len(stack.graph) <= 6
    assert max(stack.input_shape) <= 512
    assert all(int(number) <= LARGEST for number in re.findall(r"\d+", to_text(stack.graph)))


@pytest.mark.parametrize("said", [None, 7, [], {"all": []}, {"from": 1, "number": 1, "all": []},
                                  {"from": "x", "number": "1", "all": []}, {"from": "x" * 999, "number": 1, "all": []},
                                  {"from": "x", "number": 1, "all": [None, 7, {"do": ["set"]}, {"do": "rm -rf"}]}])
def test_a_parcel_of_a_stranger_is_passed_over(small, said):
    before = layers(small)
    small.session_state["bs_desk"] = {"selected": said}
    checked(small.run())
    small.session_state["bs_desk"] = {}
    assert layers(small) == before


def test_a_parcel_that_comes_twice_is_taken_once():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    for _again in range(2):
        parcel = {"from": "me", "number": 3, "all": [{"do": "copy", "layer": "conv1"}]}
        at.session_state["bs_desk"] = {"selected": parcel}
        checked(at.run())
    assert len(build(at).graph) == 6
    assert desk(at)["answered"] == "me 3"


def test_a_drag_is_one_step_of_undo():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    for kernel in (4, 5, 6, 7):
        set_value(at, "kernel_size", kernel, step_of="a 1")
    set_value(at, "kernel_size", 9, step_of="a 2")
    click(at, "bs_undo")
    assert ".k7" in layers(at)
    click(at, "bs_undo")
    assert layers(at) == SMALL


@pytest.mark.parametrize(("layer", "name", "value", "written"), [
    ("conv1", "out_channels", 37, "conv.o37.p1"), ("fc1", "out_features", 102, "linear.o102"),
    ("conv1", "kernel_size", 31, "conv.o8.k31.p1"), ("conv1", "padding", "same", "conv.o8.psame"),
    ("conv1", "padding", 15, "conv.o8.p15"), ("conv1", "stride", 27, "conv.o8.s27.p1")])
def test_any_number_can_be_typed(layer, name, value, written):
    at = at_page(stack=SMALL, input="3x32x32", layer=layer)
    assert written in layers(set_value(at, name, value))
    assert control(at, name)["value"] == value


@pytest.mark.parametrize("side", [227, 150, 100, 513])
def test_any_side_of_the_input_can_be_typed_within_the_limit_of_the_server(side):
    at = at_page(stack="conv.o8", input="3x32x32", layer="input")
    assert build(set_value(at, "side_1", side)).input_shape == (3, side, 32)
    set_value(at, "side_1", 99_999)
    assert build(at).input_shape == (3, side, 32)
    assert "this server takes" in desk(at)["refused"]
    set_value(at, "side_1", 64)
    assert desk(at)["refused"] == ""


def test_the_live_code_follows_while_it_is_open():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    assert desk(at)["code"]["text"] == ""
    tell(at, {"do": "code", "value": True})
    set_value(at, "kernel_size", 5)
    assert "nn.Conv2d(3, 8, kernel_size=5, padding=1)" in desk(at)["code"]["text"]
