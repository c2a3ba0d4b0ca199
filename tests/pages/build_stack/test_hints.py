"""Buttons of hints: what they say is what happens."""

from __future__ import annotations

from explorer.graph import PRESETS, Convention, advice, analyse, from_text
from pages.build_stack.hints import deeds
from tests.pages.build_stack.stack_page import SMALL, at_page, click, desk, layers, select, tell
from tests.pages.page import param

LENET = analyse(PRESETS["lenet5"].graph, PRESETS["lenet5"].input_shape)


def buttons(report, convention=None):
    return [deed for piece in advice(report) for deed in deeds(report, piece, convention or Convention())]


def test_lenets_hint_says_what_global_average_pooling_saves():
    """With torch: nn.Linear(16, 84) instead of nn.Linear(400, 120) and nn.Linear(120, 84) is 56,856 values less."""
    first, second, *_rest = buttons(LENET)
    assert first["label"] == "Replace flatten and fc1 by global average pooling"
    assert first["changes"][0] == "Parameters: 61,706 → 4,850"
    assert first["says"].startswith("fc2 then reads the mean of each of the 16 maps")
    assert second["changes"] == ["Parameters of fc1: 48,120 → 2,040", "Parameters: 61,706 → 15,626",
                                 "MACs: 416,520 → 370,440"]


def test_operations_are_counted_as_the_reader_chose():
    _first, second, *_rest = buttons(LENET, Convention(operation="FLOP"))
    assert second["changes"][-1] == "FLOPs: 833,040 → 740,880"


def test_what_changes_no_total_says_so_and_shapes_are_written_as_shapes():
    report = analyse(from_text("conv.o4.p1~conv.o4.p1~maxpool.k3"), (3, 10, 10))
    by_label = {deed["label"]: deed["changes"] for deed in buttons(report)}
    assert by_label["Put a ReLU behind conv1"] == ["Parameters and operations stay as they are."]
    assert by_label["Let pool1 round up (ceil_mode)"] == ["Output of pool1: 4 × 3 × 3 → 4 × 4 × 4"]


def test_a_button_does_what_it_says_in_one_step_and_nonsense_does_nothing():
    at = at_page(stack=SMALL, input="3x32x32", layer="fc1")
    offered = [deed for note in desk(at)["notes"] for deed in note["does"]]
    assert [deed["label"] for deed in offered] == ["Put a global average pool before flatten"]
    for nonsense in ("pool_globally:conv1", "", "__class__:fc1", 7, None, ["pool_globally:fc1"], "x" * 10_000):
        tell(at, {"do": "follow", "remedy": nonsense})
    assert layers(at) == SMALL
    tell(at, offered[0]["message"])
    assert layers(at) == "conv.o8.p1~relu~maxpool~adaptive~flatten~linear.o10"
    assert param(at, "layer") == "fc1"
    assert "global average pool" not in " ".join(note["text"] for note in desk(at)["notes"])
    click(at, "bs_undo")
    assert layers(at) == SMALL
    select(at, "conv1")
    assert len(desk(at)["notes"]) == 1


def test_what_mends_an_error_stands_beside_its_layer_or_among_the_notes():
    at = at_page(stack="conv.o4~maxpool~maxpool~conv.o4.k5", input="3x12x12", layer="conv2")
    labels = ["Remove pool2", "Use padding 2 in conv2", "Use kernel 2 in conv2"]
    assert [repair["label"] for repair in desk(at)["panel"]["repairs"]] == labels
    select(at, "conv1")
    error = desk(at)["notes"][0]
    assert (error["kind"], [deed["label"] for deed in error["does"]]) == ("error", labels)
    assert error["does"][0]["changes"] == ["Output: 4 × 1 × 1", "Parameters: 516"]  # 4 x 28 and 4 x 101
    tell(at, error["does"][0]["message"])
    assert layers(at) == "conv.o4~maxpool~conv.o4.k5"
