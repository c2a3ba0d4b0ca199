"""The reader's jobs as a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer.jobs import Job
from pages.jobs.state import state
from pages.ui.errors import plain
from pages.ui.text import _
from pages.ui.training_words import ICONS, ago, state_text, title

# Streamlit writes in the middle of a button; a list is read from its left edge.
_LEFT = """<style>
[class*="st-key-jo_open_"] button, [class*="st-key-jo_open_"] button > * { justify-content: start; text-align: start; }
</style>"""


def jobs_list(found: Sequence[Job]) -> None:
    """Show ``found``, the newest first; a click opens one."""
    open_job = state.now.job
    st.markdown(_("**{count} jobs of yours**").format(count=len(found)) if len(found) != 1 else _("**Your job**"))
    st.html(_LEFT)
    with st.container(height=560 if len(found) > 7 else "content", border=False, gap="small"):
        for job in found:
            label = f"**{plain(title(job))}**  \n:small[{state_text(job)} · {ago(job.created)}]"
            st.button(label, icon=ICONS[job.state], key=f"jo_open_{job.id}", width="stretch", wrap=True,
                      type="secondary" if job.id == open_job else "tertiary", on_click=_open, args=(job.id,))


def _open(job: str) -> None:
    state.change(job=job)
