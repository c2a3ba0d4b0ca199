"""The three pictures of *Receptive fields*: a layer's map, what theory says of a unit, and what its gradient says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer import networks
from explorer.arrays import Pixels
from explorer.figures import SEQUENTIAL, field_numbers, packed_map, packed_photo, sheet, title_of
from explorer.graph import Field, Span
from pages.ui.components import component
from pages.ui.text import _

Box = tuple[float, float, float, float]
Circle = tuple[float, float, float]
Spans = tuple[Span, ...]
MAP, THEORY, GRADIENT = "rf_map", "rf_theory", "rf_gradient"
BRIGHTEST = 0.995
"""The heat map's colours end where this share of the field's gradients lies below: a few pixels would hide the rest."""

_map = component.register("field_map")
_photo = component.register("field_photo")


def map_view(values: NDArray[np.float32], *, unit: tuple[int, int], title: str, note: str) -> None:
    """Show the map (h, w) of a layer, whose cells are its units; the pinned one is framed."""
    words = {"cell": _("Row {row}, column {column}: {value}"), "not_finite": _("not finite"),
             "keys": _("Arrow keys choose a unit."), "extent": component.spoken()}
    header = {"title": title, "note": note, "cell": unit, "words": words}
    nothing = np.zeros((1, 1, 3), dtype=np.uint8)
    _map(key=MAP, data=packed_map(nothing, values, sheet(values[None]), 0, header), on_selected_change=component.noted)


@dataclass(frozen=True, slots=True)
class Alone:
    """What a unit sees through windows alone, where a global branch lets it see the whole photo."""

    spans: Spans
    fields: tuple[Field, ...]


def theory_view(photo: Pixels, spans: Spans, *, unit: tuple[int, int], grid: tuple[int, int],
                fields: tuple[Field, ...] | None, overhang: Spans, alone: Alone | None = None) -> None:
    """Show the theoretical field of a unit on the photo (H, W, 3).

    Args:
        photo: as the network gets it.
        spans: what the unit sees, from :func:`explorer.graph.receptive_field.covers`.
        unit: its row and column.
        grid: height and width of its map.
        fields: of the layer, so that the browser can draw those of other units; None: all units see ``spans``.
        overhang: room needed before and behind the photo, per axis, px.
        alone: the part seen through windows alone, framed inside of what is seen.
    """
    (top, bottom), (left, right) = overhang
    words = {"size": _("Field"), "share": _("of the photo"), "padding": _("of it is padding"),
             "whole": _("the whole photo"), "alone": _("convolutions alone")}
    within = {"windows": {"box": _edges(alone.spans), "fields": field_numbers(alone.fields)}} if alone else {}
    _photo(key=THEORY, data=_block(photo, np.zeros((0, 0), np.float32), 0, {
        **_where(spans, unit, grid, fields), **within, "margin": (top, left, bottom, right),
        "title": _("What it can see"), "words": words}), on_selected_change=component.noted)


def gradient_view(photo: Pixels, found: networks.Effective, spans: Spans, *, unit: tuple[int, int],
                  grid: tuple[int, int], fields: tuple[Field, ...] | None, uniform: bool) -> None:
    """Show the gradient of a unit as a heat map over the photo (H, W, 3); arguments as for `theory_view`.

    In the ``uniform`` case only its shape means something, so the unit's value is left out.
    """
    words = {"opacity": _("Heat map over photo"), "scale": title_of(SEQUENTIAL), "extent": component.spoken()}
    _photo(key=GRADIENT, data=_block(photo, found.gradient, _brightest(found.gradient), {
        **_where(spans, unit, grid, fields), "margin": (0, 0, 0, 0), "title": _("What it looks at"), "words": words,
        "inner": _middle(spans), "circle": _circle(spans, found.radius95), "facts": [*facts(found), (
            _("its value"), "–" if uniform else f"{found.value:.3g}".replace("-", "−"))]}),
        on_selected_change=component.noted)


def averaged_view(found: networks.Averaged, *, title: str, key: str) -> None:
    """Show a mean effective field, as `gradient_view` does, without a photo."""
    height, width = found.gradient.shape
    black = np.zeros((height, width, 3), dtype=np.uint8)
    size = "–" if found.side is None else f"{found.side:.1f} px"
    _photo(key=key, data=_block(black, found.gradient, _brightest(found.gradient), {
        **_where(found.theory, (0, 0), (1, 1), None), "margin": (0, 0, 0, 0), "title": title,
        "words": {"scale": title_of(SEQUENTIAL), "extent": component.spoken()},
        "inner": _middle(found.theory), "circle": _circle(found.theory, found.radius95),
        "facts": [*facts(found)[:2], (_("effective size"), size)]}), on_selected_change=component.noted)


def facts(found: networks.Effective | networks.Averaged) -> list[tuple[str, str]]:
    """Return what is said about a gradient: names, and numbers with their units."""
    inner, radius = found.inner_share, found.radius95
    return [(_("in the middle frame"), "–" if inner is None else f"{100 * inner:.0f} %"),
            (_("radius of 95 %"), "–" if radius is None else f"{radius:.1f} px")]


def _where(spans: Spans, unit: tuple[int, int], grid: tuple[int, int],
           fields: tuple[Field, ...] | None) -> dict[str, Any]:
    return {"box": _edges(spans), "cell": unit, "grid": grid, "fields": field_numbers(fields)}


def _edges(spans: Spans) -> Box:
    (top, bottom), (left, right) = spans
    return top, left, bottom + 1, right + 1


def _block(photo: Pixels, values: NDArray[np.float32], high: float, header: dict[str, Any]) -> bytes:
    return packed_photo(photo, values, SEQUENTIAL, {**header, "high": high, "signed": False})


def _middle(spans: Spans) -> Box:
    """Return the middle of the field, half as high and wide: top, left, bottom, right, px."""
    (top, bottom), (left, right) = ((low + (high + 1 - low) / 4, high + 1 - (high + 1 - low) / 4)
                                    for low, high in spans)
    return top, left, bottom, right


def _circle(spans: Spans, radius: float | None) -> Circle | None:
    """Return the circle around the middle of the field: row, column, radius, px; None: there is none."""
    row, column = ((low + high + 1) / 2 for low, high in spans)
    return None if radius is None else (row, column, radius)


def _brightest(gradient: NDArray[np.float32]) -> float:
    """Return where the colours of the heat map end."""
    some = gradient[gradient > 0]
    return float(np.quantile(some, BRIGHTEST)) if some.size else 1.0
