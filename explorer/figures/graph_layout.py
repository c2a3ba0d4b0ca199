"""Where the nodes of a network stand: columns from left to right, lanes for branches, and the lines between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Route = Literal["straight", "join", "fork", "arc"]
_OPEN = 1 << 30


@dataclass(frozen=True, slots=True)
class Line:
    """A connection. ``join``: along the lane of its source, then into another; ``fork``: at once into a new lane."""

    source: int
    target: int
    route: Route


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Columns and lanes of nodes, by index, and the lines between them. Lane 0 is the main one."""

    columns: list[int]
    lanes: list[int]
    lines: list[Line]


def arrange(inputs: Sequence[Iterable[int]]) -> Arrangement:
    """Place each node one column behind the last of its inputs, and each branch in a lane of its own.

    Args:
        inputs: per node the indices of the nodes it reads, all smaller than its own.
    """
    columns = _columns(inputs)
    desk = _Lanes(columns, _unread(inputs))
    for node, sources in enumerate(inputs):
        desk.place(node, list(dict.fromkeys(sources)))
    return Arrangement(columns, desk.lanes, desk.lines)


def _columns(inputs: Sequence[Iterable[int]]) -> list[int]:
    columns: list[int] = []
    for sources in inputs:
        columns.append(1 + max((columns[source] for source in sources), default=-1))
    return columns


def _unread(inputs: Sequence[Iterable[int]]) -> set[int]:
    return set(range(len(inputs))) - {source for sources in inputs for source in sources}


@dataclass(slots=True)
class _Lanes:
    """Hands each lane on from a node to the first that reads it, and takes it back where a branch ends."""

    columns: list[int]
    unread: set[int]
    lanes: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    free_from: list[int] = field(default_factory=list)
    holders: set[int] = field(default_factory=set)

    def place(self, node: int, sources: list[int]) -> None:
        ending = sorted((source for source in sources if source in self.holders), key=self.lanes.__getitem__)
        lane = self.lanes[ending[0]] if ending else self._free_lane(self.columns[node])
        self.lanes.append(lane)
        self.lines += [Line(source, node, self._route(source, node, ending)) for source in sources]
        for source in ending:
            self.holders.remove(source)
            self.free_from[self.lanes[source]] = self.columns[node]
        self.free_from[lane] = _OPEN
        self.holders.add(node)
        if node in self.unread:
            self.holders.remove(node)
            self.free_from[lane] = self.columns[node] + 1

    def _free_lane(self, column: int) -> int:
        for lane, free_from in enumerate(self.free_from):
            if free_from <= column:
                return lane
        self.free_from.append(_OPEN)
        return len(self.free_from) - 1

    def _route(self, source: int, node: int, ending: list[int]) -> Route:
        if source in ending:
            return "straight" if self.lanes[source] == self.lanes[node] else "join"
        return "fork" if self.columns[node] == self.columns[source] + 1 else "arc"
