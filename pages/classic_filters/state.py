"""The filters a reader set up on *Classic filters*.

The link holds ``filters`` (the steps), and ``mode``, ``colour``, ``display`` and ``step`` (the selected one) where
they are not as on first opening; whatever is wrong in it is named. The photo picker adds the photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from explorer.convolution.filters import MOST_STEPS, Step, read_text, to_text
from explorer.errors import Message, message
from pages.ui.state.page_state import Codec, PageState

MODES = ("row", "side")
COLOURS = ("grey", "colour")
DISPLAYS = ("auto", "clip", "rescale", "signed")
CHOICES = {"mode": MODES, "colour": COLOURS, "display": DISPLAYS}
MOST_SIDE_BY_SIDE = 4
DEPTH = 50
"""How many changes can be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSetup:
    """All that a link brings back, but for the photo.

    Attributes:
        steps: the filters.
        mode: ``row``: each filter takes what the one before it gave; ``side``: each takes the photo.
        colour: ``grey`` or ``colour``.
        display: one of ``DISPLAYS``.
        selected: place of the filter that has the controls.
    """

    steps: tuple[Step, ...] = (Step(),)
    mode: str = "row"
    colour: str = "grey"
    display: str = "auto"
    selected: int = 0

    @property
    def most(self) -> int:
        """Most filters that this mode takes."""
        return MOST_STEPS if self.mode == "row" else MOST_SIDE_BY_SIDE

    @property
    def place(self) -> int:
        """Place of the filter that has the controls; the last one where that was taken away."""
        return min(self.selected, len(self.steps) - 1)

    @property
    def step(self) -> Step:
        """The filter that has the controls."""
        return self.steps[self.place]


class FilterCodec(Codec[FilterSetup]):
    """How that stands in a link."""

    names = ("filters", *CHOICES, "step")

    def read(self, link: Mapping[str, str], first: FilterSetup) -> tuple[FilterSetup, tuple[Message, ...]]:
        """Return the filters nearest to a link, and what is wrong with it."""
        steps, found = read_text(link["filters"]) if "filters" in link else (first.steps, [])
        problems = list(found)
        if not steps:
            problems.append(message("The link holds no filter; Sobel x is shown."))
        values: dict[str, Any] = {"steps": steps or first.steps}
        for name, known in CHOICES.items():
            if link.get(name, known[0]) in known:
                values[name] = link.get(name, known[0])
            else:
                problems.append(message("The link asks for {name} {value!r}; it can be one of {known}.", name=name,
                                        value=link[name][:30], known=", ".join(known)))
        setup = replace(first, **values)
        place, count = link.get("step", ""), len(setup.steps)
        if place and not (place.isdecimal() and place.isascii() and len(place) < 4 and 1 <= int(place) <= count):
            problems.append(message("The link selects filter {place!r}, but there are {count}.", place=place[:30],
                                    count=count))
            place = ""
        return replace(setup, selected=int(place or count) - 1), tuple(problems)

    def write(self, value: FilterSetup) -> dict[str, str]:
        """Return the link of a setup."""
        first = FilterSetup()
        # The filters always stand there: to come back to an address that says nothing means to go on as one left.
        link = {"filters": to_text(value.steps)}
        link |= {name: getattr(value, name) for name in CHOICES if getattr(value, name) != getattr(first, name)}
        if value.place != len(value.steps) - 1:
            link["step"] = str(value.place + 1)
        return link


state = PageState("cf", FilterCodec(), undo=DEPTH, apart=("selected",))


def put_step(changed: Step) -> None:
    """Put ``changed`` in the place of the selected filter."""
    steps = list(state.now.steps)
    steps[state.now.place] = changed
    state.change(steps=tuple(steps))


def add() -> None:
    """Put a filter after the selected one: a blur, which goes with everything."""
    steps, place = state.now.steps, state.now.place + 1
    if len(steps) < state.now.most:
        state.change(steps=(*steps[:place], Step(name="gaussian"), *steps[place:]), selected=place)


def remove() -> None:
    """Take the selected filter away; one always stays."""
    steps, place = state.now.steps, state.now.place
    if len(steps) > 1:
        state.change(steps=steps[:place] + steps[place + 1:], selected=max(0, place - 1))


def move(by: int) -> None:
    """Move the selected filter ``by`` places."""
    steps, place = list(state.now.steps), state.now.place
    if 0 <= place + by < len(steps):
        steps.insert(place + by, steps.pop(place))
        state.change(steps=tuple(steps), selected=place + by)
