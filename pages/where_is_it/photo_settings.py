"""What a reader has set in the tab *On your photo*: which network, how sure it has to be, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.errors import N_
from pages.ui.state.fields import Choice, Field, Real, Switch

FINDERS: Mapping[str, str] = {
    "ssdlite320_mobilenet_v3_large": N_(
        "SSDLite scores 3,234 boxes of set places and sizes in one pass, and moves each a little. Small boxes come "
        "from its early maps of 20 × 20 cells, those as large as the photo from its last single cell."),
    "fasterrcnn_mobilenet_v3_large_320_fpn": N_(
        "Faster R-CNN looks twice: its first head only says where something is, its second looks into each of these "
        "boxes and says what it is. This one reads photos 320 px high or wide."),
    "fasterrcnn_mobilenet_v3_large_fpn": N_(
        "Faster R-CNN looks twice: its first head only says where something is, its second looks into each of these "
        "boxes and says what it is. This one reads photos at 800 px, so it finds smaller things, and needs six times "
        "the work."),
    "lraspp_mobilenet_v3_large": N_(
        "LR-ASPP is made for phones: it weighs coarse maps by what the whole photo shows, and adds finer maps from "
        "earlier. It is fast, and its borders are soft."),
    "deeplabv3_mobilenet_v3_large": N_(
        "DeepLabV3 looks at the last maps with windows of several dilations at once, so each place sees near and far "
        "around it."),
    "deeplabv3_resnet50": N_(
        "DeepLabV3 looks at the last maps with windows of several dilations at once. On a ResNet-50 it is the best "
        "and the slowest here."),
    "fcn_resnet50": N_(
        "FCN is the classifier whose last layers became convolutions: it scores each place of coarse maps, and the "
        "scores are enlarged to the photo's size."),
}
"""Names as in ``torchvision.models``, and what to know of each."""
SURE = (0.05, 0.95)


@dataclass(frozen=True, kw_only=True)
class PhotoSettings:
    """The settings of the tab.

    Attributes:
        finder: which network.
        finder_weights: ``DEFAULT``, or ``random``.
        least_score: least score of the boxes that are shown.
        tint: opacity of the classes' colours.
        named: whether names stand in the picture.
    """

    finder: str = next(iter(FINDERS))
    finder_weights: str = "DEFAULT"
    least_score: float = 0.5
    tint: float = 0.6
    named: bool = True


FIELDS: Mapping[str, Field] = {"finder": Choice(tuple(FINDERS)), "finder_weights": Choice(("DEFAULT", "random")),
                               "least_score": Real(*SURE), "tint": Real(0, 1), "named": Switch()}
