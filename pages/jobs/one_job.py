"""One job: what it does or has learned, and how it compares with others."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer.jobs import Job
from pages.jobs.actions import actions, begin_with, refusal, stop
from pages.jobs.compare import compare_with, comparison
from pages.jobs.downloads import after, open_in
from pages.jobs.progress import live
from pages.jobs.results import numbers, results
from pages.jobs.state import state
from pages.ui import lent
from pages.ui.errors import plain
from pages.ui.race import race_of, race_view
from pages.ui.text import _
from pages.ui.training_words import ICONS, state_text, title


def look_only(job: Job) -> None:
    """Show a job of somebody else's that is lent to this reader: all of it, and nothing that would change it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(f"{ICONS[job.state]} {plain(title(job))}", anchor=False, width="content")
        st.caption(state_text(job), width="content")
    st.info(_("This training is lent to your class: look at all of it, open what it learned, begin with it. Only "
              "whoever trained it can stop or delete it."), icon=":material/group:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if job.state == "done":
            open_in(job)
        begin_with(job)
        st.button(_("Your jobs"), icon=":material/list_alt:", key="jo_own", on_click=state.change, kwargs={"job": ""})
    _results(job)


def look(found: Sequence[Job]) -> None:
    """Show the open job, or how it compares with others."""
    looking = state.now
    by_name = {job.id: job for job in found}
    job = by_name[looking.job]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(f"{ICONS[job.state]} {plain(title(job))}", anchor=False, width="content")
        st.caption(state_text(job), width="content")
        stop(job)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if job.state == "done" and not looking.others:
            open_in(job)
        actions(job)
    refusal(job)
    compare_with(job, found)
    if looking.others:
        comparison([job, *(by_name[name] for name in looking.others)], found)
        return
    if runners := race_of(job, found):
        with st.container(border=True):
            st.subheader(_("Race"), anchor=False)
            race_view(runners, key=f"jo_race_{job.id}")
    _results(job)


def _results(job: Job) -> None:
    if job.state != "done":
        live(job)
        return
    folder = lent.job_folder(job.id)
    numbers(folder)
    live(job)
    results(folder)
    after(job, folder)
