"""What a reader chose in the lessons, as data and as a link: checked where it is read, never trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from explorer.convolution.lessons.chain import most_layers
from explorer.convolution.lessons.sentence import FIRST as FIRST_WORDS, Sentence, read_words
from explorer.convolution.lessons.sliding import PAIRS, Signal, read_signal, signal_text
from explorer.convolution.stepwise.convolution import Convolution
from explorer.errors import ExplorerError, Message, message
from explorer.link_values import bounded, chosen

VIEWS = ("step", "strides", "reads", "layers", "words", "flip", "learn")
"""Parts of the page; the first is the stepper."""
BOUNDS = {"side": (3, 13), "kernel": (1, 7), "stride": (1, 4), "padding": (0, 3), "dilation": (1, 3), "layers": (1, 6),
          "clock": (0, 999)}
_PICK = re.compile(r"([0-9]{1,2})\.([0-9]{1,3})")
_NAMES = {name: f"l_{name}" for name in BOUNDS}
SECOND_STRIDES = (2, 3, 4)
"""What stands beside stride 1."""
LAYER_KERNELS = (2, 3, 5)
"""Kernels of the layers on each other."""
LINK = ("tab", *_NAMES.values(), "l_pick", "l_words", "l_f", "l_g", "l_flip")
_START = PAIRS["three"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One state of all lessons.

    Attributes:
        tab: which part of the page is open, one of ``VIEWS``.
        side, kernel, padding, stride, dilation: of the convolution in the lessons on strides and reading, cells.
        layers: how many lie on each other.
        clock: step of what runs, from 0.
        pick: grid and cell that the reader chose, or None.
        words: the sentence.
        f, g, flip: the signals that slide, and whether g is turned round.
    """

    tab: str = VIEWS[0]
    side: int = 7
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    layers: int = 4
    clock: int = 0
    pick: tuple[int, int] | None = None
    words: tuple[str, ...] = FIRST_WORDS
    f: Signal = _START.f
    g: Signal = _START.g
    flip: bool = True

    @property
    def sentence(self) -> Sentence:
        """The sentence with its numbers and features."""
        return Sentence(self.words)

    def convolution(self, *, stride: int) -> Convolution:
        """Return the convolution of a picture of rising numbers, its kernel all ones.

        Raises:
            ShapeError: the kernel does not fit.
        """
        rows = np.add.outer(np.arange(self.side), np.arange(self.side)) % 4
        weight = np.ones((1, 1, self.kernel, self.kernel))
        return Convolution(input=rows[None].astype(np.float64), weight=weight, stride=stride, padding=self.padding,
                           dilation=self.dilation)

    @property
    def fitting_layers(self) -> int:
        """The layers, or as many of them as fit on each other."""
        return min(self.layers, most_layers(self.side, self.kernel))


def opening(tab: str) -> Lesson:
    """Return how a part of the page opens: with the numbers of the course's figure."""
    return Lesson(tab=tab, side={"reads": 5, "layers": 9}.get(tab, 7), stride=2 if tab == "strides" else 1,
                  clock=2 if tab == "flip" else 0)


def read_lesson(link: Mapping[str, str]) -> tuple[Lesson, tuple[Message, ...]]:
    """Return the lesson nearest to ``link``, and a message for each thing in it that could not be taken as it stood."""
    said: list[Message] = []
    lesson = opening(chosen("tab", link.get("tab", VIEWS[0]), VIEWS, VIEWS[0], said))
    changes: dict[str, Any] = {}
    for name, in_link in _NAMES.items():
        if in_link in link:
            changes[name] = bounded(in_link, link[in_link], getattr(lesson, name), *BOUNDS[name], said)
    if pick := _PICK.fullmatch(link.get("l_pick", "")):
        changes["pick"] = (int(pick[1]), int(pick[2]))
    if "l_words" in link:
        changes["words"], problems = read_words(link["l_words"])
        said.extend(problems)
    if lesson.tab == "strides" and changes.get("stride", 2) < SECOND_STRIDES[0]:
        del changes["stride"]
    if lesson.tab == "layers":
        changes["kernel"] = min(LAYER_KERNELS, key=lambda side: abs(side - changes.get("kernel", lesson.kernel)))
    for name in ("f", "g"):
        if f"l_{name}" in link:
            changes[name] = _signal(name, link[f"l_{name}"], getattr(lesson, name), said)
    return replace(lesson, **changes, flip=link.get("l_flip") != "0"), tuple(said)


def lesson_link(lesson: Lesson) -> dict[str, str]:
    """Return the lesson as texts for a link; what is as it was at the start is left out."""
    start = opening(lesson.tab)
    link = {"tab": lesson.tab} if lesson.tab != VIEWS[0] else {}
    link |= {in_link: str(getattr(lesson, name)) for name, in_link in _NAMES.items()
             if getattr(lesson, name) != getattr(start, name)}
    if lesson.pick:
        link["l_pick"] = "{}.{}".format(*lesson.pick)
    if lesson.words != start.words:
        link["l_words"] = " ".join(lesson.words)
    link |= {f"l_{name}": signal_text(getattr(lesson, name), "_") for name in ("f", "g")
             if getattr(lesson, name) != getattr(start, name)}
    return link | ({} if lesson.flip else {"l_flip": "0"})


def _signal(name: str, text: str, otherwise: Signal, said: list[Message]) -> Signal:
    try:
        values, problems = read_signal(text, otherwise)
    except ExplorerError as error:
        said.append(error.message)
        return otherwise
    said.extend(message("{name}: {said}", name=name, said=problem) for problem in problems)
    return values

