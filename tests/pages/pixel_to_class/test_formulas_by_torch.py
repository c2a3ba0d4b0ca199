"""Formulas under a unit's sum: computed as they are written, they are what torch computes."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import torch
from torch import nn

from explorer import networks
from explorer.networks import AfterSum, UnitSum
from pages.pixel_to_class.unit_lines import _ACTIVATIONS, latex, lines_of


def number(text):
    """Return the number that a line of LaTeX is."""
    text = text.strip().removeprefix("(").removesuffix(")").replace("{,}", "")
    digits, _dot, power = text.partition(r" \cdot 10^{")
    return float(digits) * 10.0 ** int(power.rstrip("}") or 0)


def computed(formula, z):
    """Return the value of a formula of z, its LaTeX read as Python."""
    text = re.sub(r"\\frac\{(z|1)\}\{1 \+ e\^\{-z\}\}", r"(\1 / (1 + exp(-z)))", formula)
    text = re.sub(r"(.+) > 0 \? (.+) : (.+)", r"(\2 if \1 > 0 else \3)", text)
    text = re.sub(r"e\^\{(-?z)\}", r"exp(\1)", text)
    for written, meant in ((r"\max", "max"), (r"\min", "min"), (r"\cdot", "*"), (r"\tanh z", "tanh(z)"),
                           (r"\Phi", "phi")):
        text = text.replace(written, meant)
    names = {"z": z, "exp": math.exp, "tanh": math.tanh, "max": max, "min": min,
             "phi": lambda x: (1 + math.erf(x / math.sqrt(2))) / 2}
    return eval(text, {"__builtins__": {}}, names)


def after(kind, before, value, numbers=None):
    """Return the line of one layer behind a sum."""
    found = UnitSum("given", value, before, None, (), (AfterSum("a", kind, before, value, numbers or {}),))
    return lines_of(found)[1][1]


@pytest.mark.parametrize("z", [-7.0, -3.0, -1.25, -0.5, 0.0, 0.3, 1.0, 2.9, 4.0, 8.0])
@pytest.mark.parametrize("kind", _ACTIVATIONS)
def test_the_formula_of_an_activation_is_torchs(kind, z):
    theirs = getattr(nn, kind)()(torch.tensor(z, dtype=torch.float64)).item()
    assert computed(_ACTIVATIONS[kind], z) == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize("z", [-2.0, -0.1, 0.0, 1.5])
@pytest.mark.parametrize(("module", "numbers"), [
    (nn.ELU(), {"alpha": 1.0}), (nn.ELU(0.25), {"alpha": 0.25}), (nn.LeakyReLU(0.2), {"slope": 0.2})])
def test_a_formula_with_a_number_of_its_own_is_torchs(module, numbers, z):
    theirs = module(torch.tensor(z)).item()
    line = after(type(module).__name__, z, theirs, numbers)
    formula, _equals, value = line.split(r"\quad ")[-1].rpartition(" = ")
    assert computed(formula, z) == pytest.approx(theirs, abs=1e-6)
    assert number(value) == pytest.approx(theirs, rel=5e-4)


def test_a_network_says_the_floor_of_its_own_elu():
    network = networks.load("stack/1x2x2/elu.a0_5")
    given = networks.NetworkInput(np.full((1, 2, 2), -1, np.float32), np.zeros((2, 2, 3), np.uint8), b"elu")
    _first, (kind, line) = lines_of(networks.unit_sum(network, given, "elu1", (0, 0, 0)))
    assert kind == "ELU"
    assert line.endswith(rf"0.5 \cdot (e^{{z}} - 1) = {latex(0.5 * (math.exp(-1) - 1))}")


@pytest.mark.parametrize("value", [*np.geomspace(1e-12, 1e12, 25), 0.9999999, 99_999.6, 999_999.7, 9.9995e-4])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_is_wrong_by_half_of_its_fourth_digit_at_most(value, sign):
    assert number(latex(sign * value)) == pytest.approx(sign * value, rel=5.001e-4)


@pytest.mark.parametrize(("text", "counted"), [
    ("avgpool.k3.s2.p1", 9), ("avgpool.k3.s2.p1.i0", 4), ("avgpool.k2.s2", 4), ("adaptive.o1", 16)])
def test_the_mean_of_a_window_is_divided_by_what_it_says(text, counted):
    network = networks.load(f"stack/1x4x4/{text}")
    values = np.arange(1, 17, dtype=np.float32).reshape(1, 4, 4)
    found = networks.unit_sum(network, networks.NetworkInput(values, np.zeros((4, 4, 3), np.uint8), b"mean"), "pool1",
                              (0, 0, 0))
    line = lines_of(found)[0][1]
    assert rf"\frac{{1}}{{{counted}}}" in line
    assert number(line.rpartition(" = ")[2]) == pytest.approx(found.reads[0].sums.sum() / counted, rel=5e-4)
