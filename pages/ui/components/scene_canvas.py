"""A scene that its reader plays with, and what a network finds in it: at once in the browser, then asked of Python.

A tab says once, at import, what is found in a scene, and under which name::

    def look(scene: Scene, pixels: Pixels, more: Mapping[str, Any]) -> Answer: ...   # pixels: (64, 64, 3), uint8
    LOOK = scene_canvas.offer("wi_grid", look)

and shows it in each run: ``scene_canvas.scene_canvas(scene, LOOK, key="wi_scene", more={"threshold": 0.5})``. The
same ``look`` answers while a thing is dragged, past Streamlit: what it says follows from its arguments alone, and
``more`` is checked by it, since questions are anybody's guess (numbers and texts; missing ones have a default). `taken`
tells what the reader did, before anything is computed. Overlays are made by `boxes`, `grid`, `classes`, `heat` and
`points`; all places are shares of the picture's sides.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import scenes
from explorer.arrays import Pixels
from explorer.errors import ExplorerError
from explorer.images import Picture, to_size
from explorer.scenes import KIND_NAMES, Scene
from pages.ui import previews
from pages.ui.components import component
from pages.ui.text import _, language, say, spoken_in

SIDE = 64
"""px that networks look at."""
RASTER = 480
"""px that the browser draws a scene in, `RASTER` of pages/web/components/scene_canvas/view.js."""
GROUND_BYTES = 3 * SIDE * SIDE
MOST_CHARS = 8_000
"""Longest message of a browser: a scene of as many things as there may be has half of it."""
LONGEST_PICK = 40

Overlay = dict[str, Any]
Look = Callable[[Scene, Pixels, Mapping[str, Any]], "Answer"]

_mount = component.register("scene_canvas")
_LOOKS: dict[str, Look] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in a scene."""

    overlays: Sequence[Overlay] = ()
    """From below to above."""
    facts: Sequence[tuple[str, str]] = ()
    """Names and values, in the reader's language, such as ``("IoU", "0.83")``."""
    lines: Sequence[str] = ()
    """Sentences, in the reader's language."""
    error: str = ""
    """What is wrong, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the reader did last."""

    scene: Scene
    """The scene as the reader left it."""
    cell: tuple[int, int] | None = None
    """Row and column of the grid that was clicked, from 0; check that the grid has them."""
    box: str | None = None
    """``pick`` of the box that was clicked."""
    undo: bool = False
    """The last change is to be taken back."""


def offer(name: str, look: Look) -> str:
    """Let ``look`` say what is found in scenes, under ``name``, which is returned."""
    _LOOKS[name] = look
    previews.offer(name, lambda asked: _preview(look, asked))
    return name


def scene_canvas(scene: Scene, look: str, *, key: str, more: Mapping[str, str | float | bool] | None = None,
                 photo: Picture | None = None, side: int = 560, cells: bool = False, undo: bool = False,
                 hint: str = "") -> None:
    """Show a scene to play with, and what ``look`` finds in it.

    Args:
        scene: as it is now.
        look: its name, as `offer` returned it.
        key: of the component; `taken` asks for it.
        more: what else ``look`` is told, the same for each question until the page runs again.
        photo: the reader's own as the ground.
        side: largest that the picture is shown, px.
        cells: whether cells of the grid can be chosen, by clicks and the keys W, A, S, D.
        undo: whether there is a change that can be taken back.
        hint: the line below the picture while no thing is in hand.
    """
    told = dict(more or {})
    pixels = scenes.drawn(scene, SIDE, None if photo is None else _square(photo, SIDE))
    data = {"scene": scenes.to_text(scene), "side": side, "ground": _ground(scene, photo), "grains": _grains(scene),
            "asks": {"name": look, "more": told, "photo": photo is not None, "language": language()},
            "cells": cells, "undo": undo, "answer": _answered(_LOOKS[look], scene, pixels, told),
            "kinds": {kind: _(name) for kind, name in KIND_NAMES.items()}, "words": _words(hint)}
    _mount(key=key, data=data, on_selected_change=component.noted)


def taken(key: str) -> Taken | None:
    """Return what the reader did in the canvas ``key`` to cause this run; None: nothing that makes sense."""
    told = st.session_state.get(key)
    text = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > MOST_CHARS:
        return None
    try:
        sent = json.loads(text)
        scene = scenes.scene_from_text(sent["scene"])
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError, ExplorerError):
        return None
    cell, box = sent.get("cell"), sent.get("box")
    return Taken(scene, _cell(cell), box if isinstance(box, str) and len(box) <= LONGEST_PICK else None,
                 sent.get("undo") is True)


def boxes(places: NDArray[Any] | Sequence[Sequence[float]], labels: Sequence[str], colours: Sequence[str] | str, *,
          side: float = 1.0, line: str = "solid", width: float = 2.5, fill: float = 0.0,
          picks: Sequence[str] | None = None) -> Overlay:
    """Return boxes with labels.

    Args:
        places: left, top, right, bottom of each, (n, 4).
        labels: of each; "" for none.
        colours: of each, ``#rrggbb``, or one for all.
        side: what ``places`` count as the picture's side, such as 64 for px of networks.
        line: solid, dashed or dotted.
        width: of the line, px; 0 for none.
        fill: how opaque the inside is, 0 to 1.
        picks: what `Taken.box` says when one is clicked.
    """
    shares = np.asarray(places, np.float64).reshape(-1, 4) / side
    if not np.isfinite(shares).all():
        raise ValueError("A box is not finite: leave hidden things out (explorer.scenes.truth).")
    tones = [colours] * len(shares) if isinstance(colours, str) else colours
    return {"kind": "boxes", "boxes": [
        {"box": [round(float(value), 4) for value in box], "label": label, "colour": tone, "line": line, "width": width,
         "fill": fill, "pick": pick}
        for box, label, tone, pick in zip(shares, labels, tones, picks or [""] * len(shares), strict=True)]}


