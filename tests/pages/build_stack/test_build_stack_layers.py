"""The layers of *Build a stack*: adding and moving them, their sliders, and what does not fit."""

from __future__ import annotations

from explorer.graph import analyse, from_text, to_text
from explorer.settings import settings
from pages.build_stack.layer_options import palette
from tests.pages.build_stack.stack_page import (
    SMALL,
    act,
    add,
    at_page,
    build,
    click,
    control,
    desk,
    layers,
    set_value,
    tell,
    told,
)
from tests.pages.page import param


def test_layers_are_added_copied_moved_and_deleted():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    add(at, "bn")
    assert layers(at) == "conv.o8.p1~bn~relu~maxpool~flatten~linear.o10"
    act(at, "later")
    assert layers(at) == "conv.o8.p1~relu~bn~maxpool~flatten~linear.o10"
    act(at, "delete")
    assert layers(at) == SMALL
    assert param(at, "layer") == "relu1"
    act(at, "copy")
    assert layers(at).count("relu") == 2


def test_every_kind_of_layer_can_be_added_to_an_empty_stack():
    at = at_page(stack="", input="3x32x32")
    offered = desk(at)["panel"]["add"]["choices"]
    assert [code for code, _title in offered] == list(palette())
    for code, title in offered:
        tell(at, {"do": "select", "layer": "input"}, {"do": "add", "layer": "input", "value": code})
        graph = build(at).graph
        assert len(graph) == 1, title
        assert from_text(to_text(graph)) == graph
        click(at, "bs_undo")


def test_layers_that_change_the_form_have_controls_for_what_matters():
    at = at_page(stack="linear.o32~unflatten.o2x4x4~pad~upsample~groupnorm.g1~lppool", input="8", layer="unflatten1")
    set_value(at, "shape", "8 x 2 × 2")
    tell(at, {"do": "select", "layer": "pad1"})
    set_value(at, "level", 2)
    set_value(at, "padding_3", 5)
    tell(at, {"do": "select", "layer": "up1"})
    set_value(at, "mode", "bicubic")
    set_value(at, "scale_factor", 3)
    tell(at, {"do": "select", "layer": "gn1"})
    set_value(at, "num_groups", 4)
    tell(at, {"do": "select", "layer": "pool1"})
    set_value(at, "norm_type", 3)
    assert layers(at) == ("linear.o32~unflatten.o8x2x2~pad.p1_1x1_5~upsample.s3.mbicubic~groupnorm.g4~lppool.l3")
    assert analyse(build(at).graph, (8,)).error is None


def test_a_new_addition_reads_an_earlier_layer_of_the_same_shape():
    at = at_page(stack="conv.o8.p1~conv.o8.p1", input="3x32x32", layer="conv2")
    add(at, "add")
    assert build(at).graph["add1"].inputs == ("conv2", "conv1")


def test_a_wrong_layer_stays_and_the_rest_is_computed_up_to_it():
    at = at_page(stack="conv.o8.p1~relu~conv.o4~relu", input="3x32x32", layer="conv2")
    set_value(at, "stride", 2)
    set_value(at, "padding", "same")
    assert "'same'" in desk(at)["error"]
    assert len(build(at).graph) == 4
    set_value(at, "stride", 1)
    assert not desk(at)["error"]
    assert layers(at) == "conv.o8.p1~relu~conv.o4.psame~relu"


def test_a_window_larger_than_its_input_names_the_layer_and_the_numbers():
    at = at_page(stack="conv.o8.k7~conv.o8.k7", input="3x8x8", layer="conv2")
    assert "conv2: a window of 7 px does not fit into an input of 2 px" in told(at)


def test_height_and_width_can_be_set_apart():
    at = at_page(stack="conv.o8.k3x5", input="3x32x32", layer="conv1")
    assert control(at, "kernel_size_1")["label"] == "Kernel, width"
    set_value(at, "kernel_size_0", 7)
    assert layers(at) == "conv.o8.k7x5"


def test_each_edge_can_be_padded_apart():
    at = at_page(stack="conv.o8.p1_2x0_0", input="3x32x32", layer="conv1")
    set_value(at, "padding_3", 4)
    assert layers(at) == "conv.o8.p1_2x0_4"


def test_the_stride_of_a_pool_follows_its_window():
    at = set_value(at_page(stack="maxpool", input="3x32x32", layer="pool1"), "kernel_size", 3)
    assert layers(at) == "maxpool.k3"


def test_the_input_has_sliders_and_other_kinds():
    at = click(at_page(stack="conv.o8", input="3x32x32"), "bs_input")
    set_value(at, "side_1", 40)
    assert param(at, "input") == "3x40x32"


def test_the_limit_of_layers_is_kept_by_the_server():
    at = at_page(stack="~".join(["relu"] * settings().layers), input="3x32x32", layer="relu1")
    panel = desk(at)["panel"]
    assert not panel["add"]["can"]
    assert [action["can"] for action in panel["actions"] if action["sign"] == "copy"] == [False]
    for message in (panel["add"]["message"] | {"value": "relu"}, {"do": "copy", "layer": "relu1"}):
        tell(at, message)
    assert len(build(at).graph) == settings().layers


def test_the_card_beside_the_table_says_why_a_layer_has_no_numbers():
    at = at_page(stack="conv.o6.k50~relu", input="1x32x32", layer="conv1")
    said = [text for text in told(at).split("\n") if "a window of 50 px does not fit into an input of 32 px" in text]
    assert len(said) == 2  # under the controls of the layer, and in the card
    at = at_page(stack="conv.o6.k50~relu", input="1x32x32", layer="relu1")
    assert "relu1 cannot be computed yet. It waits for conv1." in told(at)


def test_every_button_has_a_name():
    at = at_page(stack=SMALL, input="3x32x32", layer="conv1")
    assert all(button.label for button in at.button)
    assert all(action["label"] for action in desk(at)["panel"]["actions"])
