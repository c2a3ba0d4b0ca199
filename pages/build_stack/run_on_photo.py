"""The stack with random weights on a photo: the feature maps of the selected layer."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import networks
from explorer.errors import NetworkError
from explorer.figures import Order, sheet
from explorer.graph import INPUT, Report, receptive_field, shape_text, shape_to_text, to_text
from explorer.images import Picture, to_size
from pages.build_stack.state import state
from pages.ui.components import component
from pages.ui.components.field_views import map_view, theory_view
from pages.ui.components.map_sheet import map_sheet
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.text import _, say

SHEET, CHOSEN, LARGEST_SEED = "bs_sheet", "bs_map", 9999
FIELD, UNITS, UNIT = "bs_field", "bs_units", "bs_unit"
PREVIEW = 220  # px


def try_on_photo(report: Report) -> None:
    """Show the section; nothing is computed, and torch is not loaded, until it is opened."""
    section = st.expander(_("Run it on a photo"), icon=":material/photo_camera:", key="bs_run", on_change="rerun")
    if section.open:
        with section, told_to_reader():
            _section(report)


def _section(report: Report) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picture = photo("bs_photo")
        orders: dict[Order, str] = {"index": _("By number"), "mean": _("By mean"), "maximum": _("By maximum"),
                                    "active": _("By active cells")}
        order = st.selectbox(_("Order"), list(orders), format_func=orders.__getitem__, key="bs_order", width=150,
                             label_visibility="collapsed")
        shared = st.toggle(_("One scale for all"), value=True, key="bs_scale")
        seed = st.number_input(_("Seed"), 0, LARGEST_SEED, key="bs_seed", width=150, label_visibility="collapsed",
                               icon=":material/casino:")
    node = _node(report)
    left, right = st.columns([0.235, 0.765], gap="medium")
    with right:
        found = _maps(report, node, picture, seed)
        st.markdown(_("**{layer}**: {maps} with random weights (seed {seed}), so these filters have learned nothing "
                      "yet. {device}").format(layer=node, maps=shape_text(found.values.shape), seed=seed,
                                              device=say(found.where)))
        chosen = _chosen(len(found.values))
        map_sheet(sheet(found.values, order=order, shared_scale=shared, selected=chosen), key=SHEET)
    with left:
        if len(report[node].output_shape or ()) == len(report.input_shape) == 3:
            _field_shown(picture, report, node, found.values[chosen])
        else:
            _input_shown(picture, report)


def _node(report: Report) -> str:
    """Return the layer whose maps are shown: the selected one, or the first."""
    name = state.now.selected if state.now.selected != INPUT or not len(report.graph) else report.rows[0].name
    if name == INPUT:
        raise NetworkError("The stack is empty. Add a layer, and its maps appear here.")
    return name


def _input_shown(picture: Picture, report: Report) -> None:
    shape = report.input_shape
    if len(shape) == 3:
        seen = to_size(picture, *shape[1:])
        scale = max(1, PREVIEW // max(shape[1:]))
        told = _("The photo at {height} × {width} px").format(height=shape[1], width=shape[2])
        st.image(seen.repeat(scale, axis=0).repeat(scale, axis=1), output_format="PNG", width="stretch", caption=told,
                 alt=told)


def _field_shown(picture: Picture, report: Report, node: str, values: NDArray[np.float32]) -> None:
    """Show what one unit of the layer sees of the photo, and the map in which it stands; a click in either pins one."""
    height, width = values.shape
    unit = _unit(height, width)
    fields, whole = report[node].fields, tuple((0, side - 1) for side in report.input_shape[1:])
    theory_view(to_size(picture, *report.input_shape[1:]), unit=unit, grid=(height, width), fields=fields, key=FIELD,
                spans=receptive_field.covers(report, node, unit) if fields else whole,
                overhang=receptive_field.overhang(report, node) if fields else ((0, 0), (0, 0)))
    map_view(values, unit=unit, title=_("{height} × {width} units").format(height=height, width=width), note="",
             key=UNITS)
    st.caption(_("Click the photo or the map: bright is what that unit of {layer} sees.").format(layer=node))


def _unit(height: int, width: int) -> tuple[int, int]:
    """Return row and column of the unit that was clicked last; the middle one of another map."""
    cells = (component.clicked(key, range(height * width)) for key in (FIELD, UNITS))
    cell = next((cell for cell in cells if cell is not None), None)
    if cell is not None:
        st.session_state[UNIT] = (height, width, *divmod(cell, width))
    kept = st.session_state.get(UNIT, ())
    return (kept[2], kept[3]) if kept[:2] == (height, width) else (height // 2, width // 2)


def _maps(report: Report, node: str, picture: Picture, seed: int) -> networks.Maps:
    with st.spinner(_("Computing the maps of {layer}").format(layer=node), show_time=True):

        graph = report.graph.up_to(node)
        network = networks.load(f"stack/{shape_to_text(report.input_shape)}/{to_text(graph)}",
                                seed=min(max(int(seed), 0), LARGEST_SEED))
        if note := networks.input_note(report.input_shape):
            st.caption(say(note))
        return networks.observe(network, picture.pixels, node)


def _chosen(count: int) -> int:
    """Return the map that is shown large: the one clicked last in this layer, else the first."""
    clicked = component.clicked(SHEET, range(count))
    if clicked is not None:
        st.session_state[CHOSEN] = clicked
    chosen = st.session_state.get(CHOSEN, 0)
    return int(chosen) if chosen < count else 0
