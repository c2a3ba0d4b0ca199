"""Jobs: follow training runs, stop them, compare them, and open what they learned."""

import streamlit as st

from explorer import jobs
from explorer.jobs import Job
from pages.jobs.job_list import jobs_list
from pages.jobs.one_job import look, look_only
from pages.jobs.state import JobChoice, fitting, state
from pages.ui import lent
from pages.ui.errors import plain, show, told_to_reader
from pages.ui.reader import reader
from pages.ui.text import _, say
from pages.ui.training_words import is_busy

POLLED = "jo_polled"
"""Whether the page asks each second how the jobs are."""


def page() -> None:
    """Show the reader's jobs, and the open one; only this part runs again, each second while any of them is busy.

    No part of it is a fragment of its own: what such a one sends while its surroundings are drawn anew finds no place
    there, and Streamlit's page goes white.
    """
    with told_to_reader():
        mine = jobs.connected().of(reader())
        foreign = state.now.job and state.now.job not in {job.id for job in mine}
        guest = lent.lent_job(state.now.job) if foreign else None
        busy = is_busy([*mine, *filter(None, [guest])])
        if busy != st.session_state.get(POLLED, False):
            st.session_state[POLLED] = busy
            st.rerun()
        if full := jobs.no_room():
            show(full)
        if guest:
            look_only(guest)
        else:
            _look(mine)
    state.write()


def _look(mine: list[Job]) -> None:
    state.settle(*fitting(state.now, [job.id for job in mine]))
    for problem in state.problems:
        st.info(plain(say(problem)), icon=":material/link_off:")
    if not mine:
        st.info(_("No jobs yet. Train a network on your own pictures, or on handwritten digits in under a minute."),
                icon=":material/model_training:")
        st.page_link("fine_tune/page.py", label=_("Fine-tune a network"), icon=":material/arrow_forward:")
        return
    left, right = st.columns([0.25, 0.75], gap="large")
    with left:
        jobs_list(mine)
    with right:
        look(mine)


st.title(_("Jobs"))
st.caption(_("Your training runs. They go on when you close this page; what they learn opens on every other page."))
state.open(JobChoice)
st.fragment(page, run_every="1s" if st.session_state.get(POLLED) else None)()
