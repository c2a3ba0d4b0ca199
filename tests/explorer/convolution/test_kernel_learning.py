"""A kernel that learns: against torch's optimiser and second derivatives, and against the book's numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d
from torch.nn import functional

from explorer.convolution.filters import FILTERS
from explorer.convolution.kernel_learning import (
    BOOK_RATE,
    BOOK_SEED,
    BOOK_STEPS,
    EXPLODED,
    PATTERN_SIDE,
    PATTERNS,
    DescentPlan,
    KernelTask,
    descend,
    first_weights,
    pattern,
    standardised,
)
from explorer.errors import ShapeError, SpecError

SOBEL = FILTERS["sobel_x"].kernel
BITS = KernelTask(pattern("bits"), SOBEL)
BOOK = KernelTask(pattern("book"), np.array([[1.0, -1.0]]), summed=True)
TASKS = {"bits": BITS, "book": BOOK, "stripes": KernelTask(pattern("stripes"), FILTERS["box"].kernel),
         "summed": KernelTask(pattern("bits"), FILTERS["outline"].kernel, summed=True)}


def torch_loss(task, kernel):
    picture, wanted = (torch.tensor(values)[None, None] for values in (
        task.picture, correlate2d(task.picture, task.target, mode="valid")))
    errors = (functional.conv2d(picture, kernel.reshape(1, 1, *task.target.shape)) - wanted) ** 2
    return errors.sum() if task.summed else errors.mean()


@pytest.mark.parametrize("momentum", [0, 0.5, 0.9])
@pytest.mark.parametrize("name", TASKS)
def test_the_way_of_the_weights_is_that_of_torchs_optimiser(name, momentum):
    task = TASKS[name]
    rate = 0.5 * task.largest_rate()
    kernel = torch.tensor(first_weights(task.target.size, 5), requires_grad=True)
    optimiser = torch.optim.SGD([kernel], lr=rate, momentum=momentum)
    way, losses = [kernel.detach().numpy().copy()], []
    for _ in range(12):
        optimiser.zero_grad()
        loss = torch_loss(task, kernel)
        loss.backward()
        optimiser.step()
        way.append(kernel.detach().numpy().copy())
        losses.append(float(loss.detach()))
    found = descend(task, DescentPlan(rate=rate, momentum=momentum, steps=12, seed=5))
    np.testing.assert_allclose(found.weights, way, atol=1e-9)
    np.testing.assert_allclose(found.losses[:-1], losses, atol=1e-9)


@pytest.mark.parametrize("name", TASKS)
def test_the_curvature_is_the_second_derivative_that_autograd_finds(name):
    task = TASKS[name]
    found = torch.autograd.functional.hessian(lambda kernel: torch_loss(task, kernel), torch.zeros(
        task.target.size, dtype=torch.float64))
    np.testing.assert_allclose(task.curvature, found.numpy(), atol=1e-9)


def test_the_book_ends_at_its_kernel():
    # Dive into Deep Learning, 7.2.4: near (1, -1); a run of ours with torch gave (1.002, -0.998) and a loss of 0.0004.
    found = descend(BOOK, DescentPlan(rate=BOOK_RATE, steps=BOOK_STEPS, seed=BOOK_SEED))
    assert found.weights[-1].round(2).tolist() == [1.0, -1.0]
    assert found.weights[-1] == pytest.approx([1.002, -0.998], abs=0.001)
    assert round(found.losses[-1], 4) == 0.0004
    assert len(found.losses) == BOOK_STEPS + 1


def test_the_books_steepest_curvature_is_60_so_that_a_thirtieth_is_the_limit():
    # Six rows, each with windows (1, 1) twice, (1, 0), (0, 1): 2 · 6 · [[3, 2], [2, 3]].
    assert BOOK.curvature.tolist() == [[36, 24], [24, 36]]
    assert BOOK.bends.round(9).tolist() == [12, 60]
    assert BOOK.largest_rate() == pytest.approx(1 / 30)
    assert BOOK.factor(BOOK_RATE) == pytest.approx(0.8)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("name", TASKS)
def test_just_below_the_largest_rate_it_settles_and_just_above_it_explodes(name, momentum):
    task = TASKS[name]
    limit = task.largest_rate(momentum)
    below, above = (descend(task, DescentPlan(rate=share * limit, momentum=momentum, steps=3000)) for share in
                    (0.97, 1.03))
    assert below.exploded is None and below.losses[-1] < 0.01 * below.losses[0]
    assert above.exploded is not None and above.losses[above.exploded] > EXPLODED * above.losses[0]
    assert np.isfinite(above.losses).all() and len(above.losses) < 3001
    assert task.factor(0.97 * limit, momentum) < 1 < task.factor(1.03 * limit, momentum)


@pytest.mark.parametrize("momentum", [0.0, 0.3])
def test_the_factor_is_what_the_loss_shrinks_by_in_the_end(momentum):
    found = descend(BOOK, DescentPlan(rate=0.005, momentum=momentum, steps=80, seed=1)).losses
    slowest = BOOK.factor(0.005, momentum, bend=float(BOOK.bends[0]))
    assert found[80] / found[79] == pytest.approx(slowest**2, rel=0.01)


@pytest.mark.parametrize("name", ["sobel_x", "sobel_y", "box", "outline", "sharpen"])
def test_a_filter_is_found_on_bits(name):
    task = KernelTask(pattern("bits"), FILTERS[name].kernel)
    found = descend(task, DescentPlan(steps=200))
    assert found.weights[-1] == pytest.approx(task.target.ravel(), abs=1e-6)


def test_stripes_teach_the_result_and_not_the_kernel():
    task = KernelTask(pattern("stripes"), SOBEL)
    found = descend(task, DescentPlan(rate=0.5 * task.largest_rate(), steps=400))
    assert task.flat == 6  # three sums over columns are all that counts
    assert found.losses[-1] < 1e-9
    assert np.abs(found.weights[-1] - SOBEL.ravel()).max() > 0.3
    assert found.weights[-1].reshape(3, 3).sum(0) == pytest.approx(SOBEL.sum(0), abs=1e-4)
    assert BITS.flat == 0


@pytest.mark.parametrize("batch", [1, 16, 10**6])
def test_batches_are_slopes_of_some_cells_and_all_of_them_are_the_whole(batch):
    cells = np.random.default_rng(0).permutation(BITS.cells)
    each = np.mean([BITS.gradient(np.zeros(9), cells[[at]]) for at in range(BITS.cells)], axis=0)
    np.testing.assert_allclose(each, BITS.gradient(np.zeros(9)), atol=1e-9)
    found = descend(BITS, DescentPlan(rate=0.02, batch=batch, steps=300))
    assert found.batch == min(batch, BITS.cells)
    assert found.losses[-1] < found.losses[0]
    assert ((found.firsts >= 0) & (found.firsts < BITS.cells)).all()


def test_a_smaller_batch_goes_a_rougher_way():
    rough, smooth = (descend(BITS, DescentPlan(rate=0.1, batch=batch, steps=60)) for batch in (1, 0))
    assert (np.diff(rough.losses) > 0).sum() > 0 == (np.diff(smooth.losses) > 0).sum()


def test_a_run_is_the_same_each_time_and_another_with_another_seed():
    plan = DescentPlan(batch=8, steps=5, seed=2)
    assert descend(BITS, plan).losses.tolist() == descend(BITS, plan).losses.tolist()
    assert first_weights(9, 1).tolist() != first_weights(9, 2).tolist()
    assert np.abs(first_weights(9, 3)).max() <= 1


def test_a_photo_has_mean_0_and_spread_1_and_a_flat_one_is_refused():
    values = standardised(np.arange(12).reshape(3, 4))
    assert values.mean() == pytest.approx(0) and values.std() == pytest.approx(1)
    with pytest.raises(ShapeError, match="All pixels"):
        standardised(np.full((5, 5), 7))


def test_what_does_not_fit_together_is_said():
    with pytest.raises(ShapeError, match="does not fit into a picture of 2 × 2"):
        KernelTask(np.ones((2, 2)), SOBEL)
    for wrong in ({"rate": 0}, {"momentum": 1}, {"steps": 0}, {"batch": -1}, {"rate": float("nan")}):
        with pytest.raises(SpecError):
            DescentPlan(**wrong)


def test_patterns_are_small_pictures():
    assert [pattern(name).shape for name in PATTERNS] == [(PATTERN_SIDE,) * 2, (PATTERN_SIDE,) * 2, (6, 8)]
    assert (pattern("stripes") == pattern("stripes")[0]).all()
