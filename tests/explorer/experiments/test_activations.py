"""Activation functions are torch's, and so are their slopes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.experiments.activations import ACTIVATIONS, FLAT, REACH, passed, sampled, sigmoid

TORCH = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu, "leaky": F.leaky_relu, "gelu": F.gelu,
         "silu": F.silu}
LARGEST = {"sigmoid": 0.25, "tanh": 1, "relu": 1, "leaky": 1, "gelu": 1.1289, "silu": 1.0998}
"""Largest slopes, to four decimals."""


def slopes_of_torch(name, x):
    given = torch.tensor(x, requires_grad=True)
    TORCH[name](given).sum().backward()
    return given.grad.numpy()


def test_all_are_known_to_torch():
    assert set(ACTIVATIONS) == set(TORCH)
    assert all(isinstance(getattr(torch.nn, one.title)(), torch.nn.Module) for one in ACTIVATIONS.values())


@pytest.mark.parametrize("name", TORCH)
def test_values_are_torchs(name):
    line = sampled(ACTIVATIONS[name])
    assert np.allclose(line.values, TORCH[name](torch.tensor(line.x)).numpy(), atol=1e-12)


@pytest.mark.parametrize("name", TORCH)
def test_slopes_are_torchs_also_at_a_kink(name):
    line = sampled(ACTIVATIONS[name])
    assert 0 in line.x
    assert np.allclose(line.slopes, slopes_of_torch(name, line.x), atol=1e-12)


@pytest.mark.parametrize("name", TORCH)
def test_the_largest_slope_is_where_it_is_said(name):
    at, slope = ACTIVATIONS[name].steepest
    assert round(slope, 4) == LARGEST[name]
    found = slopes_of_torch(name, np.linspace(-REACH, REACH, 24_001))
    assert found.max() == pytest.approx(slope, abs=1e-7)
    assert slopes_of_torch(name, np.array([at]))[0] == pytest.approx(slope, abs=1e-12)


def test_ten_sigmoids_leave_a_millionth_of_a_gradient():
    assert ACTIVATIONS["sigmoid"].steepest[1] ** 10 == pytest.approx(9.5e-7, rel=0.01)


@pytest.mark.parametrize("x", [-800.0, -40.0, 40.0, 800.0])
def test_a_sigmoid_does_not_overflow(x):
    with np.errstate(all="raise", under="ignore"):
        assert sigmoid(np.array([x]))[0] == pytest.approx(1 if x > 0 else 0, abs=1e-12)


def test_a_line_goes_as_far_as_it_is_asked_to():
    line = sampled(ACTIVATIONS["relu"], reach=2, step=0.5)
    assert line.x.tolist() == [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]


@pytest.mark.parametrize("name", TORCH)
def test_a_map_through_an_activation_is_torchs_and_so_is_what_passes_back(name):
    before = np.random.default_rng(1).normal(0, 3, (6, 7)).astype(np.float32)
    one = passed(ACTIVATIONS[name], before)
    slopes = slopes_of_torch(name, before.astype(np.float64))
    assert np.allclose(one.values, TORCH[name](torch.tensor(before)).numpy(), atol=1e-6)
    assert one.slope == pytest.approx(slopes.mean(), abs=1e-9)
    assert one.flat == pytest.approx((abs(slopes) < FLAT).mean())
    assert one.zeros == pytest.approx((before <= 0).mean() if name == "relu" else 0)


X = np.linspace(-5, 5, 201)


def of(name, x):
    return ACTIVATIONS[name].values(np.asarray(x, dtype=float))


@pytest.mark.parametrize(("name", "x", "value"), [
    ("sigmoid", 1, 0.73106), ("sigmoid", -1, 0.26894), ("sigmoid", 0, 0.5),  # FACTS of a lecture: sigmoid(1) = 0.73106
    ("tanh", 1, 0.76159), ("tanh", 0, 0), ("relu", -3, 0), ("relu", 3, 3), ("leaky", -3, -0.03), ("leaky", 3, 3),
    ("gelu", 1, 0.84134), ("gelu", -1, -0.15866),  # the share of a normal distribution below 1 is 0.84134
    ("silu", 1, 0.73106), ("silu", -1, -0.26894)])
def test_values_are_those_of_tables(name, x, value):
    assert of(name, [x])[0] == pytest.approx(value, abs=5e-6)


@pytest.mark.parametrize(("name", "identity"), [
    ("sigmoid", lambda f: f(X) + f(-X) - 1),  # turned about (0, 1/2)
    ("tanh", lambda f: f(X) + f(-X)),
    ("tanh", lambda f: f(X) - (2 * of("sigmoid", 2 * X) - 1)),  # a sigmoid, stretched
    ("relu", lambda f: f(X) - f(-X) - X), ("gelu", lambda f: f(X) - f(-X) - X), ("silu", lambda f: f(X) - f(-X) - X),
    ("leaky", lambda f: f(X) - of("relu", X) + 0.01 * of("relu", -X)),
    ("silu", lambda f: f(X) - X * of("sigmoid", X))])
def test_identities_hold(name, identity):
    assert np.allclose(identity(lambda x: of(name, x)), 0, atol=1e-12)


@pytest.mark.parametrize("name", TORCH)
def test_a_slope_is_a_difference_of_values(name):
    x, step = X + 0.013, 1e-6  # away from the kinks
    differences = (of(name, x + step) - of(name, x - step)) / (2 * step)
    assert np.allclose(ACTIVATIONS[name].slopes(x), differences, atol=1e-6)


@pytest.mark.parametrize("name", TORCH)
def test_shapes_stay(name):
    x = np.zeros((2, 3, 4))
    assert ACTIVATIONS[name].values(x).shape == ACTIVATIONS[name].slopes(x).shape == (2, 3, 4)


@pytest.mark.parametrize(("name", "bounded"), [
    ("sigmoid", True), ("tanh", True), ("relu", False), ("leaky", False), ("gelu", False), ("silu", False)])
def test_who_is_flat_at_both_ends_and_who_is_not(name, bounded):
    ends = ACTIVATIONS[name].slopes(np.array([-30.0, 30.0]))
    assert abs(ends[0]) <= 0.01
    assert ends[1] == pytest.approx(0 if bounded else 1, abs=1e-9)
