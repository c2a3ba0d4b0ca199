"""What lectures say of batch norm, held against numbers: what it undoes, what it keeps, and how estimates behave."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from explorer.errors import SpecError
from explorer.experiments import batch_norm as bn

RNG = np.random.default_rng(11)
VALUES = RNG.normal(3, 2, 64)


@pytest.mark.parametrize("shift", [-100, -1, 0.5, 40])
@pytest.mark.parametrize("scale", [0.1, 1, 7])
def test_what_the_layer_before_adds_or_multiplies_is_undone(shift, scale):
    plain = bn.normalised(VALUES).output
    np.testing.assert_allclose(bn.normalised(scale * VALUES + shift).output, plain, atol=2e-3)


def test_a_negative_scale_turns_the_signs():
    np.testing.assert_allclose(bn.normalised(-VALUES).output, -bn.normalised(VALUES).output, atol=1e-9)


def test_a_bias_before_batch_norm_changes_nothing():
    layer = nn.Sequential(nn.Linear(5, 3, bias=True), nn.BatchNorm1d(3)).double().train()
    inputs = torch.randn(16, 5, dtype=torch.float64)
    before = layer(inputs)
    layer[0].bias.data += 10
    np.testing.assert_allclose(layer(inputs).detach(), before.detach(), atol=1e-8)
    sums = (inputs @ layer[0].weight.T)[:, 0].detach().numpy()
    np.testing.assert_allclose(bn.normalised(sums).output, before[:, 0].detach(), atol=1e-8)


@pytest.mark.parametrize("form", bn.FORMS)
def test_gamma_and_beta_can_undo_the_normalising(form):
    values = -2 + 1.5 * bn.draws(256, 0, form)
    found = bn.normalised(values, gamma=1.5, beta=-2)
    np.testing.assert_allclose(found.output, values, atol=1e-4)


@pytest.mark.parametrize(("gamma", "beta"), [(1, 0), (0.5, 3), (-2, -1)])
def test_what_goes_out_has_mean_beta_and_spread_gamma(gamma, beta):
    found = bn.normalised(VALUES, gamma=gamma, beta=beta)
    assert found.output.mean() == pytest.approx(beta, abs=1e-9)
    assert found.output.std() == pytest.approx(abs(gamma), rel=1e-4)


def test_the_order_of_the_values_stays():
    order = np.argsort(VALUES)
    np.testing.assert_array_equal(np.argsort(bn.normalised(VALUES).output), order)
    np.testing.assert_array_equal(np.argsort(bn.normalised(VALUES, gamma=-1).output), order[::-1])


def test_equal_values_become_beta():
    found = bn.normalised([4.0] * 5, gamma=3, beta=0.25)
    assert found.variance == 0 and found.output.tolist() == [0.25] * 5


def test_one_value_more_changes_the_others():
    few, more = bn.normalised([1, 2, 3]).output, bn.normalised([1, 2, 3, 30]).output
    assert (np.abs(few - more[:3]) > 0.4).any()


def test_a_channel_of_maps_is_one_batch_of_all_places_and_pictures():
    maps = torch.randn(4, 3, 5, 5, dtype=torch.float64) * 3 + 1
    output = functional.batch_norm(maps, None, None, training=True)
    for channel in range(3):
        found = bn.normalised(maps[:, channel].numpy())
        assert found.size == 100
        np.testing.assert_allclose(found.output.reshape(4, 5, 5), output[:, channel], atol=1e-9)


def test_one_picture_with_maps_is_a_batch_of_its_places():
    maps = torch.randn(1, 2, 8, 8, dtype=torch.float64)
    output = nn.BatchNorm2d(2).double().train()(maps).detach()
    np.testing.assert_allclose(bn.normalised(maps[0, 0].numpy()).output.reshape(8, 8), output[0, 0], atol=1e-9)


@pytest.mark.parametrize("count", [2, 3, 10, 100])
def test_the_unbiased_variance_is_numpys_with_one_degree_less(count):
    values = VALUES[:count] if count <= 64 else RNG.normal(size=count)
    found = bn.normalised(values)
    assert found.unbiased == pytest.approx(np.var(values, ddof=1))
    assert found.unbiased / found.variance == pytest.approx(count / (count - 1))


def test_one_value_has_no_unbiased_variance():
    assert math.isnan(bn.normalised([2.0], running=bn.Running()).unbiased)


@pytest.mark.parametrize("momentum", [0.05, 0.1, 0.9])
def test_running_averages_of_one_batch_shown_again_and_again_end_there(momentum):
    running = bn.Running()
    for _step in range(400):
        running = running.after(VALUES, momentum)
    assert running.mean == pytest.approx(VALUES.mean()) and running.variance == pytest.approx(VALUES.var(ddof=1))


@pytest.mark.parametrize("steps", [1, 5, 30])
def test_what_is_left_of_the_start_is_what_forgotten_says(steps):
    near, far = bn.Running(), bn.Running(mean=1.0)
    for _step in range(steps):
        near, far = near.after(VALUES), far.after(VALUES)
    assert far.mean - near.mean == pytest.approx(bn.forgotten(0.1, steps))


def test_a_momentum_of_1_forgets_all_but_the_last_batch():
    assert bn.Running(5, 9).after([1, 2, 3, 4], 1.0).mean == 2.5


@pytest.mark.parametrize("size", [4, 16, 64])
def test_four_times_the_batch_half_the_band(size):
    small, large = bn.estimates(mean=1, spread=2, batches=2, sizes=(size, 4 * size))
    assert small.band == pytest.approx(2 * large.band)


@pytest.mark.parametrize("size", [2, 8, 32])
def test_the_variance_of_a_batch_is_too_small_by_one_part_in_its_size(size):
    found = bn.estimates(mean=-3, spread=2, batches=20_000, seed=5, sizes=(size,))[0]
    assert (found.spreads**2).mean() / 4 == pytest.approx(1 - 1 / size, rel=0.03)


def test_estimates_are_the_same_for_the_same_seed_and_move_with_the_truth():
    first, again, moved = (bn.estimates(mean=mean, spread=1, batches=5, seed=2)[3] for mean in (0, 0, 7))
    np.testing.assert_array_equal(first.means, again.means)
    np.testing.assert_allclose(moved.means, first.means + 7)
    np.testing.assert_allclose(moved.spreads, first.spreads)


def test_the_running_mean_jumps_less_than_the_batches():
    path = bn.running_path(mean=0, spread=1, size=8, steps=2000, momentum=0.1, seed=1)
    late = path.running_means[200:]
    # An exponential average of independent values has the variance m / (2 - m) of theirs.
    assert late.std() / path.means.std() == pytest.approx((0.1 / 1.9) ** 0.5, rel=0.12)


@pytest.mark.parametrize("steps", [1, 7, 100])
def test_a_path_has_one_point_more_than_steps(steps):
    path = bn.running_path(mean=1, spread=1, size=4, steps=steps)
    assert len(path.running_means) == len(path.running_variances) == steps + 1
    assert len(path.means) == len(path.variances) == steps


@pytest.mark.parametrize("values", [(1, 2), (0.5, -3, 8), tuple(range(10))], ids=len)
def test_the_working_ends_with_what_torch_averages(values):
    layer = nn.BatchNorm1d(1, momentum=0.3).double()
    layer(torch.tensor(values, dtype=torch.float64)[:, None])
    last = bn.steps_of(bn.normalised(values), bn.Running(), 0.3)[-1]
    mean, variance = (float(last.lines[place].rpartition("= ")[2]) for place in (0, 2))
    assert mean == pytest.approx(layer.running_mean.item(), rel=1e-5)
    assert variance == pytest.approx(layer.running_var.item(), rel=1e-5)


def test_negative_numbers_stand_in_brackets():
    lines = bn.steps_of(bn.normalised((-1, -3)), bn.Running())
    assert lines[0].lines[0] == r"\mu = \frac{(-1) + (-3)}{2} = -2"
    assert r"(-1 - (-2))^2 + (-3 - (-2))^2" in lines[1].lines[0]
    assert r"x_i - (-2)" in lines[2].lines[0]


def test_the_reason_for_the_refusal_is_said_in_plain_words():
    said = str(bn.one_value_refused())
    assert "variance is 0" in said and "evaluation" in said
    with pytest.raises(SpecError) as refused:
        bn.normalised((5.0,))
    assert str(refused.value) == said


@pytest.mark.parametrize(("mean", "beta"), [(0, 0), (5, 1)])
def test_a_relu_behind_batch_norm_lets_half_of_a_bell_through(mean, beta):
    output = bn.normalised(mean + bn.draws(4000, 3), beta=beta).output
    expected = 0.5 * (1 + math.erf(beta / 2**0.5))
    assert (output > 0).mean() == pytest.approx(expected, abs=0.02)


def test_forms_differ_as_they_are_called():
    bell, hills, relu = (bn.draws(5000, 0, form) for form in bn.FORMS)
    assert abs((bell**3).mean()) < 0.15  # even
    assert (np.abs(hills) < 0.3).mean() < 0.05 < (np.abs(bell) < 0.3).mean()  # a gap in the middle
    assert (relu == relu.min()).mean() == pytest.approx(0.5, abs=0.03)  # half of them the same
