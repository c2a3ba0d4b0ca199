"""What the filters are called, what they show, and what to look for in a result. English; shown through ``_()``."""

from __future__ import annotations

from explorer.convolution.filters import CUSTOM, DIRECTION, FILTERS, GABOR, MAGNITUDE, Step
from pages.ui.text import _

TITLES = {name: entry.title for name, entry in FILTERS.items()} | {
    GABOR: "Gabor", MAGNITUDE: "Gradient strength", DIRECTION: "Gradient direction",
    CUSTOM: "Your own kernel"}

SHOWS = {name: entry.shows for name, entry in FILTERS.items()} | {
    GABOR: "Answers to stripes of one direction and width.",
    MAGNITUDE: "How fast the brightness changes, whichever way: √(Gx² + Gy²).",
    DIRECTION: "The way in which the picture gets brighter: atan2(Gy, Gx).",
    CUSTOM: "Weights of your own: change a cell, or paste a grid."}

LOOK = {
    "identity": "nothing changes; move the 1 to another cell and the picture moves.",
    "box": "fur and whiskers go first, large shapes stay.",
    "gaussian": "as the box, but without its blocky edges.",
    "gaussian_5": "fine texture is gone, outlines stay.",
    "sharpen": "whiskers stand out, and so does every speck of noise.",
    "outline": "flat patches are 0; edges come as a pair, one side each sign.",
    "emboss": "the picture looks like a relief lit from one corner.",
    "sobel_x": "upright edges light up, level ones vanish; the sign says which side is brighter.",
    "sobel_y": "level edges light up, upright ones vanish.",
    "prewitt_x": "nearly Sobel x; compare the two side by side.",
    "prewitt_y": "nearly Sobel y; compare the two side by side.",
    "scharr_x": "as Sobel x, with larger numbers.",
    "scharr_y": "as Sobel y, with larger numbers.",
    "laplacian_4": "thin double lines; blur first, and noise stays quiet.",
    "laplacian_8": "the outline filter with the sign turned.",
    "vertical_line": "upright hairs and cracks, nothing else.",
    "horizontal_line": "level hairs and cracks, nothing else.",
    "vertical_line_7": "upright whiskers stay sharp while level ones are smeared.",
    "horizontal_line_7": "level whiskers stay sharp while upright ones are smeared.",
    GABOR: "turn the angle until the stripes of the fur light up.",
    MAGNITUDE: "all edges at once, bright where they are strong.",
    DIRECTION: "the colour turns as you follow the edge of an eye.",
    CUSTOM: "what happens when the weights sum to 0, to 1, to 9?"}

PADDINGS = {"reflect": "Mirror (reflect)", "replicate": "Repeat edge (replicate)",
            "circular": "Wrap round (circular)", "zeros": "Zeros",
            "none": "None (shrinks)"}


def title(step: Step) -> str:
    """Return what a reader calls a step."""
    return _(TITLES[step.name])


def sentence(step: Step) -> str:
    """Return what a step shows and what to look for."""
    return _("{shows} **Look for:** {look}").format(shows=_(SHOWS[step.name]), look=_(LOOK[step.name]))
