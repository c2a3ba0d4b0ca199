"""Blocks that a network repeats: what a picture of 500 layers folds so that it fits on a screen.

A *unit* is a stretch of layers with one way in and one way out: a convolution with its batch norm and activation, or
a residual or inception block. Units that are alike and follow each other make a *run*: ``layer3`` of ResNet-34 is a run
of 6. Blocks of a run may differ in their widths where they end in a concat, and in the 1 × 1 convolution that the skip
of a stage's first block goes through.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from explorer.graph.graph import Node
from explorer.graph.layers.base import Layer
from explorer.graph.layers.incomplete import given_to, kind_of
from explorer.graph.report import Report
from explorer.graph.shapes import Shape
from explorer.graph.stages import spans

LONGEST_PERIOD = 12
"""Most units of what a run repeats."""


@dataclass(frozen=True, slots=True)
class Block:
    """Layers that a picture may show as one volume. ``parts``: what a run repeats; empty for a single block.

    ``is_plain``: nothing branches in it, so that as one volume it would save little; runs fold all the same.
    """

    layers: tuple[str, ...]
    parts: tuple[Block, ...] = ()
    is_plain: bool = False

    @property
    def id(self) -> str:
        """Return a name that no layer has, as names of layers hold no colon."""
        return f"{'run' if self.parts else 'block'}:{self.layers[0]}"

    @property
    def name(self) -> str:
        """Return the name of the last layer, whose output is that of the block."""
        return self.layers[-1]

    @property
    def times(self) -> int:
        """Return how often its part stands in it."""
        return max(1, len(self.parts))

    @property
    def label(self) -> str:
        """Return what it is called in the network's code: ``layer3``, ``inception4a–e``; "" where names say nothing."""
        shared = "" if self.is_plain or all(part.is_plain for part in self.parts or [self]) else _shared(self.layers)
        first, last = (self.parts[0].label, self.parts[-1].label) if self.parts and not shared else ("", "")
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
        return f"{first}–{last[alike:]}" if first and last else shared


def blocks(report: Report) -> tuple[Block, ...]:
    """Return runs, blocks and plain units, in order; every layer is part of exactly one."""
    units = [_Unit(report, names) for names in _units(report)]
    found: list[Block] = []
    place = 0
    while place < len(units):
        period, times = _run_at(units, place)
        end = place + period * times
        if times > 1:
            parts = tuple(_block(report, units[start:start + period]) for start in range(place, end, period))
            found.append(Block(tuple(name for part in parts for name in part.layers), parts))
        else:
            found.append(_block(report, units[place:end]))
        place = end
    return tuple(found)


def folded(found: Sequence[Block], *, selected: str | None, opened: Collection[str] = ()) -> list[str | Block]:
    """Return what a picture shows: names of layers, and blocks as one volume each.

    Args:
        found: by `blocks`.
        selected: a layer; the block it is in is always unfolded, and a run falls into what comes before and after.
        opened: ids of the blocks and runs that have been unfolded.
    """
    return [piece for block in found for piece in _shown(block, selected, opened)]


def whole_id(found: Sequence[Block], shown: str) -> str | None:
    """Return the id of the run or block that ``shown``, the id of what a picture shows, is part of; None: of none."""
    kind, _, first = shown.partition(":")
    for block in found:
        if first in block.layers:
            return block.id if kind == "run" or not block.parts else next(
                part.id for part in block.parts if first in part.layers)
    return None


def _shown(block: Block, selected: str | None, opened: Collection[str]) -> list[str | Block]:
    if not block.parts:
        return list(block.layers) if block.is_plain or selected in block.layers or block.id in opened else [block]
    if block.id in opened:
        return [piece for part in block.parts for piece in _shown(part, selected, opened)]
    place = next((place for place, part in enumerate(block.parts) if selected in part.layers), None)
    if place is None:
        return [block]
    before, after = block.parts[:place], block.parts[place + 1:]
    return [*_rest(before, opened), *_shown(block.parts[place], selected, opened), *_rest(after, opened)]


def _rest(parts: tuple[Block, ...], opened: Collection[str]) -> list[str | Block]:
    if len(parts) > 1:
        return [Block(tuple(name for part in parts for name in part.layers), parts)]
    return [piece for part in parts for piece in _shown(part, None, opened)]


