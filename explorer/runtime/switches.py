"""What an admin has switched off for all readers, until it is switched on again: downloads and uploads.

It comes on top of the settings. Each process hears of it by its heartbeat (``explorer.monitoring``), also at a later
start; where none runs, as at a terminal, everything is on.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event

from explorer.errors import LimitError, Message, message
from explorer.settings import settings

DOWNLOADS, UPLOADS = "downloads", "uploads"
NAMES = (DOWNLOADS, UPLOADS)
OFF, ON = "off", "on"
FIRST_S = 6.0
"""How long whoever wants to upload or download waits until it is known whether that is on, s."""
_states: dict[str, str] = {}
_known = Event()
_known.set()


def awaited() -> None:
    """Let those who ask wait until `follow` or `heard` is called: what is off is not known yet."""
    _known.clear()


def heard() -> None:
    """Let those who ask go on with what is known."""
    _known.set()


def follow(states: Mapping[str, str]) -> None:
    """Take over the states of all switches, ``on`` or ``off`` by name."""
    _states.clear()
    _states.update({name: state for name, state in states.items() if name in NAMES})
    heard()


def is_on(name: str) -> bool:
    """Say whether `DOWNLOADS` or `UPLOADS` are allowed: by the settings, and by the admin."""
    _known.wait(FIRST_S)
    by_settings = name != DOWNLOADS or settings().downloads == ON
    return by_settings and _states.get(name, ON) == ON


def why_no_downloads() -> Message | None:
    """Return what to tell readers where an admin has switched downloads off; None where they are on."""
    _known.wait(FIRST_S)
    if _states.get(DOWNLOADS, ON) == ON:
        return None
    return message("An admin of this server has switched off downloads for now. What is on this machine works: choose "
                   "a bundled network, digits or shapes, or come back later.")


def why_no_uploads() -> Message | None:
    """Return what to tell readers where an admin has switched uploads off; None where they are on."""
    if is_on(UPLOADS):
        return None
    return message("An admin of this server has switched off uploads for now. Use what comes with the app: sample "
                   "photos, bundled networks and data sets, or come back later.")


def refuse_uploads() -> None:
    """Let a file of a reader's pass, or not.

    Raises:
        LimitError: uploads are switched off.
    """
    if said := why_no_uploads():
        raise LimitError(said.template, **said.values)


def refuse_downloads() -> None:
    """Let a download begin, or not.

    Raises:
        LimitError: downloads are switched off by an admin. What the settings say, whoever downloads says themselves.
    """
    if said := why_no_downloads():
        raise LimitError(said.template, **said.values)
