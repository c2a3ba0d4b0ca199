"""Layers that make maps larger or give values another form, and learn nothing."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from explorer.errors import N_
from explorer.graph.arithmetic import PaddingMode, ResizeMode
from explorer.graph.layers.base import Family, Layer, Sizes

RESIZE_MODES: tuple[ResizeMode, ...] = ("nearest", "bilinear", "bicubic")
LARGEST_SIDE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Upsample(Layer):
    """Make maps ``scale_factor`` times as large, or as large as ``size``, by values of their neighbours.

    ``align_corners``: the corners of both maps lie on each other, not the outer edges of their corner pixels.
    """

    family: ClassVar[Family] = "reshape"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "up"

    scale_factor: Sizes | None = 2
    size: Sizes | None = None
    mode: ResizeMode = "nearest"
    align_corners: bool = False

    def __post_init__(self) -> None:
        self._check_switches()
        if self.size is not None:
            self._set("scale_factor", None)
            self._check("size", least=1)
        else:
            self._set("scale_factor", 2 if self.scale_factor is None else _whole(self.scale_factor))
            self._check("scale_factor", least=1)
        if self.mode not in RESIZE_MODES:
            raise self._refuse(N_("{layer}: mode is {value!r}. Choose one of {choices}."), value=self.mode,
                               choices=", ".join(RESIZE_MODES))
        if self.mode == "nearest":
            self._set("align_corners", value=False)  # torch has none there

    def sides(self, sides: tuple[int, ...]) -> tuple[int, ...]:
        """Return the sides of the output for an input with ``sides``."""
        given = self.size if self.size is not None else self.scale_factor
        each = given if isinstance(given, tuple) else (given or 1,) * len(sides)
        return each if self.size is not None else tuple(side * times for side, times in zip(sides, each, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelShuffle(Layer):
    """Turn ``upscale_factor`` squared maps into one that is ``upscale_factor`` times as large.

    Source:
        Shi et al. (2016), Real-time single image and video super-resolution, arXiv:1609.05158.
    """

    family: ClassVar[Family] = "reshape"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "pixelshuffle"

    upscale_factor: int = 2

    def __post_init__(self) -> None:
        self._check_whole("upscale_factor", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad2d(Layer):
    """What layers that pad share. ``padding``: one number, one per axis, or a pair (before, after) per axis, px."""

    family: ClassVar[Family] = "reshape"
    dims: ClassVar[int] = 2
    stem: ClassVar[str] = "pad"
    beyond: ClassVar[PaddingMode] = "zeros"

    padding: int | tuple[int, ...] | tuple[tuple[int, int], ...] = 1

    def __post_init__(self) -> None:
        value = self.padding
        if not (isinstance(value, tuple) and any(isinstance(part, tuple) for part in value)):
            self._check("padding", least=0)
            return
        flat = [side for pair in value for side in (pair if isinstance(pair, tuple) and len(pair) == 2 else (None,))]
        if len(value) != self.dims or any(type(side) is not int or side < 0 for side in flat):
            raise self._refuse(N_("{layer}: padding {value} is not one pair (before, after) of whole numbers for each "
                                  "of {dims} axes."), value=value, dims=self.dims)
        if all(before == after for before, after in zip(flat[::2], flat[1::2], strict=True)):
            self._set("padding", tuple(flat[::2]))
            self._check("padding", least=0)

    def pads(self) -> tuple[tuple[int, int], ...]:
        """Return the padding before and after each axis."""
        parts = self.padding if isinstance(self.padding, tuple) else (self.padding,) * self.dims
        return tuple(part if isinstance(part, tuple) else (part, part) for part in parts)

    def amounts(self) -> tuple[int, ...]:
        """Return the padding as torch takes it: left, right, top, bottom."""
        return tuple(side for pair in reversed(self.pads()) for side in pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroPad2d(Pad2d):
    """Put zeros around maps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionPad2d(Pad2d):
    """Continue maps beyond their edges as in a mirror."""

    beyond: ClassVar[PaddingMode] = "reflect"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicationPad2d(Pad2d):
    """Continue maps beyond their edges by the values that stand there."""

    beyond: ClassVar[PaddingMode] = "replicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unflatten(Layer):
    """Write a row of values as maps of ``unflattened_size``, channels first."""

    family: ClassVar[Family] = "reshape"
    stem: ClassVar[str] = "unflatten"

    unflattened_size: tuple[int, ...]

    def __post_init__(self) -> None:
        value = self.unflattened_size
        sides = value if isinstance(value, tuple) else (value,)
        if not 2 <= len(sides) <= 4 or any(type(side) is not int or not 1 <= side <= LARGEST_SIDE for side in sides):
            raise self._refuse(N_("{layer}: unflattened_size is {value}. Give 2 to 4 whole numbers from 1 to {most}."),
                               value=value, most=LARGEST_SIDE)

    @property
    def values(self) -> int:
        """Return how many values the row must have."""
        return prod(self.unflattened_size)


def _whole(value: object) -> object:
    """Return floats that are whole numbers as ints: torch keeps scale factors as floats."""
    if isinstance(value, tuple):
        return tuple(map(_whole, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value
