"""A training that a reader starts and looks at while it goes on; see ``explorer/experiments/live.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from explorer.experiments import Experiment, LivePoint, LiveRun, live
from pages.ui.errors import show, told_to_reader
from pages.ui.reader import reader
from pages.ui.text import _

Draw = Callable[[Sequence[LivePoint]], None]


def live_run(experiment: Experiment, draw: Draw, *, key: str, label: str = "") -> None:
    """Show a button that trains, what has come so far, and a button that stops it.

    Args:
        experiment: with other settings it is another one, and what came of the one before is no longer shown. Where
            it has a ``seed``, it can be trained once more with the next.
        draw: called with the points that have come, each second while it goes on, and in any case once: without
            points where this reader has not trained. It shows charts under keys that stay.
        key: begins the keys of the widgets.
        label: of the button that trains; empty: *Train it here*.
    """
    experiment = _seeded(experiment, key)
    run = _own(experiment, key)
    goes_on = run is not None and run.state == "running"
    st.fragment(_shown, run_every="1s" if goes_on else None)(experiment, draw, key, label, goes_on)


def _shown(experiment: Experiment, draw: Draw, key: str, label: str, polled: bool) -> None:
    """Show the row and the drawing; asks again each second, and shows the page anew when there is no more to wait for.
    """
    run = _own(experiment, key)
    if run is not None and run.state == "running" and run.watch(reader()):
        _going_on(run, key)
    elif polled:
        st.rerun()
    else:
        _at_rest(experiment, run, key, label)
    draw(run.points if run else ())


def _own(experiment: Experiment, key: str) -> LiveRun | None:
    """Return the run that this reader has started here and not left."""
    if st.session_state.get(f"{key}_live") != experiment.key:
        return None
    return live.find(experiment)


def _seeded(experiment: Experiment, key: str) -> Experiment:
    """Return ``experiment`` with the seed that this reader has come to."""
    more = st.session_state.get(f"{key}_more", 0)
    seed = experiment.settings.get("seed")
    return experiment if seed is None else replace(experiment, settings={**experiment.settings, "seed": seed + more})


def _row() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="small")


def _going_on(run: LiveRun, key: str) -> None:
    with _row():
        st.button(_("Cancel"), icon=":material/close:", key=f"{key}_cancel", on_click=_leave, args=(run, key))
        st.progress(run.share, text=_progress(run), width="stretch")


def _leave(run: LiveRun, key: str) -> None:
    run.cancel(reader())
    st.session_state.pop(f"{key}_live", None)


def _progress(run: LiveRun) -> str:
    if run.ahead == 1:
        return _("1 training is before yours; it begins by itself")
    if run.ahead:
        return _("{count} trainings are before yours; it begins by itself").format(count=run.ahead)
    if not run.points:
        return _("It begins")
    return _("Step {step} of {steps}, {seconds:.0f} s").format(
        step=run.points[-1].step, steps=run.experiment.steps, seconds=run.seconds)


def _at_rest(experiment: Experiment, run: LiveRun | None, key: str, label: str) -> None:
    is_done = run is not None and run.state == "done"
    with _row():
        if is_done and st.button(_("Once more, another seed"), icon=":material/replay:", key=f"{key}_again",
                                 disabled="seed" not in experiment.settings):
            _start_next(experiment, key)
        if not is_done and st.button(label or _("Train it here"), icon=":material/play_arrow:", key=f"{key}_train"):
            _start(experiment, key)
        st.caption(_outcome(experiment, run))
    if run is not None and run.error:
        show(run.error.message)


def _start_next(experiment: Experiment, key: str) -> None:
    st.session_state[f"{key}_more"] = st.session_state.get(f"{key}_more", 0) + 1
    _start(replace(experiment, settings={**experiment.settings, "seed": experiment.settings["seed"] + 1}), key)


def _start(experiment: Experiment, key: str) -> None:
    with told_to_reader():
        live.start(experiment, reader())
        st.session_state[f"{key}_live"] = experiment.key
        st.rerun()


def _outcome(experiment: Experiment, run: LiveRun | None) -> str:
    if run is None or run.state == "failed":
        return _("About {seconds:.0f} s on this server, beside everything else; you can stop it").format(
            seconds=experiment.seconds)
    if run.state == "cancelled":
        return _("Stopped, as nobody looked at it")
    return _("Trained here in {seconds:.0f} s").format(seconds=run.seconds)
