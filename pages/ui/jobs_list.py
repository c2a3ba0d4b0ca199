"""The reader's jobs as a list to choose from; it notices by itself when one of them changes its state."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer.jobs.client import jobs
from explorer.jobs.records import Job
from pages.ui import jobs_state
from pages.ui.errors import plain
from pages.ui.jobs_words import ACTIVE, ICONS, ago, state, title
from pages.ui.reader import reader
from pages.ui.text import _

# Streamlit writes in the middle of a button; a list is read from its left edge.
_LEFT = """<style>
[class*="st-key-jo_open_"] button, [class*="st-key-jo_open_"] button > * { justify-content: start; text-align: start; }
</style>"""


def jobs_list(found: Sequence[Job]) -> None:
    """Show ``found``, the newest first; a click opens one."""
    open_job = jobs_state.now().job
    st.markdown(_("**{count} jobs of yours**").format(count=len(found)) if len(found) != 1 else _("**Your job**"))
    st.html(_LEFT)
    with st.container(height=560 if len(found) > 7 else "content", border=False, gap="small"):
        for job in found:
            label = f"**{plain(title(job))}**  \n:small[{state(job)} · {ago(job.created)}]"
            st.button(label, icon=ICONS[job.state], key=f"jo_open_{job.id}", width="stretch", wrap=True,
                      type="secondary" if job.id == open_job else "tertiary", on_click=_open, args=(job.id,))


def watch(found: Sequence[Job]) -> None:
    """Ask every second whether a job has changed its state, while there are any that may; show the page anew then."""
    if any(job.state in ACTIVE for job in found):
        _watch(_snapshot(found))


@st.fragment(run_every="1s")
def _watch(known: list[tuple[str, str, int | None]]) -> None:
    if _snapshot(jobs().of(reader())) != known:
        st.rerun()


def _snapshot(found: Sequence[Job]) -> list[tuple[str, str, int | None]]:
    return [(job.id, job.state, job.place) for job in found]


def _open(job: str) -> None:
    jobs_state.change(job=job)
