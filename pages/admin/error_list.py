"""The errors of the last hour, over all processes, each kind with its trace."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from explorer.monitoring import Fault
from pages.ui.errors import plain
from pages.ui.text import _
from pages.ui.training_words import ago

MOST = 20


def error_list(found: Sequence[Fault]) -> None:
    """Show each kind of error, the newest first; its trace opens."""
    st.header(_("Errors of the last hour"), anchor=False)
    if not found:
        st.markdown(_("No errors."))
        return
    for fault in found[:MOST]:
        where = plain(fault.place or "?")
        label = _("**{kind}** · {place} · {count:,} times, last {when}").format(
            kind=plain(fault.kind), place=where, count=fault.count, when=ago(time.time() - fault.age_s))
        with st.expander(label, icon=":material/error:"):
            st.code(fault.trace or _("no trace"), language=None, wrap_lines=True)
    if len(found) > MOST:
        st.caption(_("{count} more kinds").format(count=len(found) - MOST))
    st.caption(_("File, line and function, the innermost last. What an error says may hold what a reader wrote, so it "
                 "stands in the server's log alone."))
