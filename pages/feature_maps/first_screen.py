"""The first screen of *Feature maps*: photo and classes, the sheet of a layer, one map over the photo."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from explorer import networks
from explorer.figures import Order, Sheet, sheet, sheet_png
from explorer.graph import INPUT, shape_text
from explorer.images import Picture
from pages.feature_maps.components import LARGE, PHOTO, REMOVE, Boxes, large_view, photo_view
from pages.feature_maps.state import TELLING, MapChoice, fitting, read_box, state, telling
from pages.ui.class_names import class_texts
from pages.ui.components import component, network_strip
from pages.ui.components.class_scores import scores_view
from pages.ui.components.map_sheet import map_sheet
from pages.ui.components.network_strip import step_of
from pages.ui.components.taking import download, picture_text
from pages.ui.components.where_view import where_view
from pages.ui.device import device_picker
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import View
from pages.ui.pickers.weights import entry_of, unusual
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

STRIP, STEP, LAYER = "fm_strip", "fm_step", "fm_layer"


def take_click(opened: Opened) -> None:
    """Open the step that was clicked in the strip, at its last layer."""
    clicked = network_strip.clicked_layer(opened, key=STRIP)
    if clicked is not None:
        state.change(layer=clicked)


def steps(opened: Opened) -> None:
    """Show the strip: the photo, and one volume per main step."""
    network_strip.network_strip(opened, state.now.layer, key=STRIP)


def film(opened: Opened) -> None:
    """Show one control that goes from the photo to the class, step by step."""
    labels = {INPUT: _("photo")} | {stage.name: f"{stage.label} · {shape_text(stage.shape)}"
                                    for stage in opened.stages}
    open_step = step_of(opened, state.now.layer)
    name = f"{STEP}~{opened.network.number}"  # with other labels it is another slider, and would begin at the photo
    st.select_slider(_("From the photo to the class"), list(labels), format_func=labels.__getitem__,
                     label_visibility="collapsed", width="stretch", **controlled(name, open_step, _picked))


def layer_picker(opened: Opened) -> None:
    """Ask which layer of the open step is looked at, where it has several."""
    network_strip.layer_picker(opened, state.now.layer, key=LAYER, on_change=_picked)


def _picked(layer: str) -> None:
    state.change(layer=layer)


SHEET, ORDER, SCALE, OFF = "fm_sheet", "fm_order", "fm_scale", "fm_off"
SCORES, DEVICE = "fm_scores", "fm_device"
MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Scene(View):
    """All that the page shows, computed once per run."""

    looking: MapChoice
    shown: networks.NetworkInput
    """The photo with a part painted grey, or as it was ``given``."""
    maps: networks.Maps
    sheet: Sheet

    @property
    def trained_side(self) -> int:
        """Side of the pictures that the network learned from, px."""
        entry = entry_of(self.looking.network)
        return entry.input_shape[1] if entry else self.opened.network.input_shape[1]

    @property
    def cell(self) -> tuple[int, int] | None:
        """Row and column of the marked cell."""
        cell = self.looking.cell
        return None if cell is None else divmod(cell, self.maps.values.shape[2])


def take_clicks(opened: Opened) -> None:
    """Take over clicks on a map of the sheet, a cell of the large map, a part of the photo."""
    state.settle(fitting(state.now, opened))
    _channels, height, width = opened.report.input_shape
    channel = component.clicked(SHEET, range(100_000))
    cell = component.clicked(LARGE, range(height * width * 4))
    box = component.clicked(PHOTO, Boxes(height, width))
    if channel is not None:
        state.change(channel=channel)
    if cell is not None:
        state.change(cell=cell)
    if box is not None:
        state.change(patch=None if box == REMOVE else read_box(box))


def scene(opened: Opened, picture: Picture) -> Scene:
    """Return what the page shows of ``picture``.

    Raises:
        ExplorerError: see :func:`explorer.networks.observe`.
    """
    looking = state.now
    given = networks.network_input(opened.network, picture)
    shown = networks.greyed(given, looking.patch) if looking.patch else given
    maps = networks.maps_of(opened.network, shown, looking.layer)
    if looking.channel == TELLING:
        looking = replace(looking, channel=telling(maps.values))
        state.settle(looking)
    order: Order = st.session_state.get(ORDER, "index")
    made = sheet(maps.values, order=order, shared_scale=st.session_state.get(SCALE, "shared") == "shared",
                 selected=looking.channel)
    return Scene(opened, picture, given, looking, shown, maps, made)


def left(scene: Scene) -> None:
    """Show the photo and what the network sees in it."""
    looking, report = scene.looking, scene.opened.report
    field = networks.box_of(report, looking.layer, scene.cell) if scene.cell else None
    photo_view(scene.shown.pixels, field=field, patch=looking.patch)
    _classes(scene)


def middle(scene: Scene) -> None:
    """Show the sheet, and the way through the network below it; how it is sorted and scaled is folded."""
    orders: dict[Order, str] = {"index": _("By number"), "mean": _("By mean"), "maximum": _("By maximum"),
                                "active": _("By cells above 0")}
    scales = {"shared": _("One scale for all maps"), "own": _("A scale for each map")}
    with st.container(horizontal=True, gap="xsmall"):
        layer_picker(scene.opened)
        with st.popover(_("Sort and save"), key="fm_sheet_options"):
            st.selectbox(_("Order"), list(orders), format_func=orders.__getitem__, key=ORDER, persist_state="session")
            st.selectbox(_("Scale"), list(scales), format_func=scales.__getitem__, key=SCALE, persist_state="session")
            _files(scene)
    map_sheet(scene.sheet, key=SHEET, alone=True, note=scene.mark)
    film(scene.opened)


def right(scene: Scene) -> None:
    """Show the selected map over the photo, and what can be tried out with it."""
    looking = scene.looking
    large_view(scene.shown.pixels, scene.maps.values[looking.channel], scene.sheet, channel=looking.channel,
               report=scene.opened.report, layer=looking.layer, cell=scene.cell, note=scene.mark)
    names_class = scene.opened.network.task == "classify"
    st.toggle(_("Switch this channel off"), disabled=looking.layer not in scene.opened.network.graph or not names_class,
              help=_("The network runs again with this map set to 0; see what becomes of its guesses."),
              **controlled(OFF, looking.off, _switched))
    st.caption(_("This is the input: nothing is computed") if looking.layer == INPUT
               else _("Computed on: {device}").format(device=say(scene.maps.where)))
    device_picker(key=DEVICE)


def _switched(off: bool) -> None:
    state.change(off=off)


def _classes(scene: Scene) -> None:
    """Show the likeliest classes, and where they stood before a part was painted or a channel switched off."""
    network, looking = scene.opened.network, scene.looking
    if network.task != "classify":
        where_view(network, scene.picture, key=SCORES)
        return
    names = class_texts(networks.answer_names(network))
    row = networks.scores(network, scene.given.values)
    before = networks.shares(network, row)
    if not network.categories or len(before) != len(names):
        st.caption(_("This network puts out {count} numbers without names, so there are no classes to "
                     "show.").format(count=f"{len(row):,}"))
        return
    off = (looking.layer, looking.channel) if looking.off else None
    changed = off is not None or looking.patch is not None
    after = networks.scores(network, scene.shown.values, off=off) if changed else row
    rows = [(guess.name, guess.share, float(before[guess.place]) if changed else None)
            for guess in networks.guesses(networks.shares(network, after), names, count=MOST_CLASSES)]
    scores_view(rows, title=_("What it sees"), note=_note(scene, changed=changed), key=SCORES)


def _note(scene: Scene, *, changed: bool) -> str:
    if not scene.opened.network.trained:
        return _("Random weights: these guesses mean nothing.")
    if changed:
        return _("A tick marks the probability before the change.")
    own, side = scene.trained_side, scene.opened.network.input_shape[1]
    return "" if side == own else _("Trained on pictures of {own} px, given one of {side} px: larger "
                                    "maps, less certain guesses.").format(own=own, side=side)


def _files(scene: Scene) -> None:
    """Offer the sheet and the maps as files; a file is made when it is asked for."""
    name = f"{scene.looking.network.split('/')[1][:20]}_{scene.looking.layer}"
    download(_("The maps (PNG)"), _png(scene), f"{name}.png", "image/png", key="fm_png", width="stretch")
    download(_("The numbers (.npy)"), _npy(scene), f"{name}.npy", "application/octet-stream", key="fm_npy",
             width="stretch")


def _png(scene: Scene) -> Callable[[], bytes]:
    said = unusual(scene.opened.network)
    title = f"{scene.looking.network} {scene.looking.layer}" + (f" ({picture_text(said)})" if said else "")
    return lambda: sheet_png(scene.sheet, title=title)


def _npy(scene: Scene) -> Callable[[], bytes]:
    def made() -> bytes:
        file = io.BytesIO()
        np.save(file, scene.maps.values)
        return file.getvalue()
    return made
