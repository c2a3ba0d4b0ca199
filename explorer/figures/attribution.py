"""Maps of what spoke for a class, over the photo: where their colours end, and a panel of them as a picture to keep."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from explorer.arrays import Floats, Pixels
from explorer.figures.colours import DIVERGING, GAP, LIGHT, SEQUENTIAL, Scale, colour_table, hatches
from explorer.figures.hatching import hatched, strengths
from explorer.lettering import drawable, font_of

TAIL = 0.99
"""A colour scale ends where this share of the values lies below it, so that a few extremes do not hide the rest."""
OPACITY = 0.6
MASK_SHARE = 0.2
"""Share of the pixels that a mask keeps at first."""
GHOST = 0.12
"""How much is left of the photo outside a mask."""
SIDE, HEAD, GAP_PX, TEXT, SCALE_PX = 320, 28, 12, 15, 6  # px


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A map (H, W) and what stands above it; without ``values`` the photo as it is."""

    title: str
    values: Floats | None = None
    signed: bool = False
    least: float = 0.0
    """The colour scale ends here at least, so that a map of rounding noise stays faint."""


def scale_of(signed: bool) -> Scale:
    """Return the colour scale of maps with a sign, or of those that start at 0."""
    return DIVERGING if signed else SEQUENTIAL


def reach(values: Floats) -> float:
    """Return where the colour scale of a map ends: the size that `TAIL` of its values stay below; above 0.

    What is not finite is left out. A map that is 0 nearly everywhere ends at its largest value, one that is 0
    everywhere at 1.
    """
    sizes = np.abs(values[np.isfinite(values)])
    if sizes.size == 0 or sizes.max() == 0:
        return 1.0
    return float(np.quantile(sizes, TAIL)) or float(sizes.max())


def levels(values: Floats, *, high: float, signed: bool) -> Pixels:
    """Return the place of each value on its colour scale, 0 to 254, or `GAP` where it is not finite."""
    middle, width = (127, 127) if signed else (0, 254)
    with np.errstate(invalid="ignore", over="ignore"):
        places = np.rint(middle + width * (values.astype(np.float64) / high)).clip(0, GAP - 1)
    return np.where(np.isfinite(values), np.nan_to_num(places), GAP).astype(np.uint8)


def over_photo(photo: Pixels, values: Floats, *, signed: bool, opacity: float = OPACITY,
               least: float = 0.0) -> Pixels:
    """Return a map (H, W) in its colours over the photo (H, W, 3) in grey, so that all colour is the map's.

    Args:
        photo: RGB.
        values: one per pixel.
        signed: whether the scale has 0 in its middle.
        opacity: of the map, 0 to 1.
        least: where the colour scale ends at least.
    """
    colours = colour_table(scale_of(signed))[levels(values, high=max(least, reach(values)), signed=signed)]
    mixed = (1 - opacity) * _grey(photo)[..., None] + opacity * colours
    return np.rint(mixed).astype(np.uint8)


def threshold(values: Floats, share: float) -> float:
    """Return the value from which on a pixel belongs to the share ``share`` (0 to 1) that spoke most; never below 0."""
    known = values[np.isfinite(values)]
    return max(0.0, float(np.quantile(known, 1 - share))) if known.size else 0.0


def masked(photo: Pixels, values: Floats, *, share: float) -> Pixels:
    """Return the photo (H, W, 3) only where the map (H, W) is largest, and a grey ghost of it elsewhere.

    Args:
        photo: RGB.
        values: one per pixel; only those above 0 can be kept, as the others did not speak for the class.
        share: share of the pixels, 0 to 1.
    """
    inside = (values >= threshold(values, share)) & (values > 0)
    ghost = np.rint(255 - GHOST * (255 - _grey(photo))).astype(np.uint8)
    return np.where(inside[..., None], photo, ghost[..., None])


def panel_png(photo: Pixels, cards: Sequence[Card], *, title: str = "", share: float | None = None) -> bytes:
    """Return photo and maps beside each other as a PNG file.

    Args:
        photo: RGB, (H, W, 3).
        cards: from left to right.
        title: written into the metadata of the file.
        share: share of the pixels that masks keep, 0 to 1; None: the maps lie over the photo.
    """
    drawn = [_framed(photo, card, share) for card in cards]
    height = max(image.height for image in drawn)
    panel = Image.new("RGB", (sum(image.width + GAP_PX for image in drawn) + GAP_PX, height + GAP_PX),
                      LIGHT.background)
    left = GAP_PX
    for image in drawn:
        panel.paste(image, (left, 0))
        left += image.width + GAP_PX
    notes, file = PngInfo(), io.BytesIO()
    notes.add_itxt("Title", title)
    panel.save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def _framed(photo: Pixels, card: Card, share: float | None) -> Image.Image:
    """Return a card as a picture: its title, its map, and the colour scale with its ends."""
    height, width = photo.shape[:2]
    zoom = max(1, round(SIDE / max(height, width)))
    pixels = _drawn(photo, card, share).repeat(zoom, axis=0).repeat(zoom, axis=1)
    picture = Image.fromarray(_striped(pixels, card, zoom) if share is None else pixels)
    framed = Image.new("RGB", (picture.width, picture.height + 2 * HEAD), LIGHT.background)
    framed.paste(picture, (0, HEAD))
    pen = ImageDraw.Draw(framed)
    pen.text((0, HEAD // 2), drawable(card.title), fill=LIGHT.text, font=font_of(card.title, TEXT), anchor="lm")
    if card.values is not None and share is None:
        high = max(card.least, reach(card.values))
        framed.paste(_scale(card, picture.width), (0, HEAD + picture.height + 4))
        low = f"-{high:.2g}" if card.signed else "0"
        for text, x, anchor in ((low, 0, "ls"), (f"{high:.2g}", picture.width, "rs")):
            pen.text((x, framed.height), text, fill=LIGHT.quiet, font=font_of(text, 12), anchor=anchor)
    return framed


def _drawn(photo: Pixels, card: Card, share: float | None) -> Pixels:
    if card.values is None:
        return photo
    if share is not None:
        return masked(photo, card.values, share=share)
    return over_photo(photo, card.values, signed=card.signed, least=card.least)


def _striped(pixels: Pixels, card: Card, zoom: int) -> Pixels:
    """Return a map that was enlarged ``zoom`` times with stripes on what is below 0, where the reader wants them."""
    if card.values is None or not card.signed or not hatches():
        return pixels
    below = strengths(levels(card.values, high=max(card.least, reach(card.values)), signed=True))
    return hatched(pixels, below.repeat(zoom, axis=0).repeat(zoom, axis=1))


def _scale(card: Card, width: int) -> Image.Image:
    """Return the colour scale below a map, striped as the map is."""
    place = np.linspace(0, GAP - 1, width).round().astype(np.uint8)[None].repeat(SCALE_PX, axis=0)
    colours: Pixels = colour_table(scale_of(card.signed))[place]
    return Image.fromarray(hatched(colours, strengths(place)) if card.signed and hatches() else colours)


def _grey(photo: Pixels) -> NDArray[np.float64]:
    """Return the luminance of a photo (H, W), ITU-R BT.601, 0 to 255."""
    grey: NDArray[np.float64] = np.asarray(Image.fromarray(photo).convert("L"), dtype=np.float64)
    return grey
