"""*The cat experiment*: a bar of light on a retina, and two cells that answer to it; a panel of two pages.

Names in links are those of `BarAndCells`, and both pages keep them beside their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from explorer.convolution import visual_cells
from explorer.errors import N_
from explorer.figures import DIVERGING, colour_table, hatches, packed
from pages.ui.components import component
from pages.ui.state.fields import Choice, Field, Switch, Whole
from pages.ui.state.widget import controlled
from pages.ui.text import _

TITLE = N_("The cat experiment")
SAYS = N_("Drag the bar, and turn it by its rings: the curves draw themselves. Which cell notices that it moved?")
HALF_TURN = 180
MOST_CHARS = 60

_mount = component.register("visual_cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarAndCells:
    """What is set.

    Attributes:
        turn, off, thick, dark: the bar: degrees, px across, px wide, dark on light.
        likes: the direction that both cells answer to, degrees.
    """

    turn: int = 15
    off: int = 0
    thick: int = 3
    dark: bool = False
    likes: int = 0


FIELDS: Mapping[str, Field] = {
    "turn": Whole(0, HALF_TURN - 1),
    "off": Whole(-visual_cells.FARTHEST, visual_cells.FARTHEST),
    "thick": Whole(1, visual_cells.WIDEST),
    "dark": Switch(),
    "likes": Choice(tuple(range(0, HALF_TURN, 15))),
}
"""How they stand in links."""


def cat_experiment(now: BarAndCells, change: Callable[..., None], *, prefix: str) -> None:
    """Show the panel.

    Args:
        now: what is set.
        change: sets fields, by their names.
        prefix: of the keys of the page's widgets.
    """
    key = f"{prefix}_cells"
    moved = taken(key, now)
    if moved:
        change(**moved)
    bar = {name: moved.get(name, getattr(now, name)) for name in FIELDS}
    picture_side, control_side = st.columns([0.8, 0.2], gap="medium")
    with control_side:
        _controls(bar, change, prefix)
    with picture_side:
        _mount(key=key, data=packed_cells(bar), on_selected_change=component.noted)
    st.caption(_("In 1959 David Hubel and Torsten Wiesel moved bars of light before a cat and listened to single cells "
                 "of its visual cortex. Each fired for one small place and one direction. A convolution's kernel is "
                 "such a simple cell, copied to every place; pooling makes of neighbours what the complex cell is."))


def taken(key: str, now: BarAndCells) -> dict[str, int]:
    """Return the fields that the component ``key`` changed to cause this run.

    What a browser sends is anybody's guess: what cannot be read stays as it was.
    """
    told = st.session_state.get(key)
    text = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > MOST_CHARS:
        return {}
    read = {name: FIELDS[name].read(name, value, getattr(now, name))[0] for name, value in parse_qsl(text)
            if name in ("turn", "off")}
    return {name: value for name, value in read.items() if value != getattr(now, name)}


def packed_cells(bar: Mapping[str, Any]) -> bytes:
    """Return what is shown as ``receive`` of ``components/visual_cells/index.js`` reads it."""
    cells = visual_cells.CellPair(bar["likes"])
    header = {"retina": visual_cells.RETINA, "field": visual_cells.FIELD, "length": visual_cells.LENGTH,
              "farthest": visual_cells.FARTHEST, "hatched": hatches(), **bar,
              "chosen": f"turn={bar['turn']}&off={bar['off']}", "words": _words()}
    return packed(header, [cells.even, cells.odd, colour_table(DIVERGING)])


def _controls(bar: Mapping[str, Any], change: Callable[..., None], prefix: str) -> None:
    def bound(name: str) -> dict[str, Any]:
        return controlled(f"{prefix}_{name}", bar[name], lambda value: change(**{name: value}))

    st.slider(_("Turn the bar (°)"), 0, HALF_TURN - 1, **bound("turn"))
    st.slider(_("Move the bar (px)"), -visual_cells.FARTHEST, visual_cells.FARTHEST, **bound("off"))
    st.slider(_("Width of the bar (px)"), 1, visual_cells.WIDEST, **bound("thick"))
    st.toggle(_("Dark bar on light"), **bound("dark"))
    st.slider(_("Direction that the cells like (°)"), 0, 165, step=15, **bound("likes"))


def _words() -> dict[str, str]:
    return {
        "seen": _("What the cat sees"), "ring": _("ring: the cells' field"), "weights": _("Weights of the simple cell"),
        "products": _("Light × weight"), "sum": _("their sum decides"),
        "simple": _("Simple cell: fires for its direction at its place"),
        "complex": _("Complex cell: for its direction anywhere"), "silent": _("silent"),
        "turned": _("Answer by direction"), "moved": _("Answer by place"), "turn": _("Turn it once"),
        "move": _("Move it through"), "stop": _("Stop"), "name": _("Retina with a bar of light"),
        "keys": _("Left and right arrow keys turn the bar, up and down move it."),
        "told": _("The bar stands at {turn}°, {off} px from the middle: the simple cell fires at {simple}, the complex "
                  "one at {complex} of their strongest."),
    }
