"""The pictures of *Why this class?*: a map over the photo, and the slider that moves all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer import networks
from explorer.figures import hatches, look, packed_compact, reach, scale_of, title_of
from pages.ui.components import component
from pages.ui.text import _

_map = component.register("attribution_map")
_look = component.register("attribution_look")
NOTHING = np.empty((0, 0), dtype=np.float32)


def look_bar(*, key: str) -> None:
    """Show how the maps lie over the photo: one choice and one slider for all of them."""
    _look(key=key, data={"words": {
        "name": _("How the maps are shown"), "over": _("Over the photo"), "masked": _("Masked"),
        "over_share": _("Opacity"), "masked_share": _("Pixels kept")}})


def map_view(photo: NDArray[np.uint8], values: NDArray[np.float32] | None, *, title: str, signed: bool, key: str,
             note: str = "", least: float = 0.0, banner: str = "") -> None:
    """Show a map (H, W) over the photo (H, W, 3), with its colour scale and the value under the pointer.

    Args:
        photo: as the network gets it.
        values: the map; None: not computed yet, so the photo is shown pale.
        title: what it is, for those who do not see it.
        signed: whether the scale has 0 in its middle.
        key: of the component.
        note: what else stands below the map, such as what the weights are.
        least: where the colour scale ends at least.
        banner: what stands on the map.
    """
    high = 1.0 if values is None else max(least, reach(values))
    header = {"high": high, "signed": signed, "plain": False, "ends": _ends(high, signed=signed), "banner": banner,
              "facts": "" if values is None else _facts(note, signed=signed), "words": _words(title)}
    _map(key=key, data=packed_compact(photo, NOTHING if values is None else values, scale_of(signed), header))


def read_view(part: networks.PartRead, *, title: str, key: str) -> None:
    """Show a photo of any size in its colours, with a frame around the ``part`` of it that is read.

    A point in a map is marked at its place in the photo.
    """
    header = {"high": 1.0, "signed": False, "plain": True, "ends": _ends(1.0, signed=False), "facts": "", "banner": "",
              "words": _words(title), "frame": part.box}
    _map(key=key, data=packed_compact(part.photo, NOTHING, scale_of(False), header))


def _ends(high: float, *, signed: bool) -> list[str]:
    if signed:
        return [_("−{high:.2g} against").format(high=high), "0", _("for {high:.2g}").format(high=high)]
    return ["0", "", f"{high:.2g}"]


def _facts(note: str, *, signed: bool) -> str:
    meaning = _signs() if signed else _("{scale}: bright matters most")
    scale = meaning.format(scale=title_of(scale_of(signed)))
    return f"{note[0].upper()}{note[1:]} · {scale}" if note else scale


def _signs() -> str:
    if look() == "grey":
        return (_("{scale}: bright for it, dark and hatched against") if hatches() else
                _("{scale}: bright for it, dark against"))
    return _("{scale}: red for it, blue and hatched against") if hatches() else _("{scale}: red for it, blue against")


def _words(title: str) -> dict[str, Any]:
    return {"name": title, "cell": _("{value} at row {row}, column {column}"), "not_finite": _("not finite"),
            "keys": _("Arrow keys read values."), "extent": component.spoken()}