class _Unit:
    """What is compared of a unit."""

    def __init__(self, report: Report, names: Sequence[str]) -> None:
        graph = report.graph
        place = graph.places[names[0]]
        nodes = [graph[name] for name in names]
        self.names = tuple(names)
        self.shape: Shape | None = report[names[-1]].output_shape
        self.exact = tuple((node.layer, _offsets(report, node, place)) for node in nodes)
        self.kinds = [_kind(node.layer) for node in nodes]
        self.merges = [kind_of(node.layer).stem for node in nodes if node.layer.several_inputs]
        self.part = part_of(names)

    def repeats(self, other: _Unit) -> bool:
        """Say whether both are equal and hand on the same shape."""
        return self.exact == other.exact and self.shape == other.shape

    def is_like(self, other: _Unit) -> bool:
        """Say whether both are blocks of one kind."""
        if self.shape is None or other.shape is None or not (self.merges or other.merges):
            return False
        narrow = "cat" in self.merges and "cat" in other.merges
        short, long = sorted((self.kinds, other.kinds), key=len)
        same_shape = self.shape[1:] == other.shape[1:] if narrow else self.shape == other.shape
        named = bool(self.part) and self.part.rpartition(".")[0] == other.part.rpartition(".")[0]
        return same_shape and (self.merges == other.merges or named) and _is_within(short, long)


def part_of(names: Sequence[str]) -> str:
    """Return the numbered part of a network that all names lie in, ``layer1.0`` or ``features.1.0``, or ""."""
    found = {_numbered(name) for name in names}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def _numbered(name: str) -> str:
    parts = name.split(".")
    first = next((place for place, part in enumerate(parts) if part.isdigit()), len(parts))
    after = next((place for place in range(first, len(parts)) if not parts[place].isdigit()), None)
    return "" if after is None else ".".join(parts[:after])


def _units(report: Report) -> list[list[str]]:
    """Return stretches of layers, each with the normalisation and activation behind it; numbered parts stay whole."""
    units: list[list[str]] = []
    for span in spans(report.graph):
        adapts = len(span) == 1 and report[span[0]].layer.family in ("normalisation", "activation")
        part = part_of(span)
        if units and (adapts or (part and part == part_of(units[-1]))):
            units[-1] = [*units[-1], *span]
        else:
            units.append(span)
    return units


def _run_at(units: Sequence[_Unit], place: int) -> tuple[int, int]:
    """Return how many units are repeated from ``place`` on, and how often: what takes most units, then the shortest."""
    times = 1
    while place + times < len(units) and units[place].is_like(units[place + times]):
        times += 1
    best = (1, times)
    for period in range(1, min(LONGEST_PERIOD, (len(units) - place) // 2) + 1):
        times = 1
        while _is_equal(units, place, place + times * period, period):
            times += 1
        if times > 1 and times * period > best[0] * best[1]:
            best = (period, times)
    return best


def _is_equal(units: Sequence[_Unit], one: int, other: int, period: int) -> bool:
    return other + period <= len(units) and all(
        units[one + step].repeats(units[other + step]) for step in range(period))


def _block(report: Report, units: Sequence[_Unit]) -> Block:
    names = tuple(name for unit in units for name in unit.names)
    heavy = sum(report[name].layer.family in ("convolution", "linear", "pooling") for name in names)
    branches = any(unit.merges for unit in units) and 2 * len(names) <= len(report.graph)
    return Block(names, is_plain=not branches and not (units[0].part and heavy > 1 and len(units) == 1))


def _offsets(report: Report, node: Node, place: int) -> tuple[int, ...]:
    """Return what a node reads, counted from the first of its unit; from outside all is one."""
    return tuple(max(-1, report.graph.places.get(source, -1) - place) for source in node.inputs)


@lru_cache(maxsize=4096)
def _kind(layer: Layer) -> tuple[str, object, object]:
    given = given_to(layer)
    return kind_of(layer).__name__, given.get("kernel_size"), given.get("dilation")


def _is_within(short: Sequence[object], long: Sequence[object]) -> bool:
    """Say whether ``short`` is ``long`` with some of it left out."""
    rest = iter(long)
    return all(one in rest for one in short)


def _shared(names: Sequence[str]) -> str:
    """Return what all names begin with, up to a dot."""
    split = [name.split(".") for name in names]
    count = 0
    while all(len(parts) > count + 1 and parts[count] == split[0][count] for parts in split):
        count += 1
    return ".".join(split[0][:count])
