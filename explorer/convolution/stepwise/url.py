"""A convolution as short texts for an address: grids as ``1x5x5~1_0_...``, arguments as ``2`` or ``2x1``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from explorer.arrays import Array
from explorer.convolution.axis import PADDING_MODES
from explorer.convolution.stepwise.setup import LARGEST, MOST_CELLS, PER_AXIS, Setup
from explorer.errors import N_, Message, SpecError, TextError

NAMES = {"input": "x", "weight": "w", "bias": "b", "stride": "s", "padding": "p", "dilation": "d",
         "output_padding": "o", "groups": "g", "padding_mode": "m", "transposed": "t"}
"""Names of the arguments in an address."""
MOST_CHARS = 40_000
MOST_WEIGHTS = 2048
SHOWN_CHARS = 24
UNREADABLE = N_("The grid {text!r} of the link is not a shape and as many numbers, as in 2x2~1_0_0_1. Copy the whole "
                "link again, or use Paste a grid.")
_SHAPE = re.compile(r"[1-9]\d{0,3}(x[1-9]\d{0,3}){0,4}")
_WHOLE = re.compile(r"\d{1,3}(x\d{1,3}){0,2}")


def to_link(setup: Setup) -> dict[str, str]:
    """Return ``setup`` as parameters of an address; what is at its default is left out."""
    link = {"x": grid_text(setup.input), "w": grid_text(setup.weight)}
    if setup.bias is not None:
        link["b"] = grid_text(setup.bias)
    for name in PER_AXIS:
        numbers = setup.numbers(name)
        if set(numbers) != {1 if name in ("stride", "dilation") else 0}:
            link[NAMES[name]] = "x".join(map(str, numbers if len(set(numbers)) > 1 else numbers[:1]))
    if setup.groups != 1:
        link["g"] = str(setup.groups)
    if setup.padding_mode != "zeros":
        link["m"] = setup.padding_mode
    if setup.transposed:
        link["t"] = "1"
    return link


def from_link(link: Mapping[str, str], fallback: Setup) -> tuple[Setup, tuple[Message, ...]]:
    """Return what ``link`` describes, and what in it could not be read; ``fallback`` fills in for both its grids."""
    problems: list[Message] = []
    values: dict[str, Any] = {}
    for name, short in NAMES.items():
        if short in link:
            try:
                values[name] = _read(name, link[short])
            except TextError as error:
                problems.append(error.message)
    values.setdefault("input", fallback.input)
    values.setdefault("weight", fallback.weight)
    try:
        return Setup(**values), tuple(problems)
    except SpecError as error:
        return fallback, (*problems, error.message)


def grid_text(values: Array) -> str:
    """Return an array as text; reading it gives exactly the same numbers."""
    shape = "x".join(map(str, values.shape))
    return f"{shape}~{'_'.join(map(number_text, values.ravel().tolist()))}"


def grid_from_text(text: str) -> Array:
    """Return the array that ``text`` describes.

    Raises:
        TextError: it describes none, or one with other or larger values than a cell takes.
    """
    shape_part, _, value_part = text[:MOST_CHARS].partition("~")
    parts = value_part.split("_")
    shape = tuple(map(int, shape_part.split("x"))) if _SHAPE.fullmatch(shape_part) else ()
    if not shape or len(parts) != int(np.prod(shape)) or len(parts) > max(MOST_CELLS, MOST_WEIGHTS):
        raise TextError(UNREADABLE, text=text[:SHOWN_CHARS])
    try:
        values = np.array([float(part) for part in parts]).reshape(shape)
    except ValueError as error:
        raise TextError(UNREADABLE, text=text[:SHOWN_CHARS]) from error
    if not np.all(np.abs(values) <= LARGEST):
        raise TextError("The grid {text!r} holds a number above {most:g}. Use smaller ones.",
                        text=text[:SHOWN_CHARS], most=LARGEST)
    return values


def number_text(value: float) -> str:
    """Return a number as short as it can be read back exactly."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _read(name: str, text: str) -> Any:
    if name in ("input", "weight", "bias"):
        return grid_from_text(text)
    if name == "padding_mode":
        if text in PADDING_MODES:
            return text
    elif name == "transposed":
        if text in ("0", "1"):
            return text == "1"
    elif _WHOLE.fullmatch(text):
        numbers = tuple(map(int, text.split("x")))
        if name in PER_AXIS:
            return numbers if len(numbers) > 1 else numbers[0]
        if len(numbers) == 1 and numbers[0] > 0:
            return numbers[0]
    raise TextError("{name} cannot be {text!r}; the usual value is used.", name=name, text=text[:SHOWN_CHARS])
