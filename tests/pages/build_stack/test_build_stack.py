"""*Build a stack* under AppTest: picture, table, presets, source, charts, and a run on a photo."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest

from explorer.graph import PRESETS, to_text
from tests.pages.build_stack.stack_page import (
    SMALL,
    add,
    at_page,
    build,
    click,
    control,
    layers,
    pick,
    select,
    set_value,
    told,
)
from tests.pages.page import checked, param, text_of


def test_the_page_opens_with_lenet_and_its_second_convolution():
    at = at_page()
    assert layers(at) == to_text(PRESETS["lenet5"].graph)
    assert param(at, "layer") == "conv2"
    assert "2,416 parameters" in told(at)


def test_a_slider_changes_the_layer_and_the_link():
    at = set_value(at_page(stack=SMALL, input="3x32x32", layer="conv1"), "kernel_size", 5)
    assert layers(at) == "conv.o8.k5.p1~relu~maxpool~flatten~linear.o10"
    assert param(at, "stack") == layers(at)
    assert "608 parameters" in told(at)  # 8 * (5*5*3 + 1)


def test_undo_and_redo_walk_through_the_changes():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    assert at.button(key="bs_undo").disabled
    set_value(at, "stride", 2)
    click(at, "bs_undo")
    assert layers(at) == SMALL
    assert control(at, "stride")["value"] == 1
    click(at, "bs_redo")
    assert layers(at).startswith("conv.o8.s2.p1")
    assert at.button(key="bs_redo").disabled


def test_a_click_in_the_picture_opens_a_layer():
    at = select(at_page(stack=SMALL, input="3x32x32"), "pool1")
    assert param(at, "layer") == "pool1"
    assert control(at, "kernel_size")["message"]["layer"] == "pool1"


@pytest.mark.parametrize(("column", "shown"), [
    ("params", "224 parameters"), ("macs", "221,184 MACs"), ("memory", "32 KiB"), ("field", "sees 3 px"),
    ("shape", "8 × 32 × 32")])
def test_a_click_on_a_number_shows_its_working(column, shown):
    at = pick(at_page(stack=SMALL, input="3x32x32"), f"conv1|{column}")
    assert shown in told(at)


def test_a_click_that_no_browser_of_ours_sends_is_ignored():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    for nonsense in ("nobody", "conv1|rm -rf", 7, None, ["conv1"]):
        pick(at, nonsense)
        select(at, nonsense)
    assert param(at, "layer") == "conv1"


KINDS = ("mlp", "alexnet_2012_groups", "googlenet", "resnet20", "resnet152", "xception_block", "se_block", "aspp",
         "unet", "dcgan", "tcn")
"""One preset of each kind; what all of them hold is tested without a page."""


@pytest.mark.parametrize("name", KINDS)
def test_a_preset_of_each_kind_opens_without_a_complaint(name):
    at = at_page()
    checked(at.selectbox(key="bs_preset").set_value(name).run())
    assert build(at).graph == PRESETS[name].graph
    assert at.selectbox(key="bs_preset").value == name
    assert not at.error


def test_a_stack_can_start_empty():
    at = at_page()
    checked(at.selectbox(key="bs_preset").set_value("empty").run())
    assert layers(at) == ""
    add(at, "conv")
    assert layers(at).startswith("conv.")


def test_the_counting_convention_is_switched():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    at.session_state["bs_operation"] = "FLOP"
    at.session_state["bs_bias"] = True
    pick(at, "conv1|macs")
    assert "450,560 FLOPs" in told(at)  # 2 * 221,184 + 8 * 32 * 32


def test_the_source_and_the_link_are_shown():
    at = click(at_page(stack=SMALL, input="3x32x32"), "bs_code")
    assert "nn.Conv2d(3, 8, kernel_size=3, padding=1)" in at.code[0].value
    at = click(at_page(stack=SMALL, input="3x32x32", layer="conv1"), "frame_share")
    assert parse_qs(urlparse(at.code[0].value).query)["stack"] == [SMALL]


def test_a_stack_that_cannot_be_computed_has_no_source_but_a_reason():
    at = click(at_page(stack="conv.o8.k9", input="3x4x4"), "bs_code")
    assert not at.code
    assert "does not fit" in text_of(at)


def run_on_photo(at):
    at.session_state["bs_run"] = True
    return checked(at.run())


def test_a_stack_runs_on_a_photo():
    at = run_on_photo(at_page(stack=SMALL, input="3x32x32", layer="conv1"))
    assert "8 × 32 × 32 with random weights (seed 0)" in text_of(at)


@pytest.mark.parametrize(("stack", "shape", "said"), [
    ("", "3x32x32", "The stack is empty"),
    ("conv1d.o8", "1x128", "C × H × W"),
    ("flatten~linear.o90000", "3x512x512", "parameters"),
])
def test_a_stack_that_cannot_run_says_why(stack, shape, said):
    at = run_on_photo(at_page(stack=stack, input=shape, layer="fc1"))
    assert said in text_of(at)


def test_the_charts_are_drawn_once_they_are_opened():
    at = at_page(stack=SMALL, input="3x32x32")
    assert len(at.get("plotly_chart")) == 0
    at.session_state["bs_charts"] = True
    assert len(checked(at.run()).get("plotly_chart")) == 2
