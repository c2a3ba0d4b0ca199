"""Filters in a row as short text for links: ``gaussian.k5~sobel_x.s2.pzeros~custom.r1x0x-1y2x0x-2``.

Steps are joined by ``~``, settings by ``.``; a setting is one letter and its value: ``k`` size, ``s`` stride, ``d``
dilation, ``p`` padding, ``a`` angle, ``w`` wavelength, ``g`` the pair of a gradient, ``r`` the weights of a custom
kernel, ``x`` from column to column and ``y`` from row to row. ``0_5`` is 0.5. Defaults are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from explorer.convolution.filters.chain import CUSTOM, MOST_STEPS, Step, custom
from explorer.convolution.filters.kernels import Rows
from explorer.errors import Message, SpecError, message
from explorer.settings import settings

_NUMBER = re.compile(r"-?\d{1,10}(_\d{1,12})?(e-?\d{1,2})?")
_SHOWN = 30


def to_text(steps: Sequence[Step]) -> str:
    """Return ``steps`` as text for a link; ``read_text`` reads it back to equal steps."""
    return "~".join(_written(step) for step in steps)


def read_text(text: str) -> tuple[tuple[Step, ...], list[Message]]:
    """Return the nearest steps that ``text`` may mean, and what was wrong with it, in order. Nothing is raised."""
    problems: list[Message] = []
    if len(text) > settings().text_chars:
        problems.append(message("The link describes its filters in {count} characters; {most} are read.",
                                count=len(text), most=settings().text_chars))
        text = text[:settings().text_chars].rpartition("~")[0]
    pieces = text.split("~") if text else []
    if len(pieces) > MOST_STEPS:
        problems.append(message("The link has {count} filters; at most {most} are applied. The rest was left out.",
                                count=len(pieces), most=MOST_STEPS))
    read = (_step(place, piece, problems) for place, piece in enumerate(pieces[:MOST_STEPS], 1))
    return tuple(step for step in read if step), problems


def _written(step: Step) -> str:
    parts = [step.name]
    for entry in fields(step):
        value = getattr(step, entry.name)
        if entry.name in LETTERS and value != entry.default:
            parts.append(LETTERS[entry.name] + _WRITTEN[entry.name](value))
    return ".".join(parts)


def _step(place: int, piece: str, problems: list[Message]) -> Step | None:
    name, *settings_given = piece.split(".")
    values: dict[str, Any] = {}
    for given in settings_given:
        field = _FIELDS.get(given[:1])
        value = _READ[field](given[1:]) if field else None
        if field is None or value is None:
            problems.append(message("Filter {place} has a setting {text!r} that cannot be read; it was left out.",
                                    place=place, text=given[:_SHOWN]))
        else:
            values[field] = value
    return _nearest(place, name[:_SHOWN], values, problems)


def _nearest(place: int, name: str, values: dict[str, Any], problems: list[Message]) -> Step | None:
    """Return the step, without those of its settings that are impossible; None where there is no such filter."""
    rows = values.pop("rows", ())
    try:
        step = custom(rows) if name == CUSTOM else Step(name=name)
    except SpecError as error:
        problems.append(message("Filter {place} was left out. {why}", place=place, why=error.message))
        return None
    kept: dict[str, Any] = {"rows": step.rows} if name == CUSTOM else {}
    for field, value in values.items():
        try:
            step = Step(name=name, **kept, **{field: value})
        except SpecError as error:
            problems.append(message("Filter {place}: {why}", place=place, why=error.message))
        else:
            kept[field] = value
    return step


def _number(text: str) -> float | None:
    return float(text.replace("_", ".")) if _NUMBER.fullmatch(text) else None


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else None


def _rows(text: str) -> Rows | None:
    rows = tuple(tuple(_number(value) for value in row.split("x")) for row in text.split("y"))
    if any(value is None or not np.isfinite(value) or abs(value) > 1e9 for row in rows for value in row):
        return None
    return rows if len({len(row) for row in rows}) == 1 else None  # type: ignore[return-value]


def _shown(value: float) -> str:
    return f"{value:.10g}".replace("+", "").replace(".", "_")


def _shown_rows(rows: Rows) -> str:
    return "y".join("x".join(_shown(value) for value in row) for row in rows)


LETTERS = {"side": "k", "rows": "r", "angle": "a", "wavelength": "w", "pair": "g", "stride": "s", "dilation": "d",
           "padding": "p"}
_FIELDS = {letter: field for field, letter in LETTERS.items()}
_READ: dict[str, Callable[[str], Any]] = {
    "side": _whole, "stride": _whole, "dilation": _whole, "rows": _rows, "angle": _number, "wavelength": _number,
    "pair": str, "padding": str}
_WRITTEN: dict[str, Callable[[Any], str]] = {
    "side": str, "stride": str, "dilation": str, "rows": _shown_rows, "angle": _shown, "wavelength": _shown,
    "pair": str, "padding": str}
