"""What one look at the top of the page tells: whether all is well, and the numbers that matter most."""

from __future__ import annotations

import streamlit as st

from explorer import monitoring
from explorer.runtime import size_text
from pages.ui.text import _, say, share_text
from pages.ui.training_words import duration

TILE = 157  # px: six beside each other on a screen of 1280


def glance(found: monitoring.ServerLook) -> None:
    """Show whether all is well, and the numbers that matter most."""
    wrong = monitoring.troubles(found)
    if wrong:
        st.warning("  \n".join(say(one) for one in wrong), icon=":material/warning:")
    else:
        st.success(_("All is well."), icon=":material/check_circle:")
    apps = sum(one.kind == "app" for one in found.processes)
    waits = _("longest wait {span}").format(span=duration(found.longest_wait_s)) if found.waiting else _("none waits")
    tiles = [
        (_("Readers now"), f"{found.readers:,}", _("connected pages")),
        (_("App processes"), f"{apps:,}", _("requests waiting: {count}").format(
            count=sum(sum(one.waiting.values()) for one in found.processes))),
        (_("Workers alive"), f"{found.workers:,}", _("jobs running: {count}").format(count=found.running)),
        (_("Jobs waiting"), f"{found.waiting:,}", waits),
        (_("Errors, last hour"), f"{found.errors:,}", _("kinds: {count}").format(count=len(found.faults))),
        (_("Disk free"), size_text(found.disk_free, digits=2), _("{share} of {total}").format(
            share=share_text(found.disk_free / max(1, found.disk_total)), total=size_text(found.disk_total)))]
    with st.container(horizontal=True, gap="xsmall", key="ad_tiles"):
        for title, value, note in tiles:
            with st.container(border=True, width=TILE, gap=None):
                st.metric(title, value)
                st.caption(note)
