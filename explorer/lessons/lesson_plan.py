"""A lesson as it is taught: steps, each with a state of a page and one question to predict before looking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from explorer.errors import Message
from explorer.exercises import Answer, ChoiceAnswer, Exercise, Marking, PageLink, Shown, Slip, exercise

USUAL_MINUTES = 5
"""Of a step that does not say how long it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonStep:
    """One step. Its texts are Markdown with formulas between ``$``; ours are English, shown through ``_()``.

    Attributes:
        title, says, do: what it is called, two or three sentences, and one thing to do on the page.
        link: the state of the page in which that is done.
        asks, right: the question and its answer, where no exercise gives both.
        kind, seed, level: of the exercise that gives them; ``kind`` is empty where none does.
        because: why the answer is right; may be empty where an exercise has its working.
        minutes: how long it takes in class.
    """

    title: str
    says: str
    do: str
    link: PageLink
    asks: Message | None = None
    right: Answer | None = None
    kind: str = ""
    seed: int = 1
    level: int = 1
    because: str = ""
    minutes: int = USUAL_MINUTES

    @property
    def exercise(self) -> Exercise | None:
        """The exercise that gives the question, if one does."""
        return _exercise(self.kind, self.seed, self.level) if self.kind else None

    @property
    def question(self) -> Message:
        """What is asked."""
        if self.asks is not None:
            return self.asks
        return _exercise(self.kind, self.seed, self.level).question

    @property
    def answer(self) -> Answer:
        """The right answer: a number, a shape, or one of several; its ``text`` is how it is printed."""
        if self.right is not None:
            return self.right
        return _exercise(self.kind, self.seed, self.level).asked.right

    @property
    def shown(self) -> tuple[Shown, ...]:
        """What stands beside the question of an exercise."""
        return self.exercise.asked.shown if self.exercise else ()

    def mark(self, text: str) -> Marking:
        """Return what is to be said to an answer as a person wrote it; to one of several: its letter."""
        if self.exercise:
            return self.exercise.mark(text)
        verdict = self.answer.mark(text)
        return Marking(verdict.correct, verdict.says, (), verdict.read)

    def texts(self) -> Iterator[str]:
        """Yield each text that is shown through ``_()``, as it is looked up there."""
        yield from (self.title, self.says, self.do)
        if self.asks is not None and self.right is not None:
            yield self.asks.template
            if isinstance(self.right, ChoiceAnswer):
                yield from (option.says.template for option in self.right.options)
            slips: tuple[Slip, ...] = self.right.slips
            yield from (slip.says.template for slip in slips)
        if self.because:
            yield self.because


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPlan:
    """A lesson.

    Attributes:
        name: in links: ``"2"`` for the second of ours, the file's name for a teacher's own.
        number: from 1; a teacher's own go on after ours.
        title, says: how it is called, and what one can do afterwards.
        steps: in their order; links count them from 1.
        shipped: whether it is one of ours, and so can be read in other languages.
        taught: how long it takes in class, min, where that is not the time of its steps.
    """

    name: str
    number: int
    title: str
    says: str
    steps: tuple[LessonStep, ...]
    shipped: bool = True
    taught: int | None = None

    @property
    def minutes(self) -> int:
        """How long the lesson takes in class."""
        return self.taught or sum(step.minutes for step in self.steps)

    def texts(self) -> Iterator[str]:
        """Yield each text that is shown through ``_()``, as it is looked up there."""
        yield from (self.title, self.says)
        for step in self.steps:
            yield from step.texts()


@cache
def _exercise(kind: str, seed: int, level: int) -> Exercise:
    return exercise(kind, seed=seed, level=level)
