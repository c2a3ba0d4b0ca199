"""Colours that mean the same on every page, in both themes.

Layer kinds have one hue each. Maps that start at 0 are drawn in `SEQUENTIAL`, maps with a sign in `DIVERGING` with 0 at
its neutral middle. Which colours these are follows the reader's choice, a `Look`; all of them grow steadily lighter, so
that they are read without colour, too. Signs are told apart without colour in the look ``grey``, where 0 is a middle
grey, darker is below it, lighter above; and in every look by stripes (`hatching`) where the reader wants them. Scales
stay as they are in the dark theme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

Kind = Literal["input", "convolution", "pooling", "linear", "normalisation", "activation", "reshape", "merge"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Scale = Literal["sequential", "diverging"]
Look = Literal["viridis", "cividis", "grey"]

SEQUENTIAL: Scale = "sequential"
DIVERGING: Scale = "diverging"
LOOKS: Mapping[Look, str] = MappingProxyType({"viridis": "Viridis", "cividis": "Cividis", "grey": "Greys"})
"""What readers can choose: the names of the sequential scales, which are proper names in all languages."""

CLASS_COLOURS: tuple[str, ...] = (
    "#6b7280", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8b74ff", "#8bd174",
    "#8b1700", "#00ffff", "#2e17d1", "#8b5d46", "#e8b9d1", "#b9b9a2", "#2e465d", "#5d4646", "#d1ffd1", "#461717",
    "#170074")
"""Colours of classes in maps of them; the first is the ground, which is grey. 21, as PASCAL VOC has with background.

1 to 7 are Okabe and Ito's (2008), Color universal design, without black. The others were searched for so that no two of
all differ by less than two of those do, CIEDE2000 10.8, for any reader: Machado's matrices of 2009 for protanopia,
deuteranopia and tritanopia. Names stand beside them, and borders between them, wherever they are used.
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MapStyle:
    """How a reader wants maps drawn.

    Attributes:
        look: the colours.
        hatched: whether stripes mark what is below 0, and arrows show directions, so that no colour is needed.
    """

    look: Look = "viridis"
    hatched: bool = False


USUAL = MapStyle()
MISSING = "#e6007e"
"""Cells that are not finite; this magenta is in no scale."""
GAP = 255
"""Level of a cell that is not finite. The scale itself has the levels 0 to 254, its middle is 127."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How one kind of layer looks: its area, its name as text on the page, and text on the area."""

    fill: str
    ink: str
    on_fill: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme, ``#rrggbb``. The text meets WCAG 2.2 AA (4.5 to 1) on both backgrounds."""

    background: str
    surface: str
    text: str
    quiet: str
    selection: str
    wrong: str
    kinds: Mapping[Kind, Tone]


def _kinds(**tones: tuple[str, str, str]) -> Mapping[Kind, Tone]:
    return MappingProxyType({kind: Tone(*tones[kind]) for kind in KINDS})


LIGHT = Palette(
    background="#ffffff", surface="#f5f7fa", text="#1b2333", quiet="#566074", selection="#16337f", wrong="#b3261e",
    kinds=_kinds(
        input=("#9aa4b2", "#566074", "#10151f"), convolution=("#2457c5", "#2457c5", "#ffffff"),
        pooling=("#d9822b", "#98540d", "#10151f"), linear=("#3d8f6a", "#256b4c", "#10151f"),
        normalisation=("#b9c1cc", "#566074", "#10151f"), activation=("#b9c1cc", "#566074", "#10151f"),
        reshape=("#b9c1cc", "#566074", "#10151f"), merge=("#b9c1cc", "#566074", "#10151f")),
)
DARK = Palette(
    background="#12161f", surface="#1a202c", text="#e6e9f0", quiet="#a3adbf", selection="#9dbbff", wrong="#ff8f87",
    kinds=_kinds(
        input=("#8390a3", "#a3adbf", "#10151f"), convolution=("#5583ea", "#8fb1ff", "#10151f"),
        pooling=("#dd8c3a", "#efa75f", "#10151f"), linear=("#4aa57c", "#6fc59d", "#10151f"),
        normalisation=("#97a1b0", "#a3adbf", "#10151f"), activation=("#97a1b0", "#a3adbf", "#10151f"),
        reshape=("#97a1b0", "#a3adbf", "#10151f"), merge=("#97a1b0", "#a3adbf", "#10151f")),
)

