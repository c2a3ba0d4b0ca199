"""The first screen of *Receptive fields*: the map of a layer, the field of one unit, and its gradient."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import networks
from explorer.graph import INPUT, receptive_field
from pages.receptive_fields.components import GRADIENT, MAP, THEORY, gradient_view
from pages.receptive_fields.scene import Scene
from pages.receptive_fields.state import fitting, state
from pages.ui.components import component, network_strip
from pages.ui.components.field_views import map_view, theory_view
from pages.ui.errors import plain
from pages.ui.pickers.network import Opened
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

STRIP, LAYER, CHANNELS, CHANNEL, UNIFORM = "rf_strip", "rf_layer", "rf_channels", "rf_channel", "rf_textbook"


def take_clicks(opened: Opened) -> None:
    """Take over clicks on the strip, the map and the photos; from then on the choice fits the network."""
    step = network_strip.clicked_layer(opened, key=STRIP)
    if step is not None:
        state.change(layer=step)
    state.settle(*fitting(state.now, opened))
    grid = state.now.grid
    cells = (component.clicked(key, range(grid[0] * grid[1])) for key in (MAP, THEORY, GRADIENT)) if grid else ()
    cell = next((cell for cell in cells if cell is not None), None)
    if grid and cell is not None:
        state.change(unit=divmod(cell, grid[1]))


def left(scene: Scene) -> None:
    """Show the map whose cells are the units, and what is asked of it."""
    looking = scene.looking
    network_strip.layer_picker(scene.opened, looking.layer, key=LAYER,
                               on_change=lambda layer: state.change(layer=layer))
    if scene.has_places:
        map_view(_shown(scene), unit=scene.unit, title=_map_title(scene), note=_map_note(scene), key=MAP)
    else:
        st.info(plain(_no_places(scene)), icon=":material/reorder:")
    _channel_picker(scene)
    st.toggle(_("All weights 1, no ReLU"), **controlled(UNIFORM, looking.textbook, _made_uniform), help=_(
        "As textbooks draw it: nothing is cut off, so the gradient fills the whole theoretical field, most in its "
        "middle, where most paths lead to the unit."))


def middle(scene: Scene) -> None:
    """Show what theory says."""
    report, layer = scene.opened.report, scene.looking.layer
    room = receptive_field.overhang(report, layer) if layer != INPUT and scene.fields else ((0, 0), (0, 0))
    theory_view(scene.given.pixels, scene.spans, unit=scene.unit, grid=scene.grid, fields=scene.fields, overhang=room,
                alone=scene.alone, key=THEORY)
    if layer != INPUT and report[layer].sees_all:
        _by_branch(scene)
        return
    told = _("Bright: the field, from the layers' sizes alone.")
    hatched = _("Hatched: padding, where there is nothing to see.") if any(map(any, room)) else ""
    st.caption(f"{told} {hatched}")


def _by_branch(scene: Scene) -> None:
    """Say why the unit sees the whole photo, and what the frame inside is."""
    told = _("Every unit sees the whole photo here: a branch before this layer takes the mean of each whole map and "
             "hands it to every place (squeeze and excitation).")
    dashed = _("Dashed: the field of its convolutions alone.") if scene.alone else ""
    st.caption(f"{told} {dashed}")


def right(scene: Scene) -> None:
    """Show what the gradient says, and whether both agree."""
    looking = scene.looking
    if looking.layer == INPUT:
        st.info(_("These are the pixels themselves: each sees only itself. Choose a layer in the picture above."),
                icon=":material/image:")
        return
    place = st.container()  # the spinner stands under the picture, which stays where it is
    with st.spinner(_("Following the gradient back")):
        found = networks.effective_field(scene.opened.network, scene.given.values, looking.layer, scene.unit,
                                         looking.channel, uniform=looking.textbook)
    with place:
        alone = scene.alone
        gradient_view(scene.given.pixels, found, alone.spans if alone else scene.spans, unit=scene.unit,
                      grid=scene.grid, fields=alone.fields if alone else scene.fields, uniform=looking.textbook)
        st.caption(plain(say(found.agreement)))
        mark = scene.mark if not looking.textbook else ""
        told = _("Dashed: the field. Dotted: its middle, half as high and wide. Circle: 95 % of the gradient.")
        if alone:
            told = _("Dashed: the field of the convolutions alone. Dotted: its middle, half as high and wide. Circle: "
                     "95 % of the gradient.")
        st.caption(f"{told} {plain(mark[:1].upper() + mark[1:])}{'.' if mark else ''}")


def _shown(scene: Scene) -> NDArray[np.float32]:
    channel, values = scene.looking.channel, scene.maps.values
    shown: NDArray[np.float32] = values.mean(axis=0) if channel is None else values[channel]
    return shown


def _map_title(scene: Scene) -> str:
    height, width = scene.grid
    return _("{height} × {width} units").format(height=height, width=width)


def _map_note(scene: Scene) -> str:
    channel = scene.looking.channel
    if scene.mark:
        return scene.mark  # there is room for one of them, and the channel stands below
    if channel is not None:
        return _("channel {channel}").format(channel=channel + 1)
    return _("mean of all {count} maps").format(count=len(scene.maps.values))


def _no_places(scene: Scene) -> str:
    row = scene.opened.report[scene.looking.layer]
    count = f"{(row.output_shape or (1,))[0]:,}"
    if row.field is None:
        return _("The {count} values of this layer stand in one row that has lost its places, so no field is defined. "
                 "Choose a layer before it.").format(count=count)
    return _("The {count} values of this layer have no place in the photo: each of them sees all of it. Choose a layer "
             "before it.").format(count=count)


def _channel_picker(scene: Scene) -> None:
    """Ask for all channels together, or for one."""
    looking, count = scene.looking, len(scene.maps.values)
    names = {"all": _("All channels"), "one": _("Channel")}
    chosen = "all" if looking.channel is None else "one"
    with st.container(horizontal=True, gap="small"):
        st.selectbox(_("Channels"), list(names), format_func=names.__getitem__, label_visibility="collapsed",
                     disabled=looking.textbook, width="stretch" if looking.channel is None else 118,
                     **controlled(CHANNELS, chosen, _all_or_one))
        if looking.channel is not None:
            st.number_input(_("Channel"), 1, count, width=92, label_visibility="collapsed", disabled=looking.textbook,
                            **controlled(CHANNEL, looking.channel + 1, _channelled))


def _all_or_one(chosen: str) -> None:
    state.change(channel=0 if chosen == "one" else None)


def _channelled(number: int) -> None:
    state.change(channel=number - 1)


def _made_uniform(textbook: bool) -> None:
    state.change(textbook=textbook)
