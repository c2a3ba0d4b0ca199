"""A field for an answer that stays through runs, reloads and lost lines: what its component is told, and what it sends.

Each message of the browser has a number. The page says in its next run which one it heard, and why it did not count,
if so; until then the browser sends it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from explorer.errors import ExplorerError, Message
from pages.ui.components import component
from pages.ui.text import _, say

Kind = Literal["number", "shape", "text"]
SIGNS: dict[Kind, tuple[str, ...]] = {"number": ("−", "/"), "shape": (" × ",), "text": ()}
"""What a phone's keyboard for numbers lacks."""
NUMBERS_BELOW = 2**53
"""Of messages: whole numbers that scripts of a browser know exactly."""

_mount = component.register("answer_field")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard last of a field: the number of the message, and why it did not count."""

    number: int = 0
    refused: Message | None = None


def answer_field(kind: Kind, *, about: str, own: str, most: int, take: Callable[[str], object], key: str) -> None:
    """Show a field for an answer.

    Args:
        kind: what is to be written.
        about: what the question is; each has a draft of its own in the browser.
        own: the answer that counts so far.
        most: characters.
        take: called with an answer, once; an `ExplorerError` that it raises is told beside the field.
        key: of the component.
    """
    heard: Heard = st.session_state.get(f"{key}_heard", Heard())
    _mount(key=key, on_selected_change=lambda: _listen(key, most, take), data={
        "about": about, "own": own, "most": most, "heard": heard.number,
        "refused": say(heard.refused) if heard.refused else "", "keyboard": "text" if kind == "text" else "decimal",
        "signs": list(SIGNS[kind]), "words": _words(kind)})


def message_of(state: object, most: int) -> tuple[int, str] | None:
    """Return number and text of a message, whatever a browser sends; None: it is none."""
    told = state.get("selected") if isinstance(state, dict) else None
    number, text = (told.get("number"), told.get("text")) if isinstance(told, dict) else (None, None)
    if type(number) is not int or not 0 < number < NUMBERS_BELOW or not isinstance(text, str):
        return None
    return number, text[:most]


def _listen(key: str, most: int, take: Callable[[str], object]) -> None:
    told = message_of(st.session_state.get(key), most)
    before: Heard = st.session_state.get(f"{key}_heard", Heard())
    if told is None or told[0] == before.number:
        return
    refused = None
    try:
        take(told[1])
    except ExplorerError as error:
        refused = error.message
    st.session_state[f"{key}_heard"] = Heard(told[0], refused)


def _words(kind: Kind) -> dict[str, str]:
    labels = {"number": _("Your answer, a number"), "shape": _("Your answer, a shape"), "text": _("Your answer")}
    return {"label": labels[kind], "send": _("Send"), "sent": _("Sent ✓"), "sending": _("Sending …"),
            "change": _("Change the answer"), "write": _("Write {sign}")}
