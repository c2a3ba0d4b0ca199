"""Batch norm on single numbers: the arithmetic, how the estimates of a batch jump, and what is averaged over steps.

Everything is computed exactly as ``torch.nn.BatchNorm1d`` does for one channel, in doubles.

Source:
    Ioffe & Szegedy (2015), Batch Normalization, arXiv:1502.03167, algorithms 1 and 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from explorer.arrays import Array
from explorer.errors import Message, SpecError, message
from explorer.graph import Working
from explorer.numbers import number

EPS = 1e-5
"""Added to the variance, as in torch."""
MOMENTUM = 0.1
"""Share of the newest batch in the running averages, as in torch."""
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)
SPREADS = 2.0
"""So many standard deviations of a mean lie between it and the edge of its band: 95 % of the batches are inside."""
FORMS = ("bell", "hills", "relu")
"""What a batch is drawn from: a normal distribution, two of them, or one whose lower half a ReLU has cut off."""
HILLS = 3.0
"""Half the distance between the two, in their standard deviations."""
REFUSAL = "Expected more than 1 value per channel when training, got input size torch.Size([1, 1])"
"""What torch says to a batch of one."""


@dataclass(frozen=True, slots=True)
class Running:
    """What evaluation uses instead of the batch: averages over the steps of training so far."""

    mean: float = 0.0
    variance: float = 1.0

    def after(self, values: Sequence[float] | Array, momentum: float = MOMENTUM) -> Running:
        """Return the averages after one step of training with a batch of ``values``; its variance counts unbiased.

        Raises:
            SpecError: fewer than two values.
        """
        batch = _batch(values)
        return Running(_mixed(self.mean, float(batch.mean()), momentum),
                       _mixed(self.variance, float(batch.var(ddof=1)), momentum))


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """One channel of one batch, normalised.

    Attributes:
        values: what came in.
        mean, variance: what they were normalised by: those of the batch (biased), or the running averages.
        unbiased: variance of the batch, divided by one less than its size; NaN for one value.
        hats: normalised values, before scale and shift.
        output: what goes out.
        gamma, beta: scale and shift, which are learned.
        training: whether the batch's own mean and variance were used.
    """

    values: Array
    mean: float
    variance: float
    unbiased: float
    hats: Array
    output: Array
    gamma: float
    beta: float
    training: bool

    @property
    def size(self) -> int:
        """Return how many values the batch has."""
        return len(self.values)


def normalised(values: Sequence[float] | Array, *, gamma: float = 1.0, beta: float = 0.0,
               running: Running | None = None) -> Normalised:
    """Return a batch of one channel after batch norm.

    Args:
        values: of the channel, one per picture (and place).
        gamma, beta: scale and shift.
        running: the averages to use, as in evaluation; None: those of the batch itself, as in training.

    Raises:
        SpecError: fewer than two values in training, as torch raises; none, or one that is not finite.
    """
    batch = _batch(values, least=1 if running else 2)
    mean, variance = (running.mean, running.variance) if running else (float(batch.mean()), float(batch.var()))
    hats = (batch - mean) / np.sqrt(variance + EPS)
    return Normalised(values=batch, mean=mean, variance=variance, hats=hats, output=gamma * hats + beta, gamma=gamma,
                      beta=beta, training=running is None,
                      unbiased=float(batch.var(ddof=1)) if len(batch) > 1 else float("nan"))


def steps_of(found: Normalised, before: Running, momentum: float = MOMENTUM) -> tuple[Working, ...]:
    """Return the working of a batch in training, step by step: mean, variance, hats, output, and what is averaged."""
    after, size = before.after(found.values, momentum), found.size
    return (
        Working((rf"\mu = \frac{{{_sum(found.values)}}}{{{size}}} = {_tex(found.mean)}",),
                message("The mean of the batch.")),
        Working((rf"\sigma^2 = \frac{{{_squares(found)}}}{{{size}}} = {_tex(found.variance)}",),
                message("Its variance: the mean squared distance from the mean, divided by {size}.", size=size)),
        Working((r"\hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + 10^{-5}}} = "
                 rf"\frac{{x_i - {_signed(found.mean)}}}{{{_tex(float(np.sqrt(found.variance + EPS)))}}}",
                 rf"\hat x = {_row(found.hats)}"), message("Subtract the mean, divide by the standard deviation.")),
        Working((rf"y_i = \gamma\,\hat x_i + \beta = {_tex(found.gamma)}\,\hat x_i + {_signed(found.beta)}",
                 rf"y = {_row(found.output)}"), message("Scale and shift, both learned.")),
        _averaged(found, before, after, momentum),
    )


def _averaged(found: Normalised, before: Running, after: Running, momentum: float) -> Working:
    stays = _tex(1 - momentum)
    return Working(
        (rf"\mu_{{run}} = {stays} \cdot {_signed(before.mean)} + {_tex(momentum)} \cdot {_signed(found.mean)} "
         rf"= {_tex(after.mean)}",
         rf"s^2 = \frac{{{found.size}}}{{{found.size - 1}}}\,\sigma^2 = {_tex(found.unbiased)}",
         rf"\sigma^2_{{run}} = {stays} \cdot {_tex(before.variance)} + {_tex(momentum)} \cdot {_tex(found.unbiased)} "
         rf"= {_tex(after.variance)}"),
        message("Kept for evaluation. The running variance takes the unbiased one, divided by {rest}.",
                rest=found.size - 1))


def one_value_refused() -> Message:
    """Return why a batch of one value per channel cannot be normalised in training."""
    return message("One value is its own mean, and its variance is 0: every input would become 0 (then β). torch "
                   "refuses it in training; use a batch of two or more, or evaluation, which needs no batch.")


@cache
def draws(count: int, seed: int = 0, form: str = "bell") -> Array:
    """Return ``count`` numbers of mean 0 and standard deviation 1 as a whole, to be moved and spread; read-only."""
    random = np.random.default_rng(seed)
    values: Array = random.standard_normal(count)
    if form == "hills":
        values = values + HILLS * random.choice((-1.0, 1.0), count)
    elif form == "relu":
        values = np.maximum(values, 0)
    values = (values - values.mean()) / values.std()
    values.flags.writeable = False
    return values


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What batches of one size say of the mean and the standard deviation of what they were drawn from.

    Attributes:
        size: values per batch.
        means, spreads: (batches,); spreads are 0 for batches of one.
        band: half the width of the band around the true mean in which 95 % of the means lie.
    """

    size: int
    means: Array
    spreads: Array
    band: float


