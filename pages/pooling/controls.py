"""The row of controls on *Pooling*: where the grid comes from, and how it is pooled."""

from __future__ import annotations

import streamlit as st

from explorer.convolution import read_grid
from explorer.convolution.pooling import BOUNDS, GRID_EXAMPLES, MOST_SIDE, grid_text, rows_of
from explorer.errors import GridError, message
from pages.pooling.state import place, state
from pages.ui.errors import show
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import controlled
from pages.ui.text import _

_PRESET, _TEXT, _PASTE, _REFUSED = "po_preset", "po_text", "po_paste", "po_refused"


def grid_toolbar() -> None:
    """Show example, window, stride, padding, options and the field to paste into."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _preset_picker()
        whole("kernel", _("Window"), _("Side of the window, cells"))
        whole("stride", _("Stride"), _("Step of the window, cells"))
        whole("padding", _("Padding"), _("Cells added on each side; at most half the window"))
        _switches()
        _paste()
    show_problems(state.problems, _("Not everything could be taken as it stood. What could be is shown:"),
                  icon=":material/rule:")


def window_controls() -> None:
    """Show window and stride alone."""
    whole("kernel", _("Window"), _("Side of the window, px"))
    whole("stride", _("Stride"), _("Step of the window, px"))


def whole(name: str, label: str, told: str) -> None:
    """Show the field of one whole number of the plan."""
    least, most = BOUNDS[name]
    st.number_input(label, least, most, help=told, width=124,
                    **state.bind(name, take=lambda value: min(max(value, least), most)))


def _switches() -> None:
    plan = state.now
    with st.container(gap=None, width="content"):
        for name, label, told in (
                ("ceil", _("Ceil mode"), _("Let the last window reach beyond the edge")),
                ("count", _("Count padding"), _("Averages divide by the padded cells too (count_include_pad)"))):
            st.checkbox(label, help=told, disabled=name == "count" and not plan.padding, **state.bind(name))


def _preset_picker() -> None:
    plan = state.now
    at = (plan.grid, plan.kernel, plan.stride, plan.padding, plan.ceil)
    fits = [name for name, one in GRID_EXAMPLES.items()
            if (one.grid, one.kernel, one.stride, one.padding, one.ceil) == at]
    st.selectbox(_("Example"), list(GRID_EXAMPLES), format_func=lambda name: _(GRID_EXAMPLES[name].title), width=270,
                 placeholder=_("Your own grid"), **controlled(_PRESET, fits[0] if fits else None, _opened))


def _opened(name: str | None) -> None:
    preset = GRID_EXAMPLES.get(name or "")
    if preset:
        place(grid=preset.grid, kernel=preset.kernel, stride=preset.stride, padding=preset.padding, ceil=preset.ceil)


def _paste() -> None:
    with st.popover(_("Paste a grid"), icon=":material/content_paste:", key=_PASTE, on_change="rerun") as popover:
        if popover.open:
            if _TEXT not in st.session_state:
                st.session_state[_TEXT] = grid_text(state.now.grid).replace("_", "\t").replace("~", "\n")
            st.text_area(_("Rows of numbers, copied from a spreadsheet or typed; at most {side} × {side}").format(
                side=MOST_SIDE), key=_TEXT, height=190, max_chars=20_000)
            st.button(_("Use this grid"), key="po_use", on_click=_used)
            if refused := st.session_state.get(_REFUSED):
                show(refused)


def _used() -> None:
    st.session_state.pop(_REFUSED, None)
    try:
        grid, found = read_grid(st.session_state[_TEXT], most_side=MOST_SIDE)
    except GridError as error:
        st.session_state[_REFUSED] = error.message
        return
    said = tuple(message("Row {row}, column {column}: {said}", row=one.row, column=one.column, said=one.said)
                 for one in found)
    place(said, grid=rows_of(grid))
    st.session_state[_PASTE] = False

