"""Below the first screen of *Feature maps*: how a map's values are spread, its kernel, and what it likes."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.convolution.likeness import Likeness, likenesses
from explorer.figures.colours import DIVERGING, lookup
from explorer.figures.histogram import histogram
from explorer.figures.way_chart import way_chart
from explorer.images import SAMPLES, sample
from pages.ui.maps_compare import compare
from pages.ui.maps_view import Scene
from pages.ui.text import _

TILE = 96  # px
MOST_LIKES = 6


def more(scene: Scene) -> None:
    """Show tabs; only the open one is computed."""
    names = (_("Values"), _("Kernel"), _("What it likes"), _("The whole way"), _("Compare"))
    shows = (_values, _kernel, _likes, _way, compare)
    for tab, show in zip(st.tabs(names, key="fm_more", on_change="rerun"), shows, strict=True):
        if tab.open:
            with tab:
                show(scene)


def _values(scene: Scene) -> None:
    channel, shown = scene.looking.channel, scene.sheet
    figure = histogram(scene.maps.values[channel], high=float(shown.high[channel]), signed=shown.signed,
                       value=_marked(_("value in map {map}").format(map=channel), scene), cells=_("cells"))
    st.plotly_chart(figure, key="fm_histogram", config={"displayModeBar": False})


def _kernel(scene: Scene) -> None:
    from explorer.networks.kernels import first_kernel

    kernel = first_kernel(scene.opened.network, scene.looking.layer, scene.looking.channel)
    if kernel is None:
        st.caption(_("A kernel can be shown as a picture where a convolution reads the photo itself: open the first "
                     "layer."))
        return
    grey = kernel.sum(axis=0)
    columns = st.columns(5, gap="small")
    with columns[0]:
        st.image(_in_colour(kernel), output_format="PNG", width=TILE)
        st.caption(_marked(_("Map {map}: {rows} × {columns} in colour").format(
            map=scene.looking.channel, rows=grey.shape[0], columns=grey.shape[1]), scene))
    with columns[1]:
        st.image(_signed(grey), output_format="PNG", width=TILE)
        st.caption(_("its colours added up"))
    for column, like in zip(columns[2:], likenesses(grey), strict=False):
        with column:
            st.image(_signed(like.kernel * (1 if like.cosine >= 0 else -1)), output_format="PNG", width=TILE)
            st.caption(_like_text(like))


def _likes(scene: Scene) -> None:
    from explorer.networks.likes import likes

    looking = scene.looking
    with st.spinner(_("Looking through the sample photos"), show_time=True):
        found = likes(scene.opened.network, scene.opened.report, looking.layer, looking.channel,
                      [sample(name) for name in SAMPLES])[:MOST_LIKES]
    st.caption(_marked(_("What the unit of map {map} sees where it answers most, in the sample photos").format(
        map=looking.channel), scene))
    for column, place in zip(st.columns(MOST_LIKES, gap="small"), found, strict=False):
        with column:
            st.image(_enlarged(place.pixels), output_format="PNG", width="stretch")
            st.caption(f"{_(place.photo)} · {place.value:.3g}")


def _way(scene: Scene) -> None:
    from explorer.networks.way import way

    steps = scene.opened.stages
    stops = way(scene.opened.network, scene.shown.values, tuple(step.name for step in steps))
    figure = way_chart([step.label for step in steps], [step.family for step in steps], [stop.shape for stop in stops],
                       [stop.active for stop in stops],
                       titles=(_("Side of a map, px"), _("Number of maps"), _marked(_("Values above 0, %"), scene)))
    st.plotly_chart(figure, key="fm_way", config={"displayModeBar": False})


def _marked(text: str, scene: Scene) -> str:
    return f"{text} · {scene.mark}" if scene.mark else text


def _like_text(like: Likeness) -> str:
    name = _(like.filter.title) + (f" {like.angle}°" if like.angle is not None else "")
    template = _("{name}: {share:.0f} % alike") if like.cosine >= 0 else _("{name}, reversed: {share:.0f} % alike")
    return template.format(name=name, share=100 * abs(like.cosine))


def _in_colour(kernel: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a kernel (C, rows, columns) as a picture: 0 is middle grey, the strongest weight full colour."""
    if len(kernel) != 3:
        return _signed(kernel.mean(axis=0))
    reach = float(np.abs(kernel).max()) or 1.0
    return _enlarged(np.rint(127.5 + 127.5 * kernel.transpose(1, 2, 0) / reach).astype(np.uint8))


def _signed(kernel: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return a kernel (rows, columns) in the diverging colours, 0 in their middle."""
    reach = float(np.abs(kernel).max()) or 1.0
    return _enlarged(lookup(DIVERGING, 255)[np.rint(127 + 127 * kernel / reach).astype(int)])


def _enlarged(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    zoom = max(1, 2 * TILE // max(pixels.shape[:2]))
    return pixels.repeat(zoom, axis=0).repeat(zoom, axis=1)
