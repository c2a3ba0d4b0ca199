"""The linear layer of a classifier as a convolution: one pass over the picture, held against all windows."""

from __future__ import annotations

import streamlit as st

from explorer import experiments, figures, networks
from explorer.arrays import Floats, Pixels
from explorer.graph import AdaptivePool, ConvNd, Flatten, Linear, PoolNd, analyse, shape_text
from explorer.numbers import number
from pages.ui.components.table import table
from pages.ui.text import _
from pages.where_is_it.sliding_settings import AGAINST
from pages.where_is_it.state import state
from pages.where_is_it.window_view import class_words, window_scores_of

WIDE = 360
"""Of a map, px."""
EXACT = 1e-4
"""Scores that lie no farther apart differ by rounding alone."""


def one_pass_view(setup: experiments.Sliding) -> None:
    """Show the maps of both ways side by side, their difference and their times, and what became of the layers."""
    names = class_words(setup.network.categories)
    against = dict(zip(AGAINST, (_("windows cut out of the picture"), _("windows cut out of its last maps")),
                       strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.segmented_control(_("One pass is held against"), list(AGAINST), format_func=against.__getitem__,
                             required=True, **state.bind("against"))
        st.selectbox(_("Class shown"), range(len(names)), format_func=names.__getitem__, width=200, **state.bind(
            "slide_class"))
    scores = networks.map_window_scores(setup.network, setup.values) if state.now.against == "maps" else (
        window_scores_of(setup, key="wi_once_task"))
    if scores is None:
        return
    both = experiments.TwoWays(scores, networks.one_pass_scores(setup.network, setup.values))
    _maps(both, names)
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        _times(setup, both)
    with right:
        _why(setup, both)
    _layers(setup)


def _maps(both: experiments.TwoWays, names: list[str]) -> None:
    kind = min(state.now.slide_class, len(names) - 1)
    rows, columns = both.apart.shape
    titles = (_("**Windows** :gray[{count} passes]").format(count=rows * columns),
              _("**One pass** :gray[{rows} × {columns} at once]").format(rows=rows, columns=columns),
              _("**Difference** :gray[of scores, up to {largest}]").format(largest=number(both.largest, 2)))
    shares = [experiments.class_shares(scores.values)[kind] for scores in (both.windows, both.once)]
    pictures = (*shares, both.apart)
    highs = (1.0, 1.0, max(both.largest, EXACT))
    for column, title, values, high in zip(st.columns(3, gap="small"), titles, pictures, highs, strict=True):
        with column:
            st.markdown(title)
            st.image(_drawn(values.astype("float32"), high), output_format="PNG", width="stretch",
                     alt=_("{rows} × {columns} cells, the largest is {most}").format(
                         rows=rows, columns=columns, most=number(float(values.max()), 3)))
    st.caption(_("Left and middle: how likely {name} is, 0 to 100 %. Right: the largest difference of any class's "
                 "score, before softmax; the brightest is {high}.").format(name=names[kind], high=number(highs[2], 2)))


def _drawn(values: Floats, high: float) -> Pixels:
    return figures.tiled_maps(values[None], high=high, signed=False, side=WIDE)


def _times(setup: experiments.Sliding, both: experiments.TwoWays) -> None:
    cost, count = setup.cost(), both.apart.size
    st.metric(_("Largest difference of a score"), number(both.largest, 3), border=True,
              help=_("Of all classes and places, before softmax"))
    table([
        {_("Way"): _("{count} windows").format(count=count), _("time, ms"): number(1000 * both.windows.seconds, 3),
         _("multiplications"): f"{cost.windows:,}"},
        {_("Way"): _("one pass"), _("time, ms"): number(1000 * both.once.seconds, 3),
         _("multiplications"): f"{cost.once:,}"}], name=_("What both ways cost"))
    st.markdown(_("Measured: **{times} times as fast**; multiplications: {fewer} times fewer. Both find the same "
                  "class likeliest at {same} of {count} places.").format(
                      times=number(both.times, 3), fewer=number(cost.times, 3), same=both.same_answers, count=count))
    if state.now.against == "maps":
        st.caption(_("The time of the windows is that of the last layers alone here: the maps are computed once."))


def _why(setup: experiments.Sliding, both: experiments.TwoWays) -> None:
    padded = sum(isinstance(node.layer, ConvNd) and any(map(any, node.layer.pads())) for node in setup.network.graph)
    if state.now.against == "maps":
        st.success(_("**The same numbers, whether the network pads or not.** Each place of the one pass is the "
                     "classifier's last layers on its own window of the last maps. What is left is rounding: sums in "
                     "another order."),
                   icon=":material/equal:")
    elif not padded:
        st.success(_("**The same numbers: {largest} is rounding.** No layer of this network pads, so no value of a "
                     "window depends on what lies outside it, and a window cut out sees what the one pass sees "
                     "there.").format(largest=number(both.largest, 2)), icon=":material/equal:")
    else:
        st.warning(_("**Not the same, and that is no mistake.** {count} of its convolutions pad with zeros. Around a "
                     "window that was cut out there are zeros; in the one pass the picture goes on there. Layer by "
                     "layer this reaches farther in, until every score has some of it. Hold it against windows of "
                     "the last maps, or take the network without padding: both agree.").format(count=padded),
                   icon=":material/border_outer:")


def _layers(setup: experiments.Sliding) -> None:
    """Show what became of the layers behind the last maps."""
    before = setup.network.report
    after = analyse(networks.convolved_classifier(setup.network).graph, (3, *setup.pixels.shape[:2]))
    rows = []
    for row in before:
        if isinstance(row.layer, AdaptivePool | Flatten | Linear):
            turned = after[row.name] if row.name in after.graph else None
            rows.append({_("Layer"): row.name, _("on a window"): _was(row.layer),
                         "→": shape_text(row.output_shape or ()),
                         _("on the picture"): _is(turned.layer) if turned else _("gone: maps stay maps"),
                         " →": shape_text(turned.output_shape or ()) if turned else "",
                         _("parameters"): f"{row.counts.params:,}"})
    table(rows, name=_("The last layers, before and after"))


def _was(layer: object) -> str:
    if isinstance(layer, Linear):
        return _("linear")
    return _("flatten") if isinstance(layer, Flatten) else _("global average pooling")


def _is(layer: object) -> str:
    kernel = layer.kernel_size if isinstance(layer, ConvNd | PoolNd) else 1
    if isinstance(layer, ConvNd):
        return _("convolution {kernel} × {kernel}").format(kernel=kernel)
    return _("average pooling {kernel} × {kernel}, stride 1").format(kernel=kernel)
