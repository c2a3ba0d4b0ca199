"""The same on maps: one of the network's bottom made larger in three manners, and what two trained networks do."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer import detection, experiments, figures, networks
from explorer.arrays import Array, Floats
from explorer.detection import UPSAMPLERS
from explorer.numbers import number
from pages.ui.components.table import table
from pages.ui.text import _
from pages.where_is_it.pixel_scene import SEGMENTERS, pictured, segmenter, shipped
from pages.where_is_it.state import state

DOUBLINGS = 2
SIDE = 250
"""Of a picture, px."""
SHEET = 330


def maps_view(kernel: Array, stride: int, padding: int) -> None:
    """Show a map of the bottom of the U-Net beside what the methods make of it, and two networks' own maps."""
    network = segmenter("segment")
    pixels, _truth = pictured()
    bottom = min(reversed(experiments.unet_steps(network.report)), key=lambda step: step.shape[-1])
    maps = networks.feature_maps(network, pixels, bottom.name)
    st.markdown(_("**On a map of the network** :gray[{step}, {side} × {side} cells, made larger {times} times]").format(
        step=bottom.label, side=bottom.shape[-1], times=DOUBLINGS))
    st.slider(_("Map"), 1, len(maps), width=260, **state.bind("up_map", take=lambda one: min(max(one, 1), len(maps))))
    _one_map(maps[min(state.now.up_map, len(maps)) - 1].astype(np.float64), kernel, stride, padding)
    _trained(pixels)


def _one_map(values: Array, kernel: Array, stride: int, padding: int) -> None:
    """Show one map and the three larger ones, on one scale."""
    share = float(np.abs(kernel).sum()) / stride**2 or 1.0
    larger = {"nearest": values, "bilinear": values, "transposed": values}
    for _doubling in range(DOUBLINGS):
        larger = {"nearest": detection.nearest(larger["nearest"]).output,
                  "bilinear": detection.bilinear(larger["bilinear"]).output,
                  "transposed": detection.stamped(larger["transposed"], kernel / share, stride=stride,
                                                  padding=padding)}
    high, signed = float(np.abs(values).max()), any(bool(one.min() < 0) for one in larger.values())
    shown = [(_("Map"), values), *((_(UPSAMPLERS[name]).capitalize(), one) for name, one in larger.items())]
    for column, (title, one) in zip(st.columns(len(shown), gap="small"), shown, strict=True):
        with column:
            st.markdown(f"**{title}** :gray[{one.shape[0]} × {one.shape[1]}]")
            st.image(figures.tiled_maps(one[None].astype(np.float32), high=high, signed=signed, side=SIDE),
                     output_format="PNG", width="stretch", alt=_("{rows} × {columns} cells, {least} to {most}").format(
                         rows=one.shape[0], columns=one.shape[1], least=number(float(one.min()), 3),
                         most=number(float(one.max()), 3)))
    st.caption(_("The kernel as set above, divided so that its stamps add up to as much as one value. Where it covers "
                 "cells unevenly, the pattern lies over everything, and a second layer draws one over the first."))


def _trained(pixels: np.ndarray) -> None:
    """Show the largest maps that two networks make of smaller ones, and how much of them is a pattern of blocks."""
    rows = []
    st.markdown(_("**What two trained networks draw** :gray[the last maps that are made larger, 64 × 64]"))
    compared = [name for name in ("segment", "segment_nearest") if name in shipped()]
    for column, name in zip(st.columns(2, gap="medium"), compared, strict=False):
        network = segmenter(name)
        maps = _last_enlarged(network, pixels)
        within, across = detection.neighbour_steps(maps)
        rows.append({_("Network"): _(SEGMENTERS[name]), _("within blocks of 2 × 2"): number(within, 3),
                     _("across blocks"): number(across, 3),
                     _("within / across"): number(within / across, 3) if across else "–"})
        with column:
            st.markdown(f"**{_(SEGMENTERS[name])}**")
            high = float(np.abs(maps).max())
            st.image(figures.tiled_maps(maps, high=high, signed=bool(maps.min() < 0), side=SHEET),
                     output_format="PNG", width="stretch", alt=_("{count} maps of {side} × {side}").format(
                         count=len(maps), side=maps.shape[-1]))
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        table(rows, name=_("How much cells beside each other differ"))
    with right:
        st.info(_("**A kernel of 2 with stride 2 does not overlap,** so nothing is covered twice, but each block of "
                  "2 × 2 gets the same small pattern: neighbours in a block differ though they come from one value. "
                  "After the nearest value they are equal, and the convolution behind it draws the edges."),
                icon=":material/lightbulb:")


def _last_enlarged(network: networks.Network, pixels: np.ndarray) -> Floats:
    """Return the maps that are joined with the finest skip."""
    skip = experiments.unet_skips(network.report)[0]
    risen = next(source for source in network.graph[skip.join].inputs if source != skip.source)
    return networks.feature_maps(network, pixels, risen)
