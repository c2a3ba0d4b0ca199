"""Is a map more than rounding? A score in float32 has 24 binary digits, so small changes of it mean nothing.

The score is the largest that was computed on the way: of the photo, and of the photos that a method makes of it.

Two scores that were rounded once differ by up to one step of the last digit without any reason. The bound is twice
that, ``2 * 2**-23`` of the score: what a map says of a single place must move the score by more than this, or nobody
could tell it from rounding. How far a place moves the score:

* a gradient, times the range of the photo: a pixel changed from its darkest to its brightest;
* a value that is a part of the score itself (integrated gradients, occlusion): as it is;
* a cell of Grad-CAM, times the number of cells, as its weights are means over them.

It is the least that can be said, not all: in a deep network more rounding adds up than that of the last digit.

Source:
    Goldberg (1991), What every computer scientist should know about floating-point arithmetic,
    doi:10.1145/103162.103163, section 1.2: relative error and ulps.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.errors import message
from explorer.networks.attribution.context import Context
from explorer.networks.attribution.request import Attribution

STEPS = 2 * float(np.finfo(np.float32).eps)
"""Share of a score below which a difference is rounding."""


def floor_of(score: float) -> float:
    """Return the smallest change of a score that means something in float32."""
    return STEPS * abs(score)


def with_rounding(context: Context, found: Attribution) -> Attribution:
    """Return an attribution that says whether it is more than rounding beside the score."""
    if not found.effect or not np.isfinite(found.effect):
        return found
    floor = floor_of(context.score)
    if found.effect >= floor:
        return replace(found, floor=floor)
    return replace(found, floor=floor, rounding=message(
        "Rounding noise: no place of this map moves the score of {score:.6g} by more than {effect:.1e}, and float32 "
        "tells no difference below {floor:.1e} there.", score=context.score, effect=found.effect, floor=floor))
