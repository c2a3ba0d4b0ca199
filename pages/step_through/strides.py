"""*Two strides*: one picture, one kernel, two strides, on one clock."""

from __future__ import annotations

import streamlit as st

from explorer.convolution import Convolution
from explorer.convolution.lessons import BOUNDS, SECOND_STRIDES, cells_read
from explorer.errors import ExplorerError
from explorer.graph import shape_text
from pages.step_through.state import bind_lesson, set_lesson, state
from pages.ui.components.linked_grids import Grid, Linked, laid_out, linked_grids, told
from pages.ui.errors import show
from pages.ui.text import _
from pages.ui.words import help_of

KEY = "ss_strides"


def strides_view() -> None:
    """Show stride 1 and another one side by side."""
    if found := told(KEY):
        set_lesson(**found)
    lesson = state.now.lesson
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ss_lesson_row"):
        number("side", _("Picture"), _("Rows and columns of the picture, cells"))
        number("kernel", _("Kernel"), help_of("Kernel"))
        number("padding", _("Padding"), help_of("Padding"))
        st.selectbox(_("Second stride"), SECOND_STRIDES, width=130, help=help_of("Stride"), **bind_lesson("stride"))
    strides = (1, lesson.stride)
    try:
        convs = [lesson.convolution(stride=stride) for stride in strides]
    except ExplorerError as error:
        show(error.message)
        return
    grids, links = [], []
    for at, (stride, conv) in enumerate(zip(strides, convs, strict=True)):
        grids += _pair(conv, stride, at)
        links.append(Linked(source=2 * at + 1, reads=2 * at, cells=cells_read(conv)))
    linked_grids(grids, links, clock=lesson.clock, key=KEY, hint=_(
        "Of what stride 1 makes, stride {stride} keeps only one row and one column in {stride}. Hatched cells are "
        "never read.").format(stride=lesson.stride))
    with st.container(border=True):
        st.markdown("\n\n".join(_formula(lesson.side, stride, conv) for stride, conv in
                                zip(strides, convs, strict=True)))


def number(name: str, label: str, says: str | None = None) -> None:
    """Show the field of one whole number of the lesson."""
    least, most = BOUNDS[name]
    st.number_input(label, least, most, help=says, width=110, **bind_lesson(name))


def _pair(conv: Convolution, stride: int, group: int) -> list[Grid]:
    size = shape_text(conv.output_shape[1:])
    brief = _("Stride {stride}").format(stride=stride)
    return [laid_out(conv, title=brief, brief=_("Picture at stride {stride}").format(stride=stride), group=group),
            Grid(title=_("Output {size}").format(size=size), brief=brief, values=conv.output[0], group=group,
                 runs=True)]


def _formula(side: int, stride: int, conv: Convolution) -> str:
    """Return the formula of the output's side with this stride's numbers, as the lectures write it."""
    padding, kernel = conv.paddings[0], conv.kernel_size[0]
    padded = f" + 2 \\cdot {padding}" if padding else ""
    worked = rf"\left\lfloor\frac{{{side}{padded} - {kernel}}}{{{stride}}}\right\rfloor + 1 = {conv.output_shape[1]}"
    return _("Stride {stride}:").format(stride=stride) + f" ${worked}$"
