"""The steps of a network: every layer in one of them, and what they read as gradients and reports say."""

from __future__ import annotations

from itertools import chain, product

import pytest

from explorer.graph import PRESETS, analyse, from_text, map_shape, reads, walk_columns
from explorer.graph.walk_steps import MOST, only_moves

NAMES = ("lenet5", "resnet20", "resnet18", "vgg16", "googlenet", "mobilenet_v2", "unet", "densenet121")
COLUMNS = {"lenet5": 7, "resnet20": 12, "resnet18": 12, "vgg16": 22, "alexnet": 12, "mobilenet_v2": 21}
"""LeCun et al. (1998): two convolutions, two poolings, three linear layers; He et al. (2015), tables 1 and 6: a
convolution, a pooling in ResNet-18, 9 and 8 blocks, global pooling, a linear layer; Simonyan & Zisserman (2014),
table 1, D: 13 + 5 + 3, and torchvision's own pooling before the linear layers; Krizhevsky et al. (2012): 5 + 3 + 3 and
the same; Sandler et al. (2018), table 2: 17 blocks, two convolutions, pooling, linear."""


def report_of(name):
    preset = PRESETS[name]
    return analyse(preset.graph, preset.input_shape)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_network_has_as_many_columns_as_its_paper_has_blocks(name):
    assert len(walk_columns(report_of(name))) == COLUMNS[name]


@pytest.mark.parametrize("name", NAMES)
def test_each_layer_stands_in_one_step_or_only_moves_values(name):
    report = report_of(name)
    columns = walk_columns(report)
    layers = [*chain.from_iterable(step.layers for column in columns for step in column.steps)]
    moved = [node.name for node in report.graph if only_moves(node)]
    assert sorted(layers + moved) == sorted(report.graph.places)
    assert len(columns) <= MOST
    assert len({column.label for column in columns}) == len(columns)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_reads_steps_before_it_and_shows_its_last_layer(name):
    report, known = report_of(name), {"input"}
    for step in (step for column in walk_columns(report) for step in column.steps):
        assert {edge.source for edge in step.edges} <= known
        assert step.shape == map_shape(report[step.name].output_shape)
        assert sum(edge.count for edge in step.edges) % step.shape[0] == 0
        known.add(step.name)


@pytest.mark.parametrize("text", [
    "conv.o4.k3.p1.s2~relu~maxpool.k3.s2~conv.o8.k2.d2~gap", "avgpool.k3.s2.p1~bn~conv.o2.k5.p2",
    "conv.o2.k1~relu~conv.o2.k4.p1.s3"])
def test_edges_are_what_units_depend_on(text):
    report = analyse(from_text(text), (3, 21, 22))
    for step in (step for column in walk_columns(report) for step in column.steps):
        (edge,) = step.edges
        sides = report.input_shape[1:] if edge.source == "input" else report[edge.source].output_shape[1:]
        for unit in product((0, step.shape[1] - 1, step.shape[1] // 2), (0, step.shape[2] - 1)):
            found = reads(report, step.layers[0], unit)[edge.source]
            spans = [(at * reach.stride - reach.before, at * reach.stride - reach.before + reach.extent - 1)
                     for at, reach in zip(unit, edge.reaches, strict=True)]
            inside = [(max(low, 0), min(high, most - 1)) for (low, high), most in zip(spans, sides, strict=True)]
            if "d2" not in text:
                assert [tuple(span) for span in found] == inside, (step.name, unit)
            else:
                assert all(low <= a and b <= high for (a, b), (low, high) in zip(found, inside, strict=True))


def test_activations_belong_to_the_sum_before_them_unless_another_layer_reads_it_too():
    report = report_of("resnet20")
    steps = {step.layers[0]: step.layers for column in walk_columns(report) for step in column.steps}
    assert steps["layer1.0.conv1"] == ("layer1.0.conv1", "layer1.0.bn1", "layer1.0.relu")
    assert steps["layer1.0.add"] == ("layer1.0.add", "layer1.0.relu_1")
    dense = {step.layers[0] for column in walk_columns(report_of("densenet121")) for step in column.steps}
    assert "denseblock1.layer2.norm1" in dense


def test_depthwise_convolutions_and_poolings_read_map_by_map():
    report = analyse(from_text("conv.o6.k3.g3~maxpool~conv.o4.k1"), (3, 12, 12))
    assert [step.edges[0].groups for column in walk_columns(report) for step in column.steps] == [3, 6, 1]


@pytest.mark.parametrize(("shape", "found"), [((8, 3, 4), (8, 3, 4)), ((10,), (10, 1, 1)), ((5, 7), (5, 1, 7)),
                                              ((), (1, 1, 1))])
def test_a_row_of_values_is_maps_of_one_cell(shape, found):
    assert map_shape(shape) == found
