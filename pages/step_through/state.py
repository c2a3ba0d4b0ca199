"""The convolution a reader steps through: kept in the session, mirrored in the address bar.

An unchanged scene stands in the link by its name, anything else by its numbers; ``at`` and ``view`` say what is shown.
A link is read when the page opens and whenever the browser goes back or forward. What does not fit together stays as
it was set, and the last convolution that did stays in the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from explorer.convolution import Array, Convolution
from explorer.convolution.stepwise import EXAMPLES, NAMES, Example, Setup, from_link, to_link
from explorer.errors import ExplorerError, Message, message
from pages.step_through import stepper

KEY = "ss_stepper"
FIRST = next(iter(EXAMPLES))
PARTS = ("scene", *NAMES.values(), "view", "at")
_SETUP, _SCENE, _SHOWN, _LINK = "ss_setup", "ss_scene", "ss_shown", "ss_link"
_VERSION, _REVISION, _VIEW, _AT, _PROBLEMS = "ss_version", "ss_revision", "ss_view", "ss_at", "ss_problems"


def open_link() -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    link = {name: st.query_params[name] for name in PARTS if name in st.query_params}
    if _SETUP in st.session_state and (link == st.session_state.get(_LINK) or not link):
        return
    name = link.get("scene", FIRST)
    scene = EXAMPLES.get(name, EXAMPLES[FIRST])
    setup, problems = from_link(link, scene.setup) if {"x", "w"} & link.keys() else (scene.setup, ())
    if name not in EXAMPLES:
        problems = (*problems, message("There is no example {name!r}; another one is shown.", name=name[:20]))
    _put(setup, scene, problems)
    if link.get("view") in stepper.MODES:
        st.session_state[_VIEW] = link["view"]
    if link.get("at", "").isdecimal():
        st.session_state[_AT] = int(link["at"][:6])
    st.session_state[_LINK] = link


def write_link() -> None:
    """Put what is shown into the address bar; a link that was wrong stays there until the first change."""
    if st.session_state[_PROBLEMS]:
        return
    link = {"scene": st.session_state[_SCENE]} if scene() else to_link(now())
    if now().transposed:
        link["view"] = st.session_state[_VIEW]
    link["at"] = str(st.session_state[_AT])
    if link != st.session_state.get(_LINK):
        st.session_state[_LINK] = link
        others = {name: value for name, value in st.query_params.to_dict().items() if name not in PARTS}
        st.query_params.from_dict(others | link)


def link() -> str:
    """Return the full address of what is shown."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(st.session_state[_LINK])}"


def now() -> Setup:
    """Return the convolution as the reader set it up, whether it fits together or not."""
    setup: Setup = st.session_state[_SETUP]
    return setup


def scene() -> Example | None:
    """Return the scene that is open, if nothing in it was changed."""
    opened = EXAMPLES[st.session_state[_SCENE]]
    return opened if to_link(opened.setup) == to_link(now()) else None


def problems() -> tuple[Message, ...]:
    """Return what was wrong with the link; empty after the first change."""
    found: tuple[Message, ...] = st.session_state[_PROBLEMS]
    return found


def shown() -> tuple[Convolution, Message | None]:
    """Return the convolution to draw, and why it is not what was set up, where it is not."""
    try:
        st.session_state[_SHOWN] = now().convolution()
    except ExplorerError as error:
        if _SHOWN not in st.session_state:
            st.session_state[_SHOWN] = EXAMPLES[FIRST].setup.convolution()
        return st.session_state[_SHOWN], error.message
    return st.session_state[_SHOWN], None


def draw(conv: Convolution, note: str) -> None:
    """Show the stepper at the step of this session."""
    state = st.session_state
    steps = conv.input.size if state[_VIEW] == "scatter" and conv.transposed else int(np.prod(conv.output_shape))
    state[_AT] = min(state[_AT], steps - 1)
    if not conv.transposed:
        state[_VIEW] = "gather"
    stepper.stepper(conv, version=state[_VERSION], revision=state[_REVISION], mode=state[_VIEW], at=state[_AT],
                    note=note, key=KEY)


def view() -> str:
    """Return how a transposed convolution is shown, one of ``stepper.MODES``."""
    return str(st.session_state[_VIEW])


def open_scene(name: str) -> None:
    """Show a scene from its start."""
    if name in EXAMPLES:
        _put(EXAMPLES[name].setup, EXAMPLES[name], ())


def change(make: Callable[[Setup], Setup]) -> None:
    """Change the setup with ``make``; where it refuses, all stays as it is and the reason is shown."""
    state = st.session_state
    try:
        state[_SETUP] = make(now())
    except ExplorerError as error:
        state[_PROBLEMS] = (error.message,)
        return
    state[_PROBLEMS] = ()
    state[_VERSION] += 1


def take_report() -> None:
    """Take over what the browser reports: edited numbers, and where the reader came to rest.

    Whatever a browser sends is checked; a report about an older state of the page is dropped.
    """
    told = stepper.reported(KEY)
    if not told or _SETUP not in st.session_state or told.get("version") != st.session_state[_VERSION]:
        return
    state, setup = st.session_state, st.session_state[_SHOWN]
    grids = {name: _grid(told.get(name), getattr(setup, name)) for name in ("input", "weight", "bias")}
    if any(values is None and getattr(setup, name) is not None for name, values in grids.items()):
        return
    if type(told.get("revision")) is int and told["revision"] > state[_REVISION]:
        state[_REVISION] = told["revision"]
        if now().input.shape == setup.input.shape and now().weight.shape == setup.weight.shape:
            state[_SETUP] = replace(now(), input=grids["input"], weight=grids["weight"], bias=grids["bias"])  # type: ignore[arg-type]
            state[_PROBLEMS] = ()
    if type(told.get("at")) is int and told["at"] >= 0:
        state[_AT] = told["at"]
    if told.get("mode") in stepper.MODES:
        state[_VIEW] = told["mode"]


def _grid(values: Any, like: Array | None) -> Array | None:
    """The numbers of a report in the shape of ``like``, or None where they are not as many finite numbers."""
    if like is None or not isinstance(values, list) or len(values) != like.size:
        return None
    if not all(type(value) in (int, float) for value in values):
        return None
    grid = np.array(values, dtype=float).reshape(like.shape)
    return grid if np.isfinite(grid).all() else None


def _put(setup: Setup, scene: Example, problems: tuple[Message, ...]) -> None:
    state = st.session_state
    state[_SETUP], state[_SCENE], state[_PROBLEMS] = setup, scene.name, problems
    state[_VERSION] = state.get(_VERSION, 0) + 1
    state[_REVISION], state[_VIEW], state[_AT] = 0, scene.view, scene.start


def first_scene() -> Example:
    """Return the scene the page opens with."""
    return EXAMPLES[FIRST]
