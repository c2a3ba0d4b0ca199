"""What a teacher would say about a network: what is hardly meant so, and what is good to know."""

from __future__ import annotations

from typing import get_args

from explorer.graph.advice import sequence, windows
from explorer.graph.advice.windows import Advice, Check
from explorer.graph.layers.base import Family
from explorer.graph.report import Report

__all__ = ["Advice", "advice"]

Families = tuple[Family, ...]
SLIDING: Families = ("convolution", "pooling")
WEIGHTS: Families = ("convolution", "linear")
CHECKS: tuple[tuple[Check, Families], ...] = (
    (sequence.is_never_read, get_args(Family)),
    (sequence.is_linear_on_maps, ("linear",)),
    (sequence.drops_everything, ("activation",)),
    (windows.reads_padding_only, ("convolution",)),
    (windows.skips_pixels, SLIDING),
    (sequence.collapses, WEIGHTS),
    (windows.stamps_unevenly, ("convolution",)),
    (sequence.holds_most_parameters, ("linear",)),
    (sequence.cuts_scores, ("activation",)),
    (sequence.applies_softmax_twice, ("activation",)),
    (sequence.keeps_channels_apart, ("convolution",)),
    (windows.leaves_edge_unread, SLIDING),
    (windows.sees_more_than_image, SLIDING),
    (windows.sees_through_branch, ("merge",)),
    (sequence.meets_unaligned, ("merge",)),
    (sequence.has_useless_bias, WEIGHTS),
    (sequence.repeats_itself, ("activation",)),
    (windows.pads_unevenly, ("convolution",)),
    (windows.shrinks, ("convolution",)),
)
"""What is looked for and in which layers, the most important first."""


def advice(report: Report) -> tuple[Advice, ...]:
    """Return what a teacher would say: what is wrong first, then by importance, then in the network's order.

    Each sentence is true for the shapes of ``report``; layers that could not be computed are passed over.
    """
    rows = [row for row in report if row.output_shape is not None]
    found = [piece for check, families in CHECKS for row in rows if row.layer.family in families
             for piece in check(row, report)]
    return tuple(sorted(found, key=lambda piece: piece.weight != "wrong"))
