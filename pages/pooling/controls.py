"""The row of controls on *Pooling*: where the grid comes from, and how it is pooled."""

from __future__ import annotations

import streamlit as st

from explorer.convolution import read_grid
from explorer.convolution.pooling import BOUNDS, GRID_EXAMPLES, MOST_SIDE, grid_text, rows_of
from pages.pooling.state import place, state
from pages.ui.components import pasted_grid
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import controlled
from pages.ui.text import _

_PRESET, _PASTE = "po_preset", "po_paste"


def grid_toolbar() -> None:
    """Show example, window, stride, padding, options and the field to paste into."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="po_toolbar"):
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
            label = _("Rows of numbers, copied from a spreadsheet or typed; at most {side} × {side}")
            pasted_grid.paste_form(label.format(side=MOST_SIDE), _used, key="po", height=190,
                                   first=grid_text(state.now.grid).replace("_", "\t").replace("~", "\n"))


def _used(text: str) -> None:
    grid, found = read_grid(text, most_side=MOST_SIDE)
    place(tuple(problem.message for problem in found), grid=rows_of(grid))
    st.session_state[_PASTE] = False

