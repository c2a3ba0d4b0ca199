"""A layer's map whose cells are its units, and the photo with what one of them sees by the sizes of the layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Pixels
from explorer.figures import SEQUENTIAL, field_numbers, packed_map, packed_photo, sheet
from explorer.graph import Field, Span
from pages.ui.components import component
from pages.ui.text import _

Box = tuple[float, float, float, float]
Spans = tuple[Span, ...]

_map = component.register("field_map")
_photo = component.register("field_photo")


def map_view(values: NDArray[np.float32], *, unit: tuple[int, int], title: str, note: str, key: str) -> None:
    """Show the map (h, w) of a layer, whose cells are its units; the pinned one is framed."""
    words = {"cell": _("Row {row}, column {column}: {value}"), "not_finite": _("not finite"),
             "keys": _("Arrow keys choose a unit."), "extent": component.spoken()}
    header = {"title": title, "note": note, "cell": unit, "words": words}
    nothing = np.zeros((1, 1, 3), dtype=np.uint8)
    _map(key=key, data=packed_map(nothing, values, sheet(values[None]), 0, header), on_selected_change=component.noted)


@dataclass(frozen=True, slots=True)
class Alone:
    """What a unit sees through windows alone, where a global branch lets it see the whole photo."""

    spans: Spans
    fields: tuple[Field, ...]


def theory_view(photo: Pixels, spans: Spans, *, unit: tuple[int, int], grid: tuple[int, int],
                fields: tuple[Field, ...] | None, overhang: Spans, key: str, alone: Alone | None = None) -> None:
    """Show the theoretical field of a unit on the photo (H, W, 3).

    Args:
        photo: as the network gets it.
        spans: what the unit sees, from :func:`explorer.graph.receptive_field.covers`.
        unit: its row and column.
        grid: height and width of its map.
        fields: of the layer, so that the browser can draw those of other units; None: all units see ``spans``.
        overhang: room needed before and behind the photo, per axis, px.
        key: of the component.
        alone: the part seen through windows alone, framed inside of what is seen.
    """
    (top, bottom), (left, right) = overhang
    words = {"size": _("Field"), "share": _("of the photo"), "padding": _("of it is padding"),
             "whole": _("the whole photo"), "alone": _("convolutions alone")}
    within = {"windows": {"box": edges(alone.spans), "fields": field_numbers(alone.fields)}} if alone else {}
    field_photo(photo, np.zeros((0, 0), np.float32), 0, {
        **where(spans, unit, grid, fields), **within, "margin": (top, left, bottom, right),
        "title": _("What it can see"), "words": words}, key=key)


def field_photo(photo: Pixels, values: NDArray[np.float32], high: float, header: dict[str, Any], *, key: str) -> None:
    """Show a photo (H, W, 3) with a field on it, and a heat map of ``values`` where there are some."""
    _photo(key=key, data=packed_photo(photo, values, SEQUENTIAL, {**header, "high": high, "signed": False}),
           on_selected_change=component.noted)


def where(spans: Spans, unit: tuple[int, int], grid: tuple[int, int],
          fields: tuple[Field, ...] | None) -> dict[str, Any]:
    """Return what the browser is told of a unit and its field."""
    return {"box": edges(spans), "cell": unit, "grid": grid, "fields": field_numbers(fields)}


def edges(spans: Spans) -> Box:
    """Return top, left, bottom and right of what is seen, px; the last two are not part of it."""
    (top, bottom), (left, right) = spans
    return top, left, bottom + 1, right + 1
