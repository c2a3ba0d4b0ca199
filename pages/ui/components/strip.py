"""The network strip as a component: every page shows a network like this, and a click in it selects a layer."""

from __future__ import annotations

from typing import Any, cast

from pages.ui.components import component
from pages.ui.text import _

_mount = component.register("strip")


def strip(picture: dict[str, Any], *, key: str, note: str = "") -> str | None:
    """Show the picture made by `figures.network_strip.strip`; its ``selected`` and ``height`` are what is drawn.

    Args:
        picture: of the network.
        key: key of the component.
        note: what else stands above it, such as what its weights are.

    Returns:
        Id of the layer that was clicked to cause this run, or None; `component.clicked` says so beforehand.
    """
    words = {"name": _("Layers of the network"), "missing": _("not computed"), "wrong": _("does not fit"),
             "scale": _("Sides to scale, channels logarithmic"), "note": note}
    result = _mount(key=key, data={**picture, "words": words}, on_selected_change=component.noted)
    return cast("str | None", component.checked(result, [node["id"] for node in picture["nodes"]]))
