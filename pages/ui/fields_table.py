"""The table of fields through a network, and the working behind each of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer.graph import Report, Row, Working
from explorer.graph.formulas import centre
from explorer.graph.receptive_field import made_by, share
from pages.receptive_fields import state as fields_state
from pages.ui.errors import plain
from pages.ui.components.layer_table import clicked_cell, field_text, number_table
from pages.ui.text import _, say

TABLE, PICKED = "rf_table", "rf_picked"
COLUMNS = ("name", "field", "jump", "centre", "share")


def take_table_click(report: Report) -> None:
    """Select the layer that was clicked in the table, and note whose working is open."""
    clicked = clicked_cell(TABLE, report.graph.places, COLUMNS)
    if clicked:
        fields_state.change(layer=clicked[0])
        if clicked[1] != "name":
            st.session_state[PICKED] = clicked[1]


def field_table(report: Report, rows: Sequence[Row], layer: str) -> None:
    """Show a row per layer; every number can be picked. ``layer`` is the selected one."""
    columns = [(_("Layer"), _("Click a layer to see its units")),
               (_("Field (px)"), _("Side of what one unit sees")),
               (_("Jump (px)"), _("Distance between the fields of neighbours")),
               (_("Centre (px)"), _("Centre of the first unit's field; 0 is the first pixel")),
               (_("Share"), _("Share of the photo that a unit in the middle sees"))]
    number_table({
        "words": {"name": _("Layers and what their units see")}, "totals": [], "selected": layer,
        "columns": [{"id": name, "title": title, "help": told}
                    for name, (title, told) in zip(COLUMNS, columns, strict=True)],
        "picked": st.session_state.get(PICKED, "field"), "rows": [_row(row, report.input_shape) for row in rows]},
        key=TABLE)


def _row(row: Row, input_shape: tuple[int, ...]) -> dict[str, Any]:
    assert row.field is not None
    seen = share(row, input_shape)
    cells = [row.name, field_text(row), f"{float(row.field.jump):g}", f"{row.field.start:g}".replace("-", "−"),
             f"{100 * seen:.3g} %"]
    return {"name": row.name, "kind": row.layer.family, "known": True, "wrong": False, "cells": cells,
            "shares": {"share": seen}}


def field_working(report: Report, row: Row) -> None:
    """Show how the numbers of a layer come about, the picked one first."""
    maker = made_by(report, row)
    found = {"field": maker.working["field"], "centre": centre(maker)}
    picked = st.session_state.get(PICKED, "field")
    template = _("**{layer}** sees {size} px") if maker is row else _("**{layer}** sees {size} px, as **{maker}** does")
    with st.container(border=True):
        st.markdown(template.format(layer=plain(row.name), size=field_text(row), maker=plain(maker.name)))
        if picked == "share":
            st.markdown(_formula(_share_line(row, report.input_shape)))
        for name in ("centre", "field") if picked == "centre" else ("field", "centre"):
            _show(found[name])


def _show(working: Working | None) -> None:
    if working:
        lines = "  \n".join(map(_formula, working.lines))
        st.markdown(f":small[:gray[{plain(say(working.says))}]]\n\n{lines}")


def _formula(line: str) -> str:
    return rf"$\small\displaystyle {line}$"


def _share_line(row: Row, input_shape: tuple[int, ...]) -> str:
    sides = list(zip(row.fields or (), input_shape[1:], strict=True))
    over = r" \cdot ".join(rf"\min({field.size}, {side})" for field, side in sides)
    under = r" \cdot ".join(str(side) for _field, side in sides)
    return rf"\frac{{{over}}}{{{under}}} = {100 * share(row, input_shape):.3g}\,\%"
