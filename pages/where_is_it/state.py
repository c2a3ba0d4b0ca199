"""What a reader has set on *Where is it?*: the open tab, and what each tab adds by a class and fields of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.ui.state.fields import Choice, Field, FieldsCodec
from pages.ui.state.page_state import PageState
from pages.where_is_it import (
    box_settings,
    grid_settings,
    how_good_settings,
    photo_settings,
    pixel_settings,
    scene_settings,
    sliding_settings,
)

DEPTH = 40
"""How many changes of the scene can be taken back."""
VIEWS = ("boxes", "sliding", "grid", "how_good", "pixels", "photo")
"""Names of the tabs in links, in their order."""


@dataclass(frozen=True, kw_only=True)
class WhereSetup(scene_settings.SceneSettings, box_settings.BoxSettings, grid_settings.GridSettings,
                 pixel_settings.PixelSettings, photo_settings.PhotoSettings, sliding_settings.SlidingSettings,
                 how_good_settings.HowGoodSettings):
    """One state of the page, but for photos. Each tab's settings are a base of it.

    Attributes:
        view: the open tab.
    """

    view: str = VIEWS[0]


_FIELDS: Mapping[str, Field] = {
    "view": Choice(VIEWS),
    **scene_settings.FIELDS,
    **box_settings.FIELDS,
    **how_good_settings.FIELDS,
    **sliding_settings.FIELDS,
    **grid_settings.FIELDS,
    **pixel_settings.FIELDS,
    **photo_settings.FIELDS,
}
state = PageState("wi", FieldsCodec(WhereSetup(), _FIELDS), undo=DEPTH,
                  apart=tuple(name for name in _FIELDS if name not in scene_settings.FIELDS))
