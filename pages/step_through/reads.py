"""*Read how often?*: how many stops of the kernel read each cell of the picture."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer.arrays import Array
from explorer.convolution import Convolution
from explorer.convolution.lessons import cells_read, read_along, read_counts
from explorer.errors import ExplorerError
from explorer.graph import shape_text
from pages.step_through.state import set_lesson, state
from pages.step_through.strides import number
from pages.ui.components.linked_grids import Grid, Linked, linked_grids, told
from pages.ui.errors import show
from pages.ui.text import _
from pages.ui.words import help_of

KEY = "ss_reads"


def reads_view() -> None:
    """Show the counts as a heat map beside the output, and how they come about."""
    if found := told(KEY):
        set_lesson(**found)
    lesson = state.now.lesson
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="ss_lesson_row"):
        number("side", _("Picture"), _("Rows and columns of the picture, cells"))
        number("kernel", _("Kernel"), help_of("Kernel"))
        number("stride", _("Stride"), help_of("Stride"))
        number("padding", _("Padding"), help_of("Padding"))
        number("dilation", _("Dilation"), help_of("Dilation"))
    try:
        conv = lesson.convolution(stride=lesson.stride)
    except ExplorerError as error:
        show(error.message)
        return
    counts, (down, across) = read_counts(conv), read_along(conv)
    out = conv.output_shape[1:]
    stops = np.arange(1.0, 1 + np.prod(out)).reshape(out)
    grids = [Grid(title=_("How often each cell is read"), brief=_("Picture"), values=counts, tone="viridis",
                  rows=_names(down), columns=_names(across), unread=np.flatnonzero(counts == 0).tolist(), large=True),
             Grid(title=_("The stops of the kernel: {size}").format(size=shape_text(out)), brief=_("Stops"),
                  values=stops)]
    middle = (1, stops.size // 2)
    linked_grids(grids, [Linked(source=1, reads=0, cells=_inside(conv))], pick=lesson.pick or middle, key=KEY, hint=_(
        "Beside the picture stands how many stops read each row and each column; a cell's number is their product. "
        "Point at a stop to see what it reads, and at a cell to see by which stops it is read."))
    with st.container(border=True):
        st.markdown(_explained(counts))


def _inside(conv: Convolution) -> list[list[int]]:
    """Return per stop the cells of the picture that it reads, without the padding around it."""
    rows, columns = (axis.lane for axis in conv.axes)
    cells = np.where((rows < 0)[:, None] | (columns < 0)[None, :], -1, rows[:, None] * conv.axes[1].size + columns)
    flat = cells.ravel().tolist()
    return [[flat[place] for place in read if flat[place] >= 0] for read in cells_read(conv)]


def _names(counts: Array) -> list[str]:
    return [str(int(count)) for count in counts]


def _explained(counts: Array) -> str:
    """Return corner, middle and what that means."""
    middle = counts[counts.shape[0] // 2, counts.shape[1] // 2]
    told = _("A corner is read **{corner}** times, the middle **{middle}** times.").format(
        corner=int(counts[0, 0]), middle=int(middle))
    if not counts.all():
        return told + " " + _("Hatched cells are never read: they count for nothing.")
    if counts.min() == counts.max():
        return told + " " + _("Every cell counts alike.")
    return told + " " + _("What lies at the border has less say in the output; padding lessens that.")
