"""Two layers, two networks or two photos beside each other."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from explorer import networks
from explorer.figures import sheet
from explorer.images import Picture
from pages.feature_maps.first_screen import Scene
from pages.feature_maps.state import state
from pages.ui.class_names import class_texts
from pages.ui.components import component
from pages.ui.components.map_sheet import map_sheet
from pages.ui.components.network_strip import step_of
from pages.ui.errors import plain, told_to_reader
from pages.ui.pickers.job_photos import job_photo_titles, job_photos
from pages.ui.pickers.network import Opened, first_layer, network_picker, opened, title
from pages.ui.pickers.photo import photo
from pages.ui.pickers.weights import DEFAULT, RANDOM, first_side, mark, missing
from pages.ui.state.widget import controlled
from pages.ui.text import _

NETWORK, PHOTO, LAYER = "fm_network_b", "fm_photo_b", "fm_layer_b"


def compare(scene: Scene) -> None:
    """Show the sheet of this page beside another one, with pickers of its own."""
    st.caption(_("On the left is what is open above. Choose on the right what to compare it with: another network, "
                 "another layer, or another photo. At first it is the next step of the same network."))
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    one, two = st.columns(2, gap="medium")
    chosen = state.now.compared or scene.looking.network
    with row:
        network_picker(chosen, key=NETWORK, on_change=_opened)
    with two, told_to_reader():
        other = _network(scene, chosen)
        with row:
            layer = _layer(scene, other)
        with row:
            picture = photo(PHOTO, data=job_photos(chosen), told=job_photo_titles(chosen))
        _side(other, picture, layer, scene.looking.channel, key="fm_sheet_b")
    with one:
        _side(scene.opened, scene.picture, scene.looking.layer, scene.looking.channel, key="fm_sheet_a")


def _network(scene: Scene, name: str) -> Opened:
    """Return the other network; with random weights where the trained ones are not here."""
    if name == scene.looking.network:
        return scene.opened
    return opened(name, RANDOM if missing(name, DEFAULT) else DEFAULT, first_side(name))


def _layer(scene: Scene, other: Opened) -> str:
    """Ask for a step of the other network: the one asked for before, else one that is worth comparing."""
    steps = {stage.name: stage.label for stage in other.stages}
    layer = state.now.compared_layer
    if layer not in steps:
        layer = _worth_comparing(scene, other)
    state.settle(replace(state.now, compared_layer=layer))
    return str(st.selectbox(_("Layer"), list(steps), format_func=steps.__getitem__, label_visibility="collapsed",
                            width=200, **controlled(LAYER, layer, _picked)))


def _worth_comparing(scene: Scene, other: Opened) -> str:
    """Return a step of the other network: of the same one another than is open, else the one of the same name."""
    layer, names = scene.looking.layer, [stage.name for stage in other.stages]
    if other is not scene.opened:
        return next((name for name in (layer, step_of(scene.opened, layer), first_layer(other)) if name in names),
                    names[-1])
    maps = [stage.name for stage in other.stages if stage.shape and len(stage.shape) == 3 and stage.shape[1] > 1]
    at = maps.index(step_of(other, layer)) if step_of(other, layer) in maps else len(maps)
    if maps and at + 1 < len(maps):
        return maps[at + 1]
    return next((name for name in reversed(maps[:at] or names) if name != layer), names[-1])


def _side(network: Opened, picture: Picture, layer: str, first: int, *, key: str) -> None:
    """Show the sheet of one side; map ``first`` is large until another is clicked."""
    st.markdown(f"**{plain(title(network.network.name)[:60])}** · {plain(layer)} · {plain(_(picture.name))}")
    given = networks.network_input(network.network, picture)
    clicked = component.clicked(key, range(100_000))
    if clicked is not None:
        st.session_state[f"{key}_map"] = clicked
    maps = networks.maps_of(network.network, given, layer).values
    chosen = st.session_state.get(f"{key}_map", first)
    map_sheet(sheet(maps, selected=chosen if chosen < len(maps) else 0), key=key, note=mark(network.network))
    if network.network.task != "classify":
        return
    row = networks.scores(network.network, given.values)
    shares, names = networks.shares(network.network, row), class_texts(networks.answer_names(network.network))
    if network.network.categories and len(shares) == len(names):
        found = networks.guesses(shares, names, count=3)
        st.caption(" · ".join(f"{guess.name} {100 * guess.share:.1f} %" for guess in found))


def _opened(network: str) -> None:
    state.change(compared=network, compared_layer="")


def _picked(layer: str) -> None:
    state.change(compared_layer=layer)
