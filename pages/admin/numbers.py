"""Tables of numbers: the processes, how long pages take, and versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from explorer import monitoring
from explorer.monitoring import ProcessStatus
from explorer.runtime import size_text
from pages.ui.components.table import table
from pages.ui.text import _
from pages.ui.training_words import ago, duration


def processes_table(found: Sequence[ProcessStatus]) -> None:
    """Show each process, and on which pages readers are."""
    st.header(_("Processes"), anchor=False)
    if not found:
        st.markdown(_("No process has told how it is yet. The first does so a few seconds after its start."))
        return
    kinds = {"app": _("app"), "worker": _("worker")}
    table([{_("Process"): f"{kinds.get(one.kind, one.kind)} {one.host} {one.pid}", _("Started"): ago(one.started),
            _("Heard"): ago_exact(one.age_s), _("Readers"): one.readers if one.kind == "app" else None,
            _("Requests that wait"): ", ".join(f"{device}: {count}" for device, count in one.waiting.items()) or None,
            _("Memory"): size_text(one.memory), _("Photos"): size_text(one.photos) if one.kind == "app" else None}
           for one in found], name=_("Processes"))
    pages = sum((Counter(one.pages) for one in found), Counter[str]())
    if pages:
        told = ", ".join(f"`{page}` {count}" for page, count in pages.most_common())
        st.caption(_("Where readers are: {pages}").format(pages=told))


def ago_exact(seconds: float) -> str:
    """Return how long ago something was, to the second."""
    return _("{span} ago").format(span=duration(seconds))


def page_times(found: Sequence[ProcessStatus]) -> None:
    """Show how long the runs of each page took, and the slowest ones."""
    st.header(_("How long pages take"), anchor=False)
    told = [one.runs for one in found]
    rows = monitoring.page_runs(told)
    if not rows:
        st.markdown(_("No page was opened in the last hour."))
        return
    table([{_("Page"): row.page, _("Runs, last hour"): f"{row.runs:,}", _("Half took at most"): seconds_text(row.p50_s),
            _("95 % took at most"): seconds_text(row.p95_s)} for row in rows], name=_("How long pages take"))
    slow = ", ".join(_("`{page}` {time} ({when})").format(page=run.page, time=seconds_text(run.seconds),
                                                         when=ago(run.moment)) for run in monitoring.slowest(told)[:5])
    st.caption(_("The slowest: {runs}. Each run of a whole page counts, on the server, to 10 %.").format(runs=slow))


def seconds_text(seconds: float) -> str:
    """Return a short time with its unit."""
    return _("{count:.0f} ms").format(count=1000 * seconds) if seconds < 1 else _("{count:.1f} s").format(count=seconds)


def versions_table(found: monitoring.ServerLook) -> None:
    """Show the versions of this process and of the database."""
    st.header(_("Versions"), anchor=False)
    known = {**monitoring.versions(), _("Database"): found.database}
    st.caption(" · ".join(f"{name} {version}" for name, version in known.items()))
