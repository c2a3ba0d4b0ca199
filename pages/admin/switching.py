"""Switches for all readers: downloads and uploads."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from explorer import monitoring
from explorer.runtime import switches
from explorer.settings import settings
from pages.ui.admins import for_admins
from pages.ui.text import _
from pages.ui.training_words import ago


def switching(moved: Mapping[str, tuple[str, float]]) -> None:
    """Show what is on and what is off, with a button for each."""
    said = {
        switches.UPLOADS: (_("Uploads are on."), _("Uploads are off since {when}: no photos, ZIP files, networks, "
                                                   "weights or names are taken."), _("Switch uploads off"),
                           _("Switch uploads on")),
        switches.DOWNLOADS: (_("Downloads are on."), _("Downloads are off since {when}: no weights or data sets are "
                                                       "fetched."), _("Switch downloads off"),
                             _("Switch downloads on"))}
    with st.container(key="ad_switches", gap="small"):
        for name, (is_on, is_off, off, on) in said.items():
            if name == switches.DOWNLOADS and settings().downloads == switches.OFF:
                st.markdown(_("Downloads are off: `EXPLORER_DOWNLOADS` says so."))
                continue
            state, moment = moved.get(name, (switches.ON, 0.0))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(is_on if state == switches.ON else f":orange[{is_off.format(when=ago(moment))}]",
                            width="stretch")
                st.button(off if state == switches.ON else on, key=f"ad_switch_{name}", on_click=_moved,
                          args=(name, switches.OFF if state == switches.ON else switches.ON),
                          icon=":material/toggle_on:" if state == switches.ON else ":material/toggle_off:")


@for_admins
def _moved(name: str, state: str) -> None:
    """Move a switch; this process follows at once, the others with their next heartbeat."""
    found = monitoring.server_book().switch(name, state)
    switches.follow({one: kept for one, (kept, _moment) in found.items()})
