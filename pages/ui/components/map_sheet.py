"""The contact sheet of feature maps as a component: hover for values, click a map to enlarge it."""

from __future__ import annotations

from typing import cast

from explorer.figures import Sheet, hatches, look, packed_sheet
from pages.ui.components import component
from pages.ui.text import _
from pages.ui.words import help_of

_mount = component.register("map_sheet")


def map_sheet(shown: Sheet, *, key: str, alone: bool = False, note: str = "") -> int | None:
    """Show the sheet made by `explorer.figures.contact_sheet.sheet`; its ``selected`` map is drawn large.

    Args:
        shown: the sheet.
        key: key of the component.
        alone: leave the large map out, because the page shows it elsewhere.
        note: what else stands above the maps, such as what their weights are.

    Returns:
        Channel of the map that was clicked to cause this run, or None; `component.clicked` says the same beforehand.
    """
    result = _mount(key=key, data=packed_sheet(shown, _words(note), alone=alone), on_selected_change=component.noted)
    return cast("int | None", component.checked(result, range(len(shown.levels))))


def _words(note: str) -> dict[str, str]:
    return {
        "name": _("Feature maps"),
        "count": _("{count} maps of {height} × {width}") + (f" · {note}" if note else ""),
        "averaged": _("shown as means of {step} × {step} cells"),
        "hint": _("Point at a cell for its value, click or tap a map to enlarge it"),
        "choose": _("Click a map to enlarge it."),
        "map": _("Map {map}"),
        "cell": _("Map {map} · row {row}, column {column} · {value}"),
        "stats": _("{minimum} to {maximum} · mean {mean} · {active} % of cells above 0"),
        "blank": _("Every cell is 0: this channel found nothing here."),
        "constant": _("Every cell is {value}."),
        "missing": _("Cells that are not finite (NaN or infinite), drawn in magenta: {count}"),
        "not_finite": _("not finite"),
        "each": _("each map's own largest"),
        "sequential": _("{scale}: 0 is dark"),
        "diverging": _signs(), "colours": help_of("Colours of maps"),
        "keys": _("Arrow keys choose a map."),
        "extent": component.spoken(),
    }


def _signs() -> str:
    if look() == "grey":
        return (_("{scale}: dark and hatched below 0, bright above") if hatches() else
                _("{scale}: dark below 0, bright above"))
    return _("{scale}: blue and hatched below 0, red above") if hatches() else _("{scale}: blue below 0, red above")
