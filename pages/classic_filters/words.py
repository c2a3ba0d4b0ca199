"""What the filters are called, what they show, and what to look for in a result. English; shown through ``_()``."""

from __future__ import annotations

from explorer.convolution.filters import CUSTOM, DIRECTION, FILTERS, GABOR, MAGNITUDE, Step
from explorer.errors import N_
from pages.ui.text import _

TITLES = {name: entry.title for name, entry in FILTERS.items()} | {
    GABOR: N_("Gabor"), MAGNITUDE: N_("Gradient strength"), DIRECTION: N_("Gradient direction"),
    CUSTOM: N_("Your own kernel")}

SHOWS = {name: entry.shows for name, entry in FILTERS.items()} | {
    GABOR: N_("Answers to stripes of one direction and width."),
    MAGNITUDE: N_("How fast the brightness changes, in whatever direction: √(Gx² + Gy²)."),
    DIRECTION: N_("The direction in which the picture gets brighter: atan2(Gy, Gx)."),
    CUSTOM: N_("Weights of your own: change a cell, or paste a grid.")}

LOOK = {
    "identity": N_("nothing changes; move the 1 to another cell and the picture moves."),
    "box": N_("fur and whiskers go first, large shapes stay."),
    "gaussian": N_("like the box, but without its blocky edges."),
    "gaussian_5": N_("fine texture is gone, outlines stay."),
    "sharpen": N_("whiskers stand out, and so does every speck of noise."),
    "outline": N_("flat patches are 0; edges come as a pair: one side above 0, the other below."),
    "emboss": N_("the picture looks like a relief lit from one corner."),
    "sobel_x": N_("vertical edges light up, horizontal ones vanish; the sign says which side is brighter."),
    "sobel_y": N_("horizontal edges light up, vertical ones vanish."),
    "prewitt_x": N_("nearly Sobel x; compare the two side by side."),
    "prewitt_y": N_("nearly Sobel y; compare the two side by side."),
    "scharr_x": N_("like Sobel x, with larger numbers."),
    "scharr_y": N_("like Sobel y, with larger numbers."),
    "laplacian_4": N_("thin double lines; blur first, and noise stays quiet."),
    "laplacian_8": N_("the outline filter with the sign turned."),
    "vertical_line": N_("vertical hairs and cracks, nothing else."),
    "horizontal_line": N_("horizontal hairs and cracks, nothing else."),
    "vertical_line_7": N_("vertical whiskers stay sharp while horizontal ones are smeared."),
    "horizontal_line_7": N_("horizontal whiskers stay sharp while vertical ones are smeared."),
    GABOR: N_("turn the angle until the stripes of the fur light up."),
    MAGNITUDE: N_("all edges at once, bright where they are strong."),
    DIRECTION: N_("the colour turns as you follow the edge of an eye."),
    CUSTOM: N_("what happens when the weights sum to 0, to 1, to 9?")}

PADDINGS = {"reflect": N_("Mirror (reflect)"), "replicate": N_("Repeat edge (replicate)"),
            "circular": N_("Wrap round (circular)"), "zeros": N_("Zeros"),
            "none": N_("None (shrinks)")}


def title(step: Step) -> str:
    """Return what a reader calls a step."""
    return _(TITLES[step.name])


def label(step: Step) -> str:
    """Return its title with what tells it from others of its kind: a size of its own, or a direction."""
    if step.name == GABOR:
        return _("{title} {angle}°").format(title=title(step), angle=f"{step.angle:g}")
    return _("{title} {side} × {side}").format(title=title(step), side=step.side) if step.side else title(step)


def sentence(step: Step) -> str:
    """Return what a step shows and what to look for."""
    return _("{shows} **Look for:** {look}").format(shows=_(SHOWS[step.name]), look=_(LOOK[step.name]))
