"""The row of controls on *Pooling*: where the grid comes from, and how it is pooled."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from explorer.convolution import read_grid
from explorer.convolution.pooling import BOUNDS, GRID_EXAMPLES, MOST_SIDE, grid_text, rows_of
from explorer.errors import GridError, message
from pages.pooling import state
from pages.ui.errors import plain, show
from pages.ui.state.widget import showing
from pages.ui.text import _, say

SHOWN_PROBLEMS = 5
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
    _problems()


def window_controls() -> None:
    """Show window and stride alone."""
    whole("kernel", _("Window"), _("Side of the window, px"))
    whole("stride", _("Stride"), _("Step of the window, px"))


def whole(name: str, label: str, told: str) -> None:
    """Show the field of one whole number of the plan."""
    least, most = BOUNDS[name]
    st.number_input(label, least, most, help=told, width=124,
                    **showing(f"po_{name}", getattr(state.now(), name), partial(_numbered, name)))


def _numbered(name: str, value: int) -> None:
    least, most = BOUNDS[name]
    state.change(**{name: min(max(value, least), most)})


def _switches() -> None:
    plan = state.now()
    with st.container(gap=None, width="content"):
        for name, label, told in (
                ("ceil", _("Ceil mode"), _("Let the last window reach beyond the edge")),
                ("count", _("Count padding"), _("Averages divide by the padded cells too (count_include_pad)"))):
            st.checkbox(label, help=told, disabled=name == "count" and not plan.padding,
                        **choosing(name))


def choosing(name: str) -> dict[str, Any]:
    """Return the arguments of a widget that shows a field of the plan and changes it."""
    return showing(f"po_{name}", getattr(state.now(), name), lambda value: state.change(**{name: value}))


def _preset_picker() -> None:
    plan = state.now()
    at = (plan.grid, plan.kernel, plan.stride, plan.padding, plan.ceil)
    fits = [name for name, one in GRID_EXAMPLES.items()
            if (one.grid, one.kernel, one.stride, one.padding, one.ceil) == at]
    st.selectbox(_("Example"), list(GRID_EXAMPLES), format_func=lambda name: _(GRID_EXAMPLES[name].title), width=270,
                 placeholder=_("Your own grid"), **showing(_PRESET, fits[0] if fits else None, _opened))


def _opened(name: str | None) -> None:
    preset = GRID_EXAMPLES.get(name or "")
    if preset:
        state.change(grid=preset.grid, kernel=preset.kernel, stride=preset.stride, padding=preset.padding,
                     ceil=preset.ceil)


def _paste() -> None:
    with st.popover(_("Paste a grid"), icon=":material/content_paste:", key=_PASTE, on_change="rerun") as popover:
        if popover.open:
            if _TEXT not in st.session_state:
                st.session_state[_TEXT] = grid_text(state.now().grid).replace("_", "\t").replace("~", "\n")
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
    state.put_grid(rows_of(grid), said)
    st.session_state[_PASTE] = False


def _problems() -> None:
    found = state.problems()
    if found:
        shown = "\n".join(f"- {plain(say(problem))}" for problem in found[:SHOWN_PROBLEMS])
        more = _("\n- and {count} more").format(count=len(found) - SHOWN_PROBLEMS)
        st.warning(_("Not everything could be taken as it stood. What could be is shown:")
                   + f"\n{shown}{more if len(found) > SHOWN_PROBLEMS else ''}", icon=":material/rule:")
