"""*Hand in*: sends what a student sees on any page to the teacher's wall, with what of their own the page needs."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from explorer import classroom, jobs, training
from explorer.errors import ExplorerError
from explorer.runtime import kept_files
from pages.ui import lent
from pages.ui.classroom_bar import moves
from pages.ui.errors import plain
from pages.ui.reader import reader
from pages.ui.state import address
from pages.ui.text import _, say

LONGEST = 60
"""Characters of what a student calls it."""
NETWORKS = ("network", "compared")
"""Parameters that name a network, or a training as ``job/...``."""
JOBS = ("job", "with")
"""Parameters that name trainings."""
_SAID = "handing_said"


def hand_in_button(code: str, title: str) -> None:
    """Show in the current row what hands in the open page, called ``title``, to the room."""
    with st.popover(_("Hand in"), icon=":material/outbox:", key="room_bar_hand", on_change="rerun", help=_(
            "Sends what you see now to your teacher: this page, set as it is.")) as popover:
        if popover.open:
            _form(code, title)


def _form(code: str, title: str) -> None:
    st.markdown(_("Your teacher's wall shows this page, set as you see it, with your nickname. What you trained opens "
                  "with it for the class, read only."))
    name = st.text_input(_("What it is"), title, max_chars=LONGEST, key="room_bar_hand_title")
    st.button(_("Hand it in"), key="room_bar_hand_now", type="primary", icon=":material/outbox:", on_click=hand_in,
              args=(code, name))
    if said := st.session_state.pop(_SAID, ""):
        st.markdown(said)


def hand_in(code: str, title: str) -> None:
    """Hand in what this reader sees."""
    try:
        number = classroom.rooms().shared.hand_in(code, reader(), moves.here(), title.strip() or address.page(),
                                                  own_things(address.shown()))
    except ExplorerError as error:
        st.session_state[_SAID] = plain(say(error.message))
    else:
        st.session_state[_SAID] = _("Handed in ✓ It is number {number} on the wall.").format(number=number)


def own_things(link: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what of this reader's own a page needs to open, each by its kind and name; no more than that."""
    found = [(lent.JOB, name) for key in JOBS for name in link.get(key, "").split(",") if name]
    found += [(lent.JOB, name.removeprefix("job/")) for key in NETWORKS
              if (name := link.get(key, "")).startswith("job/")]
    found += [(lent.NETWORK, lent.file_name(name)) for key in NETWORKS
              if (name := link.get(key, "")).startswith(kept_files.KIND)]
    found += [(lent.DATA, name) for name in (link.get("data", ""),) if name.startswith("upload/")]
    return [one for one in dict.fromkeys(found) if _is_own(*one, link)]


def _is_own(kind: str, name: str, link: Mapping[str, str]) -> bool:
    """Say whether a thing is this reader's: what is lent to them is not theirs to hand on."""
    try:
        if kind == lent.JOB:
            jobs.own_folder(reader(), name)
        elif kind == lent.DATA:
            training.check_owner(reader(), name)
        else:
            for key in NETWORKS:
                if lent.file_name(link.get(key, "")) == name:
                    kept_files.check_network_owner(reader(), link[key])
    except ExplorerError:
        return False
    return True
