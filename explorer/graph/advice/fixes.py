"""What advice says, done: each function returns a network in which the layer it is about is as advised.

Whether that network can be computed, and whether the advice is gone then, is found out by `remedies`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from explorer.errors import Message, message
from explorer.graph import editing
from explorer.graph.advice.base import Edit, Measured, source_of
from explorer.graph.advice.sequence import KEEPS_LINEAR
from explorer.graph.arithmetic import Window
from explorer.graph.graph import INPUT, Graph, Node, free_name
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Dropout, Flatten, Identity, Linear, ReLU
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.pooling import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    AdaptivePool,
    PoolNd,
)
from explorer.graph.report import Report, Row
from explorer.graph.shapes import readers

GLOBAL_POOLS: dict[int, Layer] = {1: AdaptiveAvgPool1d(), 2: AdaptiveAvgPool2d(), 3: AdaptiveAvgPool3d()}
"""By the number of axes."""
LOOSE_HALF = 0.5
"""The usual probability of dropout before linear layers."""


def remove_layer(row: Row, report: Report) -> Edit:
    """Take the layer out."""
    return Edit(message("Remove {layer}", layer=row.name), editing.remove(report.graph, row.name), row.node.inputs[0])


def remove_dead_end(row: Row, report: Report) -> Edit:
    """Take the layer out, and all before it that only it needs."""
    dead = {row.name}
    for node in reversed(report.graph.nodes[:report.graph.places[row.name]]):
        if report.graph.readers[node.name] and dead.issuperset(report.graph.readers[node.name]):
            dead.add(node.name)
    title = (message("Remove {layer}", layer=row.name) if len(dead) == 1 else
             message("Remove {layer} and what only it needs ({count} layers)", layer=row.name, count=len(dead)))
    kept = tuple(node for node in report.graph if node.name not in dead)
    return Edit(title, Graph(kept), next((name for name in row.node.inputs if name not in dead), INPUT))


def remove_pool_before(row: Row, report: Report) -> Edit | None:
    """Take the nearest pooling before the layer out."""
    name = row.node.inputs[0]
    while name != INPUT and report[name].layer.family != "pooling":
        name = report[name].node.inputs[0]
    if name == INPUT:
        return None
    return Edit(message("Remove {layer}", layer=name), editing.remove(report.graph, name), row.name,
                _sides_into(row.name))


def flatten_before(row: Row, report: Report) -> Edit:
    """Put a flatten before a linear layer on maps."""
    graph, _new = _inserted_before(report.graph, row.name, Flatten())
    return Edit(message("Put a flatten before {layer}", layer=row.name), graph, row.name, (
        message("Values that {layer} reads at a time", layer=row.name),
        lambda report: report[row.name].input_shape[-1]))


def halve_dropout(row: Row, report: Report) -> Edit:
    """Let dropout keep half of the values."""
    return _changed(row, report, message("Set p of {layer} to {p}", layer=row.name, p=LOOSE_HALF), p=LOOSE_HALF)


def shrink_kernel(row: Row, report: Report) -> Edit:
    """Let a convolution on single pixels read one pixel."""
    return _changed(row, report, _kernel_title(row, (1,)), kernel_size=1, padding=0, dilation=1)


def shorten_stride(row: Row, report: Report) -> Edit:
    """Let the windows of a layer stand side by side."""
    kernel, stride = row.layer.per_axis("kernel_size"), row.layer.per_axis("stride")
    steps = tuple(map(min, kernel, stride))
    return _changed(row, report, message("Use stride {stride} in {layer}", layer=row.name, stride=_sides(steps)),
                    stride=_alike(steps))


def bend_between(row: Row, report: Report) -> Edit | None:
    """Put a ReLU behind the layer of weights that stands before this one."""
    first = source_of(row, report, KEEPS_LINEAR)
    if first is None:
        return None
    graph, new = editing.insert_after(report.graph, first.name, ReLU())
    return Edit(message("Put a ReLU behind {layer}", layer=first.name), graph, new)


def even_stamps(row: Row, report: Report) -> Edit:
    """Make the kernel of a transposed convolution a multiple of its stride; the output keeps its size if it can."""
    names = ("kernel_size", "stride", "padding", "output_padding")
    axes = [_even(*axis) for axis in zip(*map(row.layer.per_axis, names), strict=True)]
    kernels, paddings, extras = (tuple(column) for column in zip(*axes, strict=True))
    return _changed(row, report, _kernel_title(row, kernels), kernel_size=_alike(kernels), padding=_alike(paddings),
                    output_padding=_alike(extras))


def _even(kernel: int, stride: int, padding: int, extra: int) -> tuple[int, int, int]:
    """Return kernel, padding and output padding of one axis with the same size of the output."""
    grown = -kernel % stride
    taken = 2 * padding - extra + grown
    return (kernel + grown, (taken + taken % 2) // 2, taken % 2) if taken >= 0 else (kernel + grown, padding, extra)


def pool_globally(row: Row, report: Report) -> Edit | None:
    """Put a global average pool before the flatten that the layer reads."""
    flat = _flatten_before(row, report)
    if flat is None:
        return None
    title = message("Put a global average pool before {flatten}", flatten=flat.name)
    return Edit(title, _pooled(report.graph, flat, report), row.name, _params_of(row.name))


def replace_by_pool(row: Row, report: Report) -> Edit | None:
    """Replace flatten and the layer by global average pooling, where another linear layer gives the scores."""
    flat, between = _flatten_before(row, report), _up_to_next_linear(row, report)
    if flat is None or not between:
        return None
    graph = report.graph
    for name in between:
        graph = editing.remove(graph, name)
    title = message("Replace {flatten} and {layer} by global average pooling", flatten=flat.name, layer=row.name)
    return Edit(title, _pooled(graph, flat, report), flat.name, None, message(
        "{next} then reads the mean of each of the {channels} maps; a flatten writes them in one row. The layers "
        "behind {layer} up to there go with it.", layer=row.name, channels=flat.input_shape[0],
        next=report.graph.readers[between[-1]][0]))


def _flatten_before(row: Row, report: Report) -> Row | None:
    flat = source_of(row, report, Identity | Dropout)
    return flat if flat is not None and isinstance(flat.layer, Flatten) else None


def _up_to_next_linear(row: Row, report: Report) -> list[str]:
    """Return the layer and what follows up to the next linear one; nothing where paths branch or there is none."""
    found = [row.name]
    while len(after := report.graph.readers[found[-1]]) == 1:
        follower = report[after[0]].layer
        if isinstance(follower, Linear):
            return found
        if follower.family not in ("activation", "normalisation"):
            break
        found.append(after[0])
    return []


def _pooled(graph: Graph, flat: Row, report: Report) -> Graph:
    """Return ``graph`` with maps pooled to their means before ``flat``, by the adaptive pooling if there is one."""
    pool = GLOBAL_POOLS[len(flat.input_shape) - 1]
    before = flat.node.inputs[0]
    if before != INPUT and isinstance(report[before].layer, AdaptivePool) and len(graph.readers[before]) == 1:
        return editing.change(graph, before, pool)
    return _inserted_before(graph, flat.name, pool)[0]


def mix_channels(row: Row, report: Report) -> Edit | None:
    """Put a pointwise convolution behind a depthwise one."""
    layer = row.layer
    if not isinstance(layer, ConvNd):
        return None
    pointwise = type(layer)(out_channels=layer.out_channels, kernel_size=1, bias=layer.bias)
    graph, new = editing.insert_after(report.graph, row.name, pointwise)
    return Edit(message("Put a 1 × 1 convolution behind {layer}", layer=row.name), graph, new)


def round_up(row: Row, report: Report) -> Edit | None:
    """Let a last window reach over the edge, as poolings can."""
    if not isinstance(row.layer, PoolNd):
        return None
    return _changed(row, report, message("Let {layer} round up (ceil_mode)", layer=row.name), ceil_mode=True)


def pad_to_edge(row: Row, report: Report) -> Edit | None:
    """Give a convolution as much padding as its windows need to reach the edge."""
    layer = row.layer
    if not isinstance(layer, ConvNd) or isinstance(layer.padding, str):
        return None
    windows = [reader for reader in readers(layer, row.input_shape) or () if isinstance(reader, Window)]
    found = [_reaching(window, size) for window, size in zip(windows, row.input_shape[1:], strict=True)]
    paddings = tuple(padding for padding in found if padding is not None)
    return _padded(row, report, paddings) if len(paddings) == len(found) else None


def _reaching(window: Window, size: int) -> int | None:
    """Return the least padding, at most half a window, with which all pixels of an axis are read."""
    if window.before != window.after:
        return None
    return next((padding for padding in range(window.before, window.reach // 2 + 1)
                 if not replace(window, before=padding, after=padding).unread(size)), None)


def keep_size(row: Row, report: Report) -> Edit | None:
    """Give a convolution the padding with which the maps keep their size."""
    reaches = [dilation * (kernel - 1) for dilation, kernel in zip(row.layer.per_axis("dilation"),
                                                                  row.layer.per_axis("kernel_size"), strict=True)]
    return _padded(row, report, tuple(reach // 2 for reach in reaches))


def leave_bias_out(row: Row, report: Report) -> Edit:
    """Take the bias of a layer away."""
    return _changed(row, report, message("Leave the bias of {layer} out", layer=row.name), bias=False)


def odd_kernel(row: Row, report: Report) -> Edit:
    """Give a convolution a kernel with a middle, the next smaller one where that is still a window."""
    kernels = tuple(size if size % 2 else max(3, size - 1) for size in row.layer.per_axis("kernel_size"))
    return _changed(row, report, _kernel_title(row, kernels), kernel_size=_alike(kernels))


def _padded(row: Row, report: Report, paddings: tuple[int, ...]) -> Edit:
    title = message("Use padding {padding} in {layer}", layer=row.name, padding=_sides(paddings))
    return _changed(row, report, title, padding=_alike(paddings))


def _changed(row: Row, report: Report, title: Message, **arguments: Any) -> Edit:
    """Return the network with other arguments of the layer, and the shape of its output as what it is about."""
    layer: Layer = replace(row.layer, **arguments)  # type: ignore[type-var]
    sizes = isinstance(row.layer, ConvNd | ConvTransposeNd | PoolNd)
    return Edit(title, editing.change(report.graph, row.name, layer), row.name, _output_of(row.name) if sizes else None)


def _output_of(name: str) -> tuple[Message, Callable[[Report], Measured | None]]:
    return message("Output of {layer}", layer=name), lambda report: report[name].output_shape


def _sides_into(name: str) -> tuple[Message, Callable[[Report], Measured | None]]:
    return message("Maps that {layer} reads", layer=name), lambda report: report[name].input_shape


def _params_of(name: str) -> tuple[Message, Callable[[Report], Measured | None]]:
    return message("Parameters of {layer}", layer=name), lambda report: report[name].params


def _kernel_title(row: Row, kernels: Sequence[int]) -> Message:
    return message("Use kernel {kernel} in {layer}", layer=row.name, kernel=_sides(kernels))


def _inserted_before(graph: Graph, name: str, layer: Layer) -> tuple[Graph, str]:
    """Return the network with ``layer`` between ``name`` and its first input, for this one reader alone."""
    place, node, new = graph.places[name], graph[name], free_name(graph, layer)
    fed = replace(node, inputs=(new, *node.inputs[1:]))
    return Graph((*graph.nodes[:place], Node(new, layer, node.inputs[:1]), fed, *graph.nodes[place + 1:])), new


def _alike(values: tuple[int, ...]) -> int | tuple[int, ...]:
    return values[0] if len(set(values)) == 1 else values


def _sides(values: Sequence[int]) -> str:
    return str(values[0]) if len(set(values)) == 1 else " × ".join(map(str, values))

