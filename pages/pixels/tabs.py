"""The tabs of *Pixels*, in their order. A tab is added here, with one line, and in `VIEWS` of the page's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explorer.errors import N_
from pages.pixels.numbers import numbers_view


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its title, the one sentence that says what to do and to look at, and what shows it. English."""

    title: str
    look_for: str
    show: Callable[[], None]


TABS = {
    "numbers": Tab(N_("Numbers"), N_("Zoom in until every pixel shows its numbers: they are all that a network gets."),
                   numbers_view),
}
"""By their names in `VIEWS`."""
