"""A small photo in greys that a component hands back with its questions, since answers depend on nothing else.

See `pages.ui.previews`: any server of several may answer, so none of them keeps the photo.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from explorer.arrays import Pixels
from explorer.images import Picture, fitted


@dataclass(frozen=True)
class GreyPhoto:
    """A photo in greys (H, W), 0 to 255."""

    values: Pixels

    @classmethod
    def of(cls, picture: Picture, side: int) -> GreyPhoto:
        """Return a photo with its longer side at most ``side`` px, in greys (ITU-R 601 luma)."""
        return cls(np.asarray(Image.fromarray(fitted(picture, side)).convert("L")))

    def sent(self) -> dict[str, Any]:
        """Return it as a part of a question."""
        return {"sides": list(self.values.shape), "grey": base64.b64encode(self.values.tobytes()).decode()}

    @classmethod
    def read(cls, told: object, most: int) -> GreyPhoto:
        """Return the photo of a question, which is anybody's guess.

        Args:
            told: that part of it.
            most: longest side that the page itself sends, px.

        Raises:
            ValueError: it is none that a page sends.
        """
        if not isinstance(told, dict) or not isinstance(told.get("grey"), str):
            raise ValueError("no photo")
        sides, raw = told.get("sides"), base64.b64decode(told["grey"], validate=True)
        if not isinstance(sides, list) or len(sides) != 2 or not all(
                type(side) is int and 1 <= side <= most for side in sides) or len(raw) != sides[0] * sides[1]:
            raise ValueError("not a photo of a page")
        return cls(np.frombuffer(raw, np.uint8).reshape(sides))
