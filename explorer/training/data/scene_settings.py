"""How the scenes of a data set are drawn; part of a plan, checked wherever it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import isfinite
from typing import Any, Literal, get_args

from explorer import scenes
from explorer.errors import DataError

Grounds = Literal["both", "plain", "photos"]
GROUNDS: tuple[Grounds, ...] = get_args(Grounds)
"""Photos' textures and plain colours, or only one of them."""
LEAST_PICTURES, MOST_PICTURES = 50, 20_000
MOST_THINGS = 8
LEAST_SIZE = 0.08
"""Five pixels of 64, in which a star can still be told from a circle."""
MOST_NOISE = 0.3
BOUNDS: dict[str, tuple[float, float]] = {
    "pictures": (LEAST_PICTURES, MOST_PICTURES), "least": (0, MOST_THINGS), "most": (1, MOST_THINGS),
    "smallest": (LEAST_SIZE, 0.9), "largest": (LEAST_SIZE, 0.9), "overlap": (0, 1), "noise": (0, MOST_NOISE),
    "first": (0, 999_999 - MOST_PICTURES),
}
"""Smallest and largest value of each number."""
WHOLE = ("pictures", "least", "most", "first")


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSettings:
    """Settings of a set of scenes.

    Raises:
        DataError: a value is not of its kind, out of its range, or two of them do not go together.
    """

    pictures: int = 2000
    """All of them, of which most are learned from."""
    least: int = 1
    """Things in a scene; where one thing is to be found, there is one."""
    most: int = MOST_THINGS
    kinds: tuple[str, ...] = scenes.KINDS
    """Kinds of things that are drawn; networks have an output for each that there is, whichever are chosen here."""
    smallest: float = 0.15
    """Size of things, shares of the side."""
    largest: float = 0.5
    overlap: float = 0.3
    """How far two things may reach into each other: 0 is apart, 1 is anywhere."""
    noise: float = 0.08
    """Highest standard deviation of the noise, a share of the range of a pixel; each scene has its own."""
    grounds: Grounds = "both"
    first: int = 0
    """Seed of the first scene; each further one has the next. Sets that share no seed share no scene."""

    def __post_init__(self) -> None:
        for name, (low, high) in BOUNDS.items():
            _check_number(name, getattr(self, name), low, high)
        if self.grounds not in GROUNDS:
            raise DataError("{name} is {value!r}. Choose one of: {choices}.", name="grounds",
                            value=str(self.grounds)[:80], choices=", ".join(GROUNDS))
        if not isinstance(self.kinds, tuple) or not self.kinds or not set(self.kinds) <= set(scenes.KINDS):
            raise DataError("Scenes need one or more of these shapes: {choices}.", choices=", ".join(scenes.KINDS))
        # In one order and each once, so that equal settings are equal.
        object.__setattr__(self, "kinds", tuple(kind for kind in scenes.KINDS if kind in self.kinds))
        if self.least > self.most or self.smallest > self.largest:
            raise DataError("From {least:g} to {most:g} shapes of sizes from {smallest:g} to {largest:g} cannot be "
                            "drawn: the first number of a pair is the smaller one.", least=self.least, most=self.most,
                            smallest=self.smallest, largest=self.largest)

    def scene(self, number: int, *, alone: bool = False) -> scenes.Scene:
        """Return the scene ``number`` of the set, from 0; with one thing if it is to be ``alone``."""
        return scenes.random_scene(
            self.first + number, count=(1, 1) if alone else (self.least, self.most), kinds=self.kinds,
            sizes=(self.smallest, self.largest), overlap=self.overlap, noise=(0.0, self.noise),
            grounds={"both": None, "plain": ("plain",), "photos": scenes.GROUNDS}[self.grounds])

    @property
    def digest(self) -> str:
        """Return a short text that is the same for equal settings, and for no others."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


def settings_from_json(record: Mapping[str, Any]) -> SceneSettings:
    """Return the settings of a file or link, checked.

    Raises:
        DataError: an unknown name, or a value that cannot be.
    """
    known = {one.name for one in fields(SceneSettings)}
    if strange := sorted(map(str, record.keys() - known)):
        raise DataError("There is no setting {name!r} of scenes. Choose among: {known}.", name=strange[0][:80],
                        known=", ".join(sorted(known)))
    values = dict(record)
    if isinstance(values.get("kinds"), list):
        values["kinds"] = tuple(map(str, values["kinds"]))
    return SceneSettings(**values)


def _check_number(name: str, value: Any, low: float, high: float) -> None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not (whole or (name not in WHOLE and isinstance(value, float))) or not isfinite(value) or (
            not low <= value <= high):
        raise DataError("{name} of the scenes is {value!r}. Choose a number from {low:g} to {high:g}.", name=name,
                        value=str(value)[:80], low=low, high=high)
