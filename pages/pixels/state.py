"""What a reader has set on *Pixels*. Each tab adds its own fields, and how they stand in a link."""

from __future__ import annotations

from dataclasses import dataclass

from pages.ui.state.fields import Choice, FieldsCodec
from pages.ui.state.page_state import PageState

VIEWS = ("numbers",)
SIDES = (224, 64, 32, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelSetup:
    """One state of the page.

    Attributes:
        view: the open tab.
        side: *Numbers*: of the square that the photo is resampled to, px.
    """

    view: str = "numbers"
    side: int = 224


state = PageState("px", FieldsCodec(PixelSetup(), {
    "view": Choice(VIEWS),
    "side": Choice(SIDES),
}))
