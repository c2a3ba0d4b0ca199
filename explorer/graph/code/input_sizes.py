"""For which size of picture a text is written that does not say so: the one with which most of its numbers fit."""

from __future__ import annotations

from collections.abc import Callable

from explorer.graph.code.result import Code, with_takes
from explorer.graph.graph import INPUT
from explorer.graph.layers.base import Layer
from explorer.graph.layers.incomplete import kind_of
from explorer.graph.report import analyse
from explorer.graph.shapes import Shape

SIDES = {1: (28, 32, 64, 224, 128, 48), 3: (32, 224, 64, 28, 128, 150, 256, 96, 227, 299, 48, 512)}
"""Sides of square pictures that are tried for 1 and 3 channels where the code does not say, px."""


def for_best_input(first: Code, read: Callable[[Shape], Code]) -> Code:
    """Return the reading for the size of picture with which most numbers of the text fit."""
    channels = _channels(first)
    begins = [first.stated.get(name) for name in first.graph.readers[INPUT] if name in first.graph.places]
    if begins and all(stated is not None and stated.argument == "in_features" for stated in begins):
        shapes: list[Shape] = [(begins[0].value,)] if begins[0] else []
        shapes += _flat(first)
    elif any(_slides(node.layer) == 1 for node in first.graph):
        shapes = [(channels, side) for side in (128, 100, 784, 1000, 64)]
    elif any(_slides(node.layer) == 3 for node in first.graph):
        shapes = [(channels, 16, side, side) for side in (64, 112, 32)]
    elif not any(node.layer.family in ("convolution", "pooling") for node in first.graph):
        shapes = _flat(first)
    else:
        shapes = [(channels, side, side) for side in SIDES.get(channels, SIDES[3])]
    best, least = first, None
    for shape in shapes:
        code = read(shape)
        wrong = _wrong(code)
        if least is None or wrong < least:
            best, least = code, wrong
        if wrong == 0:
            break
    return best


def _wrong(code: Code) -> int:
    graph = with_takes(code)
    rows = analyse(graph, code.input_shape, partial=True).rows
    broken = 4 * any(row.output_shape is None for row in rows)
    tiny = any(row.input_shape[1:] and max(row.input_shape[1:]) == 1 and row.layer.family == "convolution"
               and row.field is not None and row.field.size > 64 for row in rows)
    return 2 * sum(row.error is not None for row in rows) + broken + tiny


def _channels(code: Code) -> int:
    for name in code.graph.readers[INPUT]:
        stated = code.stated.get(name)
        if stated and stated.argument == "in_channels":
            return min(stated.value, 4096)
    return code.input_shape[0] if len(code.input_shape) > 1 else 3


def _slides(layer: Layer) -> int:
    """Return the axes that a convolution or pooling slides over, 0 for others: BatchNorm1d stands behind maps too."""
    kind = kind_of(layer)
    return kind.dims if kind.family in ("convolution", "pooling") else 0


def _flat(code: Code) -> list[Shape]:
    """Return the inputs that may be meant by a network of linear layers alone."""
    first = next((stated.value for stated in code.stated.values()), 784)
    side = round(first**0.5)
    flattens = any(node.layer.family == "reshape" for node in code.graph)
    third = round((first / 3)**0.5)
    if flattens and side * side == first:
        return [(1, side, side)]
    return [(3, third, third)] if flattens and 3 * third * third == first else [(first,)]
