"""The filters a reader set up on *Classic filters*.

The link holds ``filters`` (the steps), and ``mode``, ``colour``, ``display`` and ``step`` (the selected one) where
they are not as on first opening, and what the other tabs add; whatever is wrong in it is named. The photo picker adds
the photo. Links of old ask for the tab *Find* as ``mode=find``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from explorer.convolution.filters import FILTER_SETS, MOST_STEPS, Step, read_text, to_text
from explorer.errors import Message, message
from pages.ui.cat_experiment import FIELDS as CELL_FIELDS, BarAndCells
from pages.ui.learned_kernel.settings import CODEC as LEARNING, KernelLearning
from pages.ui.state.fields import FieldsCodec
from pages.ui.state.page_state import Codec, PageState

VIEWS = ("filters", "find", "learn", "cells")
MODES = ("row", "side")
OLD_FIND = "find"
COLOURS = ("grey", "colour")
DISPLAYS = ("auto", "clip", "rescale", "signed")
CHOICES = {"view": VIEWS, "mode": MODES, "colour": COLOURS, "display": DISPLAYS}
CELLS = FieldsCodec(BarAndCells(), CELL_FIELDS)
Shares = tuple[int, int, int, int]
EYE: Shares = (260, 300, 220, 155)
"""The left eye of the cat that the page opens with."""
WHOLE, LEAST = 1000, 10
"""Of a side that a box's numbers count to, and the least that its rows and columns have of them."""
DEPTH = 50
"""How many changes can be taken back."""
_BOX = re.compile(r"[0-9]{1,4}(_[0-9]{1,4}){3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSetup:
    """All that a link brings back, but for the photo.

    Attributes:
        view: the open tab, one of ``VIEWS``.
        steps: the filters.
        mode: ``row``: each filter takes what the one before it gave; ``side``: each takes the photo.
        colour: ``grey`` or ``colour``.
        display: one of ``DISPLAYS``.
        selected: place of the filter that has the controls.
        box: *One wants what it needs*: the patch that is the kernel: first row and column, rows and columns, in
            thousandths of the photo's sides.
        learning: *Kernels that learn*: what is set there.
        cells: *The cat experiment*: the same.
    """

    view: str = VIEWS[0]
    steps: tuple[Step, ...] = (Step(),)
    mode: str = "row"
    colour: str = "grey"
    display: str = "auto"
    selected: int = 0
    box: Shares = EYE
    learning: KernelLearning = KernelLearning()
    cells: BarAndCells = BarAndCells()

    @property
    def most(self) -> int:
        """Most filters that stand in a row, or side by side."""
        return MOST_STEPS

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

    names = ("filters", *CHOICES, "step", "box", *LEARNING.names, *CELLS.names)

    def read(self, link: Mapping[str, str], first: FilterSetup) -> tuple[FilterSetup, tuple[Message, ...]]:
        """Return the filters nearest to a link, and what is wrong with it."""
        if link.get("mode") == OLD_FIND:
            link = {**link, "view": OLD_FIND, "mode": MODES[0]}
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
        learning, unread = LEARNING.read(link, first.learning)
        cells, unseen = CELLS.read(link, first.cells)
        return replace(setup, selected=int(place or count) - 1, box=read_box(link.get("box", "")) or first.box,
                       learning=learning, cells=cells), (*problems, *unread, *unseen)

    def write(self, value: FilterSetup) -> dict[str, str]:
        """Return the link of a setup."""
        first = FilterSetup()
        # The filters always stand there: to come back to an address that says nothing means to go on as one left.
        link = {"filters": to_text(value.steps)}
        link |= {name: getattr(value, name) for name in CHOICES if getattr(value, name) != getattr(first, name)}
        if value.place != len(value.steps) - 1:
            link["step"] = str(value.place + 1)
        link |= LEARNING.write(value.learning) | CELLS.write(value.cells)
        return link | ({"box": "_".join(map(str, value.box))} if value.box != first.box else {})


def read_box(text: object) -> Shares | None:
    """Return the box that a link or a browser says, moved into the photo; None where it is none."""
    if not isinstance(text, str) or not _BOX.fullmatch(text):
        return None
    row, column, rows, columns = map(int, text.split("_"))
    rows, columns = (min(max(side, LEAST), WHOLE // 2) for side in (rows, columns))
    return min(row, WHOLE - rows), min(column, WHOLE - columns), rows, columns


state = PageState("cf", FilterCodec(), undo=DEPTH, apart=("view", "selected", "box", "learning", "cells"))


def open_set(name: str) -> None:
    """Show a set of filters side by side."""
    state.change(steps=FILTER_SETS[name].steps, mode="side", selected=0)


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
