"""What is looked for in a network, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from explorer.graph.advice import fixes, sequence, windows
from explorer.graph.advice.base import Advice, Check, Fix
from explorer.graph.layers.base import Family
from explorer.graph.report import Report, Row

Families = tuple[Family, ...]
SLIDING: Families = ("convolution", "pooling")
WEIGHTS: Families = ("convolution", "linear")
CHECKS: tuple[tuple[Check, Families, tuple[Fix, ...]], ...] = (
    (sequence.is_never_read, get_args(Family), (fixes.remove_dead_end,)),
    (sequence.is_linear_on_maps, ("linear",), (fixes.flatten_before,)),
    (sequence.drops_everything, ("activation",), (fixes.halve_dropout,)),
    (windows.reads_padding_only, ("convolution",), (fixes.remove_pool_before, fixes.shrink_kernel)),
    (windows.skips_pixels, SLIDING, (fixes.shorten_stride,)),
    (sequence.collapses, WEIGHTS, (fixes.bend_between,)),
    (windows.stamps_unevenly, ("convolution",), (fixes.even_stamps,)),
    (sequence.holds_most_parameters, ("linear",), (fixes.replace_by_pool, fixes.pool_globally)),
    (sequence.cuts_scores, ("activation",), (fixes.remove_layer,)),
    (sequence.applies_softmax_twice, ("activation",), (fixes.remove_layer,)),
    (sequence.keeps_channels_apart, ("convolution",), (fixes.mix_channels,)),
    (windows.leaves_edge_unread, SLIDING, (fixes.round_up, fixes.pad_to_edge)),
    (windows.sees_more_than_image, SLIDING, ()),
    (windows.sees_through_branch, ("merge",), ()),
    (windows.sees_through_norm, ("normalisation",), ()),
    (sequence.meets_unaligned, ("merge",), ()),
    (sequence.has_useless_bias, WEIGHTS, (fixes.leave_bias_out,)),
    (sequence.repeats_itself, ("activation",), (fixes.remove_layer,)),
    (windows.pads_unevenly, ("convolution",), (fixes.odd_kernel,)),
    (windows.shrinks, ("convolution",), (fixes.keep_size,)),
)
"""What is looked for, in which layers, and what helps; the most important first."""


def advice(report: Report) -> tuple[Advice, ...]:
    """Return what a teacher would say: what is wrong first, then by importance, then in the network's order.

    Each sentence is true for the shapes of ``report``; layers that could not be computed are passed over.
    """
    rows = [row for row in report if row.output_shape is not None]
    found = [replace(piece, fixes=helping) for check, families, helping in CHECKS for row in rows
             if row.layer.family in families for piece in check(row, report)]
    return tuple(sorted(found, key=lambda piece: piece.weight != "wrong"))


def advice_on(row: Row, report: Report) -> tuple[Advice, ...]:
    """Return what a teacher would say about one layer that could be computed."""
    return tuple(piece for check, families, _helping in CHECKS if row.layer.family in families
                 for piece in check(row, report))
