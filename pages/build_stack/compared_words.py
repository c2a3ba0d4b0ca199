"""What differs between two stacks, in words and numbers: totals with difference and ratio, and layers with a mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from explorer.graph import (
    Convention,
    Difference,
    Likeness,
    Pair,
    Report,
    Row,
    field_lessons,
    kind_of,
    shape_text,
    with_weights,
)
from explorer.runtime import size_text
from pages.build_stack.beside import beside_report
from pages.build_stack.layer_options import options
from pages.ui.compared import NONE, SAME, ratio_text
from pages.ui.components.layer_table import field_text
from pages.ui.components.stack_strip import label
from pages.ui.text import _, count_text

MINUS = "−"
SIGNS: dict[Likeness, str] = {"same": "=", "resized": "≈", "changed": "≠", "replaced": "⇄", "here": "+", "there": MINUS}


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One number of both stacks. ``difference``: how much more this stack has; ``ratio``: how many times as much."""

    title: str
    here: str
    there: str
    difference: str
    ratio: str

    @property
    def in_short(self) -> str:
        """Return difference and ratio for a sentence."""
        return self.difference if self.ratio in (SAME, NONE) else f"{self.difference} ({self.ratio})"


@dataclass(frozen=True, slots=True)
class LayerRow:
    """Layers that stand in each other's place: a sign and a word for what differs, and each one's name and numbers."""

    sign: str
    word: str
    cells: tuple[tuple[str, str], tuple[str, str]]
    same: bool


def total_rows(found: Difference, convention: Convention) -> list[TotalRow]:
    """Return what both stacks cost and see, parameters and operations first."""
    here, there = found.here, found.there

    def size(count: int) -> str:
        return size_text(count, convention.memory)

    def side(count: int) -> str:
        return _("{size} px").format(size=f"{count:,}")

    flops = convention.operation == "FLOP"
    mine, other = (shape_text(report.output_shape) if report.output_shape else NONE for report in (here, there))
    return [
        _row(_("Parameters"), here.params, there.params, count_text),
        _row(_("FLOPs") if flops else _("MACs"), here.operations(convention), there.operations(convention), count_text),
        _row(_("Memory of the outputs"), here.activation_bytes, there.activation_bytes, size),
        _row(_("Layers"), len(here.rows), len(there.rows), count_text),
        _row(_("Layers with weights"), with_weights(here), with_weights(there), count_text),
        _row(_("Receptive field of the last convolution"), _last_field(here), _last_field(there), side),
        TotalRow(_("Output"), mine, other, SAME if mine == other else SIGNS["changed"], NONE),
    ]


def totals_than(report: Report, convention: Convention, name: str) -> list[str]:
    """Return how much more a network has than the one called ``name``: parameters, operations, memory; or nothing."""
    other = beside_report(name)
    if other is None:
        return []
    return [row.in_short for row in total_rows(Difference(report, other, ()), convention)[:3]]


def _last_field(report: Report) -> int | None:
    row = field_lessons.last_field(report)
    return row.local_field.size if row and row.local_field else None


def _row(title: str, here: int | None, there: int | None, write: Callable[[int], str]) -> TotalRow:
    if here is None or there is None:
        mine, other = (NONE if count is None else write(count) for count in (here, there))
        return TotalRow(title, mine, other, NONE, NONE)
    sign = "+" if here > there else MINUS
    difference = SAME if here == there else f"{sign}{write(abs(here - there))}"
    return TotalRow(title, write(here), write(there), difference, ratio_text(here, there))


def difference_rows(pairs: Iterable[Pair]) -> list[LayerRow]:
    """Return a row per pair."""
    words = _words()
    return [LayerRow(SIGNS[pair.likeness], words[pair.likeness], _cells(pair), pair.likeness == "same")
            for pair in pairs]


def _words() -> dict[Likeness, str]:
    return {"same": _("the same"), "resized": _("other numbers"), "changed": _("changed"),
            "replaced": _("replaced"), "here": _("only here"), "there": _("only there")}


def _cells(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    titles = _titles(pair)
    mine = {name: value for name, value, _other in pair.arguments}
    others = {name: value for name, _mine, value in pair.arguments}
    return _cell(pair.here, mine, titles), _cell(pair.there, others, titles)


def _cell(row: Row | None, arguments: dict[str, Any], titles: dict[str, str]) -> tuple[str, str]:
    """Return a layer's name, and what it is: kind, the arguments that differ, shape, parameters and field."""
    if row is None:
        return "", ""
    said = [f"{titles.get(name, name)}: {_value_text(value)}" for name, value in arguments.items()]
    parts = [label(row.layer), *said]
    if row.output_shape is None:
        return row.name, ", ".join([*parts, _("cannot be computed")])
    parts.append(shape_text(row.output_shape))
    if row.params:
        parts.append((_("{count} parameter") if row.params == 1 else _("{count} parameters")).format(
            count=count_text(row.params)))
    if row.field and row.layer.family in ("convolution", "pooling"):
        parts.append(_("sees {size} px").format(size=field_text(row)))
    return row.name, ", ".join(parts)


def _titles(pair: Pair) -> dict[str, str]:
    row = pair.here or pair.there
    return {option.argument: option.label for option in options(kind_of(row.layer))} if row else {}


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if isinstance(value, tuple):
        return " × ".join("+".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
