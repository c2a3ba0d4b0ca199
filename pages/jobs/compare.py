"""Several jobs over each other: their curves, and the settings in which they differ."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer import figures, jobs
from explorer.jobs import Job
from pages.jobs.results import measured
from pages.jobs.state import MOST_COMPARED, state
from pages.ui.components.chart import charts, rate_chart
from pages.ui.reader import reader
from pages.ui.state.widget import controlled
from pages.ui.text import _
from pages.ui.training_words import settings_of, state_text, titles

WITH = "jo_with"


def compare_with(job: Job, found: Sequence[Job]) -> None:
    """Ask which other jobs to compare ``job`` with."""
    known = titles(found)
    names = {other.id: _("{title} · {state}").format(title=known[other.id], state=state_text(other))
             for other in found if other.id != job.id}
    if not names:
        return
    chosen = [name for name in state.now.others if name in names]
    st.multiselect(_("Compare with"), list(names), format_func=names.__getitem__, label_visibility="collapsed",
                   max_selections=MOST_COMPARED, placeholder=_("Compare with other jobs"),
                   **controlled(WITH, chosen, lambda others: state.change(others=tuple(others))))


def comparison(chosen: Sequence[Job], found: Sequence[Job]) -> None:
    """Show the curves of the jobs ``chosen`` among those ``found`` over each other, and a table of what differs."""
    known = titles(found)
    names = [known[job.id] for job in chosen]
    runs = [figures.Curve(name, jobs.connected().curve(reader(), job.id))
            for name, job in zip(names, chosen, strict=True)]
    epochs = max(int(job.plan.get("epochs", 1)) for job in chosen)
    charts(runs, epochs, key="jo_over")
    table = [settings_of(job.plan) for job in chosen]
    differs = [name for name in dict.fromkeys(name for row in table for name in row)
               if len({row.get(name) for row in table}) > 1]
    accuracies = [measured(job, jobs.connected().folder(reader(), job.id)) for job in chosen]
    rows = [{_("Setting"): _("accuracy, %")} | {name: "" if found is None else f"{100 * found:.1f}"
                                               for name, found in zip(names, accuracies, strict=True)}]
    rows += [{_("Setting"): name} | {one: row.get(name, "") for one, row in zip(names, table, strict=True)}
             for name in differs]
    st.markdown(_("**What differs** :gray[{count} settings are the same]").format(count=len(table[0]) - len(differs)))
    st.dataframe(rows, hide_index=True, width="stretch")
    seeds = {str(job.plan.get("seed")) for job in chosen}
    st.caption(_("All with seed {seed}: they saw the same pictures in the same order.").format(seed=seeds.pop())
               if len(seeds) == 1 else _("Their seeds differ, so part of the difference is chance."))
    rate_chart(runs, epochs, key="jo_over")
