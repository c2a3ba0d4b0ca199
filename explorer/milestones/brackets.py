"""Layers of a part of a network in one cell of a table: one per line, what repeats in brackets with a factor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from explorer.errors import N_, Message, message
from explorer.graph import Report, Row

NONE = "–"
Line = str | Message


@dataclass(frozen=True, slots=True)
class Bracket:
    """Layers that stand in one cell, one per line, and how often they are repeated."""

    lines: tuple[Line, ...]
    times: int = 1


Cell = str | int | Message | tuple[Bracket, ...]


def product_text(sides: Sequence[int]) -> str:
    """Return sides with a cross between them: ``28 × 28``."""
    return " × ".join(f"{side:,}" for side in sides)


def joined(report: Report, part_of: Callable[[str], str]) -> dict[str, list[Row]]:
    """Return the rows of each part of a network, in order; ``part_of`` says "" for layers of none."""
    found: dict[str, list[Row]] = {}
    for row in report:
        if part := part_of(row.name):
            found.setdefault(part, []).append(row)
    return found


def runs(report: Report, part_of: Callable[[str], str]) -> list[tuple[str, list[Row]]]:
    """Return stretches of layers that are of one part."""
    return [(part, list(rows)) for part, rows in groupby(report, key=lambda row: part_of(row.name))]


def layers_cell(rows: Sequence[Row], *, strides: bool = True) -> Cell:
    """Return what has a window or weights in some layers, blocks that are alike as one; a dash where nothing has.

    Without ``strides`` a block is like those that it begins, as in tables that name strides in their caption.
    """
    parts = [list(part) for _name, part in groupby(rows, key=lambda row: _block_of(row.name))]
    blocks = [lines for part in parts if (lines := _lines(part, strides=strides or len(_lines(part)) == 1))]
    merged = [Bracket(lines, sum(1 for _ in same)) for lines, same in groupby(blocks)]
    return tuple(merged) or NONE


def _block_of(name: str) -> str:
    """Return the numbered block that a layer is part of: ``layer1.0``, ``features.3.1``, ``block5``."""
    parts = name.split(".")
    if parts[0] == "features" and len(parts) > 3 and parts[2].isdigit():
        return ".".join(parts[:3])
    return parts[0] if len(parts) == 1 else ".".join(parts[:2]) if not parts[0].startswith("block") else parts[0]


def _lines(rows: list[Row], *, strides: bool = True) -> tuple[Line, ...]:
    said: list[Line] = []
    pending = ""
    for row in rows:
        layer: Any = row.layer
        if layer.family not in ("convolution", "pooling", "linear") or "downsample" in row.name:
            continue
        if row.name.endswith(".depthwise"):
            pending = _window(layer, strides=strides)
        elif row.name.endswith(".pointwise") and pending:
            said.append(message(N_("sep {window}, {maps}"), window=pending, maps=f"{layer.out_channels:,}"))
            pending = ""
        else:
            said.append(_line(row, strides=strides))
    return tuple(said)


def _line(row: Row, *, strides: bool) -> Line:
    layer: Any = row.layer
    name = type(layer).__name__
    if layer.family == "linear":
        return message(N_("linear, {values}"), values=f"{layer.out_features:,}")
    if name.startswith("Adaptive"):
        return message(N_("average pooling"))
    if layer.family == "pooling":
        word = N_("max pooling {window}") if "Max" in name else N_("average pooling {window}")
        return message(word, window=_window(layer))
    depthwise = "d" if layer.groups > 1 and layer.groups == layer.out_channels else ""
    text = f"{depthwise}{_window(layer, strides=strides)}, {layer.out_channels:,}"
    return message(N_("skip {layer}"), layer=text) if ".skip." in row.name else text


def _window(layer: Any, *, strides: bool = True) -> str:
    stride = layer.per_axis("stride")[0]
    return "×".join(map(str, layer.per_axis("kernel_size"))) + (f" /{stride}" if strides and stride > 1 else "")
