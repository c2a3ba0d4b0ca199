"""A race between two jobs, live: on *Fine-tune*, which starts it, and on *Jobs*, where both are followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from explorer import figures, jobs
from explorer.jobs import Job
from explorer.runtime import run_files
from pages.ui.components.chart import curve_words, legend, line_ends, plot
from pages.ui.errors import plain
from pages.ui.reader import reader
from pages.ui.text import _
from pages.ui.training_words import ICONS, duration, learners_within, state_text


def races(found: Sequence[Job]) -> dict[str, list[Job]]:
    """Return the jobs of each race that has several, the newest race first; in each, what knows something first."""
    names = dict.fromkeys(name for job in found if (name := str(job.plan.get("race") or "")))
    sets = {name: sorted((job for job in found if job.plan.get("race") == name),
                         key=lambda job: (job.plan.get("how") == "scratch", job.created)) for name in names}
    return {name: runners for name, runners in sets.items() if len(runners) > 1}


def race_of(job: Job, found: Sequence[Job]) -> list[Job]:
    """Return the jobs of the race that ``job`` takes part in; none where it runs for itself."""
    return races(found).get(str(job.plan.get("race") or ""), [])


def runner(job: Job) -> str:
    """Return what a job of a race is called in it."""
    if job.plan.get("how") == "scratch":
        return _("from scratch")
    return _("from what it knows: {learns}").format(learns=learners_within(str(job.plan.get("how"))))


def race_view(runners: Sequence[Job], *, key: str) -> None:
    """Show the curves of ``runners`` on one chart, how far each is, and what came out."""
    over: figures.Over = st.segmented_control(
        _("Over"), ["epochs", "seconds"], format_func={"epochs": _("over epochs"), "seconds": _(
            "over seconds")}.__getitem__, default="epochs", required=True, key=f"{key}_over",
        label_visibility="collapsed")
    runs = [figures.Curve(runner(job), jobs.connected().curve(reader(), job.id)) for job in runners]
    legend(runs, parts=False)
    st.markdown(_("**Accuracy on pictures that neither learns from** :gray[validation, %]"))
    epochs = max(int(job.plan.get("epochs", 1)) for job in runners)
    guess = _guess(runners[0])
    figure = figures.race_chart(runs, epochs=epochs, over=over, guess=guess, seconds=_("seconds of training"),
                                words=curve_words(), guessing=_("guessing"))
    plot(figure, key=f"{key}_chart", alt=_("Accuracy of both runs, %.") + " " + line_ends(figure))
    for job, run in zip(runners, runs, strict=True):
        st.markdown(f"{ICONS[job.state]} **{plain(runner(job))}** · {told(job, run.points)}")
    if said := outcome([(job, _result(job)) for job in runners]):
        st.success(said, icon=":material/flag:")


def told(job: Job, points: Sequence[Mapping[str, float]]) -> str:
    """Return in a line how far a runner is."""
    if not points:
        return state_text(job)
    best = max(points, key=lambda point: (point["val_accuracy"], -point["number"]))
    return _("{state}, epoch {epoch} of {epochs}; at best {share:.1f} %, after {span} of training").format(
        state=state_text(job), epoch=int(points[-1]["number"]), epochs=int(job.plan.get("epochs", 1)),
        share=100 * best["val_accuracy"],
        span=_span(sum(point["seconds"] for point in points if point["number"] <= best["number"])))


def _span(seconds: float) -> str:
    """Return a time span; a head may learn in less than a second."""
    return _("{seconds:.1f} s").format(seconds=seconds) if seconds < 10 else duration(seconds)


def outcome(runners: Sequence[tuple[Job, Mapping[str, Any]]]) -> str:
    """Return what came out once all are done, from the results of ``runners``; empty before."""
    if not all(result.get("accuracy") is not None for _job, result in runners):
        return ""
    parts = [_("**{name}**: {share:.1f} %").format(name=escape(runner(job)), share=100 * result["accuracy"])
             for job, result in runners]
    count = int(runners[0][1].get("pictures", {}).get(str(runners[0][1].get("measured_on", "test")), 0))
    return _("On {count} pictures that neither has seen:").format(count=count) + " " + " · ".join(parts) + (
        "  \n" + _("With so few, one picture is {share:.0f} %: repeat with another seed before you believe small "
                  "differences.").format(share=100 / count) if 0 < count < 50 else "")


def _result(job: Job) -> dict[str, Any]:
    found: dict[str, Any] = run_files.read_record(jobs.connected().folder(reader(), job.id) / run_files.RESULT)
    return found


def _guess(job: Job) -> float | None:
    """Return how often always saying the largest class would be right, once the pictures have been counted."""
    about = run_files.read_record(jobs.connected().folder(reader(), job.id) / run_files.NETWORK)
    counts = about.get("pictures", {}).get("val") or ()
    return max(counts) / sum(counts) if counts and sum(counts) else None
