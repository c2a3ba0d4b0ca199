"""Parts of a photo that follow its colours: a small k-means over colour and place.

Source:
    Achanta et al. (2012), SLIC superpixels compared to state-of-the-art superpixel methods,
    doi:10.1109/TPAMI.2012.120. Here colours are those the network reads, each part is compared with its neighbours of
    the grid it began on, and parts are not made contiguous afterwards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.networks.attribution.request import Floats

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
