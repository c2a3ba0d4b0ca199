"""What asks, past Streamlit, whether anything in a room has changed; the page runs again only then."""

from __future__ import annotations

from collections.abc import Mapping

from pages.ui.components import component
from pages.ui.text import _

PACE_MS = 1000
"""Between two questions of one browser; two hundred readers ask two hundred times a second, about 1 ms each."""
OVER = "over"
"""What a page knows of a room that has ended."""

_mount = component.register("room_watch")


def room_watch(ticket: str, known: Mapping[str, int] | None, *, key: str, now: str = "") -> None:
    """Let the part of the page in which this stands run again when a room is not as it shows it any more.

    Args:
        ticket: of the room (`explorer.classroom.ticket`).
        known: numbers of the room's pulse as the page shows them, by their names; others may change unheard. None:
            the page knows that the room is over.
        key: the component's key.
        now: what of the room those hear who do not see the page, whenever it is another.
    """
    words = {
        "lost": _("The connection is lost. What you sent is kept, and what you wrote stays here: send it when the "
                  "connection is back."),
        "back": _("The connection is back."),
        "now": now,
    }
    names = list(known or {})
    told = OVER if known is None else ".".join(str(known[name]) for name in names)
    _mount(key=key, on_selected_change=component.noted,
           data={"path": f"pulse/{ticket}", "watches": names, "known": told, "pace": PACE_MS, "words": words})
