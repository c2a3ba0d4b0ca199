"""One training step, slowly: three layers with real numbers, forward, back, update, each slope with its working."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.experiments import told_step, training_step
from explorer.numbers import number
from pages.layers.state import state
from pages.layers.step_state import MOST_MOMENTS, STEP_EXAMPLES
from pages.ui.components import component
from pages.ui.components.chart import plot
from pages.ui.mathml import formula_tree
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _, say

_mount = component.register("training_step")
KEY = "la_step"
_MOMENT, _CELL = re.compile(r"t\.([0-9]{1,3})"), re.compile(r"x([1-3])([1-3])")
LEAST_LOSS = 1e-6
"""What the chart still draws."""


def one_step_view() -> None:
    """Show the controls, the step, and the loss if one goes on."""
    _take(st.session_state.get(KEY))
    left, right = st.columns([0.22, 0.78], gap="medium")
    with left:
        _controls()
    step = step_now()
    with right:
        _mount(key=KEY, data=step_data(step, state.now.step_at), on_selected_change=component.noted)
    _going_on(step)


def first_step() -> training_step.TrainingStep:
    """Return the first step from the weights that are set."""
    now = state.now
    picture = tuple(level / 2 for level in now.step_picture)
    return training_step.TrainingStep(training_step.tiny_net(now.step_seed), picture, now.step_target, now.step_rate)


def step_now() -> training_step.TrainingStep:
    """Return the step that is shown: the last that is within bounds, if fewer can be taken than are set."""
    return list(training_step.steps_from(first_step(), state.now.step_taken))[-1]


def _take(told: object) -> None:
    """Take over a moment at which the player came to rest, or a click on a cell of the picture."""
    value = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(value, str):
        return
    if moment := _MOMENT.fullmatch(value):
        state.change(step_at=min(int(moment[1]), MOST_MOMENTS))
    elif cell := _CELL.fullmatch(value):
        place = (int(cell[1]) - 1) * training_step.SIDE + int(cell[2]) - 1
        levels = list(state.now.step_picture)
        levels[place] = (levels[place] + 1) % (training_step.LEVELS + 1)
        state.change(step_picture=tuple(levels), step_taken=0)


def _controls() -> None:
    now = state.now
    fits = [name for name, one in STEP_EXAMPLES.items()
            if (one.picture, one.seed, one.target, one.rate) == (now.step_picture, now.step_seed, now.step_target,
                                                                 now.step_rate)]
    st.selectbox(_("Example"), list(STEP_EXAMPLES), format_func=lambda name: _(STEP_EXAMPLES[name].title),
                 placeholder=_("Your own numbers"),
                 **controlled("la_step_example", fits[0] if fits else None, _opened))
    for label, name, bounds, step in ((_("What should come out, $t$"), "step_target", training_step.TARGETS, 0.1),
                                      (_("Learning rate $\\eta$"), "step_rate", training_step.STEP_RATES, 0.01)):
        st.slider(label, *bounds, step=step, **controlled(f"la_{name}", getattr(now, name), partial(
            _slide, name, bounds)))
    st.button(_("Other weights"), icon=":material/casino:", key="la_step_seed", on_click=_other_weights)
    st.button(_("Take the next step"), icon=":material/step:", key="la_step_next", type="primary",
              disabled=now.step_taken >= training_step.MOST_TAKEN, on_click=_go_on)
    if now.step_taken:
        st.button(_("Back to the first step"), icon=":material/restart_alt:", key="la_step_first", type="tertiary",
                  on_click=lambda: state.change(step_taken=0, step_at=0))
    st.caption(_("Step {number}. Click a cell of the picture to change it: 0, 0.5, 1.").format(
        number=now.step_taken + 1))


def _opened(name: str | None) -> None:
    if name is not None and name in STEP_EXAMPLES:
        one = STEP_EXAMPLES[name]
        state.change(step_picture=one.picture, step_seed=one.seed, step_target=one.target, step_rate=one.rate,
                     step_taken=0)


def _slide(name: str, bounds: tuple[float, float], value: float) -> None:
    state.change(**{name: min(max(value, bounds[0]), bounds[1])})


def _other_weights() -> None:
    state.change(step_seed=(state.now.step_seed + 1) % (training_step.MOST_SEED + 1), step_taken=0)


def _go_on() -> None:
    state.change(step_taken=min(state.now.step_taken + 1, training_step.MOST_TAKEN), step_at=0)


def step_data(step: training_step.TrainingStep, at: int) -> dict[str, Any]:
    """Return what the component is told of a step, which stands at the moment ``at``."""
    told = [_told(one) for one in told_step.moments(step)]
    return {"cells": told_step.cells(step), "moments": told, "step": min(at, len(told) - 1), "words": _words()}


def _told(moment: told_step.Moment) -> dict[str, Any]:
    return {"phase": moment.phase, "says": say(moment.says), "lines": [formula_tree(line) for line in moment.lines],
            "reads": list(moment.reads), "writes": list(moment.writes)}


def _words() -> dict[str, str]:
    return {
        "name": _("A network of three layers, with all its numbers"),
        "keys": _("Arrow keys go step by step, space plays."),
        "change": _("Click to change it."), "cell": _("{cell} = {value}"),
        "x": _("picture x"), "k": _("kernel k, bias b"), "z": _("convolved: z"), "a": _("behind the ReLU: a"),
        "v": _("weights v, bias c"), "y": _("y, target t, loss L"),
        "by": _("slope of L"), "new": _("after the update"),
        "start": _("Start"), "forward": _("Forward"), "backward": _("Backward"), "update": _("Update"),
        "again": _("Once more"),
        "back": _("One step back"), "next": _("One step on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Which step"), "speed": _("Speed"), "rate": _("{rate} / s"),
    }


def _going_on(step: training_step.TrainingStep) -> None:
    """Show the loss before and after the step, and how it goes on at this rate."""
    left, right = st.columns([0.22, 0.78], gap="medium")
    with left:
        st.metric(_("Loss before the step"), number(step.loss, 3))
        moved = number(step.after.loss - step.loss, 3).replace("−", "-")  # st.metric knows this minus alone
        st.metric(_("Loss after it"), number(step.after.loss, 3), delta=moved, delta_color="inverse")
    losses = [max(one.loss, LEAST_LOSS) for one in training_step.steps_from(first_step(), training_step.MOST_TAKEN)]
    with right:
        st.markdown(_("**If one goes on like this** :gray[loss before each step; the point is the one above]"))
        taken = min(state.now.step_taken, len(losses) - 1)
        plot(figures.losses_by_step(losses, taken, axes=(_("step"), _("loss"))), key="la_step_losses",
             alt=_("From {first} to {last} in {count} steps").format(
                 first=number(losses[0], 3), last=number(losses[-1], 3), count=len(losses) - 1))
    st.info(_lesson(step), icon=":material/lightbulb:")


def _lesson(step: training_step.TrainingStep) -> str:
    if step.is_dead:
        return _("**Every ReLU is off,** so a is 0: no slope comes back to the kernel, and no weight v gets one. Only "
                 "the bias c still moves, whatever the picture. Such a network is called dead.")
    if step.after.loss > step.loss:
        return _("**The step was too long:** a slope tells the way down here, not how far it goes. To first order the "
                 "error changes its sign and grows from a rate of {rate} on.").format(
                     rate=number(training_step.longest_rate(step), 2))
    return _("**The same rule for every number:** the slope of what follows times the slope of the layer itself. Going "
             "backwards each slope is computed once and used by all before it: that is why back-propagation costs "
             "about as much as two forward passes.")


TAB = Tab("one_step", N_("One training step"),
          N_("Go through one step of training number by number, and look for the cells that send nothing back."),
          one_step_view)
