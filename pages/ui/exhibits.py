"""What stands beside a question, drawn: grids, layers, boxes, curves and pictures; its answers to choose from, and its
working. All of it prints as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

import numpy as np
import streamlit as st

from explorer import figures, images, networks
from explorer.arrays import Pixels
from explorer.convolution import FILTERS, correlate
from explorer.errors import Message
from explorer.exercises import (
    Boxes,
    ChoiceAnswer,
    Curves,
    FilteredPhoto,
    LayerMap,
    Layers,
    Numbers,
    Shown,
    letter,
)
from explorer.numbers import number
from pages.ui.text import _, formula, say

PHOTO_PX, MAP_PX = 240, 200
SEEN_PX = 256
"""Side to which a photo is cut before it is filtered, px."""
OPTIONS = 2
"""Answers to choose from that stand side by side."""


def show(exhibits: Sequence[Shown]) -> None:
    """Show what stands beside a question; grids that follow each other stand side by side."""
    for kind, several in groupby(exhibits, key=type):
        if kind is Numbers:
            st.html(_grids([one for one in several if isinstance(one, Numbers)]))
            continue
        for one in several:
            _show(one)


def show_options(right: ChoiceAnswer) -> None:
    """Show what the answers to choose from look like, side by side under their letters, but for mere words."""
    drawn = [(letter(at), option.shown) for at, option in enumerate(right.options) if option.shown is not None]
    if drawn and all(isinstance(one, Numbers) for _letter, one in drawn):
        st.html(_grids([one for _letter, one in drawn if isinstance(one, Numbers)]))
        return
    for place, (name, one) in enumerate(drawn):
        if place % OPTIONS == 0:
            columns = st.columns(OPTIONS, gap="small")
        with columns[place % OPTIONS]:
            st.markdown(f"**{name}**")
            _show(one)


def option_text(right: ChoiceAnswer, at: int) -> str:
    """Return an answer to choose from: its letter, and its words where nothing is drawn for it."""
    option = right.options[at]
    told = "" if option.shown is not None else say(option.says)
    return f"**{letter(at)}** " + (f"`{told}`" if told.startswith("nn.") else told)


def solution(working: Sequence[str | Message]) -> None:
    """Show how the right answer is found, line by line: LaTeX, or sentences."""
    st.markdown(_("**Working**"))
    for line in working:
        st.markdown(formula(line) if isinstance(line, str) else say(line))


def _show(one: Shown) -> None:
    if isinstance(one, Layers):
        st.caption(_("Input: {shape}").format(shape=" × ".join(map(str, one.shape))))
        st.code("\n".join(one.lines), language="python")
    elif isinstance(one, Boxes):
        st.image(figures.named_boxes_svg(one.boxes, _named(one), title=_told(one)), alt=_told(one))
        st.caption(_told(one))
    elif isinstance(one, Curves):
        st.image(figures.two_curves_svg({_("own pictures"): one.training, _("pictures to check with"): one.held_out},
                                        title=say(one.title)), alt=say(one.title))
    elif isinstance(one, FilteredPhoto):
        st.image(filtered(one), output_format="PNG", width=PHOTO_PX, alt=_("A photo after a filter"))
    elif isinstance(one, LayerMap):
        st.image(layer_map(one), output_format="PNG", width=MAP_PX, alt=_("A map of a layer"))


def _grids(several: Sequence[Numbers]) -> str:
    return ('<div style="display:flex;flex-wrap:wrap;gap:6px 22px;align-items:flex-start">'
            + "".join(map(grid_html, several)) + "</div>")


def grid_html(one: Numbers) -> str:
    """Return a grid of numbers as HTML: a table with its title."""
    rows = "".join("<tr>" + "".join(
        f'<td style="min-width:2.3em;padding:2px 5px;text-align:center;border:1px solid;border-color:inherit;'
        f'font-variant-numeric:tabular-nums">{escape(number(value, 3))}</td>' for value in row) + "</tr>"
                   for row in one.grid)
    return (f'<figure style="margin:0"><figcaption style="font-size:0.875rem;opacity:0.8">{escape(say(one.title))}'
            f'</figcaption><table style="border-collapse:collapse;border-color:rgba(128,128,128,0.55)">{rows}</table>'
            "</figure>")


def _told(shown: Boxes) -> str:
    """Return the boxes as words."""
    return "; ".join(f"{name} ({', '.join(f'{side:g}' for side in box)})"
                     for name, box in zip(_named(shown), shown.boxes, strict=True))


def _named(shown: Boxes) -> list[str]:
    return [f"{name} {shown.scores[at]:.2f}" if shown.scores else name for at, name in enumerate(shown.names)]


def filtered(shown: FilteredPhoto) -> Pixels:
    """Return a sample photo in grey after its filter, RGB or grey; kernels that add up to 0 as signed."""
    grey = images.to_size(images.sample(shown.photo), SEEN_PX, SEEN_PX).mean(axis=2)
    kernel = FILTERS[shown.filter].kernel
    values = correlate(grey, kernel)[:, :, None]
    return figures.develop(values, "signed" if abs(kernel.sum()) < 0.5 else "clip").rgb


def layer_map(shown: LayerMap) -> Pixels:
    """Return one map of a layer, in whole pixels, RGB."""
    net = networks.load(shown.network)
    maps = np.asarray(net.maps(images.sample(shown.photo), shown.layer))[shown.channel:shown.channel + 1]
    signed = bool(maps.min() < 0)
    return figures.tiled_maps(maps, high=float(np.abs(maps).max()), signed=signed, side=MAP_PX)
