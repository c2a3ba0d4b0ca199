"""What a reader can do with a job: stop it, go on, change it and start again, delete it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from explorer import jobs
from explorer.errors import ExplorerError
from explorer.jobs import Job
from pages.jobs.state import state
from pages.ui import allowance
from pages.ui.errors import show
from pages.ui.reader import reader
from pages.ui.text import _
from pages.ui.training_words import ACTIVE

REFUSED = "jo_refused"


def actions(job: Job) -> None:
    """Show the buttons of a job in the current row."""
    if job.state in ("stopped", "failed"):
        st.button(_("Resume"), icon=":material/play_arrow:", key="jo_resume", on_click=_do,
                  args=(_resume, job.id), help=_("Go on from the last finished epoch"))
    begin_with(job)
    with st.popover(_("Delete"), icon=":material/delete:"):
        st.markdown(_("Delete this job with its curves and weights? This cannot be undone."))
        st.button(_("Yes, delete it"), icon=":material/delete:", key="jo_delete", on_click=_delete, args=(job.id,))


def begin_with(job: Job) -> None:
    """Show in the current row what starts another job like this one."""
    if st.button(_("Retry with changes"), icon=":material/replay:", key="jo_again",
                 help=_("Opens Fine-tune with the settings of this job")):
        st.switch_page("fine_tune/page.py", query_params={"job": job.id})


def stop(job: Job) -> None:
    """Show what stops a job, at the end of the current row.

    It stands alone beside the title: a job that ends puts nothing under a pointer that rests there, and a pointer that
    has just pressed *Start* does not rest on it.
    """
    if job.state in ACTIVE:
        st.space("stretch")
        st.button(_("Stop"), icon=":material/stop:", key="jo_stop", on_click=_do, args=(jobs.connected().stop, job.id),
                  help=_("It can go on later, from its last finished epoch"))


def refusal(job: Job) -> None:
    """Show why what was asked for last was refused, if that was about ``job``."""
    asked, reason = st.session_state.get(REFUSED, ("", None))
    if asked == job.id and reason:
        show(reason)


def _do(what: Callable[[str, str], Any], job: str) -> None:

    st.session_state.pop(REFUSED, None)
    try:
        what(reader(), job)
    except ExplorerError as error:
        st.session_state[REFUSED] = job, error.message


def _resume(who: str, job: str) -> None:
    allowance.spend("job")
    jobs.connected().resume(who, job, allowance.factor())


def _delete(job: str) -> None:
    _do(jobs.connected().delete, job)
    if REFUSED not in st.session_state:
        state.change(job="")
