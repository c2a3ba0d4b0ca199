"""What a reader has set on *Layers*. Each tab adds its own fields, and how they stand in a link."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.experiments import ACTIVATIONS
from pages.ui.state.fields import Choice, FieldsCodec, Several
from pages.ui.state.page_state import PageState

VIEWS = ("activations",)
"""Names of the tabs in links, in their order."""
FUNCTIONS = tuple(ACTIVATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayersSetup:
    """One state of the page, but for photos.

    Attributes:
        view: the open tab.
        function: *Activations*: the one that has the point.
        beside: *Activations*: those drawn behind it.
    """

    view: str = VIEWS[0]
    function: str = "sigmoid"
    beside: tuple[str, ...] = ("relu",)


state = PageState("la", FieldsCodec(LayersSetup(), {
    "view": Choice(VIEWS),
    "function": Choice(FUNCTIONS),
    "beside": Several(FUNCTIONS),
}))
