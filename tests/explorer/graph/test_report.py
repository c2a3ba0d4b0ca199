"""A report as a whole: totals, what is left of a broken network, and what a row says."""

from __future__ import annotations

import pytest

from explorer.errors import ShapeError
from explorer.graph import PRESETS, Convention, Graph, analyse, from_text
from explorer.graph.report import MOST_VALUES

BROKEN = from_text("conv.o4.k3~conv.o4.k9~relu~flatten~linear.o3")


def test_rows_come_in_the_networks_order_and_by_name():
    report = analyse(PRESETS["lenet5"].graph, (1, 32, 32))
    assert [row.name for row in report] == [node.name for node in report.graph]
    assert all(report[row.name] is row for row in report)
    assert report["conv1"].layer == report.graph["conv1"].layer


def test_a_row_knows_what_came_in_and_what_goes_out():
    report = analyse(PRESETS["lenet5"].graph, (1, 32, 32))
    for before, row in zip(report, report.rows[1:], strict=False):
        assert row.input_shape == before.output_shape
    assert (report.rows[0].input_shape, report.output_shape) == ((1, 32, 32), (10,))


@pytest.mark.parametrize("name", ["lenet5", "vgg16", "resnet50", "googlenet"])
def test_memory_is_four_bytes_for_each_value_of_each_layer(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    total = 0
    for row in report:
        values = 1
        for side in row.output_shape:
            values *= side
        total += 4 * values
    assert report.activation_bytes == total


def test_an_empty_network_costs_nothing_and_hands_its_input_on():
    report = analyse(Graph(), (3, 8, 8))
    assert (report.params, report.macs, report.activation_bytes) == (0, 0, 0)
    assert report.output_shape == (3, 8, 8)
    assert report.error is None


def test_a_broken_network_is_refused_by_the_name_of_its_layer():
    with pytest.raises(ShapeError, match="conv2: a window of 9 px does not fit into an input of 6 px"):
        analyse(BROKEN, (3, 8, 8))


def test_what_can_be_computed_of_a_broken_network_is_kept():
    report = analyse(BROKEN, (3, 8, 8), partial=True)
    assert report["conv1"].output_shape == (4, 6, 6)
    assert "conv2" in str(report.error)
    assert [row.output_shape for row in report.rows[1:]] == [None] * 4
    assert report.params == report["conv1"].params
    assert report.output_shape is None


def test_only_the_layer_that_is_wrong_says_so():
    report = analyse(BROKEN, (3, 8, 8), partial=True)
    assert [row.name for row in report if row.error] == ["conv2"]
    assert all(row.activation_bytes == 0 for row in report.rows[1:])


@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 8), (3, -1)])
def test_an_input_without_values_is_refused(shape):
    with pytest.raises(ShapeError, match="empty"):
        analyse(Graph(), shape)


def test_a_network_that_no_computer_could_keep_is_refused_before_anything_is_made():
    growing = from_text("~".join(["convt.o100000.k2.s100"] * 4))
    with pytest.raises(ShapeError, match="no computer keeps"):
        analyse(growing, (3, 64, 64))
    assert MOST_VALUES == 10**15


@pytest.mark.parametrize("convention", [Convention(), Convention(operation="FLOP"), Convention(bias=True)])
def test_totals_of_a_convention_are_the_sum_of_its_rows(convention):
    report = analyse(PRESETS["alexnet"].graph, (3, 224, 224))
    assert report.operations(convention) == sum(convention.operations(row.counts) for row in report)


# What the notes beside the presets say, to the digits they say it in
NOTES = {
    "lenet5": lambda report: [row.output_shape[-1] for row in report if row.layer.family in ("convolution", "pooling")
                              ] == [28, 14, 10, 5],
    "mlp": lambda report: round(report.rows[1].params / 1e6, 1) == 8.6,
    "tinyvgg": lambda report: [report[name].output_shape[-1] for name in ("conv_1_1", "conv_1_2", "max_pool_1")
                               ] == [62, 60, 30],
    "fashion_cnn": lambda report: [row.output_shape[-1] for row in report if row.layer.family == "pooling"
                                   ] == [14, 7, 3],
    "alexnet": lambda report: (round(linear(report) / 1e6, 1), round(report.params / 1e6, 1)) == (58.6, 61.1),
    "vgg11": lambda report: report["pool5"].field.size == 150,
    "vgg16": lambda report: (round(report["fc6"].params / 1e6, 1), round(report.params / 1e6, 1)) == (102.8, 138.4),
    "resnet_bottleneck": lambda report: {row.output_shape[0] for row in report} == {64, 256},
    "resnet34": lambda report: report["layer4.2.relu_1"].field.size == 899,
    "resnet50": lambda report: report["layer4.2.relu_2"].field.size == 427,
    "inception_block": lambda report: report.output_shape[0] == 256,
    "xception_block": lambda report: report["depthwise1"].params + report["pointwise1"].params == 536_536,
}


def linear(report):
    return sum(row.params for row in report if row.layer.family == "linear")


@pytest.mark.parametrize("name", NOTES)
def test_the_note_beside_a_preset_is_true(name):
    preset = PRESETS[name]
    assert NOTES[name](analyse(preset.graph, preset.input_shape))


def test_googlenet_has_a_tenth_of_alexnets_parameters():
    google, alex = (analyse(PRESETS[name].graph, (3, 224, 224)).params for name in ("googlenet", "alexnet"))
    assert google / alex == pytest.approx(0.1, abs=0.02)


# Krizhevsky, Sutskever & Hinton (2012) and LeCun et al. (1998), as the lecture's tables print them
@pytest.mark.parametrize(("text", "shape", "maps"), [
    ("conv.o96.k11.s4~relu~maxpool.k3.s2~conv.o256.k5.psame~relu~maxpool.k3.s2~conv.o384.psame~relu~conv.o384.psame~"
     "relu~conv.o256.psame~relu~maxpool.k3.s2", (3, 227, 227),
     [(96, 55), (96, 27), (256, 27), (256, 13), (384, 13), (384, 13), (256, 13), (256, 6)]),
    ("conv.o6.k5~tanh~avgpool~conv.o16.k5~tanh~avgpool~conv.o120.k5~tanh", (1, 32, 32),
     [(6, 28), (6, 14), (16, 10), (16, 5), (120, 1)]),
])
def test_maps_have_the_sides_of_the_lectures_tables(text, shape, maps):
    report = analyse(from_text(text), shape)
    assert [(row.output_shape[0], row.output_shape[-1]) for row in report
            if row.layer.family in ("convolution", "pooling")] == maps
