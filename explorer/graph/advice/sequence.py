"""Advice on how layers follow each other: what cancels, collapses, or is never read."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

from explorer.errors import message
from explorer.graph.advice.base import Advice, source_of
from explorer.graph.graph import INPUT
from explorer.graph.layers.basic import (
    Add,
    BatchNorm,
    Concat,
    Dropout,
    Flatten,
    Identity,
    Linear,
    ReLU,
    ReLU6,
    Sigmoid,
    Softmax,
)
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.pooling import AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d, AvgPool, MaxPool
from explorer.graph.report import Report, Row
from explorer.graph.shapes import shape_text

LEARNED = ConvNd | ConvTransposeNd | Linear
KEEPS_LINEAR = (BatchNorm | Identity | Dropout | Flatten | AvgPool | AdaptiveAvgPool1d | AdaptiveAvgPool2d
                | AdaptiveAvgPool3d)
KEEPS_SIGN = Identity | Dropout | Flatten | MaxPool
LARGE_SHARE = 0.5


def is_never_read(row: Row, report: Report) -> Iterator[Advice]:
    """Look for layers that nothing reads and that are not the output."""
    if row.name != report.graph.output and not report.graph.readers[row.name]:
        yield Advice(row.name, message(
            "{layer}: nothing reads what it puts out, so it has no effect (parameters: {params:,}). Connect it, or "
            "remove it.", layer=row.name, params=row.params), "wrong")


def collapses(row: Row, report: Report) -> Iterator[Advice]:
    """Look for two layers of weights with nothing between them that bends: together they are one linear map.

    Left out are pairs that save parameters on purpose: depthwise, a narrow middle, or kernels such as 1 × 3 and 3 × 1.
    """
    if not isinstance(row.layer, LEARNED):
        return
    first = source_of(row, report, KEEPS_LINEAR)
    if first is None or not isinstance(first.layer, LEARNED) or _on_purpose(first, row):
        return
    yield Advice(row.name, message(
        "{layer}: no activation stands between {first} and {layer}, so together they are one linear map, which a "
        "single layer could be. Put a ReLU behind {first}.", layer=row.name, first=first.name), "wrong")


def _on_purpose(first: Row, second: Row) -> bool:
    layers = (first.layer, second.layer)
    if any(getattr(layer, "groups", 1) > 1 for layer in layers):
        return True
    middle = second.input_shape[_channel_axis(second)]
    out = (second.output_shape or (0,))[_channel_axis(second)]
    if middle < min(first.input_shape[_channel_axis(first)], out):
        return True
    return any(isinstance(layer, ConvNd) and len(set(layer.per_axis("kernel_size"))) > 1 for layer in layers)


def _channel_axis(row: Row) -> int:
    return -1 if isinstance(row.layer, Linear) else 0


def is_linear_on_maps(row: Row, report: Report) -> Iterator[Advice]:  # noqa: ARG001
    """Look for linear layers on maps that were not flattened."""
    shape = row.input_shape
    if isinstance(row.layer, Linear) and len(shape) > 1:
        yield Advice(row.name, message(
            "{layer}: on maps of {shape} that are not flattened it acts on the last axis only, {size} values at a "
            "time. Put a flatten before it to use all {values:,}.",
            layer=row.name, shape=shape_text(shape), size=shape[-1], values=prod(shape)), "wrong")


def drops_everything(row: Row, report: Report) -> Iterator[Advice]:  # noqa: ARG001
    """Look for dropout that leaves nothing to learn from."""
    if isinstance(row.layer, Dropout) and row.layer.p == 1:
        yield Advice(row.name, message("{layer}: p is 1, so every value is 0 while training and nothing is learned. "
                                       "Use 0.5 or less.", layer=row.name), "wrong")


def holds_most_parameters(row: Row, report: Report) -> Iterator[Advice]:
    """Look for a linear layer behind a flatten of maps that holds most of the parameters."""
    share = row.params / report.params if report.params else 0
    if not isinstance(row.layer, Linear) or share < LARGE_SHARE:
        return
    flat = source_of(row, report, Identity | Dropout)
    if flat is None or not isinstance(flat.layer, Flatten) or len(row.input_shape) > 1:
        return
    if source_of(flat, report) is None:
        return
    saved = row.layer.out_features * (prod(flat.input_shape) - flat.input_shape[0])
    if saved:
        yield Advice(row.name, message(
            "{layer}: {share:.1f} % of all parameters ({params:,}) sit here. A global average pool before {flatten} "
            "would remove {saved:,} of them.",
            layer=row.name, share=100 * share, params=row.params, flatten=flat.name, saved=saved), "note")


def meets_unaligned(row: Row, report: Report) -> Iterator[Advice]:  # noqa: ARG001
    """Look for merges whose branches look at different places of the image, or at different steps."""
    branches = [sight.windows for sight in row.input_sights]
    fields = row.local_fields
    if not isinstance(row.layer, Add | Concat) or fields is None or all(field.aligned for field in fields):
        return
    for column in zip(*(fields or () for fields in branches), strict=True):
        starts, jumps = sorted({field.start for field in column}), sorted({field.jump for field in column})
        if not all(field.aligned for field in column) or len(starts) == len(jumps) == 1:
            continue
        drift = message("{layer}: its branches step over the image by {values} px, so they drift apart from unit to "
                        "unit.", layer=row.name, values=_list(jumps))
        shift = message("{layer}: the first units of its branches look at different places, centred at {values} px. "
                        "Equal padding aligns them.", layer=row.name, values=_list(starts))
        yield Advice(row.name, drift if len(jumps) > 1 else shift, "note")
        return


def _list(numbers: list[Any]) -> str:
    return ", ".join(f"{float(number):g}" for number in numbers)


def applies_softmax_twice(row: Row, report: Report) -> Iterator[Advice]:
    """Look for a softmax at the end."""
    if isinstance(row.layer, Softmax) and row.name == report.graph.output:
        yield Advice(row.name, message(
            "{layer}: cross-entropy training applies softmax itself, so it would be applied twice and the network "
            "would learn slowly. Leave it out for training.", layer=row.name), "note")


def cuts_scores(row: Row, report: Report) -> Iterator[Advice]:
    """Look for an activation that cuts off the scores of a classifier."""
    if not isinstance(row.layer, ReLU | ReLU6) or row.name != report.graph.output or row.node.inputs[0] == INPUT:
        return
    if isinstance(report[row.node.inputs[0]].layer, Linear):
        yield Advice(row.name, message(
            "{layer}: as the last layer it sets every negative score to 0, where nothing is learned any more. End with "
            "{linear}.", layer=row.name, linear=row.node.inputs[0]), "note")


def has_useless_bias(row: Row, report: Report) -> Iterator[Advice]:
    """Look for a bias that the batch norm behind it subtracts again."""
    if not isinstance(row.layer, LEARNED) or not row.layer.bias:
        return
    after = report.graph.readers[row.name]
    if len(after) == 1 and isinstance(report[after[0]].layer, BatchNorm) and not _has_unlike_rows(row):
        count = row.layer.out_features if isinstance(row.layer, Linear) else row.layer.out_channels
        yield Advice(row.name, message(
            "{layer}: its bias does nothing, because {norm} subtracts the mean right behind it. bias=False saves "
            "{count:,} of the parameters.", layer=row.name, norm=after[0], count=count), "note")


def _has_unlike_rows(row: Row) -> bool:
    """Say whether the bias differs within a channel of the batch norm, as behind a linear layer on maps."""
    return isinstance(row.layer, Linear) and len(row.input_shape) > 1


def keeps_channels_apart(row: Row, report: Report) -> Iterator[Advice]:
    """Look for a depthwise convolution that no other layer mixes afterwards."""
    layer, channels = row.layer, row.input_shape[0]
    if not isinstance(layer, ConvNd) or channels == 1 or layer.groups != channels:
        return
    if _is_mixed_later(row, report):
        return
    yield Advice(row.name, message(
        "{layer}: depthwise: each filter sees 1 of {channels} channels, and no layer behind mixes them. A 1 × 1 "
        "convolution does, for {cost:,} weights.",
        layer=row.name, channels=channels, cost=layer.out_channels ** 2), "note")


def _is_mixed_later(row: Row, report: Report) -> bool:
    """Say whether a layer behind reads several channels at once; where paths branch, trust that one does."""
    name = row.name
    while after := report.graph.readers[name]:
        follower = report[after[0]]
        layer = follower.layer
        if len(after) > 1 or layer.several_inputs or isinstance(layer, ConvTransposeNd | Flatten | Linear | Softmax):
            return True
        if isinstance(layer, ConvNd):
            return layer.groups < follower.input_shape[0] if follower.input_shapes else True
        name = follower.name
    return False


def repeats_itself(row: Row, report: Report) -> Iterator[Advice]:
    """Look for a ReLU on values that are not negative any more."""
    if not isinstance(row.layer, ReLU):
        return
    source = source_of(row, report, KEEPS_SIGN)
    if source is not None and isinstance(source.layer, ReLU | ReLU6 | Sigmoid | Softmax):
        yield Advice(row.name, message("{layer}: it changes nothing, because {source} leaves no negative values. "
                                       "Remove it.", layer=row.name, source=source.name), "note")
