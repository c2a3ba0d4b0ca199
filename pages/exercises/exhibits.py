"""What stands beside a question, drawn: grids, layers, boxes, curves and pictures. All of it prints as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

import numpy as np
import streamlit as st

from explorer import figures, images, networks
from explorer.arrays import Pixels
from explorer.convolution import FILTERS, correlate
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
from pages.ui.text import _, say

PHOTO_PX, MAP_PX = 240, 200
SEEN_PX = 256
"""Side to which a photo is cut before it is filtered, px."""
PLOT = (300, 150)
"""Width and height of curves and boxes, px."""
EDGE = 26
STROKES = ("#2457c5", "#d9822b", "#3d8f6a", "#8a56c2", "#c2456b")
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


def _show(one: Shown) -> None:
    if isinstance(one, Layers):
        st.code("\n".join((f"# {_('input')}: {' × '.join(map(str, one.shape))}", *one.lines)), language="python")
    elif isinstance(one, Boxes):
        st.html(boxes_svg(one))
    elif isinstance(one, Curves):
        st.html(curves_svg(one, _("own pictures"), _("pictures to check with")))
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


def boxes_svg(shown: Boxes) -> str:
    """Return boxes with their names and scores over axes in px, as SVG that follows the theme's text colour."""
    right, below = (max(box[at] for box in shown.boxes) * 1.08 for at in (2, 3))
    scale = min(PLOT[0] / right, 1.5 * PLOT[1] / below)
    width, height = right * scale, below * scale
    parts = [f'<svg role="img" width="{width + 2 * EDGE:.0f}" height="{height + 2 * EDGE:.0f}" '
             f'viewBox="{-EDGE} {-EDGE} {width + 2 * EDGE:.0f} {height + 2 * EDGE:.0f}" fill="none" '
             'stroke="currentColor" font-size="13" style="max-width:100%">',
             f"<title>{escape(_told(shown))}</title>",
             f'<path d="M0 {height:.1f}V0H{width:.1f}" opacity="0.4"/>',
             f'<text x="{width:.1f}" y="-8" fill="currentColor" stroke="none" text-anchor="end">x (px)</text>',
             f'<text x="-4" y="{height:.1f}" fill="currentColor" stroke="none" text-anchor="end">y</text>']
    for at, (box, name) in enumerate(zip(shown.boxes, shown.names, strict=True)):
        x1, y1, x2, y2 = (side * scale for side in box)
        score = f" {shown.scores[at]:.2f}" if shown.scores else ""
        parts += [f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{x2 - x1:.1f}" height="{y2 - y1:.1f}" '
                  f'stroke="{STROKES[at]}" stroke-width="2.5"/>',
                  f'<text x="{x1 + 5:.1f}" y="{y1 + 15:.1f}" fill="{STROKES[at]}" stroke="none" font-weight="600">'
                  f"{escape(name)}{score}</text>"]
    return "".join([*parts, "</svg>"])


def _told(shown: Boxes) -> str:
    """Return the boxes as words."""
    scores = [f"{score:.2f}" for score in shown.scores] or [""] * len(shown.boxes)
    return "; ".join(f"{name} {score} ({', '.join(f'{side:g}' for side in box)})"
                     for name, score, box in zip(shown.names, scores, shown.boxes, strict=True))


def curves_svg(shown: Curves, own: str, others: str) -> str:
    """Return two curves from 0 to 100 %, the first as a line, the second dashed, as SVG."""
    width, height = PLOT
    paths = [" ".join(f"{'ML'[at > 0]}{width * at / (len(values) - 1):.1f} {height * (1 - value):.1f}"
                      for at, value in enumerate(values)) for values in (shown.training, shown.held_out)]
    legend = f"{own}: {shown.training[-1]:.0%}, {others}: {shown.held_out[-1]:.0%}"
    return "".join([
        f'<svg role="img" width="{width + 60}" height="{height + 62}" viewBox="-44 -14 {width + 60} {height + 62}" '
        'fill="none" stroke="currentColor" font-size="12" style="max-width:100%">',
        f"<title>{escape(say(shown.title))}. {escape(legend)}</title>",
        f'<path d="M0 0V{height}H{width}" opacity="0.5"/>',
        *(f'<text x="-6" y="{height * (1 - share) + 4:.0f}" text-anchor="end" fill="currentColor" stroke="none">'
          f"{share:.0%}</text>" for share in (0, 0.5, 1)),
        f'<path d="{paths[0]}" stroke="{STROKES[0]}" stroke-width="2.5"/>',
        f'<path d="{paths[1]}" stroke="{STROKES[1]}" stroke-width="2.5" stroke-dasharray="6 4"/>',
        f'<text x="0" y="{height + 18}" fill="currentColor" stroke="none">{escape(say(shown.title))}</text>',
        f'<path d="M0 {height + 34}h24" stroke="{STROKES[0]}" stroke-width="2.5"/>',
        f'<text x="30" y="{height + 38}" fill="currentColor" stroke="none">{escape(own)}</text>',
        f'<path d="M150 {height + 34}h24" stroke="{STROKES[1]}" stroke-width="2.5" stroke-dasharray="6 4"/>',
        f'<text x="180" y="{height + 38}" fill="currentColor" stroke="none">{escape(others)}</text></svg>'])


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
