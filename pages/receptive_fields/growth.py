"""How fields grow through the open network: chart, table and working, and where two conventions part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import streamlit as st

from explorer import figures
from explorer.figures import Kind
from explorer.graph import Report, Row, Working, analyse, centre, field_lessons, receptive_field
from pages.receptive_fields.scene import Scene
from pages.receptive_fields.state import state
from pages.ui.components.chart import plot
from pages.ui.components.layer_table import clicked_cell, field_text, number_table, sees_text
from pages.ui.errors import plain
from pages.ui.pickers.network import Opened
from pages.ui.text import _, formula, say
from pages.ui.words import help_of

TABLE, PICKED = "rf_table", "rf_picked"
COLUMNS = ("name", "field", "jump", "centre", "share")


def take_table_click(report: Report) -> None:
    """Select the layer that was clicked in the table, and note whose working is open."""
    clicked = clicked_cell(TABLE, report.graph.places, COLUMNS)
    if clicked:
        state.change(layer=clicked[0])
        if clicked[1] != "name":
            st.session_state[PICKED] = clicked[1]


def field_table(report: Report, rows: Sequence[Row], layer: str) -> None:
    """Show a row per layer; every number can be picked. ``layer`` is the selected one."""
    columns = [(_("Layer"), _("Click a layer to see its units")),
               (_("Receptive field (px)"), help_of("Receptive field")),
               (_("Step j (px)"), _("From the field of one unit to that of its neighbour: all strides so far, "
                                         "multiplied")),
               (_("First centre (px)"), _("Where the middle of the first unit's field lies; 0 is the first pixel")),
               (_("Share of the photo"), _("How much of the photo a unit in the middle sees"))]
    number_table({
        "words": {"name": _("Layers and what their units see")}, "totals": [], "selected": layer,
        "columns": [{"id": name, "title": title, "help": told}
                    for name, (title, told) in zip(COLUMNS, columns, strict=True)],
        "picked": st.session_state.get(PICKED, "field"), "rows": [_row(row, report.input_shape) for row in rows]},
        key=TABLE)


def _row(row: Row, input_shape: tuple[int, ...]) -> dict[str, Any]:
    assert row.local_field is not None
    seen = receptive_field.share(row, input_shape)
    cells = [row.name, field_text(row), f"{float(row.local_field.jump):g}",
             f"{row.local_field.start:g}".replace("-", "−"), f"{100 * seen:.3g} %"]
    return {"name": row.name, "kind": row.layer.family, "known": True, "wrong": False, "cells": cells,
            "shares": {"share": seen}, "told": {"field": sees_text(row)} if row.sees_all else {}}


def field_working(report: Report, row: Row) -> None:
    """Show how the numbers of a layer come about, the picked one first."""
    maker = receptive_field.made_by(report, row)
    found = {"field": maker.working["field"], "centre": centre(maker)}
    picked = st.session_state.get(PICKED, "field")
    template = _("**{layer}** sees {what}") if maker is row else _("**{layer}** sees {what}, as **{maker}** does")
    with st.container(border=True):
        st.markdown(template.format(layer=plain(row.name), what=sees_text(row), maker=plain(maker.name)))
        if picked == "share":
            st.markdown(formula(_share_line(row, report.input_shape)))
        for name in ("centre", "field") if picked == "centre" else ("field", "centre"):
            _show(found[name])


def _show(working: Working | None) -> None:
    if working:
        lines = "  \n".join(map(formula, working.lines))
        st.markdown(f":small[:gray[{plain(say(working.says))}]]\n\n{lines}")


def _share_line(row: Row, input_shape: tuple[int, ...]) -> str:
    sides = list(zip(row.fields or (), input_shape[1:], strict=True))
    over = r" \cdot ".join(rf"\min({field.size}, {side})" for field, side in sides)
    under = r" \cdot ".join(str(side) for _field, side in sides)
    return rf"\frac{{{over}}}{{{under}}} = {100 * receptive_field.share(row, input_shape):.3g}\,\%"


CHART, SCALE, ALL = "rf_growth", "rf_scale", "rf_all"
MOST_TICKS, CHARS = 11, 46
"""Names below the chart, and letters in all of them, that have room on a phone."""
WINDOWS = ("convolution", "pooling")


def growth(scene: Scene) -> None:
    """Show the chart, and under it the table with the working beside it."""
    report, layer = scene.opened.report, scene.looking.layer
    rows = [row for row in report if row.fields and (row.layer.family in WINDOWS or row.name == layer)]
    if not rows:
        st.caption(_("No layer of this network has a field: its values stand in rows that have lost their places."))
        return
    wide, narrow = st.columns([0.66, 0.34], gap="medium")
    with narrow:
        st.markdown(_passing(report))
        scale = _scale_picker()
        _two_strides(report)
    with wide:
        _chart(scene.opened, rows, layer, log=scale == "log")
    wide, narrow = st.columns([0.66, 0.34], gap="medium")
    with wide:
        whole = st.toggle(_("All layers"), key=ALL, help=_("Also those that see what the one before them sees"))
        field_table(report, [row for row in report if row.fields] if whole else rows, layer)
    with narrow:
        if layer in report.graph.places and report[layer].fields:
            field_working(report, report[layer])


def _passing(report: Report) -> str:
    """Return where fields become larger than the photo."""
    row, side = receptive_field.first_beyond(report), " × ".join(map(str, report.input_shape[1:]))
    whole = receptive_field.first_global(report)
    if whole is not None:
        return _passing_by_branch(report, whole, side)
    if row is None:
        return _("No field of this network is larger than the photo ({side} px).").format(side=side)
    return _("From **{layer}** on, a field ({size} px) is larger than the photo ({side} px): hollow points.").format(
        layer=plain(row.name), size=field_text(row), side=side)


def _passing_by_branch(report: Report, whole: Row, side: str) -> str:
    """Return from where on each unit sees the whole photo, and how far the convolutions alone reach."""
    last = field_lessons.last_field(report)
    told = _("From **{layer}** on, each unit sees the whole photo ({side} px): a branch takes the mean of each whole "
             "map and hands it to every place (squeeze and excitation). The chart shows the field of the convolutions "
             "alone; at **{last}** it is {size} px.")
    return told.format(layer=plain(whole.name), side=side, last=plain(last.name if last else whole.name),
                       size=f"{last.local_field.size:,}" if last and last.local_field else "–")


def _scale_picker() -> str:
    names = {"linear": _("Linear"), "log": _("Logarithmic")}
    chosen = st.segmented_control(_("Scale of the chart"), list(names), default="linear", key=SCALE, required=True,
                                  format_func=names.__getitem__, persist_state="session")
    return chosen or "linear"


def _chart(opened: Opened, rows: Sequence[Row], layer: str, *, log: bool) -> None:
    names, side = [row.name for row in rows], max(opened.report.input_shape[1:])
    kinds = cast("list[Kind]", [row.layer.family for row in rows])
    whole = {place for place, row in enumerate(rows) if row.sees_all}
    texts = figures.FieldTexts(
        axis=_("Side of the field, px") if not whole else _("Convolutions alone, px"),
        image=_("photo: {side} px").format(side=side), beyond=_(", larger than the photo"),
        whole=_("; with the branch, the whole photo"), whole_from=_("from here on: the whole photo"))
    figure = figures.field_growth(names, kinds, [row.local_field.size if row.local_field else 1 for row in rows],
                                  side=side, log=log, selected=layer, ticks=_ticks(opened, names), texts=texts,
                                  whole=whole)
    plot(figure, key=CHART, selection_mode="points",
         on_select=lambda: _pointed(names), alt=_("Receptive field of each layer as points"))


def _ticks(opened: Opened, names: Sequence[str]) -> dict[int, str]:
    """Return the main steps by the place of their middle layer in the chart, as many as can be read."""
    found: dict[int, str] = {}
    for stage in opened.stages:
        inside = [place for place, name in enumerate(names) if name in stage.layers]
        middle = inside[len(inside) // 2] if inside else -1
        last = max(found, default=-len(names))
        chars = (len(found.get(last, "")) + len(stage.label)) / 2 + 1
        if middle - last > len(names) * max(1 / MOST_TICKS, chars / CHARS):
            found[middle] = stage.label
    return found


def _pointed(names: Sequence[str]) -> None:
    """Open the layer whose point was clicked."""
    points = st.session_state[CHART].selection.point_indices
    if points and 0 <= points[0] < len(names):
        state.change(layer=names[points[0]])


def _two_strides(report: Report) -> None:
    """Explain why books give other fields for a network with bottlenecks."""
    moved = field_lessons.strides_moved(report.graph)
    both = (report, analyse(moved, report.input_shape)) if moved else ()
    here, there = map(field_lessons.last_field, both) if both else (None, None)
    if here and there and here.local_field and there.local_field:
        st.info(_("**{here} px or {there} px?** {layer} sees {here} px here: as in torchvision, blocks take their "
                  "strides in the 3 × 3 convolution. In the first ResNets, which books and papers mean, they take them "
                  "in the 1 × 1 convolution before it, and the same layer sees {there} px.").format(
                      here=f"{here.local_field.size:,}", there=f"{there.local_field.size:,}", layer=plain(here.name)),
                icon=":material/swap_horiz:")
