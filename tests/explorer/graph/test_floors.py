"""Floors of known networks: their blocks, as their authors count them, and fields that only grow."""

from __future__ import annotations

import pytest

from explorer.graph import INPUT, PRESETS, analyse, floors, from_text
from explorer.graph.floors import MOST_FLOORS

LENET = "conv.o6.k5~relu~maxpool~conv.o16.k5~relu~maxpool~flatten~linear.o120~relu~linear.o84~relu~linear.o10"


def report_of(name):
    preset = PRESETS[name]
    return analyse(preset.graph, preset.input_shape)


def labels(report):
    return [floor.label for floor in floors(report)]


def test_resnet18_has_a_floor_for_each_block():
    # He et al. (2015), table 1: a stem, a pooling, eight blocks of two, the average, the classes.
    assert labels(report_of("resnet18")) == [
        INPUT, "conv1", "maxpool", "layer1.0", "layer1.1", "layer2.0", "layer2.1", "layer3.0", "layer3.1", "layer4.0",
        "layer4.1", "avgpool", "fc"]


def test_lenets_rows_of_values_are_floors_without_places():
    found = floors(analyse(from_text(LENET), (1, 32, 32)))
    assert [floor.label for floor in found] == [INPUT, "conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "fc3"]
    assert [floor.fields is None for floor in found] == [False] * 5 + [True] * 3
    assert [floor.shape for floor in found[-3:]] == [(120,), (84,), (10,)]
    assert [floor.layer for floor in found[1:3]] == ["relu1", "pool1"]  # what the activation makes is looked at


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "vgg16", "googlenet", "mobilenet_v2", "densenet121"])
def test_one_steps_back_from_the_picture_and_never_forward(name):
    report = report_of(name)
    found = floors(report)
    places = [report.graph.places[floor.layer] for floor in found[1:]]
    shares = [floor.share for floor in found]
    assert len(found) <= MOST_FLOORS
    assert places == sorted(set(places))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (1 / 224, 1.0)
    assert found[-1].layer == report.graph.output


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "vgg16", "googlenet", "mobilenet_v2", "densenet121"])
def test_no_side_of_maps_is_left_out(name):
    report = report_of(name)
    there = {floor.shape[1:] for floor in floors(report) if floor.fields}
    assert there >= {row.output_shape[1:] for row in report if len(row.output_shape or ()) == 3
                     and row.layer.family == "merge"}


def test_a_dropout_behind_a_flatten_is_no_floor():
    found = labels(analyse(from_text("conv.o8~relu~gap~flatten~dropout~linear.o4"), (3, 32, 32)))
    assert found == [INPUT, "conv1", "pool1", "fc1"]


def test_a_share_is_the_field_over_the_picture():
    found = floors(report_of("vgg16"))
    there = {floor.label: floor for floor in found}
    assert there["pool5"].share == pytest.approx(212 / 224)  # Araujo et al. (2019), Distill, table of models
    assert there["conv1_2"].share == pytest.approx(5 / 224)
