"""The convolution a reader steps through.

In the link an unchanged example stands by its name, as ``scene``, anything else by its numbers; ``at`` and ``view`` say
what is shown. What does not fit together stays as it was set, and the last convolution that did stays in the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from explorer.arrays import Array
from explorer.convolution import Convolution
from explorer.convolution.lessons import LINK, Lesson, lesson_link, opening, read_lesson
from explorer.convolution.stepwise import EXAMPLES, NAMES, Example, Setup, from_link, to_link
from explorer.errors import ExplorerError, Message, message
from pages.step_through import stepper
from pages.ui.learned_kernel.settings import CODEC as LEARNING, KernelLearning
from pages.ui.state.page_state import Codec, PageState
from pages.ui.state.widget import controlled

KEY = "ss_stepper"
FIRST = next(iter(EXAMPLES))


@dataclass(frozen=True, slots=True)
class Walk:
    """A convolution as it is set up, and where the reader stands in it."""

    setup: Setup
    """It may not fit together."""
    conv: Convolution
    """That is drawn: of the last setup that did."""
    opened: str
    """Name of the example it was made from."""
    view: str = "gather"
    """How a transposed convolution is shown, one of ``stepper.MODES``."""
    at: int = 0
    """Step, from 0."""
    refused: Message | None = None
    """Why ``conv`` is not what was set up, where it is not."""
    version: int = 0
    """Another number makes the browser take everything over."""
    revision: int = 0
    """Number of the last edit of the browser's that is in here."""
    lesson: Lesson = Lesson()
    """Which part of the page is open, and what is set in the others."""
    learning: KernelLearning = KernelLearning()
    """What is set under *Kernels that learn*."""

    @property
    def example(self) -> Example | None:
        """Return the example that is open, if nothing in it was changed."""
        opened = EXAMPLES[self.opened]
        return opened if to_link(opened.setup) == to_link(self.setup) else None

    @property
    def inside(self) -> Walk:
        """Return it with a place and a view that its convolution has."""
        steps = self.conv.input.size if self.view == "scatter" and self.conv.transposed else int(
            np.prod(self.conv.output_shape))
        return replace(self, at=min(self.at, steps - 1), view=self.view if self.conv.transposed else "gather")

    def with_setup(self, setup: Setup) -> Walk:
        """Return the walk through another setup."""
        try:
            return replace(self, setup=setup, conv=setup.convolution(), refused=None).inside
        except ExplorerError as error:
            return replace(self, setup=setup, refused=error.message)


class WalkCodec(Codec[Walk]):
    """How that stands in a link."""

    names = ("scene", *NAMES.values(), "view", "at", *LINK, *LEARNING.names)

    def read(self, link: Mapping[str, str], first: Walk) -> tuple[Walk, tuple[Message, ...]]:
        """Return the walk nearest to a link, and what is wrong with it."""
        name = link.get("scene", FIRST)
        example = EXAMPLES.get(name, EXAMPLES[FIRST])
        setup, problems = from_link(link, example.setup) if {"x", "w"} & link.keys() else (example.setup, ())
        if name not in EXAMPLES:
            problems = (*problems, message("There is no example {name!r}; another one is shown.", name=name[:20]))
        view, at = link.get("view", ""), link.get("at", "")[:6]
        walk = replace(first, opened=example.name, view=view if view in stepper.MODES else example.view,
                       at=int(at) if at.isascii() and at.isdecimal() else example.start)
        lesson, wrong = read_lesson(link)
        learning, unread = LEARNING.read(link, first.learning)
        return replace(walk.with_setup(setup), lesson=lesson, learning=learning), (*problems, *wrong, *unread)

    def write(self, value: Walk) -> dict[str, str]:
        """Return the link of a walk."""
        link = {"scene": value.opened} if value.example else to_link(value.setup)
        view = {"view": value.view} if value.setup.transposed else {}
        return link | view | {"at": str(value.at)} | lesson_link(value.lesson) | LEARNING.write(
            value.learning)


state = PageState("ss", WalkCodec())


def begin() -> None:
    """Open the page; what a reader came with, their browser takes over."""
    before = state.now.version if state.is_open else 0
    if state.open(lambda: walk_of(EXAMPLES[FIRST])):
        state.settle(replace(state.now, version=before + 1))


def walk_of(example: Example) -> Walk:
    """Return the walk through an example, from its start."""
    return Walk(example.setup, example.setup.convolution(), example.name, example.view, example.start).inside


def open_example(name: str) -> None:
    """Show an example from its start."""
    if name in EXAMPLES:
        state.put(replace(walk_of(EXAMPLES[name]), version=state.now.version + 1, lesson=state.now.lesson,
                          learning=state.now.learning))


def open_view(view: str) -> None:
    """Open a part of the page as a course shows it; words and signals of the reader's stay."""
    lesson = state.now.lesson
    state.change(lesson=replace(opening(view), words=lesson.words, f=lesson.f, g=lesson.g, flip=lesson.flip))


def set_lesson(**fields: Any) -> None:
    """Set what the open lesson shows; what was chosen in its picture is let go, unless that is what is set."""
    kept = {"clock": 0, "pick": None} if not {"clock", "pick"} & fields.keys() else {}
    state.change(lesson=replace(state.now.lesson, **(kept | fields)))


def bind_lesson(name: str) -> dict[str, Any]:
    """Return ``key``, ``on_change`` and ``args`` of a widget that shows a field of the lesson and changes it."""
    return controlled(f"ss_lesson_{name}", getattr(state.now.lesson, name), lambda value: set_lesson(**{name: value}))


def change(make: Callable[[Setup], Setup]) -> None:
    """Change the setup with ``make``; where it refuses, all stays as it is and the reason is shown."""
    state.make(lambda now: replace(now.with_setup(make(now.setup)), version=now.version + 1))


def take_report() -> None:
    """Take over what the browser reports: edited numbers, and where the reader came to rest."""
    told = stepper.reported(KEY)
    if told and state.is_open:
        after = reported(state.now, told)
        if after.setup is state.now.setup:
            state.settle(after)
        else:
            state.put(after)


def reported(now: Walk, told: Mapping[str, Any]) -> Walk:
    """Return ``now`` with what a browser reports, all of it checked; a report about an older state is dropped."""
    if told.get("version") != now.version:
        return now
    grids = {name: _grid(told.get(name), getattr(now.conv, name)) for name in ("input", "weight", "bias")}
    if any(values is None and getattr(now.conv, name) is not None for name, values in grids.items()):
        return now
    if type(told.get("revision")) is int and told["revision"] > now.revision:
        same = now.setup.input.shape == now.conv.input.shape and now.setup.weight.shape == now.conv.weight.shape
        now = replace(now.with_setup(replace(now.setup, **grids)) if same else now,  # type: ignore[arg-type]
                      revision=told["revision"])
    at = told["at"] if type(told.get("at")) is int and told["at"] >= 0 else now.at
    return replace(now, at=at, view=told["mode"] if told.get("mode") in stepper.MODES else now.view).inside


def _grid(values: Any, like: Array | None) -> Array | None:
    """The numbers of a report in the shape of ``like``, or None where they are not as many finite numbers."""
    if like is None or not isinstance(values, list) or len(values) != like.size:
        return None
    if not all(type(value) in (int, float) for value in values):
        return None
    grid = np.array(values, dtype=float).reshape(like.shape)
    return grid if np.isfinite(grid).all() else None
