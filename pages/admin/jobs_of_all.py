"""The jobs of all readers, and a way to stop each."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from explorer import jobs
from explorer.jobs import Job, owner_of
from pages.ui.admins import for_admins
from pages.ui.errors import plain
from pages.ui.text import _
from pages.ui.training_words import ACTIVE, ICONS, ago, duration, state_text, title

MOST_ACTIVE, MOST_OVER = 30, 5


def jobs_of_all(found: Sequence[Job]) -> None:
    """Show what runs and waits, and the last that are over."""
    st.header(_("Jobs"), anchor=False)
    active = sorted((job for job in found if job.state in ACTIVE), key=lambda job: (job.state == "queued", job.place))
    if not active:
        st.markdown(_("No job runs or waits."))
    for job in active[:MOST_ACTIVE]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"ad_job_{job.id}"):
            st.markdown(f"{ICONS[job.state]} {_line(job)}", width="stretch")
            with st.popover(_("Stop"), icon=":material/stop:", key=f"ad_ask_{job.id}"):
                st.markdown(_("Stop this job? Its reader can go on with it, from its last finished epoch."))
                st.button(_("Yes, stop it"), icon=":material/stop:", key=f"ad_stop_{job.id}", on_click=_stop,
                          args=(job.reader, job.id))
    if len(active) > MOST_ACTIVE:
        st.caption(_("{count} more wait").format(count=len(active) - MOST_ACTIVE))
    for job in [job for job in found if job.state not in ACTIVE][:MOST_OVER]:
        st.caption(f"{ICONS[job.state]} {_line(job)}")


def short_reader(reader: str) -> str:
    """Return by what an admin tells readers apart: it names nobody, and opens nothing."""
    return owner_of(reader)[:6]


def _line(job: Job) -> str:
    told = [f"**{plain(title(job))}**", _("reader {name}").format(name=short_reader(job.reader)), plain(_state(job))]
    if job.worker:
        told.append(_("on {worker}").format(worker=plain(job.worker)))
    return " · ".join(told)


def _state(job: Job) -> str:
    if job.state == "running" and job.started:
        return _("has run for {span}").format(span=duration(time.time() - job.started))
    if job.state == "queued":
        return f"{state_text(job)}, {_('submitted {when}').format(when=ago(job.created))}"
    return f"{state_text(job)} {ago(job.ended)}" if job.ended else state_text(job)


@for_admins
def _stop(reader: str, job: str) -> None:
    jobs.connected().stop(reader, job)
