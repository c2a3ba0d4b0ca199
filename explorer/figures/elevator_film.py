"""A film of stepping back from a picture, as a GIF: photo with field, maps, best patches, dream and sentence together.

Each frame is drawn from the same numbers as the page; between two floors the field grows and one floor's pictures
give way to the next one's.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from explorer.arrays import Pixels
from explorer.errors import LimitError
from explorer.figures.colours import LIGHT
from explorer.lettering import drawable, font_of, lines_of

MOST_BYTES = 4_000_000
MOST_FLOORS = 40
TRIES = ((240, 4), (240, 2), (192, 2), (144, 1), (96, 1))
"""Side of the photo, px, and frames from one floor to the next: the first that stays below the limit is taken."""
HOLD_MS, STEP_MS, END_MS = 900, 70, 2500
COLOURS = 224
EDGE, GAP, LETTERS, LINE = 12, 12, 13, 18
SHADE = 0.45
"""How bright the photo is outside of what a unit sees."""


@dataclass(frozen=True, slots=True, eq=False)
class FilmFloor:
    """What stands in the frames of one floor."""

    title: str
    says: str
    box: tuple[float, float, float, float]
    """Top, left, bottom, right of what a unit sees, shares of the photo's sides; may reach beyond it."""
    maps: Pixels
    """Pictures of maps (k, h, w, 3), at most nine are shown."""
    patches: tuple[Pixels, ...] = ()
    dream: Pixels | None = None


def elevator_gif(photo: Pixels, floors: Sequence[FilmFloor], *, most_bytes: int = MOST_BYTES) -> bytes:
    """Return the film as a GIF of at most ``most_bytes``, that runs for ever.

    Args:
        photo: (H, W, 3).
        floors: from the picture up to the classes, at least two.
        most_bytes: smaller and fewer frames are taken until it fits.

    Raises:
        LimitError: not even the smallest film fits, or there are too many floors.
    """
    if not 2 <= len(floors) <= MOST_FLOORS:
        raise LimitError("A film has 2 to {most} floors, not {floors}. Choose another network.", most=MOST_FLOORS,
                         floors=len(floors))
    for side, steps in TRIES:
        found = _written(photo, floors, side, steps)
        if len(found) <= most_bytes:
            return found
    raise LimitError("The film takes {size:,} bytes even at its smallest, and may take {most:,}. Choose a network with "
                     "fewer layers.", size=len(found), most=most_bytes)


def _written(photo: Pixels, floors: Sequence[FilmFloor], side: int, steps: int) -> bytes:
    times = [HOLD_MS if at.is_integer() else STEP_MS for at in positions(len(floors), steps)]
    times[-1] = END_MS
    reel = _Reel(photo, floors, side)
    stills = [reel.frame(float(floor)) for floor in range(len(floors))]
    palette = _palette(stills)
    frames = [reel.frame(at).quantize(palette=palette, dither=Image.Dither.NONE)
              for at in positions(len(floors), steps)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=False)
    return file.getvalue()


def positions(count: int, steps: int) -> Iterator[float]:
    """Yield where the frames of a film stand, floors: each floor itself, and ``steps - 1`` places before the next."""
    for floor in range(count - 1):
        yield from (floor + step / steps for step in range(steps))
    yield float(count - 1)


def _palette(stills: Sequence[Image.Image]) -> Image.Image:
    """Return one palette for all frames, so that nothing flickers."""
    wide, tall = stills[0].size
    whole = Image.new("RGB", (wide, tall * len(stills)))
    for place, still in enumerate(stills):
        whole.paste(still, (0, place * tall))
    return whole.quantize(COLOURS, method=Image.Quantize.MEDIANCUT)


class _Reel:
    """Draws frames; what is the same in many of them is drawn once."""

    def __init__(self, photo: Pixels, floors: Sequence[FilmFloor], side: int) -> None:
        self.floors, self.side = floors, side
        self.tile = (side - 2 * 4) // 3
        self.photo = Image.fromarray(np.ascontiguousarray(photo)).resize((side, side), Image.Resampling.BICUBIC)
        self.shade = Image.fromarray((np.asarray(self.photo) * SHADE).astype(np.uint8))
        self.size = 2 * EDGE + 3 * side + 2 * GAP, 2 * EDGE + LINE + side + 3 * LINE
        self.parts = [self._part(floor) for floor in floors]

    def frame(self, at: float) -> Image.Image:
        """Return the picture of a place between floors."""
        low = min(len(self.floors) - 1, int(at))
        high = min(len(self.floors) - 1, low + 1)
        share = at - low
        page = Image.blend(self.parts[low], self.parts[high], share) if share else self.parts[low].copy()
        one, other = self.floors[low].box, self.floors[high].box
        box = [start + (end - start) * share for start, end in zip(one, other, strict=True)]
        page.paste(self._seen(box), (EDGE, EDGE + LINE))
        return page

    def _seen(self, box: Sequence[float]) -> Image.Image:
        """Return the photo, dark outside of what a unit sees."""
        top, left, bottom, right = (round(min(1.0, max(0.0, edge)) * self.side) for edge in box)
        bottom, right = max(bottom, top + 1), max(right, left + 1)
        shown = self.shade.copy()
        shown.paste(self.photo.crop((left, top, right, bottom)), (left, top))
        pen = ImageDraw.Draw(shown)
        pen.rectangle((left - 2, top - 2, right + 1, bottom + 1), outline="#10151f")
        pen.rectangle((left - 1, top - 1, right, bottom), outline="#ffffff")
        return shown

    def _part(self, floor: FilmFloor) -> Image.Image:
        """Return what stands beside and below the photo on one floor."""
        page = Image.new("RGB", self.size, LIGHT.background)
        pen = ImageDraw.Draw(page)
        pen.text((EDGE, EDGE - 3), drawable(floor.title), fill=LIGHT.text, font=font_of(floor.title, LETTERS))
        self._tiles(page, floor.maps[:9], EDGE + self.side + GAP, EDGE + LINE, Image.Resampling.NEAREST)
        right = EDGE + 2 * (self.side + GAP)
        self._tiles(page, floor.patches[:6], right, EDGE + LINE, Image.Resampling.BICUBIC)
        if floor.dream is not None:
            self._tile(page, floor.dream, right, EDGE + LINE + 2 * (self.tile + 4), Image.Resampling.BICUBIC)
        font = font_of(floor.says, LETTERS)
        for row, line in enumerate(lines_of(drawable(floor.says), font, self.size[0] - 2 * EDGE)[:3]):
            pen.text((EDGE, EDGE + LINE + self.side + 4 + row * LINE), line, fill=LIGHT.text, font=font)
        return page

    def _tiles(self, page: Image.Image, pictures: Sequence[Pixels] | Pixels, x: int, y: int,
               method: Image.Resampling) -> None:
        for place, pixels in enumerate(pictures):
            step = self.tile + 4
            self._tile(page, pixels, x + place % 3 * step, y + place // 3 * step, method)

    def _tile(self, page: Image.Image, pixels: Pixels, x: int, y: int, method: Image.Resampling) -> None:
        page.paste(Image.fromarray(np.ascontiguousarray(pixels)).resize((self.tile, self.tile), method), (x, y))
