"""The window that slides over a picture, drawn by the component ``score_windows``."""

from __future__ import annotations

import re

import streamlit as st

from explorer import experiments, networks
from explorer.arrays import Floats, Pixels
from explorer.detection import QUICK_PASSES
from explorer.figures import SEQUENTIAL, colour_table, packed
from explorer.scenes import KIND_NAMES
from pages.ui.class_names import class_word
from pages.ui.components import component
from pages.ui.long_task import Slow, cost_text, offer
from pages.ui.text import _
from pages.where_is_it.state import state

KEY = "wi_windows"
CHOSEN = re.compile(r"([0-9]{1,3})_([0-9]{1,3})_([0-9])")

_mount = component.register("score_windows")


def take_window() -> None:
    """Take over the window or the class that was chosen to cause this run, if any."""
    told = st.session_state.get(KEY)
    chosen = CHOSEN.fullmatch(str(told.get("selected"))) if isinstance(told, dict) else None
    if chosen:
        row, column, kind = (min(int(part), most) for part, most in zip(chosen.groups(), (255, 255, 9), strict=True))
        state.change(slide_place=(row, column), slide_class=kind)


def window_view(setup: experiments.Sliding, scores: Floats, picture: Pixels) -> None:
    """Show what the classifier says of each window.

    Args:
        setup: the picture that is slid over.
        scores: (K, rows, columns).
        picture: the same as it is shown, (H, W, 3).
    """
    _mount(key=KEY, data=packed_windows(setup, scores, picture), on_selected_change=component.noted)


def window_scores_of(setup: experiments.Sliding, *, key: str) -> networks.ScoreMap | None:
    """Return what the classifier says of each window; of many, once the reader has asked for them."""
    if setup.slide.passes <= QUICK_PASSES:
        return networks.window_scores(setup.network, setup.values, setup.slide.stride)
    slow = Slow(("windows", setup.network.number, setup.digest, setup.slide.stride),
                lambda report: networks.window_scores(setup.network, setup.values, setup.slide.stride, report),
                lambda: cost_text(setup.slide.passes, setup.seconds))
    if slow.result is None:
        offer(slow, key=key, label=_("Look at {passes:,} windows").format(passes=setup.slide.passes), primary=True)
    return slow.result


def packed_windows(setup: experiments.Sliding, scores: Floats, picture: Pixels) -> bytes:
    """Return what is shown as ``receive`` of ``score_windows`` reads it."""
    slide, names = setup.slide, class_words(setup.network.categories)
    row, column = (min(at, most - 1) for at, most in zip(state.now.slide_place, (slide.rows, slide.columns),
                                                         strict=True))
    shown = min(state.now.slide_class, len(names) - 1)
    header = {"photo": picture.shape[:2], "sides": setup.pixels.shape[:2], "map": [slide.rows, slide.columns],
              "window": slide.window, "stride": slide.stride, "place": [row, column], "shown": shown,
              "chosen": f"{row}_{column}_{shown}", "names": names, "words": _words()}
    return packed(header, [experiments.class_shares(scores), colour_table(SEQUENTIAL), picture, setup.pixels])


def class_words(names: tuple[str, ...]) -> list[str]:
    """Return what readers call the classes of a classifier that is slid."""
    return [_("ground") if name == "ground" else _(KIND_NAMES[name]) if name in KIND_NAMES else class_word(name)
            for name in names]


def _words() -> dict[str, str]:
    return {
        "picture": _("Picture: click, or move over it"), "map": _("Map of {name}"),
        "crop": _("What the network is given"), "name": _("Picture with the window"),
        "told": _("Window {number} of {count}, x {x} to {right} and y {y} to {bottom} px of the scaled picture: "
                  "{name} {share}"),
        "keys": _("Arrow keys move the window."), "show": _("Show the map of {name}"),
        "hint": _("Each cell of the map is one window's answer and lies at its middle. Play to watch it grow."),
        "back": _("One window back"), "next": _("One window on"), "play": _("Slide"), "pause": _("Pause"),
        "line": _("Window"), "speed": _("Speed"), "rate": _("{rate} windows per second"),
    }
