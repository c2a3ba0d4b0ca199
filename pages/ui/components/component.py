"""What the components drawn by our own scripts have in common: how they are mounted, coloured and read.

A click is a *trigger* named ``selected``: it is there in the one run that it causes. Read it with `clicked` before
anything is computed, then mount the component with the new selection. `AppTest` runs no script of a browser; a test
plays the click as ``at.session_state[key] = {"selected": value}`` before a run, and empties it (``= {}``) after it.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.figures import DARK, LIGHT, MISSING, Palette

_WEB = Path(__file__).parents[2] / "web"
_SHARED = ("kit/component", "kit/cells", "kit/pixels")


def register(name: str, *parts: str) -> Callable[..., Any]:
    """Register the component whose script and styles lie in ``pages/web/components/<name>``.

    What all share and further ``parts`` stand before the script, as scripts given as text cannot import one another;
    ``kit/component.css`` stands before the styles.
    The renderer takes ``key``, ``data`` and ``on_selected_change``.
    """
    styles = "\n".join([_colour_rules(), _read("kit/component.css"), _read(f"components/{name}/style.css")])
    script = "\n".join(_read(f"{part}.js") for part in (*_SHARED, *parts, f"components/{name}/index"))
    return st.components.v2.component(f"explorer_{name}", css=styles, js=script)


def clicked(key: str, among: Container[Any]) -> Any:
    """Return what was clicked in the component ``key`` to cause this run, or None.

    What a browser sends is anybody's guess, so only a text or whole number that is ``among`` the choices counts.
    """
    return checked(st.session_state.get(key), among)


def checked(state: object, among: Container[Any]) -> Any:
    """Return the click in what a component reports, where it is ``among`` the choices."""
    value = state.get("selected") if isinstance(state, dict) else None
    return value if type(value) in (str, int) and value in among else None


def noted() -> None:
    """Do nothing: a component reports only those events that have a callback."""


def _read(name: str) -> str:
    return (_WEB / name).read_text(encoding="utf-8")


def _colour_rules() -> str:
    return f".card {{{_variables(LIGHT)}}}\n.card[data-theme=dark] {{{_variables(DARK)}}}"


def _variables(palette: Palette) -> str:
    named = {"text": palette.text, "quiet": palette.quiet, "selection": palette.selection, "wrong": palette.wrong,
             "missing": MISSING} | {kind: tone.fill for kind, tone in palette.kinds.items()}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())
