"""What the table of layers is given to draw, against the report it is about."""

from __future__ import annotations

import pytest

from explorer.graph import PRESETS, Convention, Counts, analyse, from_text
from pages.ui.components.layer_table import COLUMNS, _columns, _input_row, _row, _totals, field_text, largest_share
from pages.ui.text import count_text

MACS, FLOPS = Convention(), Convention(operation="FLOP", bias=True, memory="MB")


def report_of(name):
    preset = PRESETS[name]
    return analyse(preset.graph, preset.input_shape)


def rows(report, convention=MACS):
    totals = Counts(report.params, report.macs)
    return {row.name: _row(row, totals, convention) for row in report}


def cells(report, name, convention=MACS):
    return dict(zip(COLUMNS, rows(report, convention)[name]["cells"], strict=True))


def test_the_first_convolution_of_lenet_reads_as_in_the_paper():
    # LeCun et al. (1998): 156 parameters, 117,600 multiply-accumulates, 6 maps of 28 x 28
    assert cells(report_of("lenet5"), "conv1") == {
        "name": "conv1", "shape": "6 × 28 × 28", "params": "156", "macs": "117,600", "memory": "18.4 KiB", "field": "5"}


def test_with_another_convention_operations_and_memory_change_and_nothing_else():
    before, after = (cells(report_of("lenet5"), "conv1", convention) for convention in (MACS, FLOPS))
    assert (after["macs"], after["memory"]) == (f"{2 * 117_600 + 6 * 28 * 28:,}", "18.8 kB")
    assert {name: before[name] for name in ("name", "shape", "params", "field")} == {
        name: after[name] for name in ("name", "shape", "params", "field")}


@pytest.mark.parametrize("name", ["lenet5", "vgg16", "resnet18", "googlenet"])
def test_bars_are_shares_of_the_whole_and_add_up_to_it(name):
    shown = rows(report_of(name)).values()
    for quantity in ("params", "macs"):
        assert sum(row["shares"][quantity] for row in shown) == pytest.approx(1)
        assert all(0 <= row["shares"][quantity] <= 1 for row in shown)


def test_a_network_that_learns_nothing_has_bars_of_no_length():
    report = analyse(from_text("relu~maxpool"), (3, 8, 8))
    assert all(row["shares"] == {"params": 0, "macs": 0} for row in rows(report).values())
    assert largest_share(report) is None
    assert _totals(report, MACS)[-1]["value"] == "–"


@pytest.mark.parametrize(("name", "layer", "share"), [
    ("lenet5", "fc1", 48_120 / 61_706), ("vgg16", "fc6", 102_764_544 / 138_357_544),
    ("tinyvgg", "output", 16_910 / 19_920)])
def test_the_layer_with_most_parameters_is_named_with_its_share(name, layer, share):
    row, found = largest_share(report_of(name))
    assert (row.name, found) == (layer, pytest.approx(share))
    total = _totals(report_of(name), MACS)[-1]
    assert layer in total["label"]
    assert total["value"] == f"{100 * share:.1f} %"


def test_totals_are_those_of_the_report_and_their_tips_have_all_digits():
    report = report_of("resnet18")
    params, operations, memory, _largest = _totals(report, MACS)
    assert (params["value"], params["help"]) == ("11.69 M", "Learned values: 11,689,512")
    assert (operations["label"], operations["value"], operations["help"]) == ("MACs", "1.814 G", "1,814,073,344")
    assert memory["value"].endswith("MiB")


@pytest.mark.parametrize("name", ["lenet5", "vgg16"])
def test_what_is_shown_shortened_has_all_its_digits_in_a_tip(name):
    for row, shown in zip(report_of(name), rows(report_of(name)).values(), strict=True):
        for column, count in (("params", row.params), ("macs", row.macs)):
            assert (column in shown["told"]) is (count_text(count) != f"{count:,}")
            assert shown["told"].get(column, f"{count:,}") == f"{count:,}"


def test_a_layer_that_cannot_be_computed_has_dashes_and_the_wrong_one_is_marked():
    report = analyse(from_text("conv.o4.k9~relu"), (3, 4, 4), partial=True)
    first, second = rows(report).values()
    assert first["cells"] == ["conv1", *["–"] * 5]
    assert (first["known"], first["wrong"], second["known"], second["wrong"]) == (False, True, False, False)


@pytest.mark.parametrize(("text", "shape", "shown"), [
    ("conv.o2.k5", (3, 9, 9), "5"), ("conv.o2.k3x5", (3, 9, 9), "3 × 5"), ("flatten", (3, 9, 9), "–"),
    ("conv.o4.p1~adaptive.o1~mul.f1x2", (3, 9, 9), "whole · 3"),
    ("conv1d.o2.k4", (3, 9), "4"), ("conv3d.o2.k1x2x3", (1, 4, 4, 4), "1 × 2 × 3")])
def test_fields_are_written_with_one_side_or_with_all(text, shape, shown):
    assert field_text(analyse(from_text(text), shape).rows[-1]) == shown


def test_the_input_sees_one_pixel_and_costs_nothing():
    assert _input_row(report_of("lenet5"))["cells"] == ["input", "1 × 32 × 32", "", "", "", "1"]
    assert _input_row(analyse(from_text("linear.o3"), (5,)))["cells"][-1] == ""


@pytest.mark.parametrize(("convention", "title", "told"), [(MACS, "MACs", "without bias"),
                                                           (FLOPS, "FLOPs", "bias counted")])
def test_the_head_names_the_convention(convention, title, told):
    column = next(column for column in _columns(convention) if column["id"] == "macs")
    assert column["title"] == title
    assert told in column["help"]
    assert [column["id"] for column in _columns(convention)] == list(COLUMNS)
