"""Non-maximum suppression as a player: what its component is told, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from explorer.arrays import Pixels
from explorer.detection import Suppressed, Suppression, Turn
from pages.ui.components import component
from pages.ui.text import _
from pages.where_is_it.grid_settings import MOST_STEPS

_mount = component.register("suppression_turns")
_STEP = re.compile(r"t\.([0-9]{1,5})")


def shown_step(key: str) -> int | None:
    """Return the step at which the player came to rest to cause this run, or None."""
    told = st.session_state.get(key)
    value = told.get("selected") if isinstance(told, dict) else None
    found = _STEP.fullmatch(value) if isinstance(value, str) else None
    return min(int(found[1]), MOST_STEPS) if found else None


def suppression_turns(pixels: Pixels | None, plan: Suppression, done: Suppressed, *, names: Sequence[str],
                      colours: Sequence[str], side: float, step: int, key: str) -> None:
    """Show the turns of a suppression over a picture; `shown_step` says where the reader left the player.

    Args:
        pixels: the picture; None: a plain ground.
        plan: the boxes.
        done: what became of them.
        names, colours: of the boxes.
        side: px in which boxes are given.
        step: where the player stands.
        key: the component's key.
    """
    _mount(key=key, on_selected_change=component.noted,
           data=turns_data(pixels, plan, done, names=names, colours=colours, side=side, step=step))


def turns_data(pixels: Pixels | None, plan: Suppression, done: Suppressed, *, names: Sequence[str],
               colours: Sequence[str], side: float, step: int) -> dict[str, Any]:
    """Return what the component is told."""
    boxes = [{"box": [float(at) for at in box], "colour": colour, "name": name, "score": score}
             for box, colour, name, score in zip(plan.boxes, colours, names, plan.scores, strict=True)]
    return {"picture": "" if pixels is None else component.png_address(pixels), "side": side, "boxes": boxes,
            "turns": [asdict(turn) for turn in done.turns], "step": step, "threshold": plan.threshold,
            "words": _words(soft=plan.method != "hard")}


def steps_of(turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """Return the turn and the comparison of each step, -1 where there is none, as ``turns.js`` counts them."""
    steps = [(-1, -1)]
    for turn, now in enumerate(turns):
        steps += [(turn, -1), *((turn, at) for at, one in enumerate(now.rest) if one.verdict != "apart")]
    return [*steps, (len(turns), -1)]


def _words(*, soft: bool) -> dict[str, str]:
    stays = (_("{box} keeps its score: its IoU with {hand} is {iou}, not above {threshold}.") if soft else
             _("{box} stays: its IoU with {hand} is {iou}, not above {threshold}."))
    return {
        "name": _("Boxes by score, and which of them fall"), "keys": _("Arrow keys go step by step, space plays."),
        "list": _("Boxes by score"),
        "start": _("{boxes} boxes, sorted by score. The first is taken in hand."),
        "hand": _("{hand} has the highest score of those left, {score}: it is kept, and held against the others."),
        "falls": _("{box} falls: its IoU with {hand} is {iou}, and its score would be less than any that counts.")
        if soft else _("{box} falls: its IoU with {hand} is {iou}, above {threshold}."),
        "stays": stays,
        "weaker": _("The score of {box} shrinks from {before} to {after}: its IoU with {hand} is {iou}."),
        "apart": _("another class"), "kept": _("kept"), "fell": _("fell to {hand}, IoU {iou}"),
        "end": _("Done: {kept} of {boxes} boxes are kept."),
        "back": _("One step back"), "next": _("One step on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Which step"), "speed": _("Speed"), "rate": _("{rate} / s"),
    }
