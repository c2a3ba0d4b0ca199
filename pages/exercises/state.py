"""What a reader has set on *Exercises*: the question that is open, and what a sheet is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.exercises import KINDS, LEVELS, MOST_ON_A_SHEET, MOST_SEED, VERSIONS
from pages.ui.state.fields import Choice, Field, FieldsCodec, Several, Switch, Whole
from pages.ui.state.page_state import PageState

VIEWS = ("one", "sheet")
"""Names of the tabs in links, in their order."""
NAMES = {kind.replace("_", "-"): kind for kind in KINDS}
"""Kinds as links write them."""
SHEET = ("output-side", "parameters", "cell-2d", "receptive-field", "softmax", "iou")
"""Kinds of the first sheet."""


@dataclass(frozen=True, kw_only=True)
class ExerciseSetup:
    """One state of the page.

    Attributes:
        view: the open tab.
        kind, seed, level: of the question that is asked.
        kinds, number, difficulty, version, paper: of the sheet; ``paper`` is its seed.
        solved: whether the sheet's solutions follow it.
    """

    view: str = VIEWS[0]
    kind: str = "output-side"
    seed: int = 1
    level: int = 1
    kinds: tuple[str, ...] = SHEET
    number: int = 6
    difficulty: int = 1
    version: str = VERSIONS[0]
    paper: int = 1
    solved: bool = True


KINDS_FIELD = Several(tuple(NAMES))
_FIELDS: Mapping[str, Field] = {
    "view": Choice(VIEWS),
    "kind": Choice(tuple(NAMES)),
    "seed": Whole(0, MOST_SEED),
    "level": Choice(LEVELS),
    "kinds": KINDS_FIELD,
    "number": Whole(1, MOST_ON_A_SHEET),
    "difficulty": Choice(LEVELS),
    "version": Choice(VERSIONS),
    "paper": Whole(0, MOST_SEED),
    "solved": Switch(),
}
state = PageState("ex", FieldsCodec(ExerciseSetup(), _FIELDS))
