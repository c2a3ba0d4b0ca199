"""Which layer a row of a summary stands for: its kind, the shapes around it and its number of parameters say it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import isqrt
from typing import Any

from explorer.graph.code.following import NOWHERE_NODE
from explorer.graph.code.keras_layers import activation, split_kind
from explorer.graph.code.torch_layers import KINDS, family_of, torch_layer
from explorer.graph.code.values import Call
from explorer.graph.graph import Graph
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Add, Concat, Flatten, Identity, Linear
from explorer.graph.layers.incomplete import attempt
from explorer.graph.layers.special import Multiply
from explorer.graph.layers.unread import Unread
from explorer.graph.report import analyse
from explorer.graph.shapes import Shape

KERAS = {"Conv": "Conv", "ConvTranspose": "ConvTranspose", "MaxPooling": "MaxPool", "AveragePooling": "AvgPool",
         "BatchNormalization": "BatchNorm", "Dense": "Linear", "DepthwiseConv": "Conv", "Dropout": "Dropout",
         "Flatten": "Flatten", "Add": "Add", "Concatenate": "Concat", "Multiply": "Multiply", "ReLU": "ReLU",
         "Softmax": "Softmax", "LeakyReLU": "LeakyReLU", "GlobalAveragePooling": "GlobalAvg",
         "GlobalMaxPooling": "GlobalMax"}
MERGES: dict[str, Layer] = {"Add": Add(), "Concat": Concat(), "Multiply": Multiply()}
WIDEST = 11
"""Largest window that is thought of, px."""


def layers_of(kind: str, before: Shape, after: Shape, params: int, *, keras: bool) -> tuple[Layer, ...]:
    """Return the layers that make ``after`` of ``before`` with ``params`` learned numbers; a grey one if none does."""
    name = kind
    if keras:
        stem, dims = split_kind(kind)
        name = KERAS.get(stem, stem) + (f"{dims}d" if dims else "")
    for layers in _choices(name, before, after, params, keras=keras):
        if any(layer.several_inputs for layer in layers):
            continue
        report = analyse(Graph.chain(*layers), before, partial=True)
        moving = 2 if keras and name == "BatchNorm" else 1
        if report.error is None and report.output_shape == after and report.params * moving == params:
            return layers
    return (Identity(),) if keras and before == after and not params else (Unread(output_size=after),)


def _choices(name: str, before: Shape, after: Shape, params: int, *, keras: bool) -> Iterator[tuple[Layer, ...]]:
    family, dims = family_of(name), len(before) - 1
    if family == "Linear":
        for bias in (True, False):
            layer = attempt(Linear, {"out_features": after[-1], "bias": bias})
            yield (layer,) if len(before) == 1 else (Flatten(), layer)
    elif family == "BatchNorm":
        yield (attempt(KINDS[f"BatchNorm{max(dims, 1)}d"], {}),) if dims < 4 else (Identity(),)
    elif family in ("GlobalAvg", "GlobalMax") and dims:
        pool = attempt(KINDS.get(f"Adaptive{family[6:]}Pool{dims}d", Identity), {})
        yield from ((pool, Flatten()), (pool,))
    elif family.startswith("Adaptive") and name in KINDS and len(after) > 1:
        yield (attempt(KINDS[name], {"output_size": after[1:]}),)
    elif family in ("Conv", "ConvTranspose") and name in KINDS and dims == KINDS[name].dims:
        yield from _convolutions(name, before, after, params)
    elif family in ("MaxPool", "AvgPool") and name in KINDS and dims == KINDS[name].dims:
        yield from _pools(name, before, after)
    elif keras and name == "Activation":
        yield activation("relu")
    else:
        found = torch_layer(name, Call(NOWHERE_NODE))
        yield (found[0],) if not isinstance(found, str) else (Identity(),) if before == after else (Flatten(),)


def _convolutions(name: str, before: Shape, after: Shape, params: int) -> Iterator[tuple[Layer, ...]]:
    inputs, outputs = before[0], after[0]
    for groups, bias in product(dict.fromkeys((1, inputs)), (True, False)):
        weights = params - outputs * bias
        share = inputs * outputs // groups
        dims = len(before) - 1
        if inputs % groups or outputs % groups or weights <= 0 or not share or weights % share:
            continue
        kernel = _root(weights // share, dims)
        for window in _windows(kernel, before, after) if kernel and kernel <= WIDEST else ():
            values = {"out_channels": outputs, "kernel_size": kernel, "groups": groups, "bias": bias, **window}
            yield (attempt(KINDS[name], values),)


def _root(cells: int, dims: int) -> int:
    """Return the side of a window with as many cells; 0 where there is none."""
    side = isqrt(cells) if dims == 2 else round(cells ** (1 / dims))
    return side if side**dims == cells else 0


def _windows(kernel: int, before: Shape, after: Shape) -> Iterator[dict[str, Any]]:
    """Yield strides and paddings that are usual for a window, the likeliest first."""
    stride = max(1, round(before[1] / max(after[1], 1)))
    for step in dict.fromkeys((stride, 1, 2, 3, 4)):
        for padding in dict.fromkeys((kernel // 2, 0, (kernel - 1) // 2, *range(1, kernel))):
            yield {"stride": step, "padding": padding}
    if stride == 1:
        yield {"stride": 1, "padding": "same"}
    yield {"stride": stride, "padding": tuple(((kernel - 1) // 2, kernel // 2) for _ in before[1:])}


def _pools(name: str, before: Shape, after: Shape) -> Iterator[tuple[Layer, ...]]:
    stride = max(1, round(before[1] / max(after[1], 1)))
    for kernel, padding in ((stride, 0), (stride + 1, (stride + 1) // 2), (stride + 1, 0), (3, 1), (2, 0), (3, 0)):
        for ceil_mode in (False, True):
            yield (attempt(KINDS[name], {"kernel_size": kernel, "stride": stride, "padding": padding,
                                         "ceil_mode": ceil_mode}),)


def first_shapes(kind: str, after: Shape, params: int, *, keras: bool) -> Iterator[Shape]:
    """Yield inputs from which a first layer may make ``after``, the likeliest first."""
    if len(after) == 1:
        yield from ((size,) for size in ((params - after[0]) // max(after[0], 1), params // max(after[0], 1))
                    if 0 < size < 10**6)
        return
    usual = (28, 32, 64, 224, 128, 96, 150, 160, 180, 256, 299, 48, 512)
    sides = [side for side in (after[1], *(after[1] + more for more in range(1, WIDEST)), 2 * after[1],
                               2 * after[1] - 1, 2 * after[1] + 5, 4 * after[1] + 4) if side > 0]
    ordered = sorted(dict.fromkeys(sides), key=lambda side: (side not in usual, sides.index(side)))
    for channels, side in product((3, 1, after[0]), ordered):
        shape = (channels, *(side + other - after[1] if side >= after[1] else side for other in after[1:]))
        if min(shape) > 0 and not isinstance(layers_of(kind, shape, after, params, keras=keras)[0], Unread):
            yield shape
