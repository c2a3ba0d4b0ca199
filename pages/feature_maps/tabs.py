"""Below the first screen of *Feature maps*: how a map's values are spread, its kernel, and what it likes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures, networks
from explorer.convolution.filters import Likeness, likenesses
from explorer.figures import DIVERGING, hatched, hatches, lookup, strengths
from explorer.graph import INPUT
from explorer.numbers import number
from pages.feature_maps.compare import compare
from pages.feature_maps.first_screen import Scene
from pages.feature_maps.state import state
from pages.feature_maps.top_patches import TILE, enlarged, marked, patches_view
from pages.feature_maps.training_history import learned
from pages.ui.components.chart import plot
from pages.ui.errors import plain
from pages.ui.state.widget import tabs
from pages.ui.text import _

TABS = "fm_more"


def more(scene: Scene) -> None:
    """Show tabs; only the open one is computed."""
    names = (_("Values"), _("Kernel"), _("What excites it"), _("All layers"), _("How it learned"), _("Compare"))
    shows = (_values, _kernel, patches_view, _whole_network, learned, compare)
    if state.now.comparing and TABS not in st.session_state:
        st.session_state[TABS] = names[-1]
    shown = tabs(names, key=TABS)
    state.settle(replace(state.now, comparing=bool(shown[-1].open)))
    for tab, show in zip(shown, shows, strict=True):
        if tab.open:
            with tab:
                show(scene)


def _values(scene: Scene) -> None:
    channel, shown = scene.looking.channel, scene.sheet
    values, name, counted = scene.maps.values[channel], _("value in map {map}").format(map=channel + 1), _("cells")
    if values.size == 1:  # one bar would say nothing
        values, name, counted = scene.maps.values, _("value of a unit of this layer"), _("units")
    high = float(shown.high[channel]) if values.ndim == 2 else float(np.max(shown.high))
    figure = figures.histogram(values, high=high, signed=shown.signed, value=marked(name, scene), cells=counted)
    plot(figure, key="fm_histogram", alt=_("How often which value is there, from {least} to {most}").format(
        least=number(float(values.min()), 3), most=number(float(values.max()), 3)))


def _kernel(scene: Scene) -> None:
    kernel = networks.first_kernel(scene.opened.network, scene.looking.layer, scene.looking.channel)
    if kernel is None:
        st.caption(_("A kernel can be shown as a picture where a convolution reads the photo itself: open the first "
                     "layer."))
        if scene.looking.layer != (first := _first_reader(scene)):
            st.button(_("Open the first layer"), icon=":material/first_page:", key="fm_first",
                      on_click=state.change, kwargs={"layer": first})
        return
    grey = kernel.sum(axis=0)
    columns = st.columns(5, gap="small")
    with columns[0]:
        _picture(_in_colour(kernel), plain(marked(_("Map {map}: {rows} × {columns} in colour").format(
            map=scene.looking.channel + 1, rows=grey.shape[0], columns=grey.shape[1]), scene)))
    with columns[1]:
        _picture(_signed(grey), plain(marked(_("its colours added up"), scene)))
    for column, like in zip(columns[2:], likenesses(grey), strict=False):
        with column:
            _picture(_signed(like.kernel * (1 if like.cosine >= 0 else -1)), _like_text(like))


def _picture(pixels: NDArray[np.uint8], told: str) -> None:
    st.image(pixels, output_format="PNG", width=TILE, alt=told)
    st.caption(told)


def _first_reader(scene: Scene) -> str:
    """Return the first layer that reads the photo."""
    return next(node.name for node in scene.opened.network.graph if INPUT in node.inputs)


def _whole_network(scene: Scene) -> None:
    steps = scene.opened.stages
    values_at = networks.layer_statistics(scene.opened.network, scene.shown.values, tuple(step.name for step in steps))
    figure = figures.statistics_chart([step.label for step in steps], [step.family for step in steps],
                                      [one.shape for one in values_at], [one.active for one in values_at],
                                      titles=(_("Side of a map, px"), _("Number of maps"),
                                              marked(_("Values above 0, %"), scene)))
    plot(figure, key="fm_way", alt=_("Side of a map, number of maps, and share of values above 0, layer by layer"))


def _like_text(like: Likeness) -> str:
    name = _(like.filter.title) + (f" {like.angle}°" if like.angle is not None else "")
    template = (_("{name}: {share:.0f} % alike") if like.cosine >= 0
                else _("{name}, signs reversed: {share:.0f} % alike"))
    return template.format(name=name, share=100 * abs(like.cosine))


def _in_colour(kernel: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a kernel (C, rows, columns) as a picture: 0 is middle grey, the strongest weight full colour."""
    if len(kernel) != 3:
        return _signed(kernel.mean(axis=0))
    reach = float(np.abs(kernel).max()) or 1.0
    return enlarged(np.rint(127.5 + 127.5 * kernel.transpose(1, 2, 0) / reach).astype(np.uint8))


def _signed(kernel: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return a kernel (rows, columns) in the diverging colours, 0 in their middle."""
    reach = float(np.abs(kernel).max()) or 1.0
    levels = np.rint(127 + 127 * kernel / reach).astype(np.uint8)
    drawn = enlarged(lookup(DIVERGING, 255)[levels])
    each = len(drawn) // len(levels)
    below = strengths(levels).repeat(each, axis=0).repeat(each, axis=1)
    return hatched(drawn, below, each=len(drawn) // 13) if hatches() else drawn  # it is shown at half its size
