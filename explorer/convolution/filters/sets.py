"""Several filters on one photo, as a course shows them side by side."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.convolution.filters.chain import GABOR, Step, custom
from explorer.convolution.filters.kernels import FILTERS
from explorer.errors import N_

SIDES = (3, 7, 15, 31)
ANGLES = (0, 30, 60, 90, 120, 150)
"""Directions of the Gabor filters, degrees."""


@dataclass(frozen=True, slots=True)
class FilterSet:
    """Filters with a name. ``title`` and ``about`` are English and for readers."""

    title: str
    about: str
    steps: tuple[Step, ...]


FILTER_SETS = {
    "six": FilterSet(
        N_("Six filters"), N_("Six classic kernels of 3 × 3, each on the photo itself."),
        tuple(Step(name=name) for name in ("sobel_x", "sobel_y", "outline", "sharpen", "emboss", "gaussian"))),
    "sizes": FilterSet(
        N_("Sizes 3, 7, 15, 31"), N_("The same blur at four sizes: a larger kernel loses what is smaller than itself."),
        tuple(Step(name="box", side=side) for side in SIDES)),
    "gabors": FilterSet(
        N_("Six directions"), N_("Six Gabor filters, each for stripes of one direction, as cells of the visual cortex "
                                 "have them (Field 1987)."),
        tuple(Step(name=GABOR, angle=float(angle)) for angle in ANGLES)),
    "signs": FilterSet(
        N_("Sobel y, both signs"), N_("Some slides print Sobel y with + 1 + 2 + 1 on top: the same edges, with the "
                                      "opposite sign."),
        (Step(name="sobel_y"), custom(-FILTERS["sobel_y"].kernel))),
}
"""By name; each stands side by side."""
