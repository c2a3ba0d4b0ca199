"""Batch norm: ResNet-20 with its batch norms on and off."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer import experiments, figures, networks
from explorer.arrays import Floats
from explorer.images import Picture
from explorer.numbers import number
from pages.layers.norm_state import MOST_CHANNELS, NORM_LAYERS, OFFS
from pages.layers.state import state
from pages.ui.class_names import class_texts
from pages.ui.components import component
from pages.ui.components.chart import plot
from pages.ui.components.class_scores import scores_view
from pages.ui.components.map_sheet import map_sheet
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.text import _

TOP = 4
SMALLEST = 1e-9
SHEETS = ("la_maps_on", "la_maps_off")


def network_part() -> None:
    """Show what a layer hands on and what the network says, with its batch norms on and off."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picture = photo("la_photo")
        titles = {"off": _("nothing at all"), "affine": _("γ and β only")}
        st.segmented_control(_("In the place of every batch norm"), list(OFFS), format_func=titles.__getitem__,
                             required=True, **state.bind("off"), help=_(
                                 "Nothing at all: the identity, each convolution's result is handed on as it is. γ and "
                                 "β only: it is scaled and shifted as trained, but neither mean nor variance is taken "
                                 "out."))
        st.selectbox(_("Look behind"), list(NORM_LAYERS), width=180, **state.bind("layer"))
    with st.spinner(_("Computing")), told_to_reader():
        _both(picture)


def _both(picture: Picture) -> None:
    for key in SHEETS:
        chosen = component.clicked(key, range(MOST_CHANNELS))
        if chosen is not None:
            state.change(channel=chosen)
    now, norms = state.now, experiments.network_norms
    small = norms.small(picture)
    walks = {_("On, as trained"): norms.walk(small, "on"), _("Off"): norms.walk(small, now.off)}
    names = class_texts(networks.architectures.CATEGORIES)
    for place, ((title, walk), column) in enumerate(zip(walks.items(), st.columns(2, gap="medium"), strict=True)):
        with column:
            scores_view([(names[at], float(walk.shares[at]), None) for at in np.argsort(-walk.shares)[:TOP].tolist()],
                        title=title, note="", key=f"la_norm_{place}")
    _spreads({title: walk.spreads for title, walk in walks.items()})
    for place, (walk, column) in enumerate(zip(walks.values(), st.columns(2, gap="medium"), strict=True)):
        with column:
            _layer(walk.outputs[NORM_LAYERS.index(now.layer)], place)


def _layer(values: Floats, place: int) -> None:
    """Show the maps behind a batch norm, and how their values are spread."""
    now = state.now
    map_sheet(figures.sheet(values, limit=16, selected=min(now.channel, len(values) - 1)), key=SHEETS[place],
              note=now.layer)
    plot(figures.histogram(values, high=max(float(abs(values).max()), SMALLEST), signed=True, cells=_("Cells"),
                           value=_("Value behind {layer}").format(layer=now.layer)),
         key=f"la_values_{place}", alt=_("Values behind {layer} from {low} to {high}").format(
             layer=now.layer, low=number(float(values.min()), 3), high=number(float(values.max()), 3)))


def _spreads(spreads: dict[str, tuple[float, ...]]) -> None:
    """Show how much the cells of a map differ from batch norm to batch norm."""
    st.markdown(_("**How much the cells of a map differ, layer by layer** :gray[standard deviation within a channel]"))
    plot(figures.norm_spreads(NORM_LAYERS, spreads, here=state.now.layer,
                              axes=(_("Batch norm"), _("Standard deviation"))), key="la_norm_spreads",
         alt=_("With batch norm from {first} to {last}, without from {first_off} to {last_off}.").format(
             **_ends(spreads)))
    st.caption(_("This network was trained with batch norm, so its convolutions count on it; without, it does not know "
                 "what it sees. A network trained without batch norm from the start can work, with smaller learning "
                 "rates and weights drawn with more care: see *Deep stack*."))


def _ends(spreads: dict[str, tuple[float, ...]]) -> dict[str, str]:
    on, off = spreads.values()
    ends = {"first": on[0], "last": on[-1], "first_off": off[0], "last_off": off[-1]}
    return {name: number(value, 3) for name, value in ends.items()}
