"""What stands beside a question: grids of numbers, layers, boxes, curves, pictures. Described, not yet drawn."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.errors import Message

Grid = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A grid of numbers, rows from the top."""

    title: Message
    grid: Grid


@dataclass(frozen=True, slots=True)
class Layers:
    """Layers, one a line, as torch writes them; ``text`` is the network for *Build a stack*."""

    lines: tuple[str, ...]
    shape: tuple[int, ...]
    """Of the input: channels, height, width."""
    text: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes (x1, y1, x2, y2), px, each with a name and a score or None."""

    boxes: tuple[tuple[float, float, float, float], ...]
    names: tuple[str, ...]
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Curves:
    """Values by epoch: of the training pictures and of the held-out ones."""

    title: Message
    training: tuple[float, ...]
    held_out: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FilteredPhoto:
    """A sample photo after one of the classic filters."""

    photo: str
    filter: str


@dataclass(frozen=True, slots=True)
class LayerMap:
    """A map of a layer of a network that comes with the app, on a sample photo."""

    network: str
    photo: str
    layer: str
    channel: int


Shown = Numbers | Layers | Boxes | Curves | FilteredPhoto | LayerMap
