"""What the components drawn by our own scripts have in common: how they are mounted, coloured and read.

A click is a *trigger* named ``selected``: it is there in the one run that it causes. Read it with `clicked` before
anything is computed, then mount the component with the new selection. `AppTest` runs no script of a browser; a test
plays the click as ``at.session_state[key] = {"selected": value}`` before a run, and empties it (``= {}``) after it.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Container, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.figures import DARK, LIGHT, MISSING, Palette
from pages.ui.components import scripts
from pages.ui.state import locks
from pages.ui.text import _

LETTER = 15
"""px; the page's letters up to a width of 1600 px (``baseFontSize`` of the theme)."""
_PAPER = (f"--st-background-color: {LIGHT.background}; --st-secondary-background-color: {LIGHT.surface}; "
          f"--st-text-color: {LIGHT.text}; --st-primary-color: {LIGHT.kinds['convolution'].fill}; "
          "--st-border-color: #c3cad6;")
"""What Streamlit's theme says, for components on paper, where thin lines need more colour."""
_RULE_OR_LENGTH = re.compile(r"@(?:media|container)[^{]*|(?<![\w.])((?:[4-9]|\d{2,})(?:\.\d+)?)px")


def register(name: str, *, parts: Sequence[str] = ()) -> Callable[..., Any]:
    """Register the component whose script and styles lie in ``pages/web/components/<name>``.

    ``parts``: other components that its script draws within itself, each in an element of the class ``part-<name>``,
    where their styles count.

    The script imports what it shares with others; colours and ``kit/component.css`` stand before the styles, whose
    lengths grow with the page's letters.
    The renderer takes ``key``, ``data`` and ``on_selected_change``.
    """
    styles = [_colour_rules(), scripts.read("kit/component.css")]
    styles += [f".part-{part} {{\n{scripts.read(f'components/{part}/style.css')}}}" for part in parts]
    styles.append(scripts.read(f"components/{name}/style.css"))
    return st.components.v2.component(f"explorer_{name}", css=in_rem("\n".join(styles)), js=scripts.loader(name))


def clicked(key: str, among: Container[Any]) -> Any:
    """Return what was clicked in the component ``key`` to cause this run, or None.

    What a browser sends is anybody's guess, so only a text or whole number that is ``among`` the choices counts.
    """
    return None if locks.is_locked(key) else checked(st.session_state.get(key), among)


def checked(state: object, among: Container[Any]) -> Any:
    """Return the click in what a component reports, where it is ``among`` the choices."""
    value = state.get("selected") if isinstance(state, dict) else None
    return value if type(value) in (str, int) and value in among else None


def noted() -> None:
    """Do nothing: a component reports only those events that have a callback."""


def spoken() -> str:
    """Return what is said of any map to those who do not see it; `kit/spoken.js` puts the numbers in."""
    return _("{rows} × {columns} cells from {least} to {most}; the largest is at row {row}, column {column}.")


def png_address(pixels: NDArray[np.uint8]) -> str:
    """Return a picture as an address that a browser shows without asking the server again."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def jpeg_address(pixels: NDArray[np.uint8]) -> str:
    """Return the same of a photo, which is smaller with losses that nobody sees."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=92)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def in_rem(styles: str) -> str:
    """Return styles whose lengths of 4 px or more are told in the page's letters, which are larger on large screens.

    Hairlines stay as thin as they are, and what depends on a width goes on depending on it.
    """
    return _RULE_OR_LENGTH.sub(lambda found: f"{float(found[1]) / LETTER:.6g}rem" if found[1] else found[0], styles)


def _colour_rules() -> str:
    return (f".card {{{_variables(LIGHT)}}}\n.card[data-theme=dark], [data-theme=dark] .card {{{_variables(DARK)}}}\n"
            f".card[data-paper], [data-paper] .card {{{_PAPER}}}")


def _variables(palette: Palette) -> str:
    named = {"text": palette.text, "quiet": palette.quiet, "selection": palette.selection, "wrong": palette.wrong,
             "missing": MISSING} | {kind: tone.fill for kind, tone in palette.kinds.items()}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())
