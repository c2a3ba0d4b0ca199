"""What a reader has set on *Where is it?*: the open tab, and what each tab adds by a class and fields of its own."""

from __future__ import annotations

from dataclasses import dataclass

from pages.ui.state.fields import Choice, FieldsCodec
from pages.ui.state.page_state import PageState
from pages.where_is_it import box_settings, grid_settings, scene_settings

VIEWS = ("boxes", "grid")
"""Names of the tabs in links, in their order."""


@dataclass(frozen=True, kw_only=True)
class WhereSetup(scene_settings.SceneSettings, box_settings.BoxSettings, grid_settings.GridSettings):
    """One state of the page, but for photos. Each tab's settings are a base of it.

    Attributes:
        view: the open tab.
    """

    view: str = VIEWS[0]


state = PageState("wi", FieldsCodec(WhereSetup(), {
    "view": Choice(VIEWS),
    **scene_settings.FIELDS,
    **box_settings.FIELDS,
    **grid_settings.FIELDS,
}))
