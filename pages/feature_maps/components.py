"""The two pictures of *Feature maps* beside the sheet: the photo, one map over the photo."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.figures import SEQUENTIAL, Sheet, field_numbers, packed_map, packed_photo
from explorer.graph import INPUT, Field, Report
from pages.feature_maps.state import inside, read_box
from pages.ui.components import component
from pages.ui.text import _

Box = tuple[int, int, int, int]
PHOTO, LARGE = "fm_seen", "fm_large"
REMOVE = "none"

_photo = component.register("map_photo")
_large = component.register("map_large")


class Boxes:
    """All that the photo may report: the parts of a picture of this size as texts, and that there is none."""

    def __init__(self, height: int, width: int) -> None:
        self.size = height, width

    def __contains__(self, value: object) -> bool:
        box = read_box(value)
        return value == REMOVE or (box is not None and inside(box, *self.size))


def photo_view(pixels: NDArray[np.uint8], *, field: Box | None, patch: Box | None) -> None:
    """Show the photo as the network gets it, (H, W, 3), with the part that a unit sees and the part that is grey."""
    height, width = pixels.shape[:2]
    words = {
        "name": _("The photo as the network gets it, {height} × {width} px.").format(height=height, width=width),
        "keys": _("Arrow keys paint a part grey, Delete takes it away."),
        "hint": _("Click or drag: paint a part grey"),
        "hint_touch": _("Tap, or hold and drag: paint a part grey"),
        "painted": _("Painted grey"), "remove": _("Remove"),
        "sees": _("The unit sees rows {top} to {bottom}, columns {left} to {right}."),
        "grey": _("Rows {top} to {bottom}, columns {left} to {right} are painted grey.")}
    nothing = np.empty((0, 0), dtype=np.float32)
    data = packed_photo(pixels, nothing, SEQUENTIAL, {"field": field, "patch": patch, "words": words})
    _photo(key=PHOTO, data=data, on_selected_change=component.noted)


def large_view(pixels: NDArray[np.uint8], values: NDArray[np.float32], shown: Sheet, *, channel: int, report: Report,
               layer: str, cell: tuple[int, int] | None, note: str) -> None:
    """Show one map (h, w) over the photo (H, W, 3); the field of the unit under the pointer is framed."""
    fields: tuple[Field, ...] | None = (Field(), Field()) if layer == INPUT else report[layer].fields
    if fields is not None and len(fields) != 2:
        fields = None
    facts = _("max {maximum:.3g} · {active:.0f} % of cells above 0").format(
        maximum=shown.maximum[channel], active=100 * shown.active[channel])
    header: dict[str, Any] = {
        "title": _("Map {map}").format(map=channel + 1) + (f" · {note}" if note else ""), "facts": facts,
        "layer": layer,
        "fields": field_numbers(fields), "cell": cell, "words": {
            "opacity": _("Map over photo"), "cell": _("Row {row}, column {column}: {value}"),
            "not_finite": _("not finite"), "keys": _("Arrow keys move the marked cell."), "extent": component.spoken()}}
    _large(key=LARGE, data=packed_map(pixels, values, shown, channel, header), on_selected_change=component.noted)
