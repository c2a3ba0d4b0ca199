"""The working behind a number: the formula, typeset, with the values in it, and the convention it follows."""

from __future__ import annotations

import streamlit as st

from explorer.errors import Message
from explorer.graph import INPUT, PRESETS, Convention, Report, Row, Working, advice, shape_text
from explorer.runtime import size_text
from pages.ui.components.layer_table import sees_text
from pages.ui.errors import plain, show
from pages.ui.text import _, formula, say

ORDER = ("params", "shape", "macs", "memory", "field")
SHOWN = 2
NOTES = 2


def working_card(report: Report, convention: Convention, *, selected: str, picked: str) -> None:
    """Show how the picked number of the selected layer comes about."""
    with st.container(border=True):
        if selected == INPUT:
            st.markdown(_("**input**  \nClick a number in the table to see how it comes about."))
        else:
            row = report[selected]
            st.markdown(_working_text(row, convention, picked) if row.output_shape is not None
                        else _reason(row, report))


def teachers_notes(report: Report, *, selected: str, preset: str | None) -> None:
    """Show what a teacher would say: of the network that was opened, then of the selected layer, then of others."""
    found = sorted(advice(report), key=lambda piece: piece.node != selected)
    wrong = [piece.message for piece in found if piece.weight == "wrong"]
    notes = [piece.message for piece in found if piece.weight == "note"]
    if report.error and report.error.values.get("layer") != selected:
        show(report.error)  # beside the controls only while its layer is selected
    if wrong:
        st.warning(_paragraphs(wrong), icon=":material/warning:")
    if preset:
        notes = [PRESETS[preset].note, *notes]
    if notes:
        st.info(_paragraphs(notes), icon=":material/lightbulb:")


def _paragraphs(messages: list[Message]) -> str:
    return "\n\n".join(plain(say(message)) for message in messages[:NOTES])


def _reason(row: Row, report: Report) -> str:
    """Return why a layer has no numbers: what is wrong with it, or the layer whose fault it waits for."""
    if row.error:
        return _("**{name}** cannot be computed.").format(name=row.name) + f"\n\n{plain(say(row.error))}"
    first = next((other.name for other in report if other.error), row.name)
    return _("**{name}** cannot be computed yet. It waits for **{first}**.").format(name=row.name, first=first)


def _working_text(row: Row, convention: Convention, picked: str) -> str:
    found = row.working_in(convention.letters)
    first = picked if picked in found else "params"
    order = [first, *(quantity for quantity in ORDER if quantity in found and quantity != first)][:SHOWN]
    return "\n\n".join(_one(row, quantity, found[quantity], convention) for quantity in order)


def _one(row: Row, quantity: str, working: Working, convention: Convention) -> str:
    lines = (*working.lines, *_converted(row, quantity, convention))
    formulas = "  \n".join(map(formula, lines))
    return f"**{row.name}: {_result(row, quantity, convention)}**  \n:small[:gray[{say(working.says)}]]\n\n{formulas}"


def _result(row: Row, quantity: str, convention: Convention) -> str:
    if quantity == "params":
        return (_("{count} parameter") if row.params == 1 else _("{count} parameters")).format(count=f"{row.params:,}")
    if quantity == "macs":
        return _operations(convention.operations(row.counts), convention)
    if quantity == "memory":
        return size_text(row.activation_bytes, convention.memory)
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
