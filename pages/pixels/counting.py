"""*Counting*: what a picture costs that is connected to all units, and in a convolution, as it grows."""

from __future__ import annotations

import streamlit as st

from explorer import figures
from explorer.experiments import (
    GROWN_SIDES,
    KERNELS,
    LECTURE_PICTURES,
    QUANTITIES,
    PictureLayers,
    Quantity,
    counted,
    growth,
)
from explorer.graph import Row, shape_to_text
from explorer.runtime import size_text
from pages.pixels.state import BOUNDS, state
from pages.ui.components.chart import plot
from pages.ui.state.widget import controlled
from pages.ui.text import _, count_text, formula, say
from pages.ui.words import help_of

UNITS: tuple[Quantity, ...] = QUANTITIES

def counting_view() -> None:
    """Show the controls at the left, the two lines in the middle, and how both numbers come about."""
    layers = picture_layers()
    left, middle, right = st.columns([0.21, 0.47, 0.32], gap="medium")
    with left:
        _controls()
    with middle:
        _quantity_picker()
        chart(layers, state.now.counts)
    with right:
        _result(layers, state.now.counts)

def picture_layers() -> PictureLayers:
    """Return the picture and the two layers that the reader has set."""
    now = state.now
    return PictureLayers(size=now.size, channels=now.channels, units=now.units, maps=now.maps, kernel=now.kernel)

def _controls() -> None:
    now = state.now
    fits = [name for name, case in LECTURE_PICTURES.items()
            if (case.layers.size, case.layers.channels, case.layers.units) == (now.size, now.channels, now.units)]
    st.selectbox(_("Picture"), list(LECTURE_PICTURES), format_func=lambda name: _(LECTURE_PICTURES[name].title),
                 placeholder=_("Your own"), **controlled("px_case", fits[0] if fits else None, _opened))
    for name, label in (("size", _("Side (px)")), ("channels", _("Channels")), ("units", _("Hidden units")),
                        ("maps", _("Maps of the convolution"))):
        st.slider(label, *BOUNDS[name], **state.bind(name))
    st.select_slider(_("Kernel (px)"), KERNELS, **state.bind("kernel"))

def _opened(name: str | None) -> None:
    if name in LECTURE_PICTURES:
        layers = LECTURE_PICTURES[name].layers
        state.change(size=layers.size, channels=layers.channels, units=layers.units)

def _quantity_picker() -> None:
    titles = {"params": _("Parameters"), "macs": _("Operations (MACs)"), "memory": _("Memory")}
    st.segmented_control(_("What is counted"), QUANTITIES, format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("counts"))

def chart(layers: PictureLayers, quantity: Quantity) -> None:
    """Show both lines as the side grows, with the picture that is looked at and the lectures' cases."""
    axis = {"params": _("Parameters"), "macs": _("Multiply-adds (MACs)"), "memory": _("Memory (bytes)")}[quantity]
    dense, shared = growth(layers, quantity, GROWN_SIDES)
    names = (_("linear layer"), _("convolution"))
    now = [counted(row, quantity) for row in (layers.linear(), layers.convolution())]
    cases = [figures.MarkedCase(_(case.title), case.layers.size, counted(case.layers.linear(), quantity))
             for case in LECTURE_PICTURES.values()]
    figure = figures.picture_growth(
        GROWN_SIDES, [figures.CostLine(names[0], "linear", dense), figures.CostLine(names[1], "convolution", shared)],
        side=layers.size, now=now, cases=cases, titles=(_("Side of the picture (px)"), axis))
    plot(figure, key="px_growth", alt=_("{quantity} of a linear layer and of a convolution as a picture grows from "
                                        "{first} to {last} px: the linear layer from {low} to {high}, the convolution "
                                        "from {small} to {large}.").format(
        quantity=axis, first=GROWN_SIDES[0], last=GROWN_SIDES[-1], low=f"{dense[0]:,}", high=f"{dense[-1]:,}",
        small=f"{shared[0]:,}", large=f"{shared[-1]:,}"))

def _result(layers: PictureLayers, quantity: Quantity) -> None:
    shape = shape_to_text((layers.channels, layers.size, layers.size))
    for title, text, row in (
            (_("Linear layer, all to all"), f"flatten~linear.o{layers.units}", layers.linear()),
            (_("Convolution"), f"conv.o{layers.maps}.k{layers.kernel}.p{layers.kernel // 2}", layers.convolution())):
        with st.container(border=True):
            st.metric(title, told(row, quantity), help=help_of("MACs") if quantity == "macs" else None)
            lines = row.working["params" if quantity == "memory" else quantity]
            st.markdown(f":small[:gray[{say(lines.says)}]]\n\n" + "  \n".join(map(formula, lines.lines)))
            if quantity == "memory":
                st.markdown(":small[:gray[" + _("4 bytes for each of {weights} weights and {values} outputs.").format(
                    weights=f"{row.params:,}", values=f"{row.activation_bytes // 4:,}") + "]]")
            st.page_link("build_stack/page.py", label=_("Open in *Build a stack*"), icon=":material/layers:",
                         query_params={"stack": text, "input": shape})
    st.markdown(_compared(counted(layers.linear(), quantity), counted(layers.convolution(), quantity)))

def _compared(dense: int, shared: int) -> str:
    if dense >= shared:
        return _("The linear layer needs **{times} ×** as much, and finds a thing only where it has seen it.").format(
            times=f"{dense / shared:,.0f}" if dense >= 10 * shared else f"{dense / shared:.2g}")
    return _("Here the convolution needs **{times} ×** as much: few units read the picture, but every map is as large "
             "as it.").format(times=f"{shared / dense:,.0f}" if shared >= 10 * dense else f"{shared / dense:.2g}")

def told(row: Row, quantity: Quantity) -> str:
    """Return a layer's cost with its unit where it has one."""
    cost = counted(row, quantity)
    return size_text(cost, "MiB") if quantity == "memory" else count_text(cost)
