"""Small pictures side by side, each with a line or two below it, drawn crisply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from pages.ui.components import component

_mount = component.register("picture_tiles")


@dataclass(frozen=True, slots=True)
class Tile:
    """What stands below a picture; a tile that is ``wrong`` is marked so."""

    title: str
    note: str = ""
    wrong: bool = False


def tiles(images: NDArray[np.uint8], about: Sequence[Tile], *, key: str, side: int = 72, name: str = "",
          columns: int = 0) -> None:
    """Show pictures, and what is said ``about`` each.

    Args:
        images: [picture, height, width, 3], 0 to 255.
        about: of each.
        key: of the component.
        side: width of each on the page, px; they get narrower where ``columns`` would not fit.
        name: of all, for those who do not see them.
        columns: so many side by side; 0: as many as fit.
    """
    _mount(key=key, data={"atlas": _atlas(images), "size": list(images.shape[1:3]), "side": side, "name": name,
                          "columns": columns, "tiles": [asdict(tile) for tile in about]})


def _atlas(images: NDArray[np.uint8]) -> str:
    """Return all pictures below one another as one PNG."""
    if not images.size:
        return ""
    return component.png_address(images.reshape(-1, *images.shape[2:]))
