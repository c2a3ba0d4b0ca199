"""The kernel as an editable grid, and what can be said of it: sum, symmetry, factors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from explorer.arrays import Array
from explorer.convolution import read_grid
from explorer.convolution.filters import DIGITS, GRADIENTS, MOST_SIDE, Step, custom, padded_or_cropped, properties
from explorer.errors import ExplorerError, Message, message
from explorer.numbers import number, shorter
from pages.classic_filters.state import put_step, state
from pages.ui.components import component
from pages.ui.components.pasted_grid import first_of, paste_form
from pages.ui.text import _

KEY, NOTES, VERSION = "cf_kernel", "cf_kernel_notes", "cf_kernel_version"
TYPESET = 7
"""Most weights of a factor that are typeset; longer ones are only said to exist."""
SHOWN_PROBLEMS = 3

_mount = component.register("filter_kernel")


def take_edit() -> None:
    """Read the grid that was typed or pasted to cause this run, if any."""
    told = st.session_state.get(KEY)
    text = told.get("selected") if isinstance(told, dict) else None
    if isinstance(text, str) and text:
        take_text(text)


def take_text(text: str) -> None:
    """Make the grid in ``text`` the selected filter's kernel; what cannot be read in it is noted."""
    step = state.now.step
    if step.name in GRADIENTS:
        return
    try:
        kernel, found = read_grid(text, most_side=MOST_SIDE)
        changed = own(step, kernel)
    except ExplorerError as error:
        _note([error.message, message("The kernel stays as it was.")])
        return
    if not np.array_equal(kernel, step.kernels[0]):
        put_step(changed)
    _note([problem.message for problem in found])


def own(step: Step, kernel: Array) -> Step:
    """Return ``step`` with these weights, its stride, dilation and padding as they are."""
    return custom(kernel, stride=step.stride, dilation=step.dilation, padding=step.padding)


def kernel_grid(step: Step) -> None:
    """Show the kernel, or the first of a gradient's pair, as fields; `take_edit` reads a change."""
    fixed = step.name in GRADIENTS
    for place, kernel in enumerate(step.kernels):
        if fixed:
            st.caption(_("Gx, the change from left to right") if place == 0 else _("Gy, the change from top to bottom"))
        reach = np.abs(kernel).max() or 1
        data = {"cells": [[_cell(value, len(row)) for value in row] for row in kernel],
                "shades": (kernel / reach).tolist(),
                "full": [[repr(float(value)) for value in row] for row in kernel],
                "fixed": fixed, "version": st.session_state.get(VERSION, 0),
                "words": {"name": _("Kernel"), "cell": _("Row {row}, column {column}")}}
        _mount(key=f"{KEY}_{place}" if fixed else KEY, data=data, on_selected_change=component.noted)
    noted_for, notes = st.session_state.get(NOTES, (None, []))
    if notes and noted_for == step:
        st.warning("  \n".join(first_of(notes, SHOWN_PROBLEMS)))


def facts(step: Step) -> str:
    """Return sum, symmetry and factors of a kernel as markdown, with its factors typeset."""
    found = properties(step.kernels[0])
    parts = [_sum_text(found.total), _symmetry_text(found.left_right, found.top_bottom)]
    if any(side % 2 == 0 for side in step.kernels[0].shape):
        parts.append(_("An even side has no middle, so the result is a pixel smaller."))
    if min(step.kernels[0].shape) == 1:
        return " ".join(parts)
    if found.factors is None:
        parts.append(_("Not separable."))
    elif max(map(len, found.factors)) > TYPESET:
        parts.append(_("Separable: a column times a row."))
    else:
        column, row = (_factor(factor, sign) for factor, sign in zip(found.factors, (r" \\ ", " & "), strict=True))
        parts.append(_("Separable, a column times a row:") + f"\n\n$\\small {column}\\,{row}$")
    return " ".join(parts)


def paste_box() -> None:
    """Offer a field for a whole grid, for phones and for readers who like text."""
    with st.popover(_("Paste"), icon=":material/content_paste:", key="cf_paste", on_change="rerun",
                    help=_("A grid from a spreadsheet or a list; you can also paste it into a cell")) as popover:
        if popover.open:
            paste_form(_("Rows of numbers"), _pasted, key="cf_paste", placeholder="-1 0 1\n-2 0 2\n-1 0 1")


def _pasted(text: str) -> None:
    take_text(text)
    st.session_state["cf_paste"] = False


def _note(notes: list[Message]) -> None:
    """Keep what is to be said of the selected filter's kernel; the fields then show what was understood."""
    st.session_state[NOTES] = (state.now.step, notes)
    if notes:
        st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1


def _sum_text(total: float) -> str:
    if abs(total) < 10.0**-DIGITS:
        return _("**Sum 0**: flat patches give 0.")
    told = _("**Sum {total}**: brightness is kept.") if abs(total - 1) < 10.0 ** (1 - DIGITS) else _(
        "**Sum {total}**: brightness is multiplied by that.")
    return told.format(total=number(total))


def _symmetry_text(across: int, down: int) -> str:
    both = {1: _("The same when mirrored left to right or top to bottom."),
            -1: _("Changes its sign when mirrored left to right or top to bottom.")}
    if across == down and across:
        return both[across]
    sideways = {0: "", 1: _("The same when mirrored left to right."),
                -1: _("Changes its sign when mirrored left to right.")}
    upright = {0: "", 1: _("The same when mirrored top to bottom."),
               -1: _("Changes its sign when mirrored top to bottom.")}
    return f"{sideways[across]} {upright[down]}".strip() or _("No mirror symmetry.")


def _cell(value: float, columns: int) -> str:
    """Return a weight as its field shows it; many fields leave room for few digits each."""
    if columns <= TYPESET:
        return number(value)
    return next(text for text in shorter(round(value, 3)) if not text.startswith(("0.", "−0.")))


def _factor(values: Array, between: str) -> str:
    reach = float(np.abs(values).max())
    told = between.join(number(value, beside=reach) for value in values.tolist())
    return r"\begin{bmatrix}" + told.replace("−", "-") + r"\end{bmatrix}"


def resize(step: Step, side: int) -> Step:
    """Return ``step`` at another size: the filter's own kernel of that size, or zeros around these weights."""
    try:
        return replace(step, side=side)
    except ExplorerError:
        return own(step, padded_or_cropped(step.kernels[0], side))
