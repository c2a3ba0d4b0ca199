"""Where a gradient lies and how wide it is, px of the network's input. Boxes are rows, then columns."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from explorer.graph import Row
from explorer.graph.arithmetic import Span

Box = tuple[Span, Span]
Gradient = NDArray[np.float32] | NDArray[np.float64]


def field_box(row: Row, place: tuple[int, ...]) -> Box | None:
    """Return the theoretical field of a unit, not cut at the picture's border; None where no field is defined.

    Where branches meet that are not aligned, it may be a little wider than what the unit reads.
    """
    if row.fields is None or len(row.fields) != 2:
        return None
    places = place if len(place) == 2 else (0, 0)  # one field for all, so that the place makes no difference
    spans = []
    for unit, field in zip(places, row.fields, strict=True):
        centre, reach = field.start + unit * float(field.jump), (float(field.extent) - 1) / 2
        spans.append((ceil(centre - reach - 1e-9), floor(centre + reach + 1e-9)))
    return spans[0], spans[1]


def support_box(gradient: Gradient) -> Box | None:
    """Return the smallest box around what is not 0, None if everything is."""
    rows, columns = np.nonzero(gradient.any(axis=1))[0], np.nonzero(gradient.any(axis=0))[0]
    if not len(rows):
        return None
    return (int(rows[0]), int(rows[-1])), (int(columns[0]), int(columns[-1]))


def inner_share(gradient: Gradient, box: Box) -> float | None:
    """Return the share of the mass in the middle of ``box``, half as high and wide, 0 to 1; None: no mass.

    A pixel counts where its centre lies in the middle half.
    """
    total = float(gradient.sum(dtype=np.float64))
    if total == 0:
        return None
    inside = [np.abs(distance) <= (high - low + 1) / 4 for distance, (low, high) in zip(_distances(gradient, box), box,
                                                                                       strict=True)]
    return float(gradient[np.ix_(*inside)].sum(dtype=np.float64)) / total


def radius_holding(gradient: Gradient, box: Box, share: float = 0.95) -> float | None:
    """Return the smallest radius around the centre of ``box`` that holds ``share`` of the mass, px; None: no mass."""
    down, right = _distances(gradient, box)
    radii = np.hypot(down[:, None], right[None]).ravel()
    order = np.argsort(radii, kind="stable")
    mass = np.cumsum(gradient.ravel()[order], dtype=np.float64)
    if mass[-1] == 0:
        return None
    return float(radii[order][np.searchsorted(mass, share * mass[-1])])


def _distances(gradient: Gradient, box: Box) -> list[NDArray[np.float64]]:
    """Return how far each row, and each column, is from the middle of ``box``, px."""
    return [np.arange(side) - (low + high) / 2 for side, (low, high) in zip(gradient.shape, box, strict=True)]
