"""What the gradient of a unit says, on the photo; for what theory says see `pages.ui.components.field_views`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer import networks
from explorer.arrays import Pixels
from explorer.figures import SEQUENTIAL, title_of
from explorer.graph import Field
from pages.ui.components import component
from pages.ui.components.field_views import Box, Spans, field_photo, where
from pages.ui.text import _

Circle = tuple[float, float, float]
MAP, THEORY, GRADIENT = "rf_map", "rf_theory", "rf_gradient"
BRIGHTEST = 0.995
"""The heat map's colours end where this share of the field's gradients lies below: a few pixels would hide the rest."""


def gradient_view(photo: Pixels, found: networks.Effective, spans: Spans, *, unit: tuple[int, int],
                  grid: tuple[int, int], fields: tuple[Field, ...] | None, uniform: bool) -> None:
    """Show the gradient of a unit as a heat map over the photo (H, W, 3); arguments as for `theory_view`.

    In the ``uniform`` case only its shape means something, so the unit's value is left out.
    """
    words = {"opacity": _("Heat map over photo"), "scale": title_of(SEQUENTIAL), "extent": component.spoken()}
    field_photo(photo, found.gradient, _brightest(found.gradient), {
        **where(spans, unit, grid, fields), "margin": (0, 0, 0, 0), "title": _("What it looks at"), "words": words,
        "inner": _middle(spans), "circle": _circle(spans, found.radius95), "facts": [*facts(found), (
            _("its value"), "–" if uniform else f"{found.value:.3g}".replace("-", "−"))]}, key=GRADIENT)


def averaged_view(found: networks.Averaged, *, title: str, key: str) -> None:
    """Show a mean effective field, as `gradient_view` does, without a photo."""
    height, width = found.gradient.shape
    black = np.zeros((height, width, 3), dtype=np.uint8)
    size = "–" if found.side is None else f"{found.side:.1f} px"
    field_photo(black, found.gradient, _brightest(found.gradient), {
        **where(found.theory, (0, 0), (1, 1), None), "margin": (0, 0, 0, 0), "title": title,
        "words": {"scale": title_of(SEQUENTIAL), "extent": component.spoken()},
        "inner": _middle(found.theory), "circle": _circle(found.theory, found.radius95),
        "facts": [*facts(found)[:2], (_("effective size"), size)]}, key=key)


def facts(found: networks.Effective | networks.Averaged) -> list[tuple[str, str]]:
    """Return what is said about a gradient: names, and numbers with their units."""
    inner, radius = found.inner_share, found.radius95
    return [(_("in the middle frame"), "–" if inner is None else f"{100 * inner:.0f} %"),
            (_("radius of 95 %"), "–" if radius is None else f"{radius:.1f} px")]


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
