"""The picture of the stack with its tools, as data: what is folded, what can be put in, what the buttons are called."""

from __future__ import annotations

from typing import Any

from explorer.graph import CODES, Report
from explorer.settings import settings
from pages.build_stack.picture_edits import copied, folds, new_layers, opened_blocks
from pages.ui.components.stack_strip import picture_alone
from pages.ui.text import _

PICTURE_CHANNELS = (1, 3)


def picture_data(report: Report, selected: str) -> dict[str, Any]:
    """Return the picture of the stack, and the tools with which it is changed."""
    picture, fold = picture_alone(report, selected, wanted=folds(), opened=opened_blocks())
    new = new_layers()
    return picture | {"tools": {
        "palette": _palette(), "copied": len(copied()), "full": len(report.graph) >= settings().layers,
        "folds": fold, "made": list(new.names), "turn": new.turn,
        "maps": _has_maps(report), "words": _words()}}


def _has_maps(report: Report) -> bool:
    shape = report.input_shape
    return bool(report.rows) and report.error is None and len(shape) == 3 and shape[0] in PICTURE_CHANNELS


def _palette() -> list[dict[str, str]]:
    kinds = {
        "conv": _("conv"), "relu": "ReLU", "bn": _("batch norm"), "maxpool": _("max pool"), "avgpool": _("avg pool"),
        "gap": _("global pool"), "dropout": _("dropout"), "flatten": _("flatten"), "linear": _("linear"),
    }
    return [{"code": code, "label": label, "kind": CODES["adaptive" if code == "gap" else code].family}
            for code, label in kinds.items()]


def _words() -> dict[str, str]:
    return {
        "tools": _("Change what is selected"), "palette": _("Put a layer in"),
        "views": _("Size of the picture"),
        "put": _("Click: behind what is selected. Or drag it between two layers."),
        "times": _("How many times"), "earlier": _("Move what is selected towards the input (Alt+←)"),
        "later": _("Move what is selected towards the output (Alt+→)"), "copy": _("Copy (Ctrl+C)"),
        "paste": _("Paste behind what is selected (Ctrl+V)"), "remove": _("Delete what is selected (Del)"),
        "residual": _("Wrap into a residual block: a skip over what is selected"),
        "parallel": _("Add a parallel branch: a 1 × 1 convolution beside what is selected"),
        "repeat": _("Repeat what is selected (Ctrl+D)"),
        "add": _("Add from here: then click the layer whose output it is added to"),
        "cat": _("Concatenate from here: then click the layer whose channels it is put behind"),
        "several": _("Select several (Shift+click, Ctrl+click)"), "maps": _("Open its feature maps"),
        "folds": _("Fold repeated blocks"), "fit": _("Fit: show all of the network"), "farther": _("Smaller"),
        "nearer": _("Larger"), "choose": _("Tap layers to select them."), "chosen": _("{count} selected"),
        "adding": _("Click the layer to which {layer} is added. Esc: leave it."),
        "joining": _("Click the layer behind whose channels those of {layer} are put. Esc: leave it."),
    }
