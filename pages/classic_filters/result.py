"""Photo and results as a component: divider, strip of steps, and the patch times the kernel under the pointer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from explorer.arrays import Pixels
from explorer.convolution.filters import GRADIENTS, Step
from explorer.figures import DIVERGING, SIGNED_MIDDLE, Developed, circle, hatches, look, lookup, packed
from explorer.numbers import number
from pages.classic_filters.apply import Shot
from pages.classic_filters.state import state
from pages.classic_filters.words import label, title
from pages.ui.components import component
from pages.ui.text import _

KEY = "cf_view"
THUMB = (160, 104)  # px, twice what it is drawn at

_mount = component.register("filter_view")


def take_click() -> None:
    """Select the filter whose result was clicked to cause this run, if any."""
    place = component.clicked(KEY, range(len(state.now.steps)))
    if place is not None:
        state.settle(replace(state.now, selected=place))


def filter_view(photo: Pixels, photo_key: str, shots: list[Shot], *, selected: int, compare: bool) -> None:
    """Show ``photo`` (H, W, C) and what came out of the filters.

    Args:
        photo: what the filters received.
        photo_key: the same as long as the photo is.
        shots: what came out; in a row, the selected one is shown large, side by side all of them.
        selected: place of the selected filter.
        compare: side by side.
    """
    large = shots if compare else [shot for shot in shots if shot.place <= selected][-1:]
    thumbs = [] if compare else [("", -1, photo), *((str(shot.place + 1), shot.place, shot) for shot in shots)]
    shown = thumbs if len(thumbs) > 2 else []  # of one filter, both are seen large
    _mount(key=KEY, data=packed_result(photo, photo_key, large, shown, selected, compare),
           on_selected_change=component.noted)


def packed_result(photo: Pixels, photo_key: str, large: list[Shot], thumbs: list[tuple[str, int, Any]], selected: int,
                  compare: bool) -> bytes:
    """Return what is shown as ``unpack`` of ``pages/web/components/filter_view/data.js`` reads it.

    The photo (H, W, C), the diverging colours (255, 3), the results (H, W, 1 or 3), the thumbnails (h, w, 3). Where
    there is nothing to compare one result with, the photo stands before it.
    """
    small = [_thumb(what if place < 0 else what.developed.rgb) for _number, place, what in thumbs]
    panels = [(_panel(shot, pixels.shape, compare), pixels) for shot in large
              for pixels in [_deep(shot.developed.pixels)]]
    if not panels or (compare and len(panels) == 1):
        panels.insert(0, (_photo_panel(photo), photo))
    header = {
        "photo": {"size": photo.shape, "key": photo_key[:16]}, "compare": compare, "selected": selected,
        "hatched": hatches(),
        "start": large[0].start if large else (0.5, 0.5), "panels": [panel for panel, _pixels in panels],
        "thumbs": [{"place": place, "size": pixels.shape, "title": _thumb_title(at, what)}
                   for (at, place, what), pixels in zip(thumbs, small, strict=True)],
        "words": _words(),
    }
    return packed(header, [photo, lookup(DIVERGING, 2 * SIGNED_MIDDLE + 1), *(pixels for _shown, pixels in panels),
                           *small])


def _photo_panel(photo: Pixels) -> dict[str, Any]:
    height, width = photo.shape[:2]
    return {"place": -1, "size": photo.shape, "steps": [], "title": _("The photo"), "says": "", "low": "0",
            "high": "255", "told": _("{width} × {height} px").format(width=width, height=height), "signed": False,
            "bar": None, "arrows": []}


def range_text(developed: Developed) -> str:
    """Return what was done to the values so that they can be seen, with the numbers."""
    beside = max(abs(developed.minimum), abs(developed.maximum))
    low, high = _value(developed.minimum, beside), _value(developed.maximum, beside)
    told = {
        "clip": _("Values {low} to {high}. Clipped: below 0 is black, above 255 is white."),
        "rescale": _("Values {low} to {high}. Rescaled: {low} is black, {high} is white."),
        "signed": _signed_text(),
        "direction": _("Arrows point to where it gets brighter (yellow right, purple down, blue left, white up); grey "
                       "where little changes.") if hatches() else
            _("The direction in which it gets brighter: yellow right, purple down, blue left, white up; grey "
              "where little changes."),
    }[developed.display].format(low=low, high=high, full="±" + _value(developed.high))
    if developed.display == "rescale" and developed.minimum == developed.maximum:
        told = _("Every value is {value}, so there is nothing to rescale.").format(value=low)
    elif developed.outside:
        told += " " + _share(developed.outside)
    if developed.missing:
        told += " " + _("{count} values are too large for float32; they are drawn in magenta.").format(
            count=f"{developed.missing:,}")
    return told


def _signed_text() -> str:
    if look() == "grey":
        return (_("Values {low} to {high}. Signed: dark and hatched below 0, bright above; black and white from {full} "
                  "on.") if hatches() else
                _("Values {low} to {high}. Signed: dark below 0, bright above; black and white from {full} on."))
    return (_("Values {low} to {high}. Signed: blue and hatched below 0, red above; full colour from {full} on.")
            if hatches() else
            _("Values {low} to {high}. Signed: blue below 0, red above; full colour from {full} on."))


def _panel(shot: Shot, size: tuple[int, ...], compare: bool) -> dict[str, Any]:
    developed, step = shot.developed, shot.steps[-1]
    name = title(step) if compare or shot.place == 0 else _("After filter {place}: {name}").format(
        place=shot.place + 1, name=title(step))
    height, width = shot.sizes[-1][:2]
    around = developed.display == "direction"
    return {
        "place": shot.place, "size": size, "title": f"{shot.place + 1}. {label(step)}" if compare else name,
        "told": _("{width} × {height} px").format(width=width, height=height), "says": range_text(developed),
        "low": "→" if around else _value(developed.low), "high": "→" if around else _value(developed.high),
        "signed": developed.display == "signed" and len(developed.pixels.shape) == 2,
        "bar": circle().reshape(-1).tolist() if around else None,
        "arrows": developed.arrows.round(4).tolist() if hatches() else [],
        "steps": [_step(*pair) for pair in zip(shot.steps, shot.sizes, strict=True)],
    }


def _step(step: Step, size: tuple[int, ...]) -> dict[str, Any]:
    return {"name": step.name if step.name in GRADIENTS else "", "size": size, "stride": step.stride,
            "dilation": step.dilation, "padding": step.padding, "kernels": [kernel.tolist() for kernel in step.kernels]}


def _thumb_title(number: str, what: Any) -> str:
    return f"{number} {title(what.steps[-1])}" if isinstance(what, Shot) else _("Photo")


def _thumb(pixels: Pixels) -> Pixels:
    flat = pixels[:, :, 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels
    image = Image.fromarray(flat).convert("RGB")
    image.thumbnail(THUMB, Image.Resampling.BOX)
    return np.asarray(image)


def _deep(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 3 else pixels[:, :, None]


def _value(value: float, beside: float = 0.0) -> str:
    return f"{value:,.0f}".replace("-", "−") if abs(value) >= 100 else number(value, 3, beside=beside)


def _share(share: float) -> str:
    """Return how many of the values lie beyond the ends of the scale."""
    if share < 0.001:
        return _("Under 0.1 % lie beyond.")
    return _("{share} % lie beyond.").format(share=f"{100 * share:.{1 if share < 0.1 else 0}f}")


def _words() -> dict[str, Any]:
    return {
        "before": _("Photo"), "after": _("Result"), "divider": _("Divider between photo and result"),
        "point": _("Arrow keys move the cell whose sum is shown."),
        "cell": _("Row {row}, column {column} of the result is {value}. Point at a pixel; a click or tap holds it."),
        "none": _("No filter can be applied."), "patch": _("Patch of the picture"), "kernel": _("Kernel"),
        "products": _("Products"), "sum": _("their sum"), "across": _("Kernel of Gx"), "down": _("Kernel of Gy"),
        "channels": [_("Red"), _("Green"), _("Blue")],
    }
