"""The plan in one line, what it will cost, and the button that starts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from explorer import jobs, training
from explorer.runtime import Task, size_text, tasks
from pages.fine_tune.race_step import start_race
from pages.fine_tune.state import extent, state, waits_for_zip
from pages.ui import allowance, lent
from pages.ui.errors import plain, show, told_to_reader
from pages.ui.pickers.network import JOB, title, trainings
from pages.ui.reader import reader
from pages.ui.text import _
from pages.ui.training_words import class_names, duration, soon

OPEN, RACE = "ft_open", "race"
"""Where the session holds the open step, and the step that shows a race."""
STEPS, PART = ("pictures", "network", "how", "augment", RACE), "part"
"""The steps as a link names them, and the parameter that does."""
WORTH_SAYING_S = 10.0
"""From so many seconds on, a wait in the queue is told."""


def summary(plan: training.Plan, learns: str, *, is_new: bool = False) -> None:
    """Show the plan in one line, its cost, and *Start*, which was not meant for a plan that ``is_new``.

    Args:
        learns: what learns, in words.
    """
    waiting = waits_for_zip()
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="stretch", gap="small", key="ft_plan"):
            if waiting:
                st.markdown(_("**Your pictures** :gray[choose a ZIP in step 1 and use it, or another data set]"))
            else:
                st.markdown(f"**{plain(name_of(plan, learns))}** :gray[{_epochs(plan)}]")
                with st.container(key="ft_cost"), told_to_reader():
                    _cost(plan)
        started = st.button(_("Start"), icon=":material/play_arrow:", type="primary", key="ft_start", disabled=waiting)
        races = st.button(_("Race"), icon=":material/flag:", key="ft_race",
                          disabled=waiting or not training.can_transfer(plan),
                          help=_("Starts this plan and the same network from scratch on the same pictures, and shows "
                                 "both curves"))
        if started and not is_new:
            with told_to_reader():
                _start(replace(plan, title=name_of(plan, learns)))
        if races and not is_new:
            with told_to_reader():
                start_race(plan, _what(plan))
                st.session_state[OPEN] = RACE
    for problem in state.problems:
        show(problem)


def name_of(plan: training.Plan, learns: str) -> str:
    """Return what a job with this plan is called, in which ``learns`` is what learns."""
    return plan.title or f"{_what(plan)} · {learns}"


def _what(plan: training.Plan) -> str:
    """Return what pictures and which network a plan is about."""
    data = _(training.SETS[plan.data].title) if plan.data in training.SETS else _("Your pictures")
    return f"{data} · {_network(plan.network)}"


def _network(name: str) -> str:
    """Return what a network is called in the name of a job; of one that a job trained, what that job began with."""
    if name.startswith("stack/"):
        return _("your stack")
    own = trainings() if name.startswith(JOB) else []  # the database is asked for those only
    if earlier := next((job for job in own if name == f"{JOB}{job.id}"), None):
        return _("{network} trained before").format(network=_network(earlier.plan["network"]))
    return title(name).partition("(")[0].rstrip()


def _epochs(plan: training.Plan) -> str:
    pictures, classes = extent(plan)
    if plan.task != "classify":
        template = _("{pictures:,} scenes with {classes} kinds of things at {side} × {side} px, {epochs} epochs") if (
            plan.epochs != 1) else _("{pictures:,} scenes with {classes} kinds of things at {side} × {side} px, 1 "
                                     "epoch")
        return template.format(pictures=pictures, classes=len(plan.scenes.kinds), side=plan.side, epochs=plan.epochs)
    template = _("{pictures:,} pictures of {classes} classes at {side} × {side} px, {epochs} epochs") if (
        plan.epochs != 1) else _("{pictures:,} pictures of {classes} classes at {side} × {side} px, 1 epoch")
    return template.format(pictures=pictures, classes=classes, side=plan.side, epochs=plan.epochs)


def _cost(plan: training.Plan) -> None:
    """Show an estimate, measured off the page's thread; asks again until it is there."""
    task = _measuring(plan)
    st.fragment(_told, run_every="1s" if task and task.state == "running" else None)(plan)


def _told(plan: training.Plan) -> None:
    task = _measuring(plan)
    if task is None:
        st.caption(_("Choose pictures that are on this server to see what it will cost."))
    elif task.state == "running":
        st.caption(_(":material/timer: A few steps are measured to tell how long it will take ..."))
    elif task.result is not None:
        span, wait = jobs.connected().outlook(reader(), task.result.seconds)
        lines = [_(":material/timer: about {span}, starting PyTorch counted, and {memory} of memory, from a measured "
                   "step").format(span=duration(span), memory=size_text(task.result.bytes, digits=2))]
        if wait >= WORTH_SAYING_S:
            lines.append(_(":material/schedule: trainings of others come first, short ones before long ones: it would "
                           "start {soon}").format(soon=soon(wait)))
        lines.append(":material/layers: " + steps(task.result.batches))
        if task.result.uneven and plan.task == "classify":
            lines.append(_imbalance(plan, task.result.largest))
        st.caption("  \n".join(lines))
    elif task.error:
        show(task.error.message)


def _imbalance(plan: training.Plan, largest: training.Largest) -> str:
    said = {"category": plain(class_names(plan.data, [largest.category])[0]), "share": 100 * largest.share}
    if plan.class_weights:
        return _(":material/balance: always saying {category} would be right for {share:.1f} %; rare classes count "
                 "more").format(**said)
    return _(":material/balance: always saying {category} would be right for {share:.1f} %; let rare classes count "
             "more in step 1").format(**said)


def steps(batches: Sequence[int]) -> str:
    """Return how many steps an epoch has, and how many pictures each takes."""
    said = {"pictures": sum(batches), "steps": len(batches), "low": min(batches), "high": max(batches)}
    if len(batches) == 1:
        return _("1 step an epoch, of all {pictures:,} pictures to learn from").format(**said)
    if said["low"] == said["high"]:
        return _("{steps:,} steps an epoch of {low} pictures: all {pictures:,} to learn from, none left out").format(
            **said)
    return _("{steps:,} steps an epoch of {low} or {high} pictures: all {pictures:,} to learn from, none left "
             "out").format(**said)


def _measuring(plan: training.Plan) -> Task[training.Estimate] | None:
    """Return the measurement of ``plan``, started if it has not been."""
    if not training.is_here(plan.data):
        return None
    key = _key(plan)
    return tasks.find(key) or tasks.start(key, lambda _report: training.estimate(key[1]))


def _key(plan: training.Plan) -> tuple[str, training.Plan]:
    return "estimate", replace(plan, title="", seed=0)


def _measured(plan: training.Plan) -> float | None:
    """Return how long the epochs of ``plan`` take, s, if that has been measured by now."""
    task: Task[training.Estimate] | None = tasks.find(_key(plan))
    return task.result.seconds if task and task.result else None


def _start(plan: training.Plan) -> None:

    lent.check_data(plan.data)
    allowance.spend("job")
    job = jobs.connected().submit(reader(), training.to_json(plan), epochs=plan.epochs,
                                  images=extent(plan)[0], seconds=_measured(plan),
                                  lent_by=lent.network_lender(plan.network), times=allowance.factor())
    st.switch_page("jobs/page.py", query_params={"job": job.id})
