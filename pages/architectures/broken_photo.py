"""What a broken network makes of a photo, now: its answer, its maps, and the gradient at each layer."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer import experiments, figures, networks
from explorer.arrays import Floats, Pixels
from explorer.experiments import Harm
from explorer.numbers import number
from pages.architectures.state import DIGITS, state
from pages.ui.components.chart import plot
from pages.ui.components.class_scores import scores_view
from pages.ui.pickers.photo import photo
from pages.ui.state.widget import controlled
from pages.ui.text import _

SHOWN_CLASSES = 4
SHEET = 300
"""Width of a sheet of maps, px."""
FADED = 0.05
"""Share of a gradient from which down it is called gone."""


def broken_photo(network: networks.Network, harm: Harm) -> None:
    """Show the network as it is and broken on a photo."""
    places = experiments.map_places(network)
    seen = state.now.seen if state.now.seen in places else list(places)[len(places) // 2]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ar_broken_row"):
        values = _digit() if network.input_shape[0] == 1 else network.preprocess(photo("ar_broken_photo").pixels)
        st.selectbox(_("Maps behind"), list(places), width=190,
                     **controlled("ar_seen", seen, lambda name: state.change(seen=name)))
    whole = experiments.broken_look(network, values, Harm(), places[seen])
    broken = experiments.broken_look(network, values, harm, places[seen])
    left, right = st.columns([0.36, 0.64], gap="medium")
    with left:
        _answers(network, whole, broken)
        st.image(_as_read(values, harm), width=132, output_format="PNG", caption=_("What it is given"),
                 alt=_("The picture as the network gets it, 32 × 32 px"))
    with right:
        _maps(whole, broken, places[seen])
    _gradients(whole, broken, _(network.categories[int(whole.shares.argmax())]))


def _digit() -> Floats:
    """Ask which digit the network is shown, and return one that it did not learn from."""
    st.segmented_control(_("Digit"), DIGITS, required=True, **controlled(
        "ar_digit", state.now.digit, lambda digit: state.change(digit=digit)))
    return experiments.held_digit(int(state.now.digit))


def _answers(network: networks.Network, whole: experiments.BrokenLook, broken: experiments.BrokenLook) -> None:
    order = dict.fromkeys([*np.argsort(-broken.shares)[:SHOWN_CLASSES - 1].tolist(), int(whole.shares.argmax())])
    scores_view([(_(network.categories[place]), float(broken.shares[place]), float(whole.shares[place]))
                 for place in order], title=_("What it then says"), key="ar_broken_answer",
                note=_("The line marks what the whole network says."))


def _as_read(values: Floats, harm: Harm) -> Pixels:
    """Return what the network gets of a photo, each pixel a square: RGB."""
    given = experiments.broken_input(values, harm)
    low, high = float(values.min()), float(values.max())
    shares = np.broadcast_to((given - low) / ((high - low) or 1), (3, *given.shape[1:])).transpose(1, 2, 0)
    found: Pixels = np.rint(255 * shares).astype(np.uint8).repeat(4, axis=0).repeat(4, axis=1)
    return found


def _maps(whole: experiments.BrokenLook, broken: experiments.BrokenLook, layer: str) -> None:
    for column, look, title in zip(st.columns(2, gap="small"), (whole, broken),
                                   (_("as it is"), _("broken")), strict=True):
        signed = bool(look.maps.min() < 0)
        high = float(np.abs(look.maps).max())
        with column:
            st.markdown(_("**{layer}**, {which} :gray[up to {most}]").format(
                layer=layer.replace("_", r"\_"), which=title, most=number(high, 3)))
            st.image(figures.tiled_maps(look.maps, high=high, signed=signed, side=SHEET), output_format="PNG",
                     width="stretch", alt=_("{count} maps of {height} × {width}, {least} to {most}").format(
                         count=len(look.maps), height=look.maps.shape[1], width=look.maps.shape[2],
                         least=number(float(look.maps.min()), 3), most=number(float(look.maps.max()), 3)))


def _gradients(whole: experiments.BrokenLook, broken: experiments.BrokenLook, name: str) -> None:
    """Show how long the gradient is at the weights of each layer."""
    st.markdown(_("**What comes back to each layer** :gray[length of the gradient of the score of “{name}” at its "
                  "weights; no bar: nothing comes]").format(name=name))
    lines = {_("as it is"): whole.gradients, _("broken"): broken.gradients}
    first = next(iter(whole.gradients))
    plot(figures.gradients_by_layer(lines, ("input", "convolution"), unit=_("gradient")), key="ar_broken_gradients",
         alt=_("At the first layer {whole} as it is, {broken} broken").format(
             whole=number(whole.gradients[first], 3), broken=number(broken.gradients[first], 3)))
    if broken.gradients[first] < FADED * whole.gradients[first]:
        st.markdown(_("At **{layer}** {broken} is left of {whole}: broken like this, the network could hardly go on "
                      "learning there.").format(layer=first, broken=number(broken.gradients[first], 3),
                                                whole=number(whole.gradients[first], 3)))
