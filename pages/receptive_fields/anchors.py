"""What a cell of a detector sees, against the size of the things that it answers for."""

from __future__ import annotations

import streamlit as st

from explorer import figures, networks
from explorer.graph import shape_text
from pages.receptive_fields.scene import Scene
from pages.receptive_fields.state import state
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.errors import plain
from pages.ui.pickers.network import title
from pages.ui.text import _

DETECTORS = ("bundled/detect", "torchvision/ssdlite320_mobilenet_v3_large")


def anchors(scene: Scene) -> None:
    """Show fields, steps and boxes of each map that puts out boxes, or offer to open a network that has some."""
    levels = networks.anchor_levels(scene.opened.network)
    if not levels:
        st.caption(_("Only networks that find boxes answer for things of certain sizes. Open one to see how far its "
                     "cells see against how large these things are."))
        _offer(scene.looking.network)
        return
    _why_early(levels)
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        _chart(scene, levels)
    with right:
        _numbers(levels)
        _remarks(scene, levels)


def _offer(opened: str) -> None:
    known = {entry.name for entry in networks.catalogue()} - {opened}
    with st.container(horizontal=True, gap="small"):
        for place, name in enumerate(name for name in DETECTORS if name in known):
            st.button(title(name), key=f"rf_anchors_{place}", icon=":material/arrow_upward:", on_click=state.change,
                      kwargs={"network": name})


def _why_early(levels: tuple[networks.AnchorLevel, ...]) -> None:
    first, last = levels[0], levels[-1]
    if len(levels) == 1:
        st.markdown(_("A cell can only answer for what it sees: its field of {field} px must hold the largest box that "
                      "it begins with, {most:.0f} px. And small things must not share a cell: cells lie {stride:.0f} "
                      "px apart, the smallest box is {least:.0f} px.").format(
                          field=first.field, most=first.sides[1], stride=first.stride, least=first.sides[0]))
        return
    st.markdown(_("Why small boxes live on early maps: there cells lie close, every {near:.0f} px, so that two small "
                  "things ({small:.0f} px) rarely share one, and a small field does. On the last map cells lie "
                  "{far:.0f} px apart, and see far enough for things of {large:.0f} px: whoever answers for a thing "
                  "must see all of it, borders included.").format(
                      near=first.stride, small=first.sides[0], far=last.stride, large=last.sides[1]))


def _chart(scene: Scene, levels: tuple[networks.AnchorLevel, ...]) -> None:
    side = min(scene.opened.network.input_shape[1:])
    texts = figures.AnchorTexts(axis=_("px of the input"), field=_("Field of a cell"), anchors=_("Its boxes"),
                                stride=_("From cell to cell"), picture=_("the picture: {side} px").format(side=side))
    figure = figures.anchor_chart(
        [shape_text(level.cells) for level in levels], [level.field for level in levels],
        [level.stride for level in levels], [level.sides for level in levels], side=side, texts=texts)
    told = "; ".join(_("{cells} cells: field {field} px, boxes {least:.0f} to {most:.0f} px, {stride:.0f} px "
                       "apart").format(cells=shape_text(level.cells), field=level.field, least=level.sides[0],
                                       most=level.sides[1], stride=level.stride) for level in levels)
    plot(figure, key="rf_anchors_chart", alt=told)


def _numbers(levels: tuple[networks.AnchorLevel, ...]) -> None:
    table([{_("Cells"): shape_text(level.cells), _("Field, px"): f"{level.field:,}",
            _("Boxes, px"): f"{level.sides[0]:.0f}–{level.sides[1]:.0f}",
            _("Field / largest box"): f"{level.covered:.1f}", _("Smallest box / step"): f"{level.apart:.1f}"}
           for level in levels], name=_("Fields and boxes of each map"))


def _remarks(scene: Scene, levels: tuple[networks.AnchorLevel, ...]) -> None:
    layer = next((level for level in levels if level.layer == scene.looking.layer), None)
    if layer is None:
        with st.container(horizontal=True, gap="small"):
            for place, level in enumerate(levels):
                st.button(shape_text(level.cells), key=f"rf_anchor_level_{place}", icon=":material/arrow_upward:",
                          help=_("Open {layer} above").format(layer=plain(level.layer)), on_click=state.change,
                          kwargs={"layer": level.layer})
    st.caption(_("A field here is what windows reach. What a cell really looks at is smaller, most of it in the "
                 "middle: open a layer above and compare. So a field is made two or three times as large as the "
                 "largest box."))
    if any(scene.opened.report[level.layer].sees_all for level in levels):
        st.caption(_("Squeeze and excitation hands the mean of the whole picture to every cell, too; it says what is "
                     "there, not where."))
