"""Activation functions as papers and tables know them: symmetries, lowest points, limits, and maps of one value."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.experiments import ACTIVATIONS, FLAT, REACH, passed, sampled

X = np.linspace(-9, 9, 181)
FINE = np.linspace(-4, 4, 80_001)


@pytest.mark.parametrize(("name", "at", "low"), [
    ("gelu", -0.7518, -0.16997),     # Hendrycks & Gimpel (2016): the one minimum of x times the normal distribution
    ("silu", -1.2785, -0.27846)])    # Elfwing et al. (2018), section 2: about -1.28 and -0.28
def test_smooth_bends_go_below_0_as_far_as_their_papers_say(name, at, low):
    values = ACTIVATIONS[name].values(FINE)
    assert FINE[values.argmin()] == pytest.approx(at, abs=2e-4)
    assert values.min() == pytest.approx(low, abs=2e-5)
    assert abs(float(ACTIVATIONS[name].slopes(np.array([at]))[0])) < 1e-4


@pytest.mark.parametrize(("name", "slope"), [
    ("sigmoid", 0.25), ("tanh", 1.0), ("relu", 1.0), ("leaky", 1.0), ("gelu", 1.12890), ("silu", 1.09984)])
def test_largest_slopes_are_those_of_tables(name, slope):
    assert ACTIVATIONS[name].steepest[1] == pytest.approx(slope, abs=2e-5)
    assert ACTIVATIONS[name].slopes(FINE).max() <= ACTIVATIONS[name].steepest[1] + 1e-12


@pytest.mark.parametrize(("name", "mirrored"), [
    ("sigmoid", lambda f: 1 - f), ("tanh", lambda f: -f), ("relu", lambda f: f - X), ("gelu", lambda f: f - X),
    ("silu", lambda f: f - X)])
def test_what_happens_on_the_other_side_of_0(name, mirrored):
    one = ACTIVATIONS[name]
    np.testing.assert_allclose(one.values(-X), mirrored(one.values(X)), atol=1e-12)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_slopes_of_squeezing_functions_are_the_same_on_both_sides(name):
    np.testing.assert_allclose(ACTIVATIONS[name].slopes(-X), ACTIVATIONS[name].slopes(X), atol=1e-12)


@pytest.mark.parametrize(("name", "grows"), [
    ("sigmoid", True), ("tanh", True), ("relu", True), ("leaky", True), ("gelu", False), ("silu", False)])
def test_which_never_fall(name, grows):
    assert bool((np.diff(ACTIVATIONS[name].values(X)) >= 0).all()) is grows
    assert bool((ACTIVATIONS[name].slopes(X) >= 0).all()) is grows


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_off_each_is_flat_or_a_line(name):
    far = np.array([-1e4, 1e4])
    values, slopes = ACTIVATIONS[name].values(far), ACTIVATIONS[name].slopes(far)
    low, high = {"sigmoid": (0, 1), "tanh": (-1, 1), "leaky": (-100, 1e4)}.get(name, (0, 1e4))
    np.testing.assert_allclose(values, [low, high], atol=1e-9)
    np.testing.assert_allclose(slopes, [0.01 if name == "leaky" else 0, 0 if high == 1 else 1], atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("value", [-3.0, 0.0, 2.0])
def test_a_map_of_one_value_is_all_or_nothing(name, value):
    one = ACTIVATIONS[name]
    found = passed(one, np.full((4, 5), value, dtype=np.float32))
    slope = float(one.slopes(np.array([value]))[0])
    assert found.zeros == float(one.values(np.array([value]))[0] == 0)
    assert found.slope == pytest.approx(slope) and found.flat == float(abs(slope) < FLAT)
    assert found.values.shape == (4, 5) and found.values.dtype == np.float64


def test_a_map_is_left_as_it_was():
    before = np.array([[-1.0, 2.0]], dtype=np.float32)
    passed(ACTIVATIONS["relu"], before)
    assert before.tolist() == [[-1.0, 2.0]]


@pytest.mark.parametrize(("reach", "step", "count"), [(REACH, 0.05, 241), (1.0, 0.5, 5), (2.0, 0.3, 15)])
def test_a_line_is_even_and_has_0_in_its_middle(reach, step, count):
    line = sampled(ACTIVATIONS["tanh"], reach=reach, step=step)
    assert len(line.x) == len(line.values) == len(line.slopes) == count
    assert line.x[count // 2] == 0 and line.x[0] == -line.x[-1] == -reach
    np.testing.assert_allclose(np.diff(line.x), 2 * reach / (count - 1))


def test_they_come_in_the_order_in_which_they_came_into_use():
    assert list(ACTIVATIONS) == ["sigmoid", "tanh", "relu", "leaky", "gelu", "silu"]
    with pytest.raises(TypeError):
        ACTIVATIONS["relu"] = ACTIVATIONS["tanh"]  # type: ignore[index]
