"""Tables for reports, read back by what reads them: the standard library's csv, and the rules of Markdown and LaTeX."""

from __future__ import annotations

import csv
import io
import re

import pytest

from explorer.files import to_csv, to_latex, to_markdown, to_plain_text
from explorer.files.tables import LATEX, _escaped, cells, head, kind_text
from explorer.graph import PRESETS, analyse, from_text

NAMES = ("lenet5", "vgg16", "resnet18", "googlenet", "tinyvgg")
REPORTS = {name: analyse(PRESETS[name].graph, PRESETS[name].input_shape) for name in NAMES}


def rows_of(report):
    return list(csv.reader(io.StringIO(to_csv(report))))


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_of_a_csv_add_up_to_the_reports_totals(name):
    _head, *rows = rows_of(REPORTS[name])
    assert len(rows) == len(REPORTS[name].rows)
    assert sum(int(row[3]) for row in rows) == REPORTS[name].params
    assert sum(int(row[4]) for row in rows) == REPORTS[name].macs


@pytest.mark.parametrize("name", NAMES)
def test_a_csv_has_one_line_per_layer_and_as_many_cells_as_its_head(name):
    rows = rows_of(REPORTS[name])
    assert {len(row) for row in rows} == {6}
    assert [row[0] for row in rows[1:]] == list(PRESETS[name].graph.places)
    assert to_csv(REPORTS[name]).count("\n") == len(rows)


# Preset, parameters and multiply-adds of torchvision's metadata or of the papers (LeCun et al. 1998; CNN Explainer).
PUBLISHED = [("lenet5", "61,706", "416,520"), ("tinyvgg", "19,920", "5,608,780"),
             ("vgg16", "138,357,544", "15,470,264,320"), ("resnet18", "11,689,512", "1,814,073,344")]


@pytest.mark.parametrize(("name", "params", "macs"), PUBLISHED)
@pytest.mark.parametrize("write", [to_markdown, to_latex, to_plain_text])
def test_totals_stand_in_the_last_line_and_are_those_that_were_published(name, params, macs, write):
    last = next(line for line in reversed(write(REPORTS[name]).splitlines()) if params in line)
    assert last.lstrip("| ").startswith("Total")
    assert macs in last


@pytest.mark.parametrize("name", NAMES)
def test_all_formats_hold_the_same_cells(name):
    report = REPORTS[name]
    in_csv = [[cell.replace(",", "") for cell in row] for row in rows_of(report)[1:]]
    in_markdown = [[cell.strip().replace(",", "") for cell in line.strip("|\n ").split(" | ")]
                   for line in to_markdown(report).splitlines()[2:-1]]
    assert [row + [""] * (6 - len(row)) for row in in_markdown] == [
        [cell.replace(",", "") for cell in row] for row in in_csv]
    in_latex = [line.removesuffix(r" \\").split(" & ") for line in to_latex(report).splitlines() if " & " in line]
    assert [row[0].replace(r"\_", "_") for row in in_latex[1:-1]] == [row[0] for row in in_csv]
    assert [row[3].replace(",", "") for row in in_latex[1:-1]] == [row[3] for row in in_csv]


def test_markdown_aligns_numbers_on_the_right():
    rule = to_markdown(REPORTS["lenet5"]).splitlines()[1]
    assert rule == "| --- | --- | --- | ---: | ---: | ---: |"


def test_latex_is_one_tabular_with_a_column_for_each_cell():
    source = to_latex(REPORTS["lenet5"])
    columns = re.search(r"\\begin\{tabular\}\{([lr]+)\}", source).group(1)
    assert columns == "lllrrr"
    assert source.rstrip().endswith(r"\end{tabular}")
    assert source.count(r"\hline") == 4
    assert all(line.endswith(r"\\") for line in source.splitlines() if "&" in line)


@pytest.mark.parametrize(("text", "escaped"), [
    ("conv_1", r"conv\_1"), ("a&b", r"a\&b"), ("50%", r"50\%"), ("$x$", r"\$x\$"), ("#1", r"\#1"),
    ("{a}", r"\{a\}"), ("a~b", r"a\textasciitilde{}b"), ("2^3", r"2\textasciicircum{}3"),
    ("\\input{x}", r"\textbackslash{}input\{x\}"), ("6 × 28", r"6 $\times$ 28"), ("plain", "plain"), ("", "")])
def test_latex_reads_no_letter_of_a_name_as_a_command(text, escaped):
    assert _escaped(text) == escaped


def test_all_ten_special_letters_of_latex_are_known():
    assert set(r"\&%$#_{}~^") <= LATEX.keys()  # The LaTeX Companion, section 2.1


# A stack, the shape of its input, and what its last layer is called in the column of kinds.
KINDS = [
    ("conv.o4.k5", (3, 9, 9), "Conv2d 5x5"), ("conv.o4.k3x5", (3, 9, 9), "Conv2d 3x5"),
    ("conv.o4.k3.s2", (3, 9, 9), "Conv2d 3x3, stride 2"), ("conv1d.o2.k4.s3", (3, 20), "Conv1d 4, stride 3"),
    ("conv3d.o2.k2", (1, 4, 4, 4), "Conv3d 2x2x2"), ("maxpool", (3, 8, 8), "MaxPool2d 2x2, stride 2"),
    ("avgpool.k3.s1", (3, 8, 8), "AvgPool2d 3x3"), ("relu", (3, 8, 8), "ReLU"), ("flatten", (3, 8, 8), "Flatten"),
    ("linear.o5", (8,), "Linear"), ("bn", (3, 8, 8), "BatchNorm2d")]


@pytest.mark.parametrize(("text", "shape", "kind"), KINDS)
def test_a_layer_is_told_with_its_window_and_its_stride(text, shape, kind):
    assert kind_text(analyse(from_text(text), shape).rows[-1]) == kind


def test_what_is_not_known_is_an_empty_cell():
    report = analyse(from_text("conv.o4.k9~relu"), (3, 4, 4), partial=True)
    assert cells(report.rows[0])[2] == ""
    flat = analyse(from_text("flatten~linear.o2"), (3, 4, 4))
    assert cells(flat.rows[-1])[2] == "2"
    assert rows_of(report)[1][2] == ""
    assert {len(line.split(" | ")) for line in to_markdown(report).splitlines()} == {6}


def test_heads_are_said_in_the_readers_language_and_numbers_are_not():
    def loud(message):
        return str(message).upper()
    assert head(loud) == ("LAYER", "KIND", "OUTPUT", "PARAMETERS", "MACS", "RECEPTIVE FIELD (PX)")
    text = to_csv(REPORTS["lenet5"], loud)
    assert text.splitlines()[0] == "LAYER,KIND,OUTPUT,PARAMETERS,MACS,RECEPTIVE FIELD (PX)"
    assert text.splitlines()[1:] == to_csv(REPORTS["lenet5"]).splitlines()[1:]
    assert "TOTAL" in to_markdown(REPORTS["lenet5"], loud)


@pytest.mark.parametrize("name", NAMES)
def test_plain_text_stands_in_columns_that_end_at_the_same_place(name):
    lines = to_plain_text(REPORTS[name]).splitlines()
    rule = lines[0]
    assert set(rule) == {"="}
    assert [at for at, line in enumerate(lines) if line == rule] == [0, 2, len(lines) - 3, len(lines) - 1]
    assert max(len(line) for line in lines) == len(rule)
    longest = max(len(layer) for layer in (*PRESETS[name].graph.places, "Total", "Layer"))
    assert all(line[longest:longest + 2] == "  " for line in lines if line != rule)
