"""What is set on *Classroom*: what the wall shows, and which exercise is asked next. The frame keeps the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.exercises import KINDS, LEVELS, MOST_SEED
from pages.ui.state.fields import Choice, Field, FieldsCodec, Whole
from pages.ui.state.page_state import PageState

SOURCES = ("exercise", "own")
"""Where a question comes from, as links write it."""
QUESTION = "question"
VIEWS = (QUESTION, "board", "handed", "lent")
"""What the wall shows, as links write it."""
NAMES = {kind.replace("_", "-"): kind for kind in KINDS}
"""Kinds of exercises as links write them."""


@dataclass(frozen=True, kw_only=True)
class ClassSetup:
    """One state of the page.

    Attributes:
        view: what the wall shows, one of ``VIEWS``.
        source: of the next question: an exercise, or one of the teacher's own.
        kind, seed, level: of the exercise.
    """

    view: str = QUESTION
    source: str = SOURCES[0]
    kind: str = "output-shape"
    seed: int = 1
    level: int = 1


_FIELDS: Mapping[str, Field] = {
    "view": Choice(VIEWS),
    "source": Choice(SOURCES),
    "kind": Choice(tuple(NAMES)),
    "seed": Whole(0, MOST_SEED),
    "level": Choice(LEVELS),
}
state = PageState("cl", FieldsCodec(ClassSetup(), _FIELDS))
