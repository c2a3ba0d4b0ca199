"""What lies on the disk and in the caches of all processes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer import monitoring
from explorer.monitoring import ProcessStatus
from explorer.runtime import size_text
from pages.ui.admins import for_admins
from pages.ui.components.table import table
from pages.ui.text import _
from pages.ui.training_words import ago


def disk_table() -> None:
    """Show what lies on the disk, by kind, as it was counted last."""
    st.header(_("Disk"), anchor=False)
    count = monitoring.disk_use()
    if count.result is None:
        st.markdown(_("It is being counted.") if count.state == "running" else _("It could not be counted."))
        return
    found = count.result
    rows = sorted(found.kinds.items(), key=lambda kind: kind[1], reverse=True)
    table([{_("Kind"): _(kind), _("Size"): size_text(size)} for kind, size in rows], name=_("Disk"))
    st.caption(_("Counted {when}, in {seconds:.1f} s.").format(when=ago(found.counted), seconds=found.seconds))


def caches_table(found: Sequence[ProcessStatus]) -> None:
    """Show the caches, those of the same name in several processes together, and a way to empty them."""
    st.header(_("Caches in memory"), anchor=False)
    rows = monitoring.caches_of_all(found)
    if not rows:
        st.markdown(_("Nothing is kept."))
        return
    table([{_("Cache"): one.name, _("Entries"): f"{one.entries:,}",
            _("Size"): size_text(one.used) if one.in_bytes else None,
            _("At most"): size_text(one.most) if one.in_bytes else f"{one.most:,}"} for one in rows],
          name=_("Caches in memory"))
    with st.popover(_("Empty"), icon=":material/mop:", key="ad_ask_empty"):
        st.markdown(_("Empty the caches of all processes? Nothing is lost: what is needed again is computed anew, so "
                      "that pages are slower for a while. It takes some seconds."))
        st.button(_("Yes, empty them"), icon=":material/mop:", key="ad_empty", on_click=_empty)


@for_admins
def _empty() -> None:
    monitoring.server_book().switch(monitoring.EMPTIED, "")
