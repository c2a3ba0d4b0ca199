"""Every number that follows from a network and the shape of its input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import prod
from string import digits

from explorer.errors import ExplorerError, Message, ShapeError, message
from explorer.graph.counts import Convention, Counts, counts
from explorer.graph.facts import Facts, Sight
from explorer.graph.fields import Field
from explorer.graph.formulas import working
from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.latex import Letters, Working
from explorer.graph.layers.base import Layer
from explorer.graph.layers.norms import LayerNorm
from explorer.graph.layers.unread import Unread
from explorer.graph.output_shapes import output_shape
from explorer.graph.report_table import as_html, as_text
from explorer.graph.shapes import Shape, shape_text
from explorer.graph.sights import Seeing, seeing
from explorer.graph.text import from_text

MOST_VALUES = 10**15


@dataclass(frozen=True, slots=True)
class Row(Facts):
    """One layer of a report, with the working behind its numbers."""

    @property
    def working(self) -> dict[str, Working]:
        """The formulas behind ``shape``, ``params``, ``macs``, ``memory`` and ``field``, with the values in them."""
        return working(self)

    def working_in(self, letters: Letters) -> dict[str, Working]:
        """Return the same with the letters of torch or of lectures, see `explorer.graph.latex`."""
        return working(self, letters)


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
    sides, readers = tuple(input_shape[1:]), graph.readers
    rows = []
    for node in graph.nodes:
        sources = node.inputs
        row = _row(node, tuple([shapes[name] for name in sources]), tuple([sights[name] for name in sources]), sides,
                   aside=len(readers[sources[0]]) > 1)
        if row.error and not partial:
            raise ShapeError(row.error.template, **row.error.values)
        shapes[node.name], sights[node.name] = row.output_shape, row.sight
        rows.append(row)
    return Report(graph, tuple(input_shape), tuple(rows))


def _row(node: Node, inputs: tuple[Shape | None, ...], sights: tuple[Sight, ...], sides: Shape, *,
         aside: bool) -> Row:
    known = tuple([shape for shape in inputs if shape is not None])
    if len(known) < len(inputs):
        return Row(node, known, None, Counts(), Sight(None, None), sights)
    try:
        shape, cost, sees = _facts(node.layer, known)
        sight = sees(sights, sides, aside)
    except ExplorerError as error:
        named = Message(error.message.template, {**error.message.values, "layer": node.name})
        return Row(node, known, None, Counts(), Sight(None, None), sights, named)
    row = Row(node, known, shape, cost, sight, sights)
    return row if node.takes is None or node.takes == row.arrives else replace(row, error=_misfit(row))


def _misfit(row: Row) -> Message:
    """Return what is wrong where code gives a layer another number of inputs than arrive; the shape is known still."""
    shape, takes, values = row.input_shape, row.node.takes or 0, prod(row.input_shape)
    given = {"layer": row.name, "takes": takes, "shape": shape_text(shape), "arrives": row.arrives}
    if row.layer.family == "linear" and len(shape) > 1 and takes == values:
        return message("{layer} is written for {takes:,} values, which are all of {shape}, but they are not in one "
                       "row. Put a flatten before it.", **given)
    if row.layer.family == "linear" and len(shape) > 1:
        return message("{layer} is written for {takes:,} values, but receives maps of {shape}: {values:,} values in "
                       "all. Put a flatten before it and write {values:,}.", **given, values=values)
    if isinstance(row.layer, Unread):
        return message("{layer} gives {takes:,} values another shape, but {arrives:,} arrive. Give it sides whose "
                       "product is {arrives:,}.", **given)
    if row.layer.family in ("linear", "reshape") or isinstance(row.layer, LayerNorm):
        return message("{layer} is written for {takes:,} values, but {arrives:,} arrive. Write {arrives:,}.", **given)
    return message("{layer} is written for {takes:,} channels, but {arrives:,} arrive. Write {arrives:,}.", **given)


@lru_cache(maxsize=4096)
def _facts(layer: Layer, inputs: tuple[Shape, ...]) -> tuple[Shape, Counts, Seeing]:
    """Return output shape, cost and way of seeing; kept, since networks repeat layers and sliders networks."""
    shape = output_shape(layer, inputs)
    if prod(shape) > MOST_VALUES:
        raise ShapeError("{layer} would give {shape}, which no computer keeps. Use fewer channels or smaller strides.",
                         layer=type(layer).__name__, shape=shape_text(shape))
    return shape, counts(layer, inputs, shape), seeing(layer, inputs, shape)
