"""Where things are in a picture: boxes and pixels, how they are found, and how what was found is judged."""

from .boxes import (
    Box as Box,
    BoxPair as BoxPair,
    Meeting as Meeting,
    areas as areas,
    gious as gious,
    intersections as intersections,
    ious as ious,
    upright as upright,
)
from .found import Found as Found, Segmented as Segmented, found_of as found_of
