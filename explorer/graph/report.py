"""Every number that follows from a network and the shape of its input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import prod
from string import digits

from explorer.errors import ExplorerError, Message, ShapeError
from explorer.graph.arithmetic import WholeInput
from explorer.graph.counts import Convention, Counts, counts
from explorer.graph.facts import Facts, Fields, Sight
from explorer.graph.fields import Field, hull
from explorer.graph.formulas import Working, working
from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Flatten
from explorer.graph.report_table import as_html, as_text
from explorer.graph.shapes import Shape, output_shape, readers, shape_text
from explorer.graph.text import from_text

MOST_VALUES = 10**15


@dataclass(frozen=True, slots=True)
class Row(Facts):
    """One layer of a report, with the working behind its numbers."""

    @property
    def working(self) -> dict[str, Working]:
        """The formulas behind ``shape``, ``params``, ``macs``, ``memory`` and ``field``, with the values in them."""
        return working(self)


@dataclass(frozen=True)
class Report:
    """All rows, in the network's order, and their totals. ``error``: the first thing that is wrong."""

    graph: Graph
    input_shape: Shape
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return as_text(self.rows, self.input_shape, str(self.error or ""))

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows."""
        return as_html(self.rows, self.input_shape, str(self.error or ""))

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> Row:
        """Return the row of the layer ``name``; ``conv`` is ``conv1`` where there is no other convolution."""
        places = self.graph.places
        found = [name] if name in places else [known for known in places if known.rstrip(digits) == name]
        if len(found) != 1:
            raise KeyError(name)
        return self.rows[places[found[0]]]

    @property
    def params(self) -> int:
        """Learned values of the whole network."""
        return sum(row.counts.params for row in self.rows)

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one picture, bias not counted."""
        return sum(row.counts.macs for row in self.rows)

    @property
    def activation_bytes(self) -> int:
        """Memory of all layers' outputs together in float32, bytes."""
        return sum(row.activation_bytes for row in self.rows)

    @property
    def output_shape(self) -> Shape | None:
        """Shape of the last layer's output."""
        return self.rows[-1].output_shape if self.rows else self.input_shape

    @cached_property
    def error(self) -> Message | None:
        """Return what is wrong with the first layer that cannot be computed."""
        return next((row.error for row in self.rows if row.error), None)

    def operations(self, convention: Convention) -> int:
        """Return the operations of the whole network in a convention."""
        return sum(convention.operations(row.counts) for row in self.rows)


def analyse(network: Graph | str, input_shape: Shape, *, partial: bool = False) -> Report:
    """Return shapes, parameters, operations, memory and receptive fields of every layer.

    Args:
        network: a graph, or its text: ``conv.o6.k5~relu~maxpool``; see :mod:`explorer.graph.text`.
        input_shape: ``(C, L)``, ``(C, H, W)``, ``(C, D, H, W)`` or ``(features,)``, without the batch.
        partial: compute what can be computed; rows that cannot say why.

    Raises:
        ShapeError: a layer cannot take what it receives and ``partial`` is False. The message names the layer.
        TextError, SpecError: the text does not describe a network.
    """
    graph = from_text(network) if isinstance(network, str) else network
    if not input_shape or any(side < 1 for side in input_shape):
        raise ShapeError("The input of {shape} is empty. Every side must be at least 1.", shape=shape_text(input_shape))
    shapes: dict[str, Shape | None] = {INPUT: tuple(input_shape)}
    sights = {INPUT: Sight((Field(),) * (len(input_shape) - 1) or None, None)}
    rows = []
    for node in graph.nodes:
        row = _row(node, tuple(shapes[name] for name in node.inputs), tuple(sights[name] for name in node.inputs))
        if row.error and not partial:
            raise ShapeError(row.error.template, **row.error.values)
        shapes[node.name], sights[node.name] = row.output_shape, row.sight
        rows.append(row)
    return Report(graph, tuple(input_shape), tuple(rows))


def _row(node: Node, inputs: tuple[Shape | None, ...], sights: tuple[Sight, ...]) -> Row:
    known = tuple(shape for shape in inputs if shape is not None)
    if len(known) < len(inputs):
        return Row(node, known, None, Counts(), Sight(None, None), sights)
    try:
        shape, cost, sight = _facts(node.layer, known, sights)
    except ExplorerError as error:
        named = Message(error.message.template, {**error.message.values, "layer": node.name})
        return Row(node, known, None, Counts(), Sight(None, None), sights, named)
    return Row(node, known, shape, cost, sight, sights)


@lru_cache(maxsize=4096)
def _facts(layer: Layer, inputs: tuple[Shape, ...], sights: tuple[Sight, ...]) -> tuple[Shape, Counts, Sight]:
    """Return output shape, cost and sight; kept, since networks repeat their layers and sliders their networks."""
    shape = output_shape(layer, inputs)
    if prod(shape) > MOST_VALUES:
        raise ShapeError("{layer} would give {shape}, which no computer keeps. Use fewer channels or smaller strides.",
                         layer=type(layer).__name__, shape=shape_text(shape))
    return shape, counts(layer, inputs, shape), _sight(layer, inputs, shape, sights)


def _sight(layer: Layer, inputs: tuple[Shape, ...], output: Shape, sights: tuple[Sight, ...]) -> Sight:
    if isinstance(layer, Flatten) and output != inputs[0]:
        return _flattened(inputs[0], output, sights[0])
    if len(sights) > 1:
        sights = tuple(_spread(sight, shape, output) for sight, shape in zip(sights, inputs, strict=True))
        return Sight(_merged([sight.fields for sight in sights], output),
                     _merged([sight.everything for sight in sights], output))
    sight = sights[0]
    if layer.family == "linear" and len(inputs[0]) == 1:
        return Sight(sight.everything, sight.everything)
    by_axis = readers(layer, inputs[0])
    if by_axis is None or sight.fields is None:
        return sight
    return Sight(tuple(reader.through(field, size) for reader, field, size in zip(by_axis, sight.fields, inputs[0][1:],
                                                                           strict=True)), None)


def _spread(sight: Sight, shape: Shape, output: Shape) -> Sight:
    """Return what is seen where one value of a branch serves a whole axis: the same from every place."""
    if sight.fields is None or shape[1:] == output[1:]:
        return sight
    sides = zip(sight.fields, shape[1:], output[1:], strict=True)
    return sight._replace(fields=tuple(replace(field, jump=0) if side < out else field for field, side, out in sides))


def _flattened(shape: Shape, output: Shape, sight: Sight) -> Sight:
    """Return what is seen once places have lost their order: a field is left only if one value per channel was."""
    if sight.fields is None:
        return sight
    everything = tuple(WholeInput().through(field, size) for field, size in zip(sight.fields, shape[1:], strict=True))
    return Sight(everything if len(output) == max(shape[1:]) == 1 else None, everything)


def _merged(branches: list[Fields | None], output: Shape) -> Fields | None:
    known = [fields for fields in branches if fields is not None]
    if len(known) < len(branches):
        return None
    units = output[1:] or (1,) * len(known[0])
    return tuple(hull(list(column), count) for column, count in zip(zip(*known, strict=True), units, strict=True))
