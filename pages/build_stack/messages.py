"""What the browser says on *Build a stack*, and which function answers it.

A message is a mapping whose ``do`` names what is to be done: ``{"do": "move", "layer": "conv1", "step": 1}``. A
function answers it after ``@answers("move")``; `desk` imports its module, and the browser sends the message with
``say`` of ``desk/line.js``; what is drawn as a part, such as the strip, sends it as ``view.send({ do: "move", ... })``.
Messages come in parcels: ``{"from": ..., "number": 7, "all": [...]}``. A parcel is sent again where no answer came, so
numbers rise, and each is taken once. What a browser sends is anybody's guess: every value is asked for with a function
of this module, which raises `NonsenseError`, and such a message is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

import streamlit as st

from explorer.errors import ExplorerError
from explorer.graph import INPUT, Graph
from pages.build_stack.state import state
from pages.ui.text import say

Message = Mapping[str, Any]
Answer = Callable[[Message], None]

KEY = "bs_desk"
LARGEST = 100_000
"""Largest number of a layer that a link brings back."""
MOST = 32
"""Messages of one parcel."""
LONGEST = 200
"""Characters of a text."""
_HEARD, _SAID = "bs_heard", "bs_said"

ANSWERS: dict[str, Answer] = {}


class NonsenseError(Exception):
    """A message that no browser of ours sends."""


def answers(name: str) -> Callable[[Answer], Answer]:
    """Let a function answer all messages whose ``do`` is ``name``."""
    def known(answer: Answer) -> Answer:
        ANSWERS[name] = answer
        return answer
    return known


def hear() -> None:
    """Do what the browser asked for in this run, once; what is refused is told beside the controls."""
    parcel = _parcel(st.session_state.get(KEY))
    if parcel is None:
        return
    sender, number, messages = parcel
    session = st.session_state
    before = session.get(_HEARD, ("", 0))
    if before[0] == sender and number <= before[1]:
        return
    session[_HEARD] = (sender, number)
    session.pop(_SAID, None)
    for message in messages[:MOST]:
        _answer(message)


def heard() -> str:
    """Return which parcel was taken last."""
    sender, number = st.session_state.get(_HEARD, ("", 0))
    return f"{sender} {number}"


def refused() -> str:
    """Return why the last thing that was asked for was not done; empty: it was."""
    return str(st.session_state.get(_SAID, ""))


def _parcel(said: object) -> tuple[str, int, list[object]] | None:
    parcel = said.get("selected") if isinstance(said, dict) else None
    if not isinstance(parcel, dict):
        return None
    sender, number, messages = parcel.get("from"), parcel.get("number"), parcel.get("all")
    if not isinstance(sender, str) or len(sender) > LONGEST or type(number) is not int:
        return None
    return (sender, number, messages) if isinstance(messages, list) else None


def _answer(message: object) -> None:
    name = message.get("do") if isinstance(message, dict) else None
    answer = ANSWERS.get(name) if isinstance(name, str) else None
    if answer is None or not isinstance(message, dict):
        return
    try:
        answer(message)
    except NonsenseError:
        return
    except ExplorerError as error:
        st.session_state[_SAID] = say(error.message)


def layer_in(message: Message, graph: Graph | None = None, *, or_input: bool = False) -> str:
    """Return the layer of the stack, or of ``graph``, that a message is about; one that has gone is nonsense, too."""
    name = message.get("layer")
    if isinstance(name, str) and (
            name in (state.now.graph if graph is None else graph) or (or_input and name == INPUT)):
        return name
    raise NonsenseError


def whole_in(message: Message, name: str, least: int, most: int) -> int:
    """Return a whole number of a message."""
    value = message.get(name)
    if type(value) is not int or not least <= value <= most:
        raise NonsenseError
    return value


def number_in(message: Message, name: str, least: float, most: float) -> float:
    """Return a number of a message."""
    value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NonsenseError
    if not least <= value <= most or not isfinite(value):  # in this order: a whole number may be too large for a float
        raise NonsenseError
    return float(value)


def text_in(message: Message, name: str) -> str:
    """Return a short text of a message."""
    value = message.get(name)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise NonsenseError
    return value


def step_in(message: Message) -> str | None:
    """Return the movement of a finger that a message is part of; all its changes are one step of undo."""
    return text_in(message, "step_of") if "step_of" in message else None
