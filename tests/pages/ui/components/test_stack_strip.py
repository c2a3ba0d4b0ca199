"""The strip of a graph: names of layers, volumes that fold what repeats, and what a click unfolds."""

from __future__ import annotations

import pytest

from explorer.graph import PRESETS, AvgPool2d, Conv2d, Dropout, Dropout2d, Linear, MaxPool1d, ReLU, analyse
from pages.ui.components.stack_strip import label, picture_alone, range_text, stack_picture


def report(name):
    return analyse(PRESETS[name].graph, PRESETS[name].input_shape)


def ids(picture):
    return [node["id"] for node in picture["nodes"]]


@pytest.mark.parametrize(("value", "shown"), [
    (3, "3"), ((5, 3), "5 × 3"), ("same", "same"), (((1, 2), (0, 0)), "1+2 × 0+0"), (0.25, "0.25")])
def test_arguments_are_written_with_a_cross_between_axes(value, shown):
    assert range_text(value) == shown


@pytest.mark.parametrize(("layer", "shown"), [
    (Conv2d(out_channels=6, kernel_size=5), "conv 5×5"), (Conv2d(out_channels=6, kernel_size=(5, 3)), "conv 5×3"),
    (AvgPool2d(), "avg pool 2"), (MaxPool1d(kernel_size=3), "max pool 3"), (Linear(out_features=3), "linear"),
    (Dropout(), "dropout"), (Dropout2d(), "dropout of maps"), (ReLU(), "ReLU")])
def test_a_layer_is_called_by_its_kind_and_its_window(layer, shown):
    assert label(layer) == shown


def test_each_layer_stands_in_the_picture_behind_the_input():
    assert ids(stack_picture(report("lenet5"), selected=None)) == ["input", *PRESETS["lenet5"].graph.places]


def test_a_deep_network_folds_its_stages_and_a_click_unfolds_one():
    found = report("resnet50")
    picture, folds = picture_alone(found, None, wanted=None, opened=())
    shown = {node["label"]: node for node in picture["nodes"]}
    assert folds and [shown[f"layer{stage}"]["times"] for stage in (1, 2, 3, 4)] == [3, 4, 6, 3]
    run = shown["layer3"]["id"]
    opened = picture_alone(found, None, wanted=None, opened=(run,))[0]
    assert sum(node["times"] == 1 for node in opened["nodes"]) == 6 and run not in ids(opened)


def test_places_to_put_layers_in_are_told_only_where_they_are_wanted():
    found = report("lenet5")
    assert "gaps" in picture_alone(found, None, wanted=None, opened=())[0]
    assert "gaps" not in picture_alone(found, None, wanted=None, opened=(), gaps=False)[0]
