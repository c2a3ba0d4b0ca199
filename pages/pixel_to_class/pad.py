"""The pad: for a network that reads digits, what a reader draws stands where other networks have a photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

import streamlit as st

from explorer import images, networks
from explorer.errors import ExplorerError
from explorer.images import DigitChanges, Drawing, Picture
from pages.pixel_to_class import walk_answers
from pages.pixel_to_class.pad_settings import PadSettings
from pages.pixel_to_class.state import state
from pages.ui.components import digit_pad
from pages.ui.text import _, say, share_text

PAD = "p2c_pad"
READER = "bundled/lenet5"
UNSURE = 0.5
"""Shares below are told as a guess."""


def picture(network: str) -> Picture | None:
    """Return what is drawn as the picture that ``network`` reads; None: it reads photos."""
    if network != READER:
        return None
    take()
    now: PadSettings = state.now
    return images.digit_picture(now.drawn, now.changes, _("Your digit"))


def take() -> None:
    """Put what was drawn since the last run into the state."""
    if drawn := digit_pad.taken(PAD):
        state.change(drawing=images.to_text(drawn[0]), **asdict(drawn[1]))


def show(trained: bool) -> None:
    """Show the pad, and what the network reads, with trained or random weights."""
    now: PadSettings = state.now
    digit_pad.digit_pad(now.drawing, now.changes, LOOK if trained else LOOK_RANDOM, key=PAD)


def changed(network: networks.Network, said: Mapping[str, Any]) -> networks.NetworkInput:
    """Return what the network is given of a drawing that a browser tells while the pen is down.

    Raises:
        ValueError: no drawing, or a network that reads photos.
    """
    drawn = digit_pad.asked(said)
    if drawn is None or network.name != READER:
        raise ValueError("no drawing")
    return networks.network_input(network, images.digit_picture(*drawn))


def way_there() -> None:
    """Offer to draw, where another network is open."""
    st.button(_("Draw"), icon=":material/draw:", key="p2c_draw",
              help=_("Draw a digit yourself, and see LeNet-5 at work on it"),
              on_click=partial(state.change, network=READER))


def look(drawing: Drawing, changes: DigitChanges, *, weights: str | None = "DEFAULT") -> digit_pad.Said:
    """Return what the network reads, and why that may be no digit."""
    problem = images.told_of(drawing)
    told = say(problem) if problem else survivors(changes) if weights else ""
    if not drawing.strokes:
        return digit_pad.Said("", told)
    try:
        guess = networks.load(READER, weights=weights).predict(images.digit_picture(drawing, changes), top=1)[0]
    except ExplorerError as error:
        return digit_pad.Said("", say(error.message))
    sentence = _("It reads a {digit}: {share}") if guess.share >= UNSURE else _(
        "It is not sure; its best guess is {digit}, with {share}")
    return digit_pad.Said(sentence.format(digit=guess.name, share=share_text(guess.share)), told)


def survivors(changes: DigitChanges) -> str:
    """Return how many digits are read that are changed in this one way, in a sentence; empty for several ways."""
    made = [(name, value) for name, value in asdict(changes).items() if value]
    if len(made) != 1 or made[0][0] not in images.CHANGE_BOUNDS:
        return ""
    return _("Of 600 digits that six hands drew, it reads {share} when all are changed so.").format(
        share=share_text(networks.share_read(*made[0])))


walk_answers.CHANGES["pad"] = changed
LOOK = digit_pad.offer(PAD, look)
LOOK_RANDOM = digit_pad.offer(f"{PAD}_random", partial(look, weights=None))
