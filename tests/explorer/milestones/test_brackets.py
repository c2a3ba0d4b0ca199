"""Layers in one cell: lines, repeats, windows."""

from __future__ import annotations

import pytest

from explorer.graph import PRESETS, analyse
from explorer.milestones.brackets import joined, layers_cell, product_text, runs


def rows(text, shape=(3, 32, 32)):
    return analyse(text, shape).rows


def lines(cell):
    return [(tuple(str(line) for line in bracket.lines), bracket.times) for bracket in cell]


@pytest.mark.parametrize(("sides", "said"), [((28, 28), "28 × 28"), ((1024, 7, 7), "1,024 × 7 × 7"), ((), "")])
def test_sides_stand_with_a_cross_between_them(sides, said):
    assert product_text(sides) == said


@pytest.mark.parametrize(("text", "said"), [
    ("conv.o8.k5", "5×5, 8"), ("conv.o8.k3.s2.p1", "3×3 /2, 8"), ("conv.o1200.k1", "1×1, 1,200"),
    ("conv.o3.g3", "d3×3, 3"), ("maxpool", "max pooling 2×2 /2"), ("avgpool.k3.s1", "average pooling 3×3"),
    ("gap", "average pooling"), ("linear.o10", "linear, 10")])
def test_a_layer_is_one_line(text, said):
    assert lines(layers_cell(rows(text))) == [((said,), 1)]


def test_what_has_no_window_and_no_weights_says_nothing():
    assert layers_cell(rows("relu~flatten")) == "–"


def test_equal_layers_one_behind_the_other_are_one_with_a_factor():
    assert lines(layers_cell(rows("conv.o8.p1~relu~conv.o8.p1~relu~conv.o16.p1"))) == [
        (("3×3, 8",), 2), (("3×3, 16",), 1)]


def test_strides_inside_of_a_block_can_be_left_out_and_those_of_poolings_stay():
    report = analyse(PRESETS["resnet18"].graph, (3, 224, 224))
    stage = [row for row in report if row.name.startswith("layer2.")]
    assert [times for _lines, times in lines(layers_cell(stage))] == [1, 1]
    assert lines(layers_cell(stage, strides=False)) == [(("3×3, 128", "3×3, 128"), 2)]
    assert lines(layers_cell(rows("maxpool.k3.s2"), strides=False)) == [(("max pooling 3×3 /2",), 1)]


def test_parts_are_joined_wherever_they_stand_and_runs_only_where_they_follow():
    report = analyse("conv.o8~relu~conv.o8~relu", (3, 16, 16))
    kind = {"conv1": "c", "conv2": "c", "relu1": "r", "relu2": "r"}.__getitem__
    assert {part: [row.name for row in found] for part, found in joined(report, kind).items()} == {
        "c": ["conv1", "conv2"], "r": ["relu1", "relu2"]}
    assert [part for part, _rows in runs(report, kind)] == ["c", "r", "c", "r"]


def test_layers_of_no_part_are_left_out():
    report = analyse("conv.o8~relu", (3, 16, 16))
    assert list(joined(report, lambda name: "" if name.startswith("relu") else name)) == ["conv1"]
