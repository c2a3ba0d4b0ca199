"""What a reader has drawn for LeNet-5 to read, and what is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer import images
from explorer.errors import DataError, Message
from pages.ui.state.fields import Field, Switch, Whole

FIRST = images.to_text(images.written(images.HANDS[0], 3, 0))
"""A drawing to begin with."""
EMPTY = "-"


@dataclass(frozen=True, kw_only=True)
class PadSettings:
    """The drawing, as its text, and the fields of `images.DigitChanges`."""

    drawing: str = FIRST
    right: int = 0
    down: int = 0
    turn: int = 0
    thicken: int = 0
    noise: int = 0
    invert: bool = False

    @property
    def changes(self) -> images.DigitChanges:
        """Return what is done to the drawing."""
        return images.DigitChanges(right=self.right, down=self.down, turn=self.turn, thicken=self.thicken,
                                   noise=self.noise, invert=self.invert)

    @property
    def drawn(self) -> images.Drawing:
        """Return the drawing."""
        return images.drawing_from_text(self.drawing)


@dataclass(frozen=True, slots=True)
class Strokes:
    """The text of a drawing."""

    def read(self, name: str, text: str, otherwise: str) -> tuple[str, Message | None]:  # noqa: ARG002
        """Return the text, as short as it can be."""
        if text == EMPTY:
            return "", None
        try:
            return images.to_text(images.drawing_from_text(text)), None
        except DataError as error:
            return "", error.message

    def write(self, value: str) -> str:
        """Return the text; an empty pad is a sign of its own."""
        return value or EMPTY


FIELDS: Mapping[str, Field] = {
    "drawing": Strokes(), "invert": Switch(),
    **{name: Whole(least, most) for name, (least, most) in images.CHANGE_BOUNDS.items()}}
