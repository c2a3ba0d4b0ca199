"""The working that a reader sees: its last line is the number above it, in every convention."""

from __future__ import annotations

import re

import pytest

from explorer.graph import PRESETS, Convention, analyse, from_text
from explorer.runtime import size_text
from pages.build_stack.working_card import _reason, _workings

CONVENTIONS = [Convention(), Convention(operation="FLOP"), Convention(bias=True),
               Convention(operation="FLOP", bias=True, memory="MB")]
WORDS = {"MAC": "multiply-adds", "FLOP": "operations"}
LENET = analyse(PRESETS["lenet5"].graph, (1, 32, 32))


def blocks(row, convention, picked):
    """Return head line and formulas of each quantity that is shown, formulas as plain text."""
    pieces = _workings(row, convention, picked)
    return [(piece["title"], [written(line) for line in piece["lines"]]) for piece in pieces]


def written(tree):
    """Return the letters and numbers of a tree of MathML, one after the other."""
    return tree[1] if isinstance(tree[1], str) else "".join(map(written, tree[1]))


def last_number(line):
    return int(re.sub(r"[^\d]", "", line.rpartition("=")[2]))


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("name", ["conv1", "conv2", "fc1"])
def test_the_last_line_of_the_operations_is_what_the_convention_counts(name, convention):
    row = LENET[name]
    head, lines = blocks(row, convention, "macs")[0]
    assert last_number(lines[-1]) == convention.operations(row.counts)
    unit = convention.operation
    assert head == f"{name}: {convention.operations(row.counts):,} {unit}s ({WORDS[unit]})"


def test_multiply_accumulates_without_bias_need_no_conversion_and_others_one_line():
    row = LENET["conv1"]
    plain, converted = (len(blocks(row, convention, "macs")[0][1]) for convention in (CONVENTIONS[0], CONVENTIONS[1]))
    assert converted == plain + 1
    assert blocks(row, CONVENTIONS[3], "macs")[0][1][-1] == "2·117,600+4,704=239,904"


@pytest.mark.parametrize("row", LENET.rows, ids=lambda row: row.name)
def test_parameters_and_bytes_in_the_working_are_those_of_the_row(row):
    (head, lines), = blocks(row, Convention(), "params")[:1]
    assert head == f"{row.name}: {row.params:,} parameters"
    assert last_number(lines[-1]) == row.params
    (head, lines), = blocks(row, Convention(), "memory")[:1]
    assert head == f"{row.name}: {size_text(row.activation_bytes, 'MiB')}"
    assert last_number(lines[-1]) == row.activation_bytes


@pytest.mark.parametrize("picked", ["params", "shape", "macs", "memory", "field"])
def test_what_was_picked_comes_first_and_one_more_stands_below(picked):
    heads = {"params": "2,416 parameters", "shape": "16 × 10 × 10", "macs": "240,000 MACs (multiply-adds)",
             "memory": "6.25 KiB", "field": "sees 14 px"}
    first, second = blocks(LENET["conv2"], Convention(), picked)
    assert first[0] == f"conv2: {heads[picked]}"
    assert second[0] == f"conv2: {heads['shape' if picked == 'params' else 'params']}"


def test_one_is_not_said_in_the_plural():
    row, = analyse(from_text("conv.o1.k1.b0"), (1, 1, 1))
    heads = [blocks(row, convention, "macs")[0][0] for convention in CONVENTIONS[:2]]
    assert heads == ["conv1: 1 MAC (multiply-add)", "conv1: 2 FLOPs (operations)"]
    assert blocks(row, Convention(), "params")[0][0] == "conv1: 1 parameter"


def test_a_column_without_working_shows_the_parameters():
    assert blocks(LENET["flatten"], Convention(), "field")[0][0] == "flatten: 0 parameters"
    assert blocks(LENET["conv1"], Convention(), "name") == blocks(LENET["conv1"], Convention(), "params")


def test_the_field_and_the_shape_are_said_in_the_head():
    assert blocks(LENET["pool1"], Convention(), "field")[0][0] == "pool1: sees 6 px"
    assert blocks(LENET["conv1"], Convention(), "shape")[0][0] == "conv1: 6 × 28 × 28"


def test_what_is_wrong_is_said_with_its_reason_and_what_waits_for_it_names_it():
    report = analyse(from_text("conv.o4.k9~relu"), (3, 4, 4), partial=True)
    wrong, waiting = (_reason(row, report) for row in report)
    assert wrong["title"] == "conv1 cannot be computed."
    assert "9 px does not fit" in wrong["says"]
    assert waiting["title"] == "relu1 cannot be computed yet. It waits for conv1."