def grid(rows: int, columns: int, *, colour: str = "#ffffff", chosen: tuple[int, int] | None = None) -> Overlay:
    """Return a grid of lines, with one cell marked."""
    return {"kind": "grid", "rows": rows, "columns": columns, "colour": colour,
            "chosen": None if chosen is None else list(chosen)}


def classes(values: NDArray[Any], colours: Sequence[str], *, opacity: float = 0.5) -> Overlay:
    """Return a class per cell (rows, columns), each in its colour; "" is clear."""
    return {"kind": "classes", **_cells(values), "colours": list(colours), "opacity": opacity}


def heat(values: NDArray[Any], palette: bytes, *, low: float = 0.0, high: float = 1.0, opacity: float = 0.6) -> Overlay:
    """Return a map (rows, columns) from ``low`` to ``high`` in the colours of a palette of 256 x 3 bytes."""
    levels = np.clip((np.nan_to_num(values.astype(np.float64)) - low) / max(high - low, 1e-12), 0, 1) * 255
    return {"kind": "heat", **_cells(levels.round()), "palette": base64.b64encode(palette).decode(), "opacity": opacity}


def points(places: Sequence[Sequence[float]], labels: Sequence[str], colour: str, *, side: float = 1.0) -> Overlay:
    """Return points at x and y, with labels."""
    return {"kind": "points", "points": [{"x": float(x) / side, "y": float(y) / side, "label": label, "colour": colour}
                                         for (x, y), label in zip(places, labels, strict=True)]}


def _cells(values: NDArray[Any]) -> Overlay:
    rows, columns = values.shape
    return {"rows": rows, "columns": columns, "values": base64.b64encode(values.astype(np.uint8).tobytes()).decode()}


def _cell(cell: object) -> tuple[int, int] | None:
    if not isinstance(cell, list) or len(cell) != 2 or not all(type(at) is int and 0 <= at < 1000 for at in cell):
        return None
    return cell[0], cell[1]


def _answered(look: Look, scene: Scene, pixels: Pixels, more: Mapping[str, Any]) -> dict[str, Any]:
    try:
        found = look(scene, pixels, more)
    except ExplorerError as error:
        found = Answer(error=say(error.message))
    return {"overlays": list(found.overlays), "facts": [list(fact) for fact in found.facts],
            "lines": list(found.lines), "error": found.error}


def _preview(look: Look, asked: object) -> dict[str, Any] | None:
    if not isinstance(asked, dict) or not isinstance(asked.get("scene"), str) or len(asked["scene"]) > MOST_CHARS:
        return None
    more = {name: value for name, value in asked.items() if isinstance(value, str | int | float | bool)}
    with spoken_in(asked.get("language")):
        try:
            scene = scenes.scene_from_text(asked["scene"])
            photo = None if "ground" not in asked else _sent_ground(asked["ground"])
            return _answered(look, scene, scenes.drawn(scene, SIDE, photo), more)
        except (ExplorerError, ValueError, TypeError):
            return None


def _sent_ground(text: object) -> Pixels:
    """Return the ground of a question, (64, 64, 3), that the page itself had sent."""
    found = base64.b64decode(text if isinstance(text, str) else "", validate=True)
    if len(found) != GROUND_BYTES:
        raise ValueError("not a ground")
    return np.frombuffer(found, np.uint8).reshape(SIDE, SIDE, 3)


def _ground(scene: Scene, photo: Picture | None) -> dict[str, Any]:
    bare = Scene((), scene.ground, 0.0, scene.seed)
    if photo is None and scene.ground.startswith("#"):
        colour = scenes.ground_pixels(bare, 1)[0, 0].tolist()
        return {"colour": colour, "source": "", "small": ""}
    small = scenes.ground_pixels(bare, SIDE) if photo is None else _square(photo, SIDE)
    source = component.jpeg_address(_square(photo, RASTER)) if photo else _ground_source(bare)
    return {"colour": small.mean((0, 1)).round().astype(int).tolist(), "source": source,
            "small": base64.b64encode(small.tobytes()).decode()}


def _square(photo: Picture, side: int) -> Pixels:
    return to_size(photo, side, side)


@lru_cache(maxsize=32)
def _ground_source(bare: Scene) -> str:
    return component.jpeg_address(scenes.ground_pixels(bare, RASTER))



def _grains(scene: Scene) -> str:
    """Return the noise of a scene as whole numbers of 16 bits, steps of a byte, in base64."""
    if not scene.noise:
        return ""
    return base64.b64encode(scenes.noise_grains(scene).round().astype("<i2").tobytes()).decode()


def _words(hint: str) -> dict[str, str]:
    return {
        "label": _("Scene"), "none": _("no shapes"),
        "keys": _("Page Up and Page Down choose a shape, arrow keys move it, + and − change its size, R turns it, "
                  "Delete removes it."),
        "cells": _("W, A, S and D choose a cell of the grid."),
        "place": _("{kind}, {number} of {count}: centre at {x} %, {y} %; size {size} % of the side; turned by "
                   "{angle}°"),
        "add": _("Add: {kind}"), "remove": _("Remove the shape"), "undo": _("Take back the last change"),
        "front": _("Lay the shape over all others"), "colour": _("Another colour, by chance"),
        "small": _("As the network sees it: 64 × 64 px"), "full": _("The scene is full"),
        "hint": hint or _("Drag a shape; its square handle changes the size, its round one turns it. The buttons above "
                          "add more."),
    }
