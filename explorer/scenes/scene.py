"""What a scene is: things of known kind, place and size on a ground; and how a link writes it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from explorer.errors import N_, LimitError, SpecError
from explorer.images import SAMPLES

KINDS = ("circle", "square", "triangle", "star", "ring", "cross")
"""Kinds of things; a class is its index here."""
KIND_NAMES = {"circle": N_("circle"), "square": N_("square"), "triangle": N_("triangle"), "star": N_("star"),
              "ring": N_("ring"), "cross": N_("cross")}
"""What readers call them."""
KIND_COLOURS = {"circle": "#0072b2", "square": "#e69f00", "triangle": "#009e73", "star": "#cc79a7",
                "ring": "#56b4e9", "cross": "#d55e00"}
"""One colour per kind for boxes and maps over a scene: Okabe and Ito's, which all eyes tell apart (2008)."""
GROUNDS = tuple(SAMPLES)
"""Sample photos that a ground may be cut from."""
PLAIN = "#dfe3e8"
"""Plain ground that a scene has where nothing else is said."""
SIZES = (0.02, 1.5)
"""Smallest and largest size of a thing, shares of the side."""
MOST_NOISE = 0.5
MOST_THINGS = 80
"""More than the 64 cells of a grid of 8 x 8."""
MOST_SEED = 999_999

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

_HEX = re.compile(r"[0-9a-f]{6}")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Thing:
    """A shape. Places and sizes are rounded to thousandths and angles to degrees, as a link writes them."""

    kind: str
    """One of ``KINDS``."""
    x: float
    y: float
    """Centre, shares of the side from the left and the top."""
    size: float
    """Diameter of the circle around it, a share of the side."""
    angle: float = 0.0
    """Turned clockwise by so much, degrees; 0 to 359."""
    colour: Colour = (0, 114, 178)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise SpecError("There is no shape {kind!r}. Choose one of: {known}.", kind=self.kind,
                            known=", ".join(KINDS))
        if not all(map(math.isfinite, (self.x, self.y, self.size, self.angle))):
            raise SpecError("Place, size and angle of a shape must be numbers.")
        if not (0 <= self.x <= 1 and 0 <= self.y <= 1):
            raise SpecError("The centre of a shape lies at {x}, {y}, outside the picture. Use 0 to 1.",
                            x=self.x, y=self.y)
        if not SIZES[0] <= self.size <= SIZES[1]:
            raise SpecError("A shape of size {size} cannot be drawn. Use {least} to {most} of the picture's side.",
                            size=self.size, least=SIZES[0], most=SIZES[1])
        if len(self.colour) != 3 or not all(0 <= value <= 255 for value in self.colour):
            raise SpecError("A colour has three values from 0 to 255, not {values}.", values=str(self.colour))
        for name in ("x", "y", "size"):
            object.__setattr__(self, name, round(float(getattr(self, name)), 3))
        object.__setattr__(self, "angle", float(round(self.angle) % 360))
        object.__setattr__(self, "colour", tuple(int(value) for value in self.colour))


@dataclass(frozen=True, slots=True)
class Scene:
    """Things on a ground; a later one covers those before it."""

    things: tuple[Thing, ...]
    ground: str = PLAIN
    """A colour such as ``#dfe3e8``, or the sample photo of ``GROUNDS`` that it is cut from."""
    noise: float = 0.0
    """Standard deviation of the noise on each value, a share of the range 0 to 255; to thousandths."""
    seed: int = 0
    """Of the noise, and of where the ground is cut from its photo."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "things", tuple(self.things))
        if len(self.things) > MOST_THINGS:
            raise LimitError("A scene of {count} shapes is too full. Use at most {most}.",
                             count=len(self.things), most=MOST_THINGS)
        if self.ground not in GROUNDS and not (self.ground[:1] == "#" and _HEX.fullmatch(self.ground[1:])):
            raise SpecError("There is no ground {ground!r}. Use a colour such as {plain}, or one of: {known}.",
                            ground=self.ground, plain=PLAIN, known=", ".join(GROUNDS))
        if not 0 <= self.noise <= MOST_NOISE:
            raise SpecError("Noise of {noise} is not between 0 and {most}.", noise=self.noise, most=MOST_NOISE)
        if not 0 <= self.seed <= MOST_SEED:
            raise SpecError("The seed {seed} is not between 0 and {most}.", seed=self.seed, most=MOST_SEED)
        object.__setattr__(self, "noise", round(float(self.noise), 3))


def hex_of(colour: Colour) -> str:
    """Return a colour as six hexadecimal digits."""
    return "".join(f"{value:02x}" for value in colour)


def colour_of(text: str) -> Colour:
    """Return the colour of six hexadecimal digits, with or without ``#`` before them.

    Raises:
        SpecError: it is none.
    """
    if not _HEX.fullmatch(text.removeprefix("#")):
        raise SpecError("{text!r} is no colour. Write six hexadecimal digits, such as {plain}.",
                        text=text[:20], plain=PLAIN)
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def to_text(scene: Scene) -> str:
    """Return a scene as a link writes it: ``ground.noise.seed~kind.x.y.size.angle.colour~...``, in thousandths."""
    head = f"{scene.ground.removeprefix('#')}.{_thousandths(scene.noise)}.{scene.seed}"
    return "~".join([head, *(
        f"{thing.kind}.{_thousandths(thing.x)}.{_thousandths(thing.y)}.{_thousandths(thing.size)}"
        f".{thing.angle:.0f}.{hex_of(thing.colour)}" for thing in scene.things)])


def scene_from_text(text: str) -> Scene:
    """Return the scene that ``to_text`` wrote.

    Raises:
        SpecError: the text describes no scene.
        LimitError: it has too many things.
    """
    head, *rest = text.split("~", MOST_THINGS + 1)
    if len(rest) > MOST_THINGS:
        raise LimitError("A scene of more than {most} shapes is too full. Use at most {most}.", most=MOST_THINGS)
    ground, noise, seed = _parts(head, 3)
    return Scene(tuple(map(_thing, rest)), f"#{ground}" if _HEX.fullmatch(ground) else ground,
                 _number(noise) / 1000, _number(seed))


def _thing(text: str) -> Thing:
    kind, x, y, size, angle, colour = _parts(text, 6)
    return Thing(kind, _number(x) / 1000, _number(y) / 1000, _number(size) / 1000, _number(angle), colour_of(colour))


def _parts(text: str, count: int) -> list[str]:
    parts = text.split(".", count)
    if len(parts) != count:
        raise SpecError("{text!r} in the text of a scene has not the {count} parts, divided by points, that it needs.",
                        text=text[:40], count=count)
    return parts


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise SpecError("{text!r} in the text of a scene is no whole number from 0 on.", text=text[:20])
    return int(text)


def _thousandths(value: float) -> int:
    return round(1000 * value)
