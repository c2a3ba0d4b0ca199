"""Tables hold the report's numbers, and are what their formats ask for."""

from __future__ import annotations

import csv
import io
import re

from explorer.files import to_csv, to_latex, to_markdown, to_plain_text
from explorer.graph import PRESETS, analyse, from_text

LENET = analyse(PRESETS["lenet5"].graph, (1, 32, 32))
# Parameters of LeNet-5's layers, LeCun et al. (1998) with full connections; 61,706 together.
PARAMS = {"conv1": 156, "conv2": 2416, "fc1": 48_120, "fc2": 10_164, "fc3": 850}


def test_csv_is_read_back_by_the_standard_library():
    rows = list(csv.DictReader(io.StringIO(to_csv(LENET))))
    assert {row["Layer"]: int(row["Parameters"]) for row in rows if int(row["Parameters"])} == PARAMS
    assert rows[0]["Output"] == "6 × 28 × 28"


def test_markdown_has_as_many_cells_in_each_line():
    lines = to_markdown(LENET).splitlines()
    assert {line.count("|") for line in lines} == {7}
    assert len(lines) == len(LENET.graph) + 3
    assert "61,706" in lines[-1]


def test_latex_escapes_names_and_closes_what_it_opens():
    source = to_latex(analyse(from_text("conv.o4.nmy_conv~relu"), (3, 8, 8)))
    assert r"my\_conv & Conv2d 3x3 & 4 $\times$ 6 $\times$ 6 & 112 &" in source
    assert not re.search(r"(?<!\\)_", source)
    assert {line.count("&") for line in source.splitlines() if "&" in line} == {5}
    assert source.count(r"\begin{") == source.count(r"\end{") == 1


def test_plain_text_stands_in_columns():
    lines = to_plain_text(LENET).splitlines()
    ends = {line.index("61,706") + 6 for line in lines if "61,706" in line} | {
        line.index(" 156 ") + 4 for line in lines if line.startswith("conv1")}
    assert len(ends) == 1
