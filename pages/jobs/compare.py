"""Several jobs over each other: their curves, and the settings in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from explorer import figures, jobs
from explorer.jobs import Job
from explorer.runtime import run_files
from pages.jobs.likeness import likeness, likeness_text
from pages.jobs.progress import border_of
from pages.jobs.results import measured
from pages.jobs.scene_results import about_of, watched_as_accuracy, watched_name
from pages.jobs.state import MOST_COMPARED, state
from pages.ui.components.chart import charts, rate_chart
from pages.ui.reader import reader
from pages.ui.state.widget import controlled
from pages.ui.text import _
from pages.ui.training_words import settings_of, state_text, titles

WITH = "jo_with"
# Columns share the width, whatever their number: none is outside.
_TABLE = """<style>
.compared { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 0.875rem; }
.compared th, .compared td { padding: 5px 8px; text-align: start; vertical-align: top; overflow-wrap: anywhere;
  hyphens: auto; border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.compared th { font-weight: 600; }
.compared thead th { border-bottom-width: 3px; }
@media (max-width: 640px) { .compared { font-size: 0.75rem; } .compared th, .compared td { padding: 4px 3px; } }
</style>"""


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
    folders = [jobs.connected().folder(reader(), job.id) for job in chosen]
    abouts = [about_of(job, folder) for job, folder in zip(chosen, folders, strict=True)]
    runs = [figures.Curve(name, watched_as_accuracy(jobs.connected().curve(reader(), job.id), about),
                          border=border_of(job))
            for name, job, about in zip(names, chosen, abouts, strict=True)]
    epochs = max(int(job.plan.get("epochs", 1)) for job in chosen)
    measures = list(dict.fromkeys(filter(None, map(watched_name, abouts))))
    charts(runs, epochs, key="jo_over", measure=", ".join(measures))
    table = [settings_of(job.plan) for job in chosen]
    differs = [name for name in dict.fromkeys(name for row in table for name in row)
               if len({row.get(name) for row in table}) > 1]
    accuracies = [measured(job, folder) for job, folder in zip(chosen, folders, strict=True)]
    reached = _("accuracy or measure, %") if measures else _("accuracy, %")
    rows = [(reached, ["" if found is None else f"{100 * found:.1f}" for found in accuracies])]
    rows += [(name, [row.get(name, "") for row in table]) for name in differs]
    same = [name for name in table[0] if name not in differs]
    st.markdown(_("**What differs** :gray[{count} settings are the same]").format(count=len(same)))
    st.html(_TABLE + table_html(names, rows))
    plans = [job.plan for job in chosen]
    checksums = [run_files.read_record(folder / run_files.CHECKSUMS) for folder in folders]
    st.caption(likeness_text(likeness(plans, checksums), [plan.get("seed") for plan in plans]))
    rate_chart(runs, epochs, key="jo_over")


def table_html(names: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return a table with a column for each of ``names``, underlined in the colour of its curves."""
    colours = figures.run_colours(dark=st.context.theme.type == "dark")
    head = "".join(f'<th scope="col" style="border-bottom-color: {colour}">{escape(name)}</th>'
                   for name, colour in zip(names, colours, strict=False))
    cells = [(title, "".join(f"<td>{escape(text)}</td>" for text in texts)) for title, texts in rows]
    body = "".join(f'<tr><th scope="row">{escape(title)}</th>{row}</tr>' for title, row in cells)
    first = escape(_("Setting"))
    return (f'<table class="compared"><thead><tr><th scope="col">{first}</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>")
