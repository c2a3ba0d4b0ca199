"""Sides of outputs with the letters of lectures: each formula, general or filled in, gives what torch gives."""

from __future__ import annotations

import re
from itertools import product

import pytest
import torch

from explorer.graph import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv1d,
    Conv2d,
    ConvTranspose2d,
    Graph,
    MaxPool2d,
    analyse,
    from_text,
)
from tests.explorer.graph.test_formulas import checked, value_of

SIDES = (11, 16)
LETTERS = {"I", "F", "P", "S", "D", "P_1", "P_2", "P_{out}"}


def shape_lines(layer, sides=SIDES, letters="slide"):
    return analyse(Graph.chain(layer), (2, *sides)).rows[0].working_in(letters)["shape"]


def side_of(module, sides=SIDES):
    """Return height and width that torch gives, without computing any value."""
    return tuple(module.to("meta")(torch.empty(1, 2, *sides, device="meta")).shape[2:])


def filled_in(general, **values):
    """Return the value of a general formula with numbers for its letters."""
    right = (general[1:-1] if general.startswith("{") else general).partition(" = ")[2]
    right = re.sub(r"(\d)P", r"\1 \\cdot P", right).replace("D(", r"D \cdot (").replace(")S", r") \cdot S")
    for letter in sorted(values, key=len, reverse=True):
        right = re.sub(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![\w{{])", str(values[letter]), right)
    return value_of(right)


@pytest.mark.parametrize(("kernel", "stride", "padding", "dilation"), list(product(
    (1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2))))
def test_convolutions_on_the_slide_give_what_torch_gives(kernel, stride, padding, dilation):
    given = {"kernel_size": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    general, *sides = shape_lines(Conv2d(out_channels=3, **given)).lines
    expected = side_of(torch.nn.Conv2d(2, 3, **given))
    assert [checked(side) for side in sides] == list(expected)
    values = {"F": kernel, "S": stride, "P": padding, "D": dilation}
    assert tuple(filled_in(general, I=side, **values) for side in SIDES) == expected
    assert ("D" in general) is (dilation > 1)


@pytest.mark.parametrize(("kernel", "stride", "padding", "extra", "dilation"), list(product(
    (1, 2, 3), (2, 3), (0, 1), (0, 1), (1, 2))))
def test_transposed_convolutions_on_the_slide_give_what_torch_gives(kernel, stride, padding, extra, dilation):
    given = {"kernel_size": kernel, "stride": stride, "padding": padding, "output_padding": extra,
             "dilation": dilation}
    general, *sides = shape_lines(ConvTranspose2d(out_channels=3, **given)).lines
    expected = side_of(torch.nn.ConvTranspose2d(2, 3, **given))
    assert [checked(side) for side in sides] == list(expected)
    values = {"F": kernel, "S": stride, "P": padding, "D": dilation, "P_{out}": extra}
    assert tuple(filled_in(general, I=side, **values) for side in SIDES) == expected
    assert ("D" in general, "out" in general) == (dilation > 1, extra > 0)


@pytest.mark.parametrize(("layer", "module"), [
    (MaxPool2d(kernel_size=3, stride=2, ceil_mode=True), torch.nn.MaxPool2d(3, 2, ceil_mode=True)),
    (MaxPool2d(kernel_size=2, stride=3, padding=1, ceil_mode=True), torch.nn.MaxPool2d(2, 3, 1, ceil_mode=True)),
    (MaxPool2d(kernel_size=(3, 2), dilation=(1, 3)), torch.nn.MaxPool2d((3, 2), dilation=(1, 3))),
    (AvgPool2d(kernel_size=(3, 2), stride=(1, 2), padding=(1, 0)), torch.nn.AvgPool2d((3, 2), (1, 2), (1, 0))),
    (AdaptiveAvgPool2d(output_size=(3, 5)), torch.nn.AdaptiveAvgPool2d((3, 5))),
    (Conv2d(out_channels=3, kernel_size=(1, 4), padding="same"), torch.nn.Conv2d(2, 3, (1, 4), padding="same")),
    (Conv2d(out_channels=3, kernel_size=(3, 5), stride=(2, 1), padding=(1, 0), dilation=(1, 2)),
     torch.nn.Conv2d(2, 3, (3, 5), (2, 1), (1, 0), (1, 2))),
    (Conv2d(out_channels=3, padding=((0, 1), (2, 1)), stride=2),
     torch.nn.Sequential(torch.nn.ZeroPad2d((2, 1, 0, 1)), torch.nn.Conv2d(2, 3, 3, 2))),
    (ConvTranspose2d(out_channels=3, kernel_size=(3, 2), stride=(2, 1), dilation=(1, 2)),
     torch.nn.ConvTranspose2d(2, 3, (3, 2), (2, 1), dilation=(1, 2))),
])
def test_each_axis_gives_what_torch_gives_with_either_letters(layer, module):
    for letters in ("slide", "torch"):
        assert [checked(side) for side in shape_lines(layer, letters=letters).lines[1:]] == list(side_of(module))


def test_the_slide_is_written_as_on_the_slide():
    """floor((I - F + 2P) / S + 1), the lecture's; LeCun's first layer: 32 - 5 + 1 = 28."""
    found = analyse(Graph.chain(Conv2d(out_channels=6, kernel_size=5)), (1, 32, 32)).rows[0].working_in("slide")
    assert found["shape"].lines == (
        r"{O = \left\lfloor \frac{I - F + 2P}{S} + 1 \right\rfloor}",
        r"H = W = \left\lfloor \frac{32 - 5 + 2 \cdot 0}{1} + 1 \right\rfloor = 28")
    assert str(found["shape"].says).endswith("I: input, F: filter, P: padding, S: stride.")


@pytest.mark.parametrize("text", [
    "conv.o4", "conv.o4.d2", "conv.o4.p0_1x0_1", "conv.o4.d2.p0_1x0_1", "conv.o4.d1x2", "convt.o4", "convt.o4.d2",
    "convt.o4.q1", "maxpool", "adaptive.o3", "conv.o4.k4.psame", "convt.o4.q1.d2"])
def test_each_letter_that_stands_in_a_formula_is_explained_and_no_other(text):
    found = analyse(from_text(text), (2, 12, 12)).rows[0].working_in("slide")["shape"]
    general = re.sub(r"\\\w+", "", found.lines[0].partition(" = ")[2])
    written = set(re.findall(r"P_\{out\}|P_\d|[A-Z]", general))
    said = str(found.says).replace("P1 and P2", "P_1: before, P_2").replace("Pout", "P_{out}")
    assert written == set(re.findall(r"(P_\{out\}|P_\d|\b[A-Z]):", said)) <= LETTERS


def test_torchs_letters_stay_the_usual_ones_and_all_other_quantities_are_the_same():
    row = analyse(Graph.chain(Conv1d(out_channels=4, dilation=2)), (2, 20)).rows[0]
    usual, slide = row.working, row.working_in("slide")
    assert usual == row.working_in("torch")
    assert r"i + 2p - d(k - 1) - 1" in usual["shape"].lines[0]
    assert {name for name in usual if usual[name] != slide[name]} == {"shape"}


def test_a_dilation_of_one_stands_nowhere_on_the_slide():
    row = analyse(from_text("maxpool~convt.o4"), (1, 12, 12)).rows[1]
    assert row.working["field"].lines[0] == r"r = 2 + \tfrac{1 \cdot (2 - 1)}{2} \cdot 2 = 3"
    assert row.working_in("slide")["field"].lines[0] == r"r = 2 + \tfrac{2 - 1}{2} \cdot 2 = 3"
