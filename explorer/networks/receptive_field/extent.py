"""Where a gradient lies and how wide it is, px of the network's input. Boxes are rows, then columns."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from explorer.errors import Message, message
from explorer.graph import Field, MaxPool, Report, Row, Span, codes, shape_text

Extents = tuple[Span, Span]
Gradient = NDArray[np.float32] | NDArray[np.float64]


def field_box(row: Row, place: tuple[int, ...]) -> Extents | None:
    """Return the theoretical field of a unit, not cut at the picture's border; None where no field is defined.

    Where branches meet that are not aligned, it may be a little wider than what the unit reads.
    """
    return _box(row.fields, place)


def windows_box(row: Row, place: tuple[int, ...]) -> Extents | None:
    """Return the field of a unit's windows alone: the same but behind a global branch, through which it sees all.

    Units that have no place there see the whole picture and nothing nearer than the rest of it.
    """
    return _box(row.local_fields if len(place) == 2 and max((row.output_shape or ())[1:]) > 1 else row.fields, place)


def _box(fields: tuple[Field, ...] | None, place: tuple[int, ...]) -> Extents | None:
    if fields is None or len(fields) != 2:
        return None
    places = place if len(place) == 2 else (0, 0)  # one field for all, so that the place makes no difference
    spans = []
    for unit, field in zip(places, fields, strict=True):
        centre, reach = field.start + unit * float(field.jump), (float(field.extent) - 1) / 2
        spans.append((ceil(centre - reach - 1e-9), floor(centre + reach + 1e-9)))
    return spans[0], spans[1]


def support_box(gradient: Gradient) -> Extents | None:
    """Return the smallest box around what is not 0, None if everything is."""
    rows, columns = np.nonzero(gradient.any(axis=1))[0], np.nonzero(gradient.any(axis=0))[0]
    if not len(rows):
        return None
    return (int(rows[0]), int(rows[-1])), (int(columns[0]), int(columns[-1]))


def inner_share(gradient: Gradient, box: Extents) -> float | None:
    """Return the share of the mass in the middle of ``box``, half as high and wide, 0 to 1; None: no mass.

    A pixel counts where its centre lies in the middle half.
    """
    total = float(gradient.sum(dtype=np.float64))
    if total == 0:
        return None
    inside = [np.abs(distance) <= (high - low + 1) / 4 for distance, (low, high) in zip(_distances(gradient, box), box,
                                                                                       strict=True)]
    return float(gradient[np.ix_(*inside)].sum(dtype=np.float64)) / total


def radius_holding(gradient: Gradient, box: Extents, share: float = 0.95) -> float | None:
    """Return the smallest radius around the centre of ``box`` that holds ``share`` of the mass, px; None: no mass."""
    down, right = _distances(gradient, box)
    radii = np.hypot(down[:, None], right[None]).ravel()
    order = np.argsort(radii, kind="stable")
    mass = np.cumsum(gradient.ravel()[order], dtype=np.float64)
    if mass[-1] == 0:
        return None
    return float(radii[order][np.searchsorted(mass, share * mass[-1])])


def _distances(gradient: Gradient, box: Extents) -> list[NDArray[np.float64]]:
    """Return how far each row, and each column, is from the middle of ``box``, px."""
    return [np.arange(side) - (low + high) / 2 for side, (low, high) in zip(gradient.shape, box, strict=True)]


CUTTING = (codes.ReLU, codes.ReLU6, codes.Hardswish, codes.Hardsigmoid)
"""Activations that are flat over part of their range, where the gradient is 0."""
CHOOSING = (MaxPool, codes.AdaptiveMaxPool2d)
CAUSES = {
    (True, True): message("Units that a ReLU holds at 0 pass nothing on, and max pooling passes on only the largest of "
                          "several."),
    (True, False): message("Units that a ReLU holds at 0 pass nothing on."),
    (False, True): message("Max pooling passes on only the largest of several."),
}
"""Why parts of a field have no gradient, where there are activations that cut off on the way, and max pooling."""


def agreement(report: Report, node: str, gradient: NDArray[np.float32], value: float, theory: Extents,
              reached: Extents | None, *, uniform: bool) -> Message:
    """Return in words whether support and theory agree, and why not.

    Args:
        report: of the network.
        node: the unit's layer.
        gradient: (H, W), not negative.
        value: the unit's activation.
        theory: its field, also beyond the picture.
        reached: what it reads of the picture, None: nothing.
        uniform: nothing is cut off, and no weight is 0.
    """
    if reached is None:
        return message("This unit reads nothing but padding: its field of {field} px lies outside the picture.",
                       field=_sides(theory))
    support = support_box(gradient)
    causes = (False, False) if uniform else _causes(report, node)
    if support is None:
        return _dead(value, cut_off=causes[0])
    if support != reached:
        why = CAUSES.get(causes) or message("Weights of 0, groups of channels, or branches that do not lead to this "
                                            "map leave the others out.")
        return message("The gradient spans {support} of the {seen} px that theory gives. {why}",
                       support=_sides(support), seen=_sides(reached), why=why)
    holes = _area(reached) - int(np.count_nonzero(gradient))
    if holes:
        why = CAUSES.get(causes) or message("Kernels with gaps and large strides step over them.")
        return message("Gradient and theory span the same {seen} px; at {holes:,} of these px the gradient is exactly "
                       "0. {why}", seen=_sides(reached), holes=holes, why=why)
    return _equal(gradient.shape, theory, reached)


def _dead(value: float, *, cut_off: bool) -> Message:
    if not cut_off:
        return message("The gradient is 0 everywhere: its weights are 0, or activations on the way are so large that "
                       "they do not react any more. Choose another cell or channel.")
    if value == 0:
        return message("The gradient is 0 everywhere, since a ReLU holds this unit at 0: no small change of the "
                       "picture moves it. Choose another cell or channel, or the layer before the ReLU.")
    return message("The gradient is 0 everywhere, although the unit is {value:.3g}: all that it reads is held at 0 by "
                   "ReLUs on the way, and only biases are left. Choose another cell or channel.", value=value)


def _causes(report: Report, node: str) -> tuple[bool, bool]:
    """Say whether there are activations that cut off, and max pooling, on the way to ``node``."""
    on_the_way = [step.layer for step in report.graph.up_to(node)]
    return any(isinstance(layer, CUTTING) for layer in on_the_way), any(isinstance(layer, CHOOSING)
                                                                       for layer in on_the_way)


def _equal(picture: tuple[int, ...], theory: Extents, reached: Extents) -> Message:
    if _sides(reached) == shape_text(picture) and _area(theory) > _area(reached):
        return message("Gradient and theory agree: the unit sees all of the picture's {seen} px. Its field of {field} "
                       "px is larger than the picture.", seen=_sides(reached), field=_sides(theory))
    if _sides(reached) == shape_text(picture):
        return message("Gradient and theory agree: the unit sees all of the picture's {seen} px.", seen=_sides(reached))
    if theory != reached:
        return message("Gradient and theory agree: of the field of {field} px, {seen} lie inside the picture, and the "
                       "gradient fills them.", seen=_sides(reached), field=_sides(theory))
    return message("Gradient and theory agree exactly: {seen} px.", seen=_sides(reached))


def _sides(box: Extents) -> str:
    return shape_text([high - low + 1 for low, high in box])


def _area(box: Extents) -> int:
    (top, bottom), (left, right) = box
    return (bottom - top + 1) * (right - left + 1)
