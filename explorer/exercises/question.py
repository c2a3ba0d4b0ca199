"""An exercise: a question with its numbers, the right answer, the working, and the page on which it can be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from explorer.errors import Message
from explorer.exercises.answers import Answer, Verdict
from explorer.exercises.exhibits import Shown

Level = Literal[1, 2, 3]
Line = str | Message
"""Of a working: LaTeX, or a sentence."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A state of a page: its name and what stands in its address."""

    page: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a maker of exercises makes; an `Exercise` knows its kind, seed and level, too."""

    asks: Message
    right: Answer
    working: tuple[Line, ...]
    shown: tuple[Shown, ...] = ()
    link: PageLink | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of exercise.

    Attributes:
        title: English; shown through ``_()``.
        lesson: number of the lesson that it belongs to, 1 to 8.
        make: makes one from random numbers and a level.
    """

    title: str
    lesson: int
    make: Callable[[Random, Level], Question]


@dataclass(frozen=True, slots=True)
class Marking:
    """What is said to an answer.

    Attributes:
        correct: whether it is right.
        says: a sentence; wrong answers that have a name are named.
        working: how the right answer is found.
        read: False where the answer could not be read, and does not count.
    """

    correct: bool
    says: Message
    working: tuple[Line, ...]
    read: bool = True


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question of a kind, always the same for the same seed and level."""

    kind: str
    seed: int
    level: Level
    asked: Question

    @property
    def question(self) -> Message:
        """What is asked."""
        return self.asked.asks

    @property
    def answer(self) -> str:
        """The right answer as it is printed: a number, a shape, or the letter of a choice."""
        return self.asked.right.text

    def mark(self, text: str) -> Marking:
        """Return what is to be said to the answer ``text``, as a person wrote it."""
        verdict: Verdict = self.asked.right.mark(text)
        return Marking(verdict.correct, verdict.says, self.asked.working if verdict.read else (), verdict.read)
