"""A small grid with its maximum and its average beside it: played, pointed at and edited in the browser."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer.convolution import padded_lane
from explorer.convolution.pooling import PoolingPlan, grid_text, size_lines
from explorer.errors import SpecError
from explorer.figures import SEQUENTIAL, tones
from pages.ui.components import component
from pages.ui.text import _, say

MOST_CHARS = 20_000
HEAT_LEVELS = 33

_mount = component.register("pooling_grid")


def pooling_grid(plan: PoolingPlan, *, version: int, key: str) -> None:
    """Show the plan's grid and let the reader edit it; what was edited is read by `edited` in the run it causes.

    Args:
        plan: grid and pooling; where torch refuses them, the reason stands where the outputs would.
        version: another number makes the component take the grid over what was typed into it.
        key: the component's key.
    """
    _mount(key=key, data=_data(plan) | {"version": version, "heat": None}, on_selected_change=component.noted)


def pooling_heat(plan: PoolingPlan, *, high: float, key: str) -> None:
    """Show the plan's grid and its outputs in colours from 0 to ``high``, not to be edited."""
    _mount(key=key, data=_data(plan) | {"version": grid_text(plan.grid), "heat": tones(SEQUENTIAL, HEAT_LEVELS),
                                        "range": [0, high]}, on_selected_change=component.noted)


def edited(key: str) -> str | None:
    """Return the grid that was typed in to cause this run, as in a link and still unchecked, or None."""
    state = st.session_state.get(key)
    value = state.get("selected") if isinstance(state, dict) else None
    return value if isinstance(value, str) and len(value) <= MOST_CHARS else None


def _data(plan: PoolingPlan) -> dict[str, Any]:
    shown = {"values": plan.grid, "kernel": plan.kernel, "words": _words(), "wrong": None}
    try:
        axes, divisors = plan.pooling("max").axes, plan.pooling("average").divisors
    except SpecError as error:
        lanes = [padded_lane(side, plan.padding, plan.padding, "zeros").tolist()
                 for side in (len(plan.grid), len(plan.grid[0]))]
        return shown | {"lanes": lanes, "starts": [[], []], "divisors": [], "unread": [[], []], "note": "",
                        "wrong": say(error.message)}
    unread = [list(axis.unread) for axis in axes]
    return shown | {"lanes": [axis.lane.tolist() for axis in axes], "divisors": divisors.tolist(),
                    "starts": [axis.places[:, 0].tolist() for axis in axes], "unread": unread,
                    "note": _note(plan, unread)}


def _note(plan: PoolingPlan, unread: list[list[int]]) -> str:
    rows, columns = map(len, unread)
    if not rows and not columns:
        return _("An orange underline marks the winner of a window: the one cell that its maximum keeps.")
    if plan.stride > plan.kernel:
        return _("Stride {stride} is larger than the window of {kernel}. What falls between the windows is never read "
                 "(hatched): {unread}.").format(stride=plan.stride, kernel=plan.kernel, unread=_lines(rows, columns))
    return _("Hatched cells are never read. Left over at the end: {unread}. Ceil mode or padding reaches them.").format(
        unread=_lines(rows, columns))


def _lines(rows: int, columns: int) -> str:
    """Return how many rows and columns that are."""
    told = [_("1 row") if rows == 1 else _("{count} rows").format(count=rows)] if rows else []
    if columns:
        told.append(_("1 column") if columns == 1 else _("{count} columns").format(count=columns))
    return ", ".join(told)


def _words() -> dict[str, str]:
    return {
        "input": _("Input {side}"), "max": _("Maximum {side}"), "average": _("Average {side}"),
        "back": _("One window back"), "next": _("One window on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Which window"), "speed": _("Speed"), "rate": _("{rate} / s"),
        "at": _("window {at} of {all}"), "cell": _("Row {row}, column {column}"),
        "padding": _("Padding: minus infinity for the maximum, 0 for the average"),
        "beyond": _("Beyond the padding: reached in ceil mode, counted by neither"),
        "maxAt": _("Maximum, row {row}, column {column}"), "averageAt": _("Average, row {row}, column {column}"),
        "maxPads": _("outside: {pads}, never the largest"),
        "averagePads": _("outside: {pads}, worth 0; {counted} of them count"),
        "unreadable": _("“{text}” in row {row}, column {column} is not a number up to 1,000,000,000; {kept} stays."),
        "empty": _("Row {row}, column {column} is empty; {kept} stays until you type a number."),
        "keys": _("Arrow keys choose a window, space plays."),
    }


def size_card(plan: PoolingPlan) -> None:
    """Show how often the window fits along both sides."""
    with st.container(border=True):
        try:
            st.markdown(_fitting(plan))
        except SpecError:
            st.markdown(_("**No output**  \n:gray[Window, stride and padding do not go together with this grid; beside "
                          "it stands why, and what to try.]"))


def torch_lines(plan: PoolingPlan) -> str:
    """Return the lines that compute the same with torch."""
    more = (f", padding={plan.padding}" if plan.padding else "") + (", ceil_mode=True" if plan.ceil else "")
    count = "" if plan.count or not plan.padding else ", count_include_pad=False"
    return (f"F.max_pool2d(x, {plan.kernel}, {plan.stride}{more})\n"
            f"F.avg_pool2d(x, {plan.kernel}, {plan.stride}{more}{count})")


def _fitting(plan: PoolingPlan) -> str:
    height, width = plan.pooling("max").output_shape[1:]
    formulas = "\n\n".join(rf"$\small\displaystyle {line}$" for line in size_lines(plan))
    said = _("How often the window fits into the padded input. i: input, p: padding, k: window, s: stride.")
    dropped = _("A last window that would start in the padding is dropped (− 1).") if "- 1 =" in formulas else ""
    title = _("**Output size: {size}**").format(size=f"{height} × {width}")
    return f"{title}  \n:gray[{said} {dropped}]\n\n{formulas}"
