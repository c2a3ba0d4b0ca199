"""Which place of a network that says where things are is asked about: a pixel, or a cell of a detector."""

from __future__ import annotations

import streamlit as st

from explorer import networks
from explorer.graph import shape_text, stages
from explorer.images import Picture
from pages.attribution.state import state
from pages.ui.pickers.network import Opened
from pages.ui.state.widget import controlled
from pages.ui.text import _

MAP, ROW, COLUMN, BOX = "why_map", "why_row", "why_column", "why_box"


def at_place(opened: Opened, picture: Picture) -> Opened:
    """Return the network up to the scores of the place that is asked about; a network without such as it is.

    Raises:
        ExplorerError: see :func:`explorer.networks.observe`.
    """
    network = opened.network
    if not networks.scored_maps(network):
        return opened
    there = networks.class_at(network, _spot(network, picture))
    report = networks.report_of(there)
    return Opened(there, report, stages(report))


def _spot(network: networks.Network, picture: Picture) -> networks.Spot:
    """Return the place that was asked for, or the one that the network is surest of in this photo."""
    spot = _chosen(network)
    return networks.surest_spot(network, networks.network_input(network, picture).values) if spot is None else spot


def _chosen(network: networks.Network) -> networks.Spot | None:
    """Return the place that was asked for, or None: there is none, or the network does not have it."""
    if not state.now.spot:
        return None
    spot, maps = networks.Spot(*state.now.spot), networks.scored_maps(network)
    if spot.level >= len(maps):
        return None
    (height, width), slots = maps[spot.level].cells, maps[spot.level].slots
    return spot if spot.row < height and spot.column < width and spot.slot < slots else None


def place_picker(opened: Opened, picture: Picture) -> None:
    """Ask for the place: map, row, column and box, as far as there are several."""
    maps = networks.scored_maps(opened.network)
    if not maps or (len(maps) == 1 and maps[0].cells == (1, 1)):
        return
    spot = _spot(opened.network, picture)
    level, row, column, box = spot.level, spot.row, spot.column, spot.slot
    height, width = maps[level].cells
    st.markdown(_("**Which place** :gray[of {cells}]").format(cells=shape_text((height, width))), help=_(
        "The score of one pixel, or of one cell of a detector, is explained: which pixels of the photo spoke for its "
        "class there. The page opens at the place that the network is surest of."))
    if len(maps) > 1:
        st.selectbox(_("Map"), range(len(maps)), format_func=lambda at: _("{cells} cells").format(
            cells=shape_text(maps[at].cells)), **controlled(MAP, level, lambda at: _ask((at, 0, 0, 0))))
    with st.container(horizontal=True, gap="small"):
        st.number_input(_("Row"), 1, height, width=96, **controlled(
            ROW, row + 1, lambda at: _ask((level, at - 1, column, box))))
        st.number_input(_("Column"), 1, width, width=96, **controlled(
            COLUMN, column + 1, lambda at: _ask((level, row, at - 1, box))))
        if maps[level].slots > 1:
            st.number_input(_("Box of the cell"), 1, maps[level].slots, width=96, **controlled(
                BOX, box + 1, lambda at: _ask((level, row, column, at - 1))))
    if state.now.spot:
        st.button(_("The surest place"), key="why_surest", icon=":material/my_location:",
                  on_click=_ask, args=((),))


def _ask(spot: tuple[int, ...]) -> None:
    state.change(spot=spot, target=None)

