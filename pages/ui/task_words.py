"""What the tasks of scenes are called, and the parts of their losses and their measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.ui.text import _


def tasks() -> dict[str, tuple[str, str]]:
    """Return title and meaning of what is learned from scenes."""
    return {"locate": (_("What is it, and where?"), _("One thing in each scene: its kind, and the box around it.")),
            "detect": (_("Where are they all?"), _("Several things: a box and a kind for each, found in one pass over "
                                                   "a grid.")),
            "segment": (_("Which pixels?"), _("The class of every pixel."))}


def part_names() -> dict[str, str]:
    """Return what parts of losses are called."""
    return {"class": _("class"), "box": _("box"), "objectness": _("objectness"), "pixels": _("pixels"),
            "dice": _("overlap (Dice)")}


def measure_names() -> dict[str, str]:
    """Return what measures are called, in the middle of a sentence."""
    return {"found": _("boxes with IoU 0.7 or more"), "iou": _("mean IoU of the boxes"), "map50": "mAP@0.5",
            "recall": _("things found"), "mean_iou": _("mean IoU of the classes"), "accuracy": _("right answers")}


def measure_meanings() -> dict[str, str]:
    """Return what measures say, in a sentence."""
    return {"found": _("Share of boxes whose intersection with the true box is at least 0.7 of their union."),
            "iou": _("Intersection over union of predicted and true box, on average."),
            "map50": _("Mean average precision: for each kind the area under precision over recall, boxes with an IoU "
                       "of 0.5 or more being right; then the mean over kinds."),
            "recall": _("Share of things found by a box with a score of 0.5 or more."),
            "mean_iou": _("For each class its right pixels over all that are said to be, or are, of it; then the mean, "
                          "the ground included."),
            "accuracy": _("Share of things, or pixels, whose class is right.")}


def named(names: Mapping[str, str], chosen: Sequence[str]) -> dict[str, str]:
    """Return what ``chosen`` are called, in their order; those without a name by their own."""
    return {name: names.get(name, name) for name in chosen}