_SCALES: Mapping[tuple[Look, Scale], str] = {
    ("viridis", "sequential"): "viridis", ("viridis", "diverging"): "RdBu_r",
    ("cividis", "sequential"): "cividis", ("cividis", "diverging"): "RdBu_r",
    ("grey", "sequential"): "grey", ("grey", "diverging"): "grey_signed",
}
_ANCHORS: Mapping[str, str] = {
    # van der Walt & Smith (2015), viridis, CC0: ten colours evenly spaced along it.
    "viridis": "440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725",
    # Nuñez, Anderton & Renslow (2018), cividis, PLOS ONE 13(7), alike for all who mix up colours: ten as above.
    "cividis": "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838",
    # Brewer (2003), colorbrewer2.org, RdBu in 11 classes, from blue to red. Safe for readers who mix up red and green.
    "RdBu_r": "053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f",
    "grey": "0a0a0a f5f5f5",
    "grey_signed": "0a0a0a 777777 f5f5f5",
}
_CHOICE: dict[str, Callable[[], MapStyle]] = {}
_LATER: ContextVar[MapStyle] = ContextVar("style of what is drawn later")


def follow(choice: Callable[[], MapStyle]) -> None:
    """Draw from now on in the style that ``choice`` says; it is asked whenever something is drawn."""
    _CHOICE["style"] = choice


def style() -> MapStyle:
    """Return how maps are drawn now."""
    return _LATER.get(None) or (_CHOICE["style"]() if _CHOICE else USUAL)


def look() -> Look:
    """Return in which colours maps are drawn now."""
    return style().look


def hatches() -> bool:
    """Return whether signs and directions are also told without colour now."""
    return style().hatched


def in_style_of_now(work: Callable[[], T]) -> Callable[[], T]:
    """Return ``work`` that draws as maps are drawn now, whoever calls it later: a thread of the server's has no
    reader who could be asked."""
    now = style()

    def later() -> T:
        token = _LATER.set(now)
        try:
            return work()
        finally:
            _LATER.reset(token)
    return later


def title_of(scale: Scale) -> str:
    """Return what readers see of a scale's name."""
    return "RdBu" if _SCALES[look(), scale] == "RdBu_r" else LOOKS[look()]


def lookup(scale: Scale, levels: int = 256) -> NDArray[np.uint8]:
    """Return the colours of a scale as a table (levels, 3), red, green and blue, 0 to 255; read-only.

    An odd number of levels puts the exact middle of the scale at ``levels // 2``.
    """
    return _table(_SCALES[look(), scale], levels)


def tones(scale: Scale, levels: int = 65) -> list[str]:
    """Return the colours of a scale as ``#rrggbb``, for pictures that a browser draws."""
    return ["#{:02x}{:02x}{:02x}".format(*entry) for entry in lookup(scale, levels).tolist()]


@cache
def _table(name: str, levels: int) -> NDArray[np.uint8]:
    anchors = np.array([rgb(f"#{anchor}") for anchor in _ANCHORS[name].split()], dtype=float)
    places = np.linspace(0, len(anchors) - 1, levels)
    channels = [np.interp(places, np.arange(len(anchors)), anchors[:, channel]) for channel in range(3)]
    table: NDArray[np.uint8] = np.rint(np.stack(channels, axis=1)).astype(np.uint8)
    table.flags.writeable = False
    return table


def colour_table(scale: Scale) -> NDArray[np.uint8]:
    """Return the colour of each level (256, 3), `MISSING` last."""
    return np.concatenate([lookup(scale, levels=GAP), np.array([rgb(MISSING)], dtype=np.uint8)])


def class_table(count: int = len(CLASS_COLOURS)) -> NDArray[np.uint8]:
    """Return the colours of so many classes (count, 3); beyond the last they begin again behind the ground."""
    places = [place if place < len(CLASS_COLOURS) else 1 + (place - 1) % (len(CLASS_COLOURS) - 1)
              for place in range(count)]
    return np.array([rgb(CLASS_COLOURS[place]) for place in places], dtype=np.uint8)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
