"""What *The walk* says of steps: the windows, maps and units that torch's own modules have."""

from __future__ import annotations

import re

import pytest
from torch import nn

from explorer.graph import PRESETS, Add, Concat, Conv2d, Graph, Multiply, Node, analyse, from_text, walk_columns
from explorer.networks.torch_graph.assembly import build
from pages.pixel_to_class.walk_words import after_text, kind_text, step_text, words


def steps_of(report):
    return [step for column in walk_columns(report) for step in column.steps]


def only(text, shape=(4, 8, 12)):
    """Return a network of one step, and the step."""
    report = analyse(from_text(text), shape)
    (step,) = steps_of(report)
    return report, step


@pytest.mark.parametrize(("text", "kind", "says"), [
    ("adaptive.o1", "average pooling", "Makes one number of each map: its mean, wherever its pattern was found."),
    ("adaptive.o2", "average pooling", "Keeps the mean of each window of 4 × 6, map by map."),
    ("adaptive.o8x12", "average pooling", "Keeps the mean of each window of 1 × 1, map by map."),
    ("adaptive.o3", "average pooling", "AdaptiveAvgPool2d: what it does is not taken apart here."),
    ("adaptivemax.o1", "max pooling", "Keeps the largest value of each window of 8 × 12, map by map."),
    ("adaptivemax.o4", "max pooling", "Keeps the largest value of each window of 2 × 3, map by map."),
    ("maxpool.k3x2", "max pooling", "Keeps the largest value of each window of 3 × 2, map by map."),
    ("avgpool.k2.s1", "average pooling", "Keeps the mean of each window of 2 × 2, map by map."),
    ("lppool.k2", "LPPool2d", "LPPool2d: what it does is not taken apart here."),
    ("conv.o6.k1x5.g2", "1 × 5 convolution",
     "6 kernels, each a window of 1 × 5 in 2 maps before, move over the maps."),
    ("conv.o8.k3.g4", "3 × 3 convolution",
     "8 kernels, each a window of 3 × 3 in one map before, move over the maps."),
    ("upsample", "Upsample", "Upsample: what it does is not taken apart here."),
    ("bn", "BatchNorm2d", "Changes each value by itself. Then: batch norm."),
])
def test_a_step_says_its_kind_and_what_it_does(text, kind, says):
    report, step = only(text)
    assert (kind_text(report, step), step_text(report, step)) == (kind, says)


@pytest.mark.parametrize(("layer", "says"), [
    (Add(), "Adds what two ways through the block found, value by value."),
    (Multiply(), "Multiplies two branches, value by value."),
    (Concat(), "Puts the maps of several branches behind each other.")])
def test_branches_come_together_as_they_do(layer, says):
    graph = Graph((Node("a", Conv2d(out_channels=2), ("input",)), Node("b", Conv2d(out_channels=2), ("input",)),
                   Node("c", layer, ("a", "b"))))
    report = analyse(graph, (2, 6, 6))
    step = steps_of(report)[-1]
    assert step_text(report, step) == says
    assert kind_text(report, step) == ("sum" if layer == Add() else type(layer).__name__)


@pytest.mark.parametrize("text", ["relu", "sigmoid", "bn~relu", "silu", "bn~hardswish"])
def test_what_is_done_to_each_value_is_called_as_in_torch(text):
    report = analyse(from_text(f"conv.o2~{text}"), (1, 6, 6))
    (step,) = steps_of(report)
    modules = dict(build(report.graph, (1, 6, 6), seed=0).named_modules())
    theirs = [type(modules[name]).__name__.replace("BatchNorm2d", "batch norm") for name in step.layers[1:]]
    assert after_text(report, step) == ", ".join(theirs)
    assert step_text(report, step).endswith(f" Then: {', '.join(theirs)}.")


@pytest.mark.parametrize("preset", ["lenet5", "resnet20", "vgg16", "mobilenet_v2", "googlenet"])
def test_every_step_of_a_known_network_is_said_in_a_whole_sentence(preset):
    known = PRESETS[preset]
    report = analyse(known.graph, known.input_shape)
    for step in steps_of(report):
        said = step_text(report, step)
        assert re.fullmatch(r"[A-Z0-9][^{}]+\.", said), said
        assert "not taken apart" not in said


def test_numbers_of_lenet_are_those_of_torchs_modules():
    known = PRESETS["lenet5"]
    report = analyse(known.graph, known.input_shape)
    modules = dict(build(known.graph, known.input_shape, seed=0).named_modules())
    for step in steps_of(report):
        module, said = modules[step.layers[0]], step_text(report, step).replace(",", "")
        numbers = [int(found) for found in re.findall(r"\d+", said)]
        if isinstance(module, nn.Conv2d):
            maps = [module.in_channels] if "one map" not in said else []
            assert numbers == [module.out_channels, *module.kernel_size, *maps]
        if isinstance(module, nn.Linear):
            assert numbers == [module.out_features, module.in_features]


@pytest.mark.parametrize("name", ["map", "blank", "unit", "value", "layer", "values"])
def test_what_is_said_of_a_place_names_its_layer(name):
    assert "{layer}" in words()[name]
