"""What skips are worth: single ones switched off at run time, and networks that were trained another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from explorer import experiments, figures, networks
from explorer.arrays import Pixels
from explorer.detection import PixelQuality
from explorer.numbers import number
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.components.table import table
from pages.ui.errors import told_to_reader
from pages.ui.text import _
from pages.where_is_it.pixel_scene import class_names, legend, percent, pictured, segmenter, shipped
from pages.where_is_it.pixel_settings import CLASSES, SKIP_SIDES
from pages.where_is_it.state import state

COUNT = 48
"""Fresh scenes that a row of the table is measured on."""
TILE = 250
"""Width of a picture, px."""
OPACITY = 0.75


def skips_view() -> None:
    """Ask which skips are off; show what that does to the scene, and to fresh ones."""
    titles = {"64": _("64 × 64, the finest"), "32": "32 × 32", "16": _("16 × 16, the coarsest")}
    st.pills(_("Skips that are off"), list(SKIP_SIDES), format_func=titles.__getitem__, selection_mode="multi",
             **state.bind("skips_off"))
    with told_to_reader():
        known = {name: segmenter(name) for name in shipped()}
        off = joins_off(known["segment"], state.now.skips_off)
        _pictures(known, off)
        left, right = st.columns([0.6, 0.4], gap="medium")
        with left:
            _worth(known)
        with right:
            _lesson(known, off)


def joins_off(network: networks.Network, sides: Sequence[str]) -> tuple[str, ...]:
    """Return the joins of the skips whose maps have these sides."""
    return tuple(skip.join for skip in experiments.unet_skips(network.report) if str(skip.shape[-1]) in sides)


def _pictures(known: Mapping[str, networks.Network], off: tuple[str, ...]) -> None:
    """Show the scene with what each says of it."""
    pixels, truth = pictured()
    usual = known["segment"]
    asked = [(_("All skips"), usual, ()),
             (_("Some off, not trained for it") if off else _("None off: as before"), usual, off),
             *((_("Trained without skips"), known[name], ()) for name in ("segment_plain",) if name in known)]
    maps, notes = [truth], [Tile(_("Truth"))]
    for title, network, without in asked:
        found = experiments.segmented(network, pixels[None], truth[None], without)
        maps.append(found.classes[0])
        notes.append(Tile(title, _("mean IoU {iou}, near borders {near}").format(
            iou=percent(found.everywhere.mean_iou), near=percent(found.near.mean_iou))))
    tiles(np.stack([_over(pixels, one) for one in maps]), notes, key="wi_skip_tiles", side=TILE, columns=4,
          name=_("The scene with the classes of its pixels"))
    legend()


def _over(pixels: Pixels, classes: Pixels) -> Pixels:
    return figures.enlarged(figures.tinted(pixels, classes, OPACITY), 2 * TILE)


def _worth(known: Mapping[str, networks.Network]) -> None:
    """Show what each choice of skips gives on fresh scenes."""
    usual = known["segment"]
    sides = [str(skip.shape[-1]) for skip in experiments.unet_skips(usual.report)]
    choices = [(_("all skips"), usual, ()),
               *((_("without {side} × {side}").format(side=side), usual, (side,)) for side in sides),
               (_("all off at run time"), usual, tuple(sides)),
               *((title, known[name], ()) for name, title in (("segment_plain", _("trained without skips")), (
                   "segment_nearest", _("trained with nearest"))) if name in known)]
    rows = []
    for name, network, without in choices:
        found = experiments.on_fresh_scenes(network, COUNT, joins_off(network, without))
        rows.append({_("Network"): name, _("mean IoU"): percent(found.everywhere.mean_iou),
                     _("near borders"): percent(found.near.mean_iou), _("elsewhere"): percent(found.away.mean_iou),
                     _("right pixels"): percent(found.everywhere.accuracy),
                     _("parameters"): f"{network.report.params:,}"})
    st.markdown(_("**On {count} fresh scenes** :gray[near: at most {distance} px from a border of the truth]").format(
        count=COUNT, distance=experiments.NEAR_PX))
    table(rows, name=_("What skips are worth on fresh scenes"))


def _lesson(known: Mapping[str, networks.Network], off: tuple[str, ...]) -> None:
    """Say what to take from it, with the numbers."""
    usual = known["segment"]
    full = experiments.on_fresh_scenes(usual, COUNT)
    cut = experiments.on_fresh_scenes(usual, COUNT, joins_off(usual, SKIP_SIDES))
    without = experiments.on_fresh_scenes(known["segment_plain"], COUNT) if "segment_plain" in known else cut
    st.info(_("**Skips bring the edges.** Without them the mean IoU away from borders is {away} points lower, near "
              "them {near}. After three poolings a cell covers 8 × 8 px, and where in it an edge runs is gone. A skip "
              "brings the maps from before the pooling.").format(
                  away=_points(full.away, without.away), near=_points(full.near, without.near)),
            icon=":material/lightbulb:")
    if without is not cut:
        st.caption(_("All skips switched off at run time: {cut}; trained without skips: {without}. The weights of the "
                     "first count on what skips bring, and find zeros there.").format(
                         cut=percent(cut.everywhere.mean_iou), without=percent(without.everywhere.mean_iou)))
    worst = _commonest_mistake(experiments.on_fresh_scenes(usual, COUNT, off))
    if worst:
        st.caption(_("The commonest mistake as set above: {count} px of {truth} taken for {said}.").format(
            count=worst[0], truth=worst[1], said=worst[2]))


def _commonest_mistake(found: experiments.SegmentedScenes) -> tuple[str, str, str] | None:
    wrong = found.everywhere.confusion * (1 - np.eye(len(CLASSES), dtype=np.int64))
    if not wrong.any():
        return None
    truth, said = divmod(int(wrong.argmax()), len(CLASSES))
    names = class_names()
    return f"{wrong[truth, said]:,}", names[truth], names[said]


def _points(one: PixelQuality, other: PixelQuality) -> str:
    return number(round(100 * (one.mean_iou - other.mean_iou), 1))
