"""The race on *Fine-tune*: one click starts the plan and the same network from scratch, and both curves grow here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import streamlit as st

from explorer import jobs, training
from explorer.jobs import Job
from pages.fine_tune.state import extent, state
from pages.ui import allowance, lent
from pages.ui.errors import told_to_reader
from pages.ui.race import race_view, races
from pages.ui.reader import reader
from pages.ui.text import _
from pages.ui.training_words import is_busy, learners, strategies

POLLED = "ft_race_polled"
"""Whether the race asks each second how it stands."""


def start_race(plan: training.Plan, title: str) -> None:
    """Queue the plan and the same from scratch.

    Args:
        title: of the pictures and the network.

    Raises:
        ExplorerError: the queue is full, or the network knows nothing.
    """
    lent.check_data(plan.data)
    pictures, classes = extent(plan)
    plans = training.race_plans(plan, uuid4().hex[:12], pictures=pictures, classes=classes)
    allowance.spend("job", len(plans))
    for one in plans:
        named = replace(one, title=_("Race · {title} · {learns}").format(title=title, learns=strategies()[one.how][0]))
        jobs.connected().submit(reader(), training.to_json(named), epochs=one.epochs, images=pictures, seconds=None,
                                lent_by=lent.network_lender(one.network), times=allowance.factor())


def race_step() -> None:
    """Show the reader's newest race, or what a race would be."""
    polled = st.session_state.get(POLLED, False)
    st.fragment(_live, run_every="1s" if polled else None)()


def _live() -> None:
    with told_to_reader():
        newest = next(iter(races(jobs.connected().of(reader())).values()), [])
        if is_busy(newest) != st.session_state.get(POLLED, False):
            st.session_state[POLLED] = is_busy(newest)
            st.rerun()
        if newest:
            _running(newest)
        else:
            _before()


def _before() -> None:
    plan = state.now
    if not training.can_transfer(plan):
        st.info(_("A race needs a network that has learned before, and classes of whole pictures. Choose another "
                  "network or other pictures."), icon=":material/info:")
        return
    first = _("what is advised") if plan.how == "scratch" else learners(plan.how, plan.frozen)
    st.markdown(_("Is it worth starting from what a network knows? **Race** above starts two runs on the same "
                  "pictures, with the same seed: this plan ({first}), and the same network from random weights. Guess "
                  "first: how often will each be right?").format(first=first))


def _running(runners: Sequence[Job]) -> None:
    race_view(runners, key="ft_race")
    first, second = runners[:2]
    if st.button(_("Open both on Jobs"), icon=":material/open_in_new:", key="ft_race_open"):
        st.switch_page("jobs/page.py", query_params={"job": first.id, "with": second.id})
    if is_busy(runners):
        st.caption(_("Trainings of one reader run one after the other, so the second begins when the first is done."))
