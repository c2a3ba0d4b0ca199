"""The working is true: its LaTeX, read by a small calculator, gives the numbers of the row."""

import re
from fractions import Fraction
from math import ceil, floor, prod

import pytest
from hypothesis import HealthCheck, given, settings

from explorer.graph import PRESETS, analyse, from_text
from explorer.graph.formulas import number
from tests.examples import examples
from tests.explorer.graph.strategies import networks

QUANTITIES = {"shape", "params", "macs", "memory"}


def value_of(latex):
    """Return the number that an arithmetic expression in LaTeX gives."""
    text = latex.replace("{,}", "").replace(r"\ \text{B}", "").replace(r"\left", "").replace(r"\right", "")
    for command, operator in [(r"\cdot", "*"), (r"\times", "*"), (r"\lfloor", "floor("), (r"\rfloor", ")"),
                              (r"\lceil", "ceil("), (r"\rceil", ")")]:
        text = text.replace(command, operator)
    text = re.sub(r"\\t?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1) / (\2))", text)
    assert re.fullmatch(r"(floor|ceil|[\d.+*/() -])+", text), latex
    return eval(re.sub(r"[\d.]+", r"Fraction('\g<0>')", text), {"floor": floor, "ceil": ceil, "Fraction": Fraction})


def checked(line):
    """Return the result a line states, having worked out that its other side gives the same."""
    parts = [part for part in line.split(" = ") if not re.fullmatch(r"[A-Za-z]", part.strip())]
    *workings, result = [value_of(part) for part in parts]
    assert all(working == result for working in workings), line
    return result


def holds(row, letters="torch"):
    working = row.working_in(letters)
    assert set(working) - {"value"} == QUANTITIES | ({"field"} if row.fields else set())
    assert all(str(entry.says).endswith(".") for entry in working.values())
    for quantity, stated in [("params", row.params), ("macs", row.macs), ("memory", row.activation_bytes)]:
        assert checked(working[quantity].lines[-1]) == stated, (row.name, quantity)
    shape_holds(row, working["shape"].lines)
    if row.fields:
        field_holds(row, [str(line) for line in working["field"].lines])


def shape_holds(row, lines):
    steps = [line for line in lines if not line.strip("{").lower().startswith("o =")]
    if " = " not in steps[0]:
        assert value_of(steps[0]) == prod(row.output_shape), row.name
        return
    found = [checked(step) for step in steps for _ in re.findall(r"\b[CDHLW] =", step) or [step]]
    if row.layer.dims and not steps[0].startswith("C ="):
        assert found == list(row.output_shape[1:]), (row.name, steps)
    assert set(found) <= set(row.output_shape), (row.name, steps)


def field_holds(row, lines):
    widths = [line for line in lines if line.startswith("r =")]
    jumps = [line for line in lines if line.startswith("j =")]
    if "width of all" in widths[0]:
        assert widths[0].endswith(f"= {number(row.local_fields[0].size)}")
        return
    sizes = {field.size for field in row.local_fields} | {field.extent for field in row.local_fields}
    assert {checked(line) for line in widths} <= sizes, (row.name, lines)
    assert checked(widths[-1]) == row.local_field.size or len(widths[-1].split(" = ")) == 2
    assert all(checked(line) == row.local_field.jump for line in jumps)


@pytest.mark.parametrize("name", PRESETS)
def test_the_working_of_every_layer_of_every_preset_gives_its_numbers(name):
    preset = PRESETS[name]
    for row in analyse(preset.graph, preset.input_shape):
        holds(row)


@settings(max_examples=examples(120), deadline=None, suppress_health_check=list(HealthCheck))
@given(networks())
def test_the_working_of_any_layer_gives_its_numbers(network):
    for row in analyse(*network):
        holds(row)
        holds(row, "slide")


@pytest.mark.parametrize(("text", "layer", "quantity", "lines"), [
    ("conv.o6.k5", "conv1", "params", (r"6 \cdot (5 \cdot 5 \cdot 1 + 1) = 156",)),
    ("conv.o6.k5", "conv1", "macs", (r"6 \cdot 28 \cdot 28 \cdot 5 \cdot 5 \cdot 1 = 117{,}600",)),
    ("conv.o6.k5", "conv1", "memory", (r"6 \cdot 28 \cdot 28 \cdot 4 = 18{,}816\ \text{B}",)),
    ("conv.o6.k5~maxpool", "pool1", "field", (r"r = 5 + (2 - 1) \cdot 1 = 6", r"j = 1 \cdot 2 = 2")),
    ("conv.o6.k5", "conv1", "shape", (
        r"{o = \left\lfloor \frac{i + 2p - d(k - 1) - 1}{s} \right\rfloor + 1}",
        r"H = W = \left\lfloor \frac{32 + 2 \cdot 0 - 1 \cdot (5 - 1) - 1}{1} \right\rfloor + 1 = 28")),
    ("flatten.s2", "flatten", "shape", (r"32 \cdot 32 = 1{,}024",)),
    ("flatten~linear.o10", "fc1", "params", (r"10 \cdot (1{,}024 + 1) = 10{,}250",)),
    ("maxpool~convt.o4", "convt1", "field", (r"r = 2 + \tfrac{1 \cdot (2 - 1)}{2} \cdot 2 = 3",
                                             r"r = 2 + \lfloor (3 - 2) / 2 \rfloor \cdot 2 = 2")),
])
def test_the_working_reads_like_a_textbook(text, layer, quantity, lines):
    assert analyse(from_text(text), (1, 32, 32))[layer].working[quantity].lines == lines


def test_lines_with_a_word_in_them_keep_it_apart_from_their_numbers():
    """Whatever the language, the LaTeX around the word stays."""
    row = analyse(from_text("conv.o4.p1~conv.o4.k5.p2~add.f1x2"), (1, 8, 8)).rows[-1]
    line, = row.working["field"].lines
    assert str(line) == r"r = \text{width of all}(7, 3) = 7"
    assert re.findall(r"\\text\{\{(.*)\}\}", line.template) == ["width of all"]
    for _, preset in PRESETS.items():
        for entry in analyse(preset.graph, preset.input_shape):
            plain = [line for work in entry.working.values() for line in work.lines if isinstance(line, str)]
            assert not re.findall(r"\\text\{(?!B\})", " ".join(plain)), entry.name


def test_a_window_that_would_start_in_the_padding_is_taken_off_in_the_working():
    row = analyse(from_text("maxpool1d.k1.s4.c1"), (1, 3)).rows[0]
    assert row.working["shape"].lines[-1].endswith(r"\rceil + 1 - 1 = 1")


@pytest.mark.parametrize(("value", "latex"), [
    (0, "0"), (2416, "2{,}416"), (10**18 + 1, "1" + "{,}000" * 5 + "{,}001"), (Fraction(5, 2), "2.5"),
    (Fraction(1_000_001, 4), "250{,}000.25"), (Fraction(1, 3), r"\tfrac{1}{3}"), (Fraction(6, 2), "3"),
])
def test_numbers_are_written_exactly(value, latex):
    assert number(value) == latex
