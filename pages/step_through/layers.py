"""*Layer on layer*: real grids that shrink from layer to layer, and the cone of what one cell sees."""

from __future__ import annotations

import streamlit as st

from explorer.arrays import Array
from explorer.convolution import Convolution
from explorer.convolution.lessons import LAYER_KERNELS, cells_read, chain, cross
from explorer.graph import shape_text
from pages.step_through.state import bind_lesson, set_lesson, state
from pages.step_through.strides import number
from pages.ui.components.linked_grids import Grid, Linked, linked_grids, told
from pages.ui.text import _
from pages.ui.words import help_of

KEY = "ss_layers"


def layers_view() -> None:
    """Show the picture and the map after each layer, and what a cell of them sees."""
    if found := told(KEY):
        set_lesson(**found)
    lesson = state.now.lesson
    kernel, layers = lesson.kernel, lesson.fitting_layers
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ss_lesson_row"):
        number("side", _("Picture"), _("Rows and columns of the picture, cells"))
        st.selectbox(_("Kernel"), LAYER_KERNELS, width=110, help=help_of("Kernel"), **bind_lesson("kernel"))
        number("layers", _("Layers"), _("Convolutions on each other"))
    if layers < lesson.layers:
        st.caption(_("After {layers} layers there is no room for another kernel of {kernel} × {kernel}.").format(
            layers=layers, kernel=kernel))
    picture = cross(lesson.side)
    convs = chain(picture, kernel=kernel, layers=layers)
    links = [Linked(source=at + 1, reads=at, cells=cells_read(conv)) for at, conv in enumerate(convs)]
    linked_grids(_grids(picture, convs), links, pick=lesson.pick or (layers, 0), key=KEY, hint=_(
        "Each map is the mean of {kernel} × {kernel} cells of the one before. Point at a cell to see what it sees, and "
        "which cells see it; click to keep it.").format(kernel=kernel))
    with st.container(border=True):
        st.markdown(_formula(kernel, lesson.side, convs))


def _grids(picture: Array, convs: tuple[Convolution, ...]) -> list[Grid]:
    maps = [picture, *(conv.output[0] for conv in convs)]
    names = [_("Picture"), *(_("Map {number}").format(number=at + 1) for at in range(len(convs)))]
    return [Grid(title=f"{name}: {shape_text(values.shape)}", brief=name, values=values, tone="viridis")
            for name, values in zip(names, maps, strict=True)]


def _formula(kernel: int, side: int, convs: tuple[Convolution, ...]) -> str:
    """Return how the side shrinks, and how the field grows."""
    sides = [side, *(conv.output_shape[1] for conv in convs)]
    fields = [1 + at * (kernel - 1) for at in range(len(sides))]
    shrinks, grows = (r" \to ".join(map(str, values)) for values in (sides, fields))
    return _("Each layer takes k − 1 = {less} cells of the side: ${shrinks}$. What one cell sees grows by as many: "
             "${grows}$ cells of the picture.").format(less=kernel - 1, shrinks=shrinks, grows=grows)
