"""The table of a report: what it counts is torchinfo's, its columns add up to its totals, nothing in it is markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
import torchinfo

from explorer.graph import PRESETS, analyse
from explorer.graph.report_table import as_html
from explorer.networks import build

NAMES = ["lenet5", "resnet_basic_block", "xception_block", "tinyvgg"]


def lines(report):
    """The rows below the input, each as its cells."""
    body = str(report).split("\n")
    first, last = (place for place, line in enumerate(body) if line.startswith("---"))
    return [re.split(r" {2,}", line) for line in body[first + 2:last]]


def number_under(head, report):
    """The sum of a column, found by where its head stands."""
    body = str(report).split("\n")
    end = body[0].index(head) + len(head)
    cells = [row.ljust(end)[:end].rpartition("  ")[2] for row in body[3:3 + len(report.rows)]]
    return sum(int(cell.replace(",", "")) for cell in cells if cell.strip())


def total(name, report):
    return int(re.search(rf"^{name}.*: ([\d,]+)$", str(report), re.MULTILINE)[1].replace(",", ""))


@pytest.mark.parametrize("name", NAMES)
def test_columns_add_up_to_the_totals_and_those_are_torchinfos(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    told = torchinfo.summary(build(preset.graph, preset.input_shape), (1, *preset.input_shape), verbose=0)
    assert number_under("Params", report) == total("Parameters", report) == told.total_params
    assert number_under("MACs", report) == total("Multiply-accumulates", report) == report.macs


def test_a_row_says_name_kind_shape_and_field():
    report = analyse("conv.o6.k5~relu~maxpool", (1, 28, 28))
    assert lines(report) == [["conv1", "Conv2d", "6 × 24 × 24", "156", "86,400", "5"],
                             ["relu1", "ReLU", "6 × 24 × 24", "5"],
                             ["pool1", "MaxPool2d", "6 × 12 × 12", "6"]]


def test_lines_are_as_wide_as_the_widest_and_numbers_end_under_their_heads():
    report = analyse(PRESETS["lenet5"].graph, (1, 32, 32))
    head, rule, *_ = str(report).split("\n")
    assert len(head) == len(rule) == max(map(len, str(report).split("\n")[:-3]))


def test_a_network_that_does_not_work_says_why_under_its_table():
    report = analyse("conv.o6.k5~conv.o6.k99~relu", (1, 28, 28), partial=True)
    assert str(report).endswith(str(report.error))
    assert lines(report)[1][2] == "?"
    assert str(report.error) in report._repr_html_().replace("&#x27;", "'")


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts = [], []

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


def test_a_notebook_gets_a_table_in_which_nothing_is_markup():
    report = analyse("conv.o2.k3", (1, 8, 8))
    reader = Reader()
    reader.feed(as_html(report.rows, report.input_shape, "<script>alert(1)</script>"))
    assert "script" not in reader.tags
    assert "<script>alert(1)</script>" in reader.texts
    assert reader.tags.count("tr") == 3
    assert reader.texts[:6] == ["Layer", "Kind", "Output", "Params", "MACs", "Field, px"]


def test_a_layer_is_found_without_its_number_where_there_is_only_one():
    report = analyse("conv.o6~relu~conv.o6~relu~flatten~linear.o2", (1, 28, 28))
    assert report["fc"].name == "fc1"
    for name in ("conv", "nothing", ""):
        with pytest.raises(KeyError):
            report[name]
