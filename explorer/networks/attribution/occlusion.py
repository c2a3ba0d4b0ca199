"""Methods that cover parts of the photo and see how the score falls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx

from explorer.arrays import Floats
from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.context import Context, array, on
from explorer.networks.attribution.gradients import scores, share_of_score
from explorer.networks.attribution.request import Attribution
from explorer.networks.inference.window_pass import WindowPass

ROUNDS = 5
COMPACT = 0.5
"""How much a distance of one grid step counts, in standard deviations of colour."""
Parts = NDArray[np.intp]


def segments(values: Floats, count: int) -> Parts:
    """Return which part each place belongs to, (H, W), numbered from 0 without gaps.

    Args:
        values: the photo as the network reads it, (C, H, W).
        count: about so many parts; no more.
    """
    _channels, height, width = values.shape
    rows, columns = grid(height, width, count)
    down, across = (np.arange(size) * parts // size for size, parts in ((height, rows), (width, columns)))
    home = down[:, None] * columns + across
    features = _features(values, rows, columns)
    found = home
    for _ in range(ROUNDS):
        found = _nearest(features, _centres(features, found, rows * columns), home, rows, columns)
    return np.unique(found, return_inverse=True)[1].reshape(height, width)


def grid(height: int, width: int, count: int) -> tuple[int, int]:
    """Return rows and columns of a grid of about ``count`` nearly square cells, not more."""
    rows = min(height, max(1, round((count * height / width) ** 0.5)))
    columns = min(width, max(1, count // rows))
    return rows, columns


def _features(values: Floats, rows: int, columns: int) -> NDArray[np.float64]:
    """Return colour and place of each pixel, (H * W, C + 2), scaled so that distances can be added."""
    channels, height, width = values.shape
    colours = values.reshape(channels, -1).T / max(float(values.std()), 1e-6)
    places = np.stack(np.meshgrid(np.arange(height) * rows / height, np.arange(width) * columns / width,
                                  indexing="ij"), axis=-1).reshape(-1, 2)
    return np.hstack([colours, COMPACT * places])


def _centres(features: NDArray[np.float64], parts: Parts, count: int) -> NDArray[np.float64]:
    """Return the mean features of each part; an empty one is far from everything."""
    flat = parts.ravel()
    sizes = np.bincount(flat, minlength=count)
    sums = np.stack([np.bincount(flat, column, minlength=count) for column in features.T], axis=1)
    return np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], 1e6)


def _nearest(features: NDArray[np.float64], centres: NDArray[np.float64], home: Parts, rows: int,
             columns: int) -> Parts:
    """Return for each place the nearest of the nine parts that began around it."""
    row, column = np.divmod(home.ravel(), columns)
    best, found = np.full(home.size, np.inf), home.ravel().copy()
    for step in np.ndindex(3, 3):
        near = (row + step[0] - 1).clip(0, rows - 1) * columns + (column + step[1] - 1).clip(0, columns - 1)
        distance = ((features - centres[near]) ** 2).sum(axis=1)
        closer = distance < best
        best[closer], found[closer] = distance[closer], near[closer]
    return found.reshape(home.shape)


Mask = NDArray[np.bool_]


class WindowFalls:
    """By how much the class's score falls for pictures that are the photo but for a window each."""

    def __init__(self, context: Context, places: list[tuple[int, int]], sides: tuple[int, int]) -> None:
        """``places``: top and left of each window, ``sides``: height and width of all, px."""
        self.context, self.places, self.sides = context, places, sides
        self.filling = filling(context)
        self._pass: WindowPass | None = None

    def __call__(self, which: range, masks: list[Mask]) -> Floats:
        """Return the fall for the windows numbered ``which``, each with what ``masks`` cover, (H, W), covered."""
        height, width = self.sides
        cuts = [np.s_[top:top + height, left:left + width] for top, left in self.places[which.start:which.stop]]
        windows = np.stack([np.where(mask[cut], self.filling[:, *cut], self.context.values[:, *cut])
                            for mask, cut in zip(masks, cuts, strict=True)])

        def piece(module: fx.GraphModule, photo: Tensor) -> Floats:
            if self._pass is None or self._pass.module is not module or self._pass.device != photo.device:
                self._pass = WindowPass(self.context.network, module, photo, self.places, self.sides)
            answers = torch.cat([self._pass.whole, self._pass(on(photo.device, windows), which)])
            return array(answers[:, self.context.target])

        found = self.context.compute(piece)
        self.context.score = max(self.context.score, float(np.abs(found).max()))
        falls: Floats = found[0] - found[1:]
        return falls


def occlusion(context: Context) -> Attribution:
    """Return by how much the score falls on average while a place is covered by a window."""
    _, height, width = context.values.shape
    window = context.options["window"]
    windows = window_places((height, width), window, context.options["stride"])
    sides = min(window, height), min(window, width)
    places = [(min(top, height - sides[0]), min(left, width - sides[1])) for top, left in windows]
    passes = WindowFalls(context, places, sides)

    def mask(number: int) -> Mask:
        top, left = windows[number]
        hidden = np.zeros((height, width), dtype=bool)
        hidden[top:top + window, left:left + window] = True
        return hidden

    return _mean_falls(context, len(windows), mask, passes)


def superpixels(context: Context) -> Attribution:
    """Return by how much the score falls when the part that a place belongs to is covered."""
    parts = segments(context.values, context.options["segments"])
    whole, fill = float(scores(context, context.values[None])[0]), filling(context)

    def falls(_part: range, masks: list[Mask]) -> Floats:
        return whole - scores(context, np.stack([np.where(mask, fill, context.values) for mask in masks]))

    return _mean_falls(context, int(parts.max()) + 1, lambda number: parts == number, falls)


def filling(context: Context) -> Floats:
    """Return what a covered place shows, (C, H, W)."""
    return start(context.options["filling"], context.network, context.values)


def window_places(size: tuple[int, ...], window: int, stride: int) -> list[tuple[int, int]]:
    """Return top and left of each window, px. The last ones may reach over the edge, so that all is covered."""
    rows, columns = (range(0, max(1, stride * (1 + -(-(side - window) // stride))), stride) for side in size)
    return [(top, left) for top in rows for left in columns]


def _mean_falls(context: Context, count: int, mask: Callable[[int], Mask],
                falls: Callable[[range, list[Mask]], Floats]) -> Attribution:
    """Return the mean fall of the score over all masks that cover a place.

    Args:
        context: what is asked.
        count: how many masks there are.
        mask: returns the one with a number, (H, W).
        falls: returns by how much the score falls, by mask, given the masks' numbers and the masks.
    """
    total = np.zeros(context.values.shape[1:])
    times = np.zeros(context.values.shape[1:])
    for part in context.pieces(count, gradients=False):
        masks = [mask(number) for number in part]
        for hidden, fall in zip(masks, falls(part, masks), strict=True):
            total[hidden] += float(fall)
            times[hidden] += 1
    values: Floats = np.divide(total, times, out=np.zeros_like(total), where=times > 0).astype(np.float32)
    return share_of_score(values)
