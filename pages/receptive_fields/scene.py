"""What *Receptive fields* shows: a network on a photo, a layer, one unit of it, and what theory says of that unit."""

from __future__ import annotations

from dataclasses import dataclass

from explorer import networks
from explorer.graph import INPUT, Field, Span, receptive_field
from explorer.images import Picture
from pages.receptive_fields.state import Unit, UnitChoice, state
from pages.ui.components.field_views import Alone
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import View


@dataclass(frozen=True, slots=True)
class Scene(View):
    """All that the page shows, found once per run."""

    looking: UnitChoice
    maps: networks.Maps

    @property
    def grid(self) -> Unit:
        """Height and width of a map of the layer."""
        return self.maps.values.shape[1], self.maps.values.shape[2]

    @property
    def unit(self) -> Unit:
        """Row and column of the pinned unit; the first where values have no place."""
        return self.looking.unit if self.has_places and self.looking.unit else (0, 0)

    @property
    def has_places(self) -> bool:
        """Say whether the layer's values stand in maps."""
        layer = self.looking.layer
        return layer == INPUT or len(self.opened.report[layer].output_shape or ()) == 3

    @property
    def fields(self) -> tuple[Field, ...] | None:
        """Fields along both axes; None where all units see the same, or nothing that has a place."""
        if not self.has_places:
            return None
        layer = self.looking.layer
        return (Field(), Field()) if layer == INPUT else self.opened.report[layer].fields

    @property
    def alone(self) -> Alone | None:
        """What the pinned unit sees through windows alone, where a global branch lets it see the whole photo."""
        row = None if self.looking.layer == INPUT else self.opened.report[self.looking.layer]
        if row is None or not row.sees_all or not row.local_fields or self.grid == (1, 1) or not self.has_places:
            return None
        return Alone(receptive_field.covers_locally(row, self.unit), row.local_fields)

    @property
    def spans(self) -> tuple[Span, ...]:
        """What the pinned unit sees, the padding included, px of the input."""
        report, layer = self.opened.report, self.looking.layer
        if layer != INPUT and report[layer].fields is None:
            return tuple((0, side - 1) for side in report.input_shape[1:])
        return receptive_field.covers(report, layer, self.unit if self.has_places else ())


def scene(opened: Opened, picture: Picture) -> Scene:
    """Return what the page shows of ``picture``.

    Raises:
        ExplorerError: see :func:`explorer.networks.observe`.
    """
    looking = state.now
    given = networks.network_input(opened.network, picture)
    return Scene(opened, picture, given, looking, networks.maps_of(opened.network, given, looking.layer))
