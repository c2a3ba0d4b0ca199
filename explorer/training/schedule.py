"""The learning rate over a run, as a share of its highest value."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from explorer.training.plan import Schedule

LOW = 1 / 25
"""Where one cycle begins."""
RISE = 0.3
"""Share of one cycle in which the learning rate rises."""
WARM_UP = 1 / 15
"""Share of rise-stay-fall in which it rises."""
FALL = 0.4
"""Share of rise-stay-fall in which it falls."""


def share(schedule: Schedule, done: float) -> float:
    """Return the learning rate as a share of the highest, where ``done`` of the run is over, 0 to 1."""
    return SHARES[schedule](min(1.0, max(0.0, done)))


def one_cycle(done: float) -> float:
    """Rise along half a cosine from 1/25, then fall along another to 0.

    Source:
        Smith & Topin (2017), Super-convergence, arXiv:1708.07120; the shape and the numbers are those of torch's
        ``OneCycleLR``, which ends at 1/250,000 of the highest.
    """
    if done < RISE:
        return LOW + (1 - LOW) * _wave(done / RISE)
    return 1 - _wave((done - RISE) / (1 - RISE))


def cosine(done: float) -> float:
    """Fall along half a cosine from the highest to 0 (Loshchilov & Hutter, 2016, arXiv:1608.03983, no restarts)."""
    return 1 - _wave(done)


def constant(done: float) -> float:  # noqa: ARG001
    """Stay."""
    return 1.0


def rise_stay_fall(done: float) -> float:
    """Rise in a straight line, stay, and fall in a straight line to 0.

    Source:
        Hägele et al. (2024), Scaling laws and compute-optimal training beyond fixed training durations,
        arXiv:2405.18392: as good as a cosine, without fixing the length beforehand.
    """
    return min(1.0, done / WARM_UP, (1 - done) / FALL)


def _wave(done: float) -> float:
    return (1 - cos(pi * done)) / 2


SHARES: dict[Schedule, Callable[[float], float]] = {
    "one_cycle": one_cycle, "cosine": cosine, "constant": constant, "rise_stay_fall": rise_stay_fall,
}