def torch_lines(values: Sequence[float], *, gamma: float, beta: float, momentum: float) -> str:
    """Return the lines of Python that compute the same with torch."""
    column = ", ".join(f"[{float(value):g}]" for value in values)
    return f"""bn = torch.nn.BatchNorm1d(1, momentum={momentum:g})
bn.weight.data.fill_({gamma:g})
bn.bias.data.fill_({beta:g})
y = bn(torch.tensor([{column}]).float())
bn.running_mean, bn.running_var"""


def estimates(*, mean: float, spread: float, batches: int, seed: int = 0,
              sizes: Sequence[int] = BATCH_SIZES) -> tuple[Estimates, ...]:
    """Return the estimates of batches of each size, drawn from a normal distribution.

    Args:
        mean, spread: true mean and standard deviation.
        batches: how many of each size.
        seed: of the draws.
        sizes: values per batch.

    The mean of n independent values has a standard deviation of spread / √n: four times the batch, half the jump.
    """
    random = np.random.default_rng(seed)
    found = []
    for size in sizes:
        drawn = mean + spread * random.standard_normal((batches, size))
        found.append(Estimates(size, drawn.mean(axis=1), drawn.std(axis=1), SPREADS * spread / size**0.5))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The running averages of a training.

    Attributes:
        means, variances: of the batches (unbiased), (steps,).
        running_means, running_variances: averages before the first step and after each, (steps + 1,).
    """

    means: Array
    variances: Array
    running_means: Array
    running_variances: Array


def running_path(*, mean: float, spread: float, size: int, steps: int, momentum: float = MOMENTUM,
                 seed: int = 0) -> Path:
    """Return how the running averages approach the true values over ``steps`` batches of ``size`` drawn values.

    Raises:
        SpecError: batches of fewer than two values.
    """
    if size < 2:
        raise SpecError(one_value_refused().template)
    drawn = mean + spread * np.random.default_rng(seed).standard_normal((steps, size))
    path = [Running()]
    for batch in drawn:
        path.append(path[-1].after(batch, momentum))
    return Path(drawn.mean(axis=1), drawn.var(axis=1, ddof=1), np.array([step.mean for step in path]),
                np.array([step.variance for step in path]))


def forgotten(momentum: float, steps: int) -> float:
    """Return which share of the running averages still is what they started with, 0 to 1."""
    return float((1 - momentum) ** steps)


def _batch(values: Sequence[float] | Array, least: int = 2) -> Array:
    batch = np.asarray(values, dtype=np.float64).ravel()
    if not np.isfinite(batch).all() or not len(batch):
        raise SpecError("A batch needs numbers, at least one and all finite. Write for example 1 2 3 4.")
    if len(batch) < least:
        raise SpecError(one_value_refused().template)
    return batch


def _mixed(before: float, newest: float, momentum: float) -> float:
    return (1 - momentum) * before + momentum * newest


def _tex(value: float) -> str:
    return number(value, 6).replace("−", "-")


def _signed(value: float) -> str:
    """Return a number that stands behind a sign: negative ones in brackets."""
    return rf"({_tex(value)})" if value < 0 else _tex(value)


def _sum(values: Array) -> str:
    return " + ".join(_signed(value) for value in values.tolist())


def _squares(found: Normalised) -> str:
    return " + ".join(rf"({_tex(value)} - {_signed(found.mean)})^2" for value in found.values.tolist())


def _row(values: Array) -> str:
    return r"(" + r",\; ".join(_tex(round(value, 5)) for value in values.tolist()) + ")"
