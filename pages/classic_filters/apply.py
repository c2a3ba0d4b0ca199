"""The filters at work on a photo: what comes out of each, how it is shown, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.convolution.filters.chain import DIRECTION, Stage, Step, stages, way
from explorer.errors import ExplorerError, Message, message
from explorer.figures.filter_display import Developed, develop
from explorer.images import Picture, fit
from pages.classic_filters.state import MOST_SIDE_BY_SIDE, Setup

SHOWN_SIDE = 768
"""Longer side at which a photo is filtered for the page, px; a download is computed at full size."""
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shot:
    """The picture after one filter.

    Attributes:
        place: of the filter, from 0.
        steps: all that was applied to the photo to get here.
        sizes: (H, W, C) after each of them.
        developed: the pixels.
        start: row and column of the strongest answer, as shares of the sides.
    """

    place: int
    steps: tuple[Step, ...]
    sizes: tuple[tuple[int, ...], ...]
    developed: Developed
    start: tuple[float, float]


def pixels_of(picture: Picture, *, colour: bool, side: int = SHOWN_SIDE) -> Pixels:
    """Return the photo as it goes into the filters, (H, W, 3), or (H, W, 1) in grey (ITU-R 601 luma, whole numbers)."""
    pixels = fit(picture, side)
    return pixels if colour else np.asarray(Image.fromarray(pixels).convert("L"))[:, :, None]


def run(setup: Setup, photo: Pixels) -> tuple[list[Shot], list[Message]]:
    """Return a shot per filter that could be applied to ``photo`` (H, W, C), and why the others could not."""
    shots: list[Shot] = []
    problems: list[Message] = []
    rows = [(0, setup.steps)] if setup.mode == "row" else [
        (place, (step,)) for place, step in enumerate(setup.steps[:MOST_SIDE_BY_SIDE])]
    for first, steps in rows:
        try:
            shots.extend(_shots(first, steps, photo, setup))
        except ExplorerError as error:
            reached = first if setup.mode == "side" else len(shots)
            problems.append(message("Filter {place} cannot be applied. {why}", place=reached + 1, why=error.message))
    if len(setup.steps) > MOST_SIDE_BY_SIDE and setup.mode == "side":
        problems.append(message("Side by side shows the first {most} of {count} filters; the others are kept.",
                                most=MOST_SIDE_BY_SIDE, count=len(setup.steps)))
    return shots, problems


def shown_way(display: str, steps: tuple[Step, ...]) -> str:
    """Return how a result is drawn: as the reader chose, but a direction always as one."""
    return way(steps) if display == "auto" or steps[-1].name == DIRECTION else display


def _shots(first: int, steps: tuple[Step, ...], photo: Pixels, setup: Setup) -> Iterator[Shot]:
    sizes: list[tuple[int, ...]] = []
    for place, stage in enumerate(stages(steps, photo)):
        sizes.append(stage.values.shape)
        done = steps[:place + 1]
        yield Shot(first + place, done, tuple(sizes), developed(stage, setup.display, done), _strongest(stage))


def developed(stage: Stage, display: str, steps: tuple[Step, ...]) -> Developed:
    """Return the pixels of a stage in the way the reader chose."""
    return develop(stage.values, shown_way(display, steps), stage.strength)  # type: ignore[arg-type]


def _strongest(stage: Stage) -> tuple[float, float]:
    """Return where the largest value stands, away from the border, as shares of height and width."""
    height, width = stage.values.shape[:2]
    edge = min(height, width) // 8
    values = stage.values[:, :, 0] if stage.strength is None else stage.strength
    inner = values[edge:height - edge, edge:width - edge]
    row, column = np.unravel_index(int(np.argmax(inner)), inner.shape)
    return (edge + int(row) + 0.5) / height, (edge + int(column) + 0.5) / width
