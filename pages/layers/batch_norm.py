"""Batch norm: a batch before and after, the arithmetic on single numbers; its other parts lie beside this file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.experiments import batch_norm
from explorer.numbers import number
from pages.layers.batch_mates import mates_part
from pages.layers.batch_statistics import running_part, sizes_part
from pages.layers.network_norms import network_part
from pages.layers.norm_state import LARGEST, NORM_PARTS
from pages.layers.state import state
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _, formula, say

VALUES = 256
REACH = 12.0
"""The chart of values goes from minus to plus this."""


def batch_norm_view() -> None:
    """Show the part that is chosen, and the sentence on what to look for in it."""
    titles = {"batch": _("One batch"), "numbers": _("Four numbers"), "size": _("Batch size"),
              "running": _("Running averages"), "mates": _("train() or eval()"), "network": _("In ResNet-20")}
    st.segmented_control(_("What to look at"), list(NORM_PARTS), format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("norm"))
    st.markdown(_look_for()[state.now.norm])
    PARTS[state.now.norm]()


def _look_for() -> dict[str, str]:
    return {
        "batch": _("Move the batch: what comes out stays where it is, until γ and β move it."),
        "numbers": _("Change a number: every other output changes, too, as all share one mean and one variance."),
        "size": _("Each dot is one batch. The larger the batches, the closer they come to the truth."),
        "running": _("The thick line is what evaluation will use. A small momentum is calm and slow, a large one "
                     "quick and restless."),
        "mates": _("The same photo, the same weights: in training mode the answer depends on who else is in the "
                   "batch."),
        "network": _("Switch the batch norms off: follow how much of the photo is left from layer to layer."),
    }


def batch_part() -> None:
    """Show a batch before and after batch norm."""
    left, right = st.columns([0.32, 0.68], gap="medium")
    now = state.now
    with left:
        forms = {"bell": _("One hill"), "hills": _("Two hills"), "relu": _("After a ReLU")}
        st.segmented_control(_("Form of the batch"), list(batch_norm.FORMS), format_func=forms.__getitem__,
                             required=True, **state.bind("form"))
        st.slider(_("Mean of the batch"), -8.0, 8.0, step=0.5, **state.bind("mean"))
        st.slider(_("Standard deviation of the batch"), 0.1, 4.0, step=0.1, **state.bind("spread"))
        _scale_and_shift()
        st.button(_("Undo it: γ = σ, β = μ"), icon=":material/undo:", key="la_undo_norm", width="stretch",
                  on_click=_undo_norm, help=_("Where that is best, the network can learn to leave values as they are."))
    before = now.mean + now.spread * batch_norm.draws(VALUES, 0, now.form)
    found = batch_norm.normalised(before, gamma=now.gamma, beta=now.beta)
    numbers = {"mean": number(now.mean, 3), "spread": number(now.spread, 3),
               "mean_after": number(float(found.output.mean()), 3, beside=VALUES),
               "spread_after": number(float(found.output.std()), 3)}
    with right:
        plot(figures.batch_before_after(before, found.output, reach=REACH, names=(_("before"), _("after")),
                                        axes=(_("Value"), _("Share of the batch"))), key="la_batch",
             alt=_("Histogram of {count} values. Before: mean {mean}, standard deviation {spread}. After: mean "
                   "{mean_after}, standard deviation {spread_after}.").format(count=VALUES, **numbers))
        st.markdown(_("**Before** :gray[mean {mean}, standard deviation {spread}] → **after** :gray[mean {mean_after}, "
                      "standard deviation {spread_after}]").format(**numbers))
        st.markdown(formula(rf"y = \gamma\,\frac{{x - \mu}}{{\sqrt{{\sigma^2 + \epsilon}}}} + \beta = "
                            rf"{_tex(now.gamma)} \cdot \frac{{x - {_signed(now.mean)}}}{{{_tex(now.spread)}}} + "
                            rf"{_signed(now.beta)}"))
        st.caption(_("The form stays: two hills stay two hills. Batch norm only moves and stretches a channel; it "
                     "makes no bell curve of it. In a network every channel has a mean and a variance of its own, "
                     "over all pictures of the batch and all places of its map."))


def _scale_and_shift() -> None:
    st.slider(_("γ, the scale (learned)"), -4.0, 4.0, step=0.1, **state.bind("gamma"))
    st.slider(_("β, the shift (learned)"), -8.0, 8.0, step=0.1, **state.bind("beta"))


def _undo_norm() -> None:
    state.change(gamma=state.now.spread, beta=state.now.mean)


def numbers_part() -> None:
    """Show the arithmetic on up to four numbers, each step with its working."""
    left, right = st.columns([0.34, 0.66], gap="medium")
    with left:
        st.segmented_control(_("Values in the batch"), [4, 3, 2, 1], required=True, **state.bind("count"))
        with st.container(horizontal=True, gap="xsmall"):
            for place in range(state.now.count):
                st.number_input(rf"$x_{place + 1}$", -LARGEST, LARGEST, step=1, width=68,
                                **controlled(f"la_value{place}", state.now.values[place], partial(_take_value, place)))
        _scale_and_shift()
        st.slider(_("Momentum"), 0.01, 1.0, step=0.01, **state.bind("momentum"),
                  help=_("Share of the newest batch in the running averages; torch takes 0.1."))
    values = state.now.values[:state.now.count]
    with right:
        if len(values) > 1:
            _working(values)
        else:
            _batch_of_one(values[0])


def _take_value(place: int, value: int) -> None:
    state.change(values=tuple(value if at == place else old for at, old in enumerate(state.now.values)))


def _working(values: tuple[int, ...]) -> None:
    now = state.now
    found = batch_norm.normalised(values, gamma=now.gamma, beta=now.beta)
    for step in batch_norm.steps_of(found, batch_norm.Running(), now.momentum):
        st.markdown(say(step.says) + "  \n" + "  \n".join(formula(line) for line in step.lines))
    table([{"x": number(before, 4), "x̂": number(hat, 4), "y": number(after, 4)}
           for before, hat, after in zip(found.values.tolist(), found.hats.tolist(), found.output.tolist(),
                                         strict=True)], name=_("Values before and after"))
    st.code(batch_norm.torch_lines(values, gamma=now.gamma, beta=now.beta, momentum=now.momentum), language="python",
            wrap_lines=True)


def _batch_of_one(value: int) -> None:
    st.error(f"`{ValueError.__name__}: {batch_norm.REFUSAL}`", icon=":material/error:")
    st.markdown(say(batch_norm.one_value_refused()))
    found = batch_norm.normalised((value,), gamma=state.now.gamma, beta=state.now.beta, running=batch_norm.Running())
    st.markdown(_("In evaluation it goes through, by the running averages (here those of a new layer, mean 0 and "
                  "variance 1):"))
    st.markdown(formula(rf"y = {_tex(found.gamma)} \cdot \frac{{{_tex(value)} - 0}}{{\sqrt{{1 + 10^{{-5}}}}}} + "
                        rf"{_signed(found.beta)} = {_tex(float(found.output[0]))}"))
    st.info(_("**One value per channel** is what counts, not one picture: a single picture with maps of 8 × 8 gives 64 "
              "values per channel, and torch normalises it by itself without a word. Its answer is still not the one "
              "that was trained for: see *train() or eval()*. So drop the last batch of an epoch where it may hold one "
              "picture (`DataLoader(drop_last=True)`)."), icon=":material/lightbulb:")


def _tex(value: float) -> str:
    return number(value, 5).replace("−", "-")


def _signed(value: float) -> str:
    return rf"({_tex(value)})" if value < 0 else _tex(value)


PARTS: Mapping[str, Callable[[], None]] = {
    "batch": batch_part, "numbers": numbers_part, "size": sizes_part, "running": running_part, "mates": mates_part,
    "network": network_part}
TAB = Tab("batch_norm", N_("Batch norm"),
          N_("Every channel is brought to mean 0 and standard deviation 1 over its batch, then scaled and shifted."),
          batch_norm_view)
