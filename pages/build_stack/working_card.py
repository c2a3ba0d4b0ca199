"""The working behind a number: the formula, typeset, with the values in it, and the convention it follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from explorer.errors import Message
from explorer.graph import INPUT, PRESETS, Convention, Report, Row, Working, advice, shape_text
from explorer.runtime import size_text
from pages.build_stack.hints import deeds, mending_deeds
from pages.ui.components.layer_table import sees_text
from pages.ui.mathml import formula_tree
from pages.ui.text import _, say

ORDER = ("params", "value", "shape", "macs", "memory", "field")
SHOWN = 2
NOTES = 2


def working_data(report: Report, convention: Convention, *, selected: str, picked: str) -> list[dict[str, Any]]:
    """Return how the picked number of the selected layer comes about: pieces of a title, a sentence and formulas."""
    if selected == INPUT:
        return [_piece(_("input"), _("Click a number in the table to see how it comes about."))]
    row = report[selected]
    return _workings(row, convention, picked) if row.output_shape is not None else [_reason(row, report)]


def notes_data(report: Report, convention: Convention, *, selected: str, preset: str | None) -> list[dict[str, Any]]:
    """Return what a teacher would say: of the network that was opened, then of the selected layer, then of others.

    ``does``: buttons that do what a note advises, see `hints.deeds`.
    """
    found = sorted(advice(report), key=lambda piece: piece.node != selected)
    # What is wrong with the selected layer stands beside its controls.
    errors = [report.error] if report.error and report.error.values.get("layer") != selected else []
    shown = [_note("error", error, mending_deeds(report)) for error in errors]
    for kind in ("wrong", "note"):
        if kind == "note" and preset:
            shown.append(_note(kind, PRESETS[preset].note))
        pieces = [piece for piece in found if piece.weight == kind][:NOTES]
        shown += [_note(kind, piece.message, deeds(report, piece, convention)) for piece in pieces]
    return shown


def _note(kind: str, said: Message, does: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"kind": kind, "text": say(said), "does": list(does)}


def _piece(title: str, says: str, lines: tuple[str | Message, ...] = ()) -> dict[str, Any]:
    return {"title": title, "says": says, "lines": [formula_tree(line) for line in lines]}


def _reason(row: Row, report: Report) -> dict[str, Any]:
    """Return why a layer has no numbers: what is wrong with it, or the layer whose fault it waits for."""
    if row.error:
        return _piece(_("{name} cannot be computed.").format(name=row.name), say(row.error))
    first = next((other.name for other in report if other.error), row.name)
    return _piece(_("{name} cannot be computed yet. It waits for {first}.").format(name=row.name, first=first), "")


def _workings(row: Row, convention: Convention, picked: str) -> list[dict[str, Any]]:
    found = row.working_in(convention.letters)
    first = picked if picked in found else "params"
    order = [first, *(quantity for quantity in ORDER if quantity in found and quantity != first)][:SHOWN]
    return [_one(row, quantity, found[quantity], convention) for quantity in order]


def _one(row: Row, quantity: str, working: Working, convention: Convention) -> dict[str, Any]:
    return _piece(f"{row.name}: {_result(row, quantity, convention)}", say(working.says),
                  (*working.lines, *_converted(row, quantity, convention)))


def _result(row: Row, quantity: str, convention: Convention) -> str:
    if quantity == "params":
        return (_("{count} parameter") if row.params == 1 else _("{count} parameters")).format(count=f"{row.params:,}")
    if quantity == "macs":
        return _operations(convention.operations(row.counts), convention)
    if quantity == "memory":
        return size_text(row.activation_bytes, convention.memory)
    if quantity == "value":
        return _("what it computes")
    if quantity == "field":
        return _("sees {what}").format(what=sees_text(row))
    return shape_text(row.output_shape or ())


def _operations(count: int, convention: Convention) -> str:
    if convention.operation == "FLOP":
        said = _("{count} FLOP (operation)") if count == 1 else _("{count} FLOPs (operations)")
    else:
        said = _("{count} MAC (multiply-add)") if count == 1 else _("{count} MACs (multiply-adds)")
    return said.format(count=f"{count:,}")


def _converted(row: Row, quantity: str, convention: Convention) -> list[str | Message]:
    """Return the step from multiply-accumulates to the convention the reader chose."""
    if quantity != "macs" or (convention.operation == "MAC" and not convention.bias):
        return []
    factor = r"2 \cdot " if convention.operation == "FLOP" else ""
    bias = f" + {row.counts.bias_adds:,}" if convention.bias else ""
    return [f"{factor}{row.macs:,}{bias} = {convention.operations(row.counts):,}".replace(",", "{,}")]
