"""Curves of learning by heart as shipped: what the file holds, and how it is read."""

from __future__ import annotations

import subprocess
import sys
from math import log

import numpy as np
import pytest

from explorer.experiments import heart_curves
from explorer.experiments.heart_curves import EXAMPLES, QUANTITIES, RATES, WRONG, curve_name, shipped_curves
from explorer.runtime import write_arrays

OTHERS = 538
"""Digits of the validation and of the test: 30 % of scikit-learn's 1,797."""


@pytest.mark.parametrize(("p", "wrong", "name"), [
    (0.0, 0.0, "p0_wrong0"), (0.5, 0.2, "p50_wrong20"), (0.8, 0.2, "p80_wrong20"), (0.29, 0.07, "p29_wrong7")])
def test_a_name_says_percents(p, wrong, name):
    assert curve_name(p, wrong) == name


def test_no_two_curves_have_one_name():
    names = {curve_name(p, wrong) for p in RATES for wrong in WRONG}
    assert len(names) == len(RATES) * len(WRONG)


def test_what_a_file_lacks_is_left_out_and_what_is_unknown_is_not_taken(tmp_path):
    file = tmp_path / "some.npz"
    values = np.ones((2, 3, len(QUANTITIES)), dtype=np.float32)
    write_arrays(file, {"p50_wrong20": values, "p99_wrong99": values})
    found = shipped_curves(file)
    assert set(found) == {(0.5, 0.2)}
    np.testing.assert_array_equal(found[0.5, 0.2], values)


def test_the_file_is_read_once():
    assert shipped_curves() is shipped_curves()


def test_reading_needs_no_torch():
    line = ("import sys; from explorer.experiments import heart_curves; "
            "print(len(heart_curves.shipped_curves()), 'torch' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == [str(len(RATES) * len(WRONG)), "False"]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("p", RATES)
def test_accuracies_are_whole_digits_out_of_all(p, wrong):
    curves = shipped_curves()[p, wrong]
    for quantity, count in (("train_accuracy", EXAMPLES), ("val_accuracy", OTHERS)):
        right = count * curves[..., QUANTITIES.index(quantity)].astype(np.float64)
        assert right.min() >= 0 and right.max() <= count
        np.testing.assert_allclose(right, np.rint(right), atol=1e-3)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("p", RATES)
def test_a_loss_begins_near_guessing_and_is_never_negative(p, wrong):
    losses = shipped_curves()[p, wrong][..., [QUANTITIES.index(name) for name in ("train_loss", "val_loss")]]
    assert losses.min() >= 0
    assert (losses[:, 0] < log(10) + 0.001).all(), "one epoch is no worse than to guess"
    assert (losses[:, 0] > 0.8 * log(10)).all(), "and not by much better"


@pytest.mark.parametrize("wrong", WRONG)
def test_more_dropout_learns_the_examples_later(wrong):
    reached = [shipped_curves()[p, wrong][:, 9, QUANTITIES.index("train_loss")].mean() for p in RATES]
    assert reached == sorted(reached)


def test_quantities_have_the_order_of_the_tables():
    assert QUANTITIES == ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
    assert heart_curves.SHIPPED.is_file() and heart_curves.SHIPPED.stat().st_size < 200_000
