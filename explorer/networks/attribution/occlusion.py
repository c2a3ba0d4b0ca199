"""Methods that cover parts of the photo and see how the score falls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from explorer.networks.attribution.context import Case
from explorer.networks.attribution.gradients import scores
from explorer.networks.attribution.request import Attribution, Floats
from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.occlusion import segments

Mask = NDArray[np.bool_]


def occlusion(case: Case) -> Attribution:
    """Return by how much the score falls on average while a place is covered by a window."""
    windows = window_places(case.values.shape[1:], case.options["window"], case.options["stride"])

    def mask(number: int) -> Mask:
        top, left = windows[number]
        covered = np.zeros(case.values.shape[1:], dtype=bool)
        covered[top:top + case.options["window"], left:left + case.options["window"]] = True
        return covered

    return _covered(case, len(windows), mask)


def superpixels(case: Case) -> Attribution:
    """Return by how much the score falls when the part that a place belongs to is covered."""
    parts = segments(case.values, case.options["segments"])
    return _covered(case, int(parts.max()) + 1, lambda number: parts == number)


def window_places(size: tuple[int, ...], window: int, stride: int) -> list[tuple[int, int]]:
    """Return top and left of each window, px. The last ones may reach over the edge, so that all is covered."""
    rows, columns = (range(0, max(1, stride * (1 + -(-(side - window) // stride))), stride) for side in size)
    return [(top, left) for top in rows for left in columns]


def _covered(case: Case, count: int, mask: Callable[[int], Mask]) -> Attribution:
    filling = start(case.options["filling"], case.network, case.values)
    whole = float(scores(case, case.values[None])[0])
    total = np.zeros(case.values.shape[1:])
    times = np.zeros(case.values.shape[1:])
    for part in case.pieces(count, gradients=False):
        masks = [mask(number) for number in part]
        batch = np.stack([np.where(covered, filling, case.values) for covered in masks])
        for covered, score in zip(masks, scores(case, batch), strict=True):
            total[covered] += whole - float(score)
            times[covered] += 1
    values: Floats = np.divide(total, times, out=np.zeros_like(total), where=times > 0).astype(np.float32)
    return Attribution(values=values)
