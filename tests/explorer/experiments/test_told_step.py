"""A training step told moment by moment: one of them worked by hand, line by line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.signal import correlate2d

from explorer.experiments.told_step import cells, moments
from explorer.experiments.training_step import PLACES, TinyNet, TrainingStep, steps_from, tiny_net

NET = TinyNet(kernel=(1.0, -1.0, 0.5, 0.0), bias=0.0, weights=(1.0, 0.5, -1.0, 2.0), offset=0.5)
STEP = TrainingStep(NET, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0), 1.0, 0.1)
BY = r"\frac{{\partial L}}{{\partial {}}}".format
# By hand: z = (1·1 − 0 + 0.5·0, 0 − 0 + 0.5·1; 0 − 1 + 0.5·1, 1 − 0 + 0.5·1) = (1, 0.5; −0.5, 1.5)
#          y = 1·1 + 0.5·0.5 − 1·0 + 2·1.5 + 0.5 = 4.75, L = 3.75² / 2 = 7.03125
HAND = {
    "z11": 1.0, "z12": 0.5, "z21": -0.5, "z22": 1.5, "a21": 0.0, "a22": 1.5, "y": 4.75, "L": 7.03125, "dy": 3.75,
    "dv11": 3.75, "dv12": 1.875, "dv21": 0.0, "dv22": 5.625, "dc": 3.75, "da11": 3.75, "da12": 1.875, "da21": -3.75,
    "da22": 7.5, "dz11": 3.75, "dz12": 1.875, "dz21": 0.0, "dz22": 7.5,
    "dk11": 3.75 * 1 + 7.5 * 1, "dk12": 0.0, "dk21": 1.875 * 1 + 7.5 * 1, "dk22": 3.75 * 1, "db": 13.125,
    "nk11": 1 - 1.125, "nk12": -1.0, "nk21": 0.5 - 0.9375, "nk22": -0.375, "nb": -1.3125,
    "nv11": 0.625, "nv12": 0.3125, "nv21": -1.0, "nv22": 1.4375, "nc": 0.125,
}


@pytest.mark.parametrize(("name", "value"), HAND.items())
def test_a_number_is_what_it_is_by_hand(name, value):
    assert cells(STEP)[name] == pytest.approx(value)


def line_of(written):
    return next(one for one in moments(STEP) if written in one.writes).lines


@pytest.mark.parametrize(("written", "lines"), [
    ("z11", (r"z_{11} = k_{11} \cdot x_{11} + k_{12} \cdot x_{12} + k_{21} \cdot x_{21} + k_{22} \cdot x_{22} + b",
             r"= 1 \cdot 1 + (-1) \cdot 0 + 0.5 \cdot 0 + 0 \cdot 1 + 0 = 1")),
    ("z21", (r"z_{21} = k_{11} \cdot x_{21} + k_{12} \cdot x_{22} + k_{21} \cdot x_{31} + k_{22} \cdot x_{32} + b",
             r"= 1 \cdot 0 + (-1) \cdot 1 + 0.5 \cdot 1 + 0 \cdot 1 + 0 = -0.5")),
    ("a11", (r"a_{11} = \max(0, 1) = 1", r"a_{12} = \max(0, 0.5) = 0.5", r"a_{21} = \max(0, -0.5) = 0",
             r"a_{22} = \max(0, 1.5) = 1.5")),
    ("y", (r"y = v_{11} \cdot a_{11} + v_{12} \cdot a_{12} + v_{21} \cdot a_{21} + v_{22} \cdot a_{22} + c",
           r"= 1 \cdot 1 + 0.5 \cdot 0.5 + (-1) \cdot 0 + 2 \cdot 1.5 + 0.5 = 4.75")),
    ("L", (r"L = \frac{1}{2} (y - t)^2 = \frac{1}{2} (4.75 - 1)^2 = 7.03",)),
    ("dy", (f"{BY('y')} = y - t = 4.75 - 1 = 3.75",)),
    ("dk11", (f"{BY('k_{11}')} = " + " + ".join(
        rf"{BY(f'z_{{{place}}}')} \cdot x_{{{place}}}" for place in (11, 12, 21, 22)),
        r"= 3.75 \cdot 1 + 1.88 \cdot 0 + 0 \cdot 0 + 7.5 \cdot 1 = 11.3")),
    ("db", (f"{BY('b')} = " + " + ".join(BY(f"z_{{{place}}}") for place in (11, 12, 21, 22)),
            "= 3.75 + 1.88 + 0 + 7.5 = 13.1"))])
def test_a_working_reads_as_one_would_write_it(written, lines):
    assert line_of(written) == lines


def test_slopes_of_weights_inputs_and_relus_are_a_line_each():
    assert line_of("dv11")[3] == rf"{BY('v_{22}')} = {BY('y')} \cdot a_{{22}} = 3.75 \cdot 1.5 = 5.63"
    assert line_of("dv11")[4] == f"{BY('c')} = {BY('y')} = 3.75"
    assert line_of("da11")[2] == rf"{BY('a_{21}')} = {BY('y')} \cdot v_{{21}} = 3.75 \cdot (-1) = -3.75"
    assert line_of("dz11")[2] == rf"{BY('z_{21}')} = {BY('a_{21}')} \cdot 0 = (-3.75) \cdot 0 = 0"
    assert line_of("dz11")[3] == rf"{BY('z_{22}')} = {BY('a_{22}')} \cdot 1 = 7.5 \cdot 1 = 7.5"


def test_an_update_goes_against_its_slope():
    assert line_of("nk11")[0] == (rf"k_{{11}} \leftarrow k_{{11}} - \eta \, {BY('k_{11}')}"
                                  r" = 1 - 0.1 \cdot 11.3 = -0.125")
    assert line_of("nv11")[-1] == rf"c \leftarrow c - \eta \, {BY('c')} = 0.5 - 0.1 \cdot 3.75 = 0.125"


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_the_map_is_scipys_cross_correlation(seed):
    picture = np.random.default_rng(seed).integers(0, 3, (3, 3)) / 2
    step = TrainingStep(tiny_net(seed), tuple(picture.ravel().tolist()), 1.0, 0.1)
    wanted = correlate2d(picture, np.reshape(step.net.kernel, (2, 2)), mode="valid") + step.net.bias
    assert np.reshape(step.sums, (2, 2)) == pytest.approx(wanted)
    back = correlate2d(picture, np.reshape(step.by_sums, (2, 2)), mode="valid")  # what the slope of a kernel is
    assert np.reshape(step.by_kernel, (2, 2)) == pytest.approx(back)


@pytest.mark.parametrize("seed", [0, 2, 6, 10, 25, 29, 44])
def test_slopes_are_those_of_small_moves(seed):
    step = TrainingStep(tiny_net(seed), (0.0, 0.5, 1.0, 0.5, 1.0, 0.0, 1.0, 0.5, 0.5), -1.0, 0.1)

    def loss(numbers):
        net = TinyNet(kernel=tuple(numbers[:4]), bias=numbers[4], weights=tuple(numbers[5:9]), offset=numbers[9])
        return replace(step, net=net).loss

    here = np.array([*step.net.kernel, step.net.bias, *step.net.weights, step.net.offset])
    found = [*step.by_kernel, step.by_bias, *step.by_weights, step.by_output]
    assert found == pytest.approx(approx_fprime(here, loss, 1e-7).tolist(), abs=2e-4)


@pytest.mark.parametrize("seed", [0, 6, 10, 25, 30, 43])
def test_a_small_step_never_makes_the_loss_larger(seed):
    first = TrainingStep(tiny_net(seed), STEP.picture, 1.0, 0.01)
    losses = [step.loss for step in steps_from(first, 20)]
    assert all(after <= before + 1e-12 for before, after in pairwise(losses))


def test_cells_are_read_where_the_kernel_lies():
    for (row, column), one in zip(PLACES, moments(STEP)[1:5], strict=True):
        lit = {name for name in one.reads if name.startswith("x")}
        assert lit == {f"x{row + down}{column + right}" for down in (1, 2) for right in (1, 2)}
        assert one.writes == (f"z{row + 1}{column + 1}",)


def test_every_sentence_ends():
    assert all(str(one.says).endswith((".", "?")) or "?" in str(one.says) for one in moments(STEP))
