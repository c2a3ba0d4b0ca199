"""Two ways to end a network, counted; and a 1 x 1 convolution beside a linear layer that reads pixel by pixel."""

from __future__ import annotations

import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.experiments import END_CHANNELS, END_CLASSES, END_SIDES, ENDS, TwoEnds
from explorer.graph import shape_to_text, to_text
from explorer.numbers import number
from pages.layers.pointwise import pointwise_view
from pages.layers.state import ENDINGS, state
from pages.ui.components.chart import plot
from pages.ui.components.network_strip import strip
from pages.ui.components.stack_strip import stack_picture
from pages.ui.tab import Tab
from pages.ui.text import _, formula


def endings_view() -> None:
    """Ask which of the two is looked at, and show it."""
    titles = dict(zip(ENDINGS, (_("Global average pooling"), _("1 × 1 convolution")), strict=True))
    st.segmented_control(_("What is looked at"), list(ENDINGS), format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("ending"))
    if state.now.ending == "pointwise":
        pointwise_view()
    else:
        _ends()


def _ends() -> None:
    plan = state.now
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.select_slider(_("Side of the picture, px"), list(END_SIDES), width=280, **state.bind("end_side"))
        st.slider(_("Maps at the end"), *END_CHANNELS, step=8, width=280,
                  **state.bind("end_maps", take=lambda value: min(max(value, END_CHANNELS[0]), END_CHANNELS[1])))
        st.number_input(_("Classes"), *END_CLASSES, width=120,
                        **state.bind("end_classes", take=lambda value: min(max(value, END_CLASSES[0]), END_CLASSES[1])))
    ends = TwoEnds(plan.end_side, plan.end_maps, plan.end_classes)
    titles = {"flatten": _("Flatten and linear"), "pooled": _("Global average pooling and linear")}
    for column, end in zip(st.columns(2, gap="medium"), ENDS, strict=True):
        with column:
            _one(ends, end, titles[end])
    left, right = st.columns(2, gap="medium")
    with left:
        _growth(ends, titles)
    with right:
        _lesson(ends)


def _one(ends: TwoEnds, end: str, title: str) -> None:
    """Show one of the two networks, with the working of its linear layer and what that sees."""
    report, stack = ends.report(end), ends.stack(end)
    cell, field, side = report["pool3"].field, report["fc1"].field, ends.map_side
    st.markdown(f"**{title}**")
    strip(stack_picture(ends.end_alone(end), selected=None), key=f"la_end_{end}",
          note=_("behind three convolutions; {count:,} parameters in all").format(count=report.params))
    values = rf"{ends.channels} \cdot {side} \cdot {side}" if end == "flatten" else f"{ends.channels}"
    count = f"{ends.params(end):,}".replace(",", "{,}")
    with st.container(border=True):
        st.markdown(_("**Linear layer: {count:,} parameters**").format(count=ends.params(end)))
        st.markdown(formula(rf"({values} + 1) \cdot {ends.classes} = {count}"))
        st.markdown(_("A cell of the maps sees {cell} × {cell} px, a score **{field} × {field} px**: all of the "
                      "{side} × {side} px, and padding.").format(
                          cell=cell.size if cell else 0, field=field.size if field else 0, side=ends.side))
    st.page_link("build_stack/page.py", label=_("Open in Build a stack"), icon=":material/layers:", width="content",
                 query_params={"stack": to_text(stack.graph), "input": shape_to_text(stack.input_shape)})


def _growth(ends: TwoEnds, titles: dict[str, str]) -> None:
    lines = {end: [TwoEnds(side, ends.channels, ends.classes).params(end) for side in END_SIDES] for end in ENDS}
    names = {"without": titles["flatten"], "with": titles["pooled"]}
    st.markdown(_("**Parameters of the linear layer, for every picture**"))
    plot(figures.along_blocks([str(side) for side in END_SIDES], {"without": lines["flatten"], "with": lines["pooled"]},
                              names, title=_("Parameters"), span=(1, 8.9)), key="la_end_growth",
         alt=_("At {side} px: {flatten:,} with flatten, {pooled:,} with global pooling").format(
             side=ends.side, flatten=ends.params("flatten"), pooled=ends.params("pooled")))
    st.caption(_("Side of the picture, px; the vertical axis is logarithmic."))


def _lesson(ends: TwoEnds) -> None:
    times = ends.params("flatten") / ends.params("pooled")
    st.info(_("**Both ends see the same, and one is {times} times as large.** Flatten gives every place of every map a "
              "weight of its own: it knows where something was, and works for pictures of one size only. Global "
              "average pooling first asks how much of each map there is, anywhere: {maps} numbers, whatever the "
              "picture's size. Lin et al. (2013) ended their network so; GoogLeNet and ResNet do.").format(
                  times=number(times, 3), maps=ends.channels), icon=":material/lightbulb:")


TAB = Tab("global_pooling", N_("Global pooling and 1 × 1"),
          N_("Make the picture larger: the linear layer behind a flatten grows with it, behind a pooling it does not."),
          endings_view)
