"""The filters a reader set up: kept in the session with the way back, mirrored in the address bar.

The link holds ``filters`` (the steps), ``mode``, ``colour``, ``display`` and ``step`` (the selected one). It is read
when the page opens and whenever the browser goes back or forward; whatever is wrong in it is named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from explorer.convolution.filters import MOST_STEPS, Step, read_text, to_text
from explorer.errors import Message, message

MODES = ("row", "side")
COLOURS = ("grey", "colour")
DISPLAYS = ("auto", "clip", "rescale", "signed")
CHOICES = {"mode": MODES, "colour": COLOURS, "display": DISPLAYS}
MOST_SIDE_BY_SIDE = 4
DEPTH = 50
"""How many changes can be taken back."""
_NOW, _PAST, _FUTURE, _SELECTED, _LINK, _PROBLEMS = (
    "filters_now", "filters_past", "filters_future", "filters_selected", "filters_link", "filters_problems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """All that a link brings back, but for the photo.

    Attributes:
        steps: the filters.
        mode: ``row``: each filter takes what the one before it gave; ``side``: each takes the photo.
        colour: ``grey`` or ``colour``.
        display: one of ``DISPLAYS``.
    """

    steps: tuple[Step, ...] = (Step(),)
    mode: str = "row"
    colour: str = "grey"
    display: str = "auto"

    @property
    def most(self) -> int:
        """Most filters that this mode takes."""
        return MOST_STEPS if self.mode == "row" else MOST_SIDE_BY_SIDE


def open_link() -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    link = {name: st.query_params[name] for name in ("filters", *CHOICES, "step") if name in st.query_params}
    if _NOW in st.session_state and (not link or link == st.session_state.get(_LINK)):
        write_link()
        return
    setup, selected, problems = _read(link)
    if _NOW in st.session_state:
        put(setup)
    st.session_state[_NOW], st.session_state[_LINK] = setup, link
    st.session_state[_PROBLEMS] = problems
    select(selected)


def write_link() -> None:
    """Put the filters of this session into the address bar; what is as on first opening is left out."""
    if problems():
        return
    setup, first = now(), Setup()
    wanted = {name: getattr(setup, name) for name in CHOICES if getattr(setup, name) != getattr(first, name)}
    if setup.steps != first.steps:
        wanted["filters"] = to_text(setup.steps)
    if selected() != len(setup.steps) - 1:
        wanted["step"] = str(selected() + 1)
    st.session_state[_LINK] = wanted
    for name in ("filters", *CHOICES, "step"):
        if st.query_params.get(name) != wanted.get(name):
            _write(name, wanted.get(name))


def _write(name: str, value: str | None) -> None:
    if value is None:
        del st.query_params[name]
    else:
        st.query_params[name] = value


def now() -> Setup:
    """Return what is set."""
    setup: Setup = st.session_state[_NOW]
    return setup


def selected() -> int:
    """Return the place of the filter that has the controls."""
    return min(int(st.session_state.get(_SELECTED, 0)), len(now().steps) - 1)


def select(place: int) -> None:
    """Give the controls to another filter."""
    st.session_state[_SELECTED] = max(0, place)


def step() -> Step:
    """Return the filter that has the controls."""
    return now().steps[selected()]


def problems() -> list[Message]:
    """Return what was wrong with the link; empty after the first change."""
    found: list[Message] = st.session_state.get(_PROBLEMS, [])
    return found


def put(setup: Setup) -> None:
    """Make ``setup`` what is set, with a way back to what was before."""
    st.session_state[_PROBLEMS] = []
    if setup != now():
        st.session_state[_PAST] = (*st.session_state.get(_PAST, ()), now())[-DEPTH:]
        st.session_state[_FUTURE] = ()
        st.session_state[_NOW] = setup


def change(**values: Any) -> None:
    """Change fields of the setup."""
    put(replace(now(), **values))


def put_step(changed: Step) -> None:
    """Put ``changed`` in the place of the selected filter."""
    steps = list(now().steps)
    steps[selected()] = changed
    change(steps=tuple(steps))


def add() -> None:
    """Put a filter after the selected one: a blur, which goes with everything."""
    place = selected() + 1
    steps = now().steps
    if len(steps) < now().most:
        change(steps=(*steps[:place], Step(name="gaussian"), *steps[place:]))
        select(place)


def remove() -> None:
    """Take the selected filter away; one always stays."""
    place, steps = selected(), now().steps
    if len(steps) > 1:
        change(steps=steps[:place] + steps[place + 1:])
        select(place - 1)


def move(by: int) -> None:
    """Move the selected filter ``by`` places."""
    place, steps = selected(), list(now().steps)
    if 0 <= place + by < len(steps):
        steps.insert(place + by, steps.pop(place))
        change(steps=tuple(steps))
        select(place + by)


def can_undo() -> bool:
    """Say whether there is a change to take back."""
    return bool(st.session_state.get(_PAST))


def undo() -> None:
    """Take the last change back."""
    if can_undo():
        *past, before = st.session_state[_PAST]
        st.session_state[_FUTURE] = (now(), *st.session_state.get(_FUTURE, ()))
        st.session_state[_PAST], st.session_state[_NOW] = tuple(past), before
        st.session_state[_PROBLEMS] = []


def can_redo() -> bool:
    """Say whether there is a change that was taken back."""
    return bool(st.session_state.get(_FUTURE))


def redo() -> None:
    """Make the change again that was taken back last."""
    if can_redo():
        after, *future = st.session_state[_FUTURE]
        st.session_state[_PAST] = (*st.session_state.get(_PAST, ()), now())
        st.session_state[_FUTURE], st.session_state[_NOW] = tuple(future), after


def _read(link: dict[str, str]) -> tuple[Setup, int, list[Message]]:
    """Return the nearest setup, the selected place, and what was wrong with the link."""
    steps, found = read_text(link["filters"]) if "filters" in link else (Setup().steps, [])
    if not steps:
        found.append(message("The link holds no filter; Sobel x is shown."))
    values: dict[str, Any] = {"steps": steps or Setup().steps}
    for name, known in CHOICES.items():
        if link.get(name, known[0]) in known:
            values[name] = link.get(name, known[0])
        else:
            found.append(message("The link asks for {name} {value!r}; it can be one of {known}.", name=name,
                                 value=link[name][:30], known=", ".join(known)))
    setup = Setup(**values)
    place = link.get("step", "")
    last = len(setup.steps) - 1
    if place and not (place.isdecimal() and place.isascii() and len(place) < 4 and 1 <= int(place) <= last + 1):
        found.append(message("The link selects filter {place!r}, but there are {count}.", place=place[:30],
                             count=last + 1))
        place = ""
    return setup, int(place) - 1 if place else last, found
