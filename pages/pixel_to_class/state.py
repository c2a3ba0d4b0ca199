"""What a reader has set on *From pixel to class*: a network and a class for all tabs, and what each tab adds.

The link holds ``network``, ``class`` (its number; none: the likeliest), ``view``, ``weights`` and ``side``, what the
tabs add (see the README), and the photo that its picker adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from explorer.errors import Message
from pages.pixel_to_class import elevator_settings, last_settings, pad_settings, walk_settings
from pages.ui.pickers.network_page import Choice as NetworkChoice, choice_of, link_of, renewed
from pages.ui.state.address import number
from pages.ui.state.fields import Choice, Field, FieldsCodec
from pages.ui.state.page_state import Codec, PageState

VIEWS = ("walk", "last", "elevator")
"""Names of the tabs in links, in their order."""


@dataclass(frozen=True, kw_only=True)
class WalkChoice(NetworkChoice, walk_settings.WalkSettings, last_settings.LastSettings, pad_settings.PadSettings,
                 elevator_settings.ElevatorSettings):
    """One state of the page. Each tab's settings are a base of it.

    Attributes:
        view: the open tab.
        target: number of the class; None: the likeliest.
    """

    view: str = VIEWS[0]
    target: int | None = None


OF_NETWORK: tuple[str, ...] = ("target", "layer", "at", "payer", "floor", "unit", "point")
"""Fields that go when another network is opened."""
_FIELDS: Mapping[str, Field] = {"view": Choice(VIEWS), **walk_settings.FIELDS, **last_settings.FIELDS,
                                **pad_settings.FIELDS, **elevator_settings.FIELDS}
_FRESH = WalkChoice(network="")


class WalkCodec(Codec[WalkChoice]):
    """How that stands in a link."""

    names = ("network", "class", "weights", "side", *_FIELDS)

    def __init__(self) -> None:
        """Read and write what the tabs add by their tables."""
        self._added = FieldsCodec(_FRESH, _FIELDS)

    def read(self, link: Mapping[str, str], first: WalkChoice) -> tuple[WalkChoice, tuple[Message, ...]]:
        """Return what is nearest to a link; what the network does not have is replaced by `scene.fitting`."""
        found, problems = self._added.read(link, first)
        target = number(link, "class", -1)
        return replace(found, **choice_of(link, first), target=None if target < 0 else target), problems

    def write(self, value: WalkChoice) -> dict[str, str]:
        """Return the link."""
        target = {} if value.target is None else {"class": str(value.target)}
        return link_of(value) | target | self._added.write(value)

    def changed(self, before: WalkChoice, fields: Mapping[str, Any]) -> WalkChoice:
        """Return another choice; what belongs to a network goes with it, a place with its layer."""
        fresh = {name: getattr(_FRESH, name) for name in OF_NETWORK}
        fields = renewed(before, fields, **fresh)
        if fields.get("layer", before.layer) != before.layer:
            fields = {"at": ()} | fields
        return replace(before, **fields)


state = PageState("p2c", WalkCodec())
