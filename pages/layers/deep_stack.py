"""A deep stack on real digits: what becomes of values on their way forth, and of gradients on their way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from math import log
from typing import Any

import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.experiments import (
    ACTIVATIONS,
    BATCH,
    DEEP_EXAMPLES,
    DEPTHS,
    STARTS,
    STEPS,
    WIDTHS,
    DeepPlan,
    DeepReport,
    EndToEnd,
    Experiment,
    LivePoint,
    deep_report,
)
from explorer.numbers import SMALLEST, number
from pages.layers.state import state
from pages.ui.components.chart import plot
from pages.ui.live_run import live_run
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _, share_text

FIELDS = tuple(field.name for field in fields(DeepPlan) if field.name != "seed")
SHOWN_LAYERS = 5
MOST_RUNS = 5
SATURATED, HALF_DEAD = 0.2, 0.7
"""Shares of flat activations that are worth a sentence; of a ReLU, half are flat as a rule."""
ALIKE = 5
"""Gradients of layers that differ by less than this factor are called alike."""
OFFERED_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
CHANCE = log(10)
_RUNS = "la_deep_runs"


def deep_stack_view() -> None:
    """Show the stack's controls, what one pass through it gives, and its first steps of training."""
    left, right = st.columns([0.27, 0.73], gap="medium")
    with left:
        _controls()
    plan = plan_now()
    report = deep_report(plan)
    with right:
        _passes(report)
        st.markdown("".join(f"- {line}\n" for line in sentences(plan, report)))
        _values(report)
    _training(plan)


def plan_now() -> DeepPlan:
    """Return the stack that is set."""
    return DeepPlan(**{name: getattr(state.now, f"deep_{name}") for name in FIELDS})


def _controls() -> None:
    fits = [name for name, one in DEEP_EXAMPLES.items() if one.plan == plan_now()]
    st.selectbox(_("Example"), list(DEEP_EXAMPLES), format_func=lambda name: _(DEEP_EXAMPLES[name].title),
                 placeholder=_("Your own stack"), **controlled("la_deep_example", fits[0] if fits else None, _opened))
    st.slider(_("Layers"), *DEPTHS, **state.bind("deep_depth", take=lambda value: _bounded(value, DEPTHS)))
    st.slider(_("Width, units per layer"), *WIDTHS, step=8,
              **state.bind("deep_width", take=lambda value: _bounded(value, WIDTHS)))
    st.selectbox(_("Activation"), list(ACTIVATIONS), format_func=lambda name: ACTIVATIONS[name].title,
                 **state.bind("deep_function"))
    st.selectbox(_("Weights at the start"), list(STARTS), format_func=lambda name: _(STARTS[name].title),
                 help=_start_help(), **state.bind("deep_start"))
    with st.container(horizontal=True):
        st.toggle(_("Batch norm"), help=_("Between each linear layer and its activation"), **state.bind("deep_norm"))
        st.toggle(_("Skips"), help=_("What enters a layer is added to what leaves it: x + f(x)"),
                  **state.bind("deep_skips"))


def _bounded(value: int, bounds: tuple[int, int]) -> int:
    return min(max(value, bounds[0]), bounds[1])


def _opened(name: str | None) -> None:
    if name is not None and name in DEEP_EXAMPLES:
        one = DEEP_EXAMPLES[name]
        state.change(deep_rate=one.rate, **{f"deep_{field}": getattr(one.plan, field) for field in FIELDS})


def _start_help() -> str:
    lines = [_("Weights are drawn at random around 0 with the spread s:")]
    lines += [f"- {_(one.title)}: ${one.formula}$" for one in STARTS.values()]
    return "\n".join(lines)


def _passes(report: DeepReport) -> None:
    layers = report.layers
    forth, back = st.columns(2, gap="small")
    with forth:
        st.markdown(_("**Forth: the outputs** :gray[standard deviation]"))
        _sizes({_("between pictures"): [one.apart for one in layers],
                _("overall"): [one.spread for one in layers]}, key="la_deep_forth", unit=_("spread"))
    with back:
        st.markdown(_("**Back: the gradient** :gray[root mean square]"))
        _sizes({_("at the outputs"): [one.gradient for one in layers],
                _("of the weights"): [one.weight_gradient for one in layers]}, key="la_deep_back", unit=_("gradient"))


def _sizes(lines: dict[str, list[float]], *, key: str, unit: str) -> None:
    told = [_("{name}: {first} in layer 1, {last} in layer {count}.").format(
        name=name, first=number(values[0], 3), last=number(values[-1], 3), count=len(values))
        for name, values in lines.items()]
    plot(figures.sizes_per_layer(lines, layer=_("layer"), unit=unit), key=key, alt=" ".join([f"{unit}.", *told]))


def sentences(plan: DeepPlan, report: DeepReport) -> list[str]:
    """Return what is seen, a sentence each: the way back, the way forth, and why."""
    found = [_back(plan, report.gradient), _forth(plan, report.pictures)]
    function = ACTIVATIONS[plan.function]
    steepest = function.steepest[1]
    if steepest < 1 and not plan.norm and not plan.skips:
        found.append(_("{name} has a slope of at most {slope}: whatever the input, {count} layers on the way back "
                       "leave at most {product} of a gradient, times what the weights do.").format(
            name=function.title, slope=number(steepest), count=plan.depth - 1,
            product=f"${steepest:g}^{{{plan.depth - 1}}} = {_typeset(steepest ** (plan.depth - 1))}$"))
    if plan.skips:
        found.append(_("A skip hands the gradient on as it is, and adds what came through the layer: a factor of "
                       "1 + f′ instead of f′."))
    flat = report.layers[len(report.layers) // 2].flat
    if flat > (HALF_DEAD if steepest >= 1 and plan.function != "tanh" else SATURATED):
        found.append(_("In the middle layer, {share} of the activations are flat (slope below 0.05) and let next to "
                       "nothing of a gradient through.").format(share=share_text(flat)))
    return found


def _typeset(value: float) -> str:
    """Return a number in LaTeX: small ones with a power of ten."""
    digits, _e, power = f"{value:.1e}".partition("e")
    return f"{value:.3g}" if value >= SMALLEST else rf"{digits} \cdot 10^{{{int(power)}}}"


def _back(plan: DeepPlan, change: EndToEnd) -> str:
    values = {"count": plan.depth, "share": number(change.share, 3), "factor": number(change.per_layer, 3)}
    if change.verdict == "vanishes":
        return _("**The gradient vanishes:** from layer {count} back to layer 1, {share} of it is left, a factor of "
                 "{factor} per layer. The first layers hardly learn.").format(**values)
    if change.verdict == "explodes":
        return _("**The gradient explodes:** from layer {count} back to layer 1 it grows {share} times, by a factor of "
                 "{factor} per layer. One step throws the first layers far off.").format(**values)
    if 1 / ALIKE < change.share < ALIKE:
        return _("**The gradient stays:** from layer {count} back to layer 1 it changes by a factor of {share}, that "
                 "is {factor} per layer. All layers learn about equally fast.").format(**values)
    return _("**The gradient stays in sight:** from layer {count} back to layer 1 it changes by a factor of {share}, "
             "that is {factor} per layer. All layers learn, though not equally fast.").format(**values)


def _forth(plan: DeepPlan, change: EndToEnd) -> str:
    values = {"count": plan.depth, "share": number(change.share, 3)}
    if change.verdict == "vanishes":
        return _("**On the way forth pictures become alike:** of the difference between them, {share} is left from "
                 "layer 1 to layer {count}. The last layer sees the same whatever the digit.").format(**values)
    if change.verdict == "explodes":
        return _("**On the way forth outputs explode:** they grow {share} times from layer 1 to layer {count}, and the "
                 "loss with them.").format(**values)
    return _("**On the way forth pictures stay apart:** the difference between them changes by a factor of {share} "
             "from layer 1 to layer {count}.").format(**values)


def _values(report: DeepReport) -> None:
    count = len(report.layers)
    shown = sorted({round(place * (count - 1) / (SHOWN_LAYERS - 1)) for place in range(SHOWN_LAYERS)})
    st.markdown(_("**Outputs of some layers** :gray[each over its own range]"))
    plot(figures.values_per_layer({_("layer {number}").format(number=place + 1): report.layers[place]
                                   for place in shown}, value=_("output")),
         key="la_deep_values", alt=_("Histograms of the outputs of {count} layers").format(count=len(shown)))


def _training(plan: DeepPlan) -> None:
    st.markdown(_("**The first {steps} steps of training** :gray[{batch} digits each, plain gradient descent]").format(
        steps=STEPS, batch=BATCH))
    left, right = st.columns([0.27, 0.73], gap="medium")
    with left:
        rates = sorted({*OFFERED_RATES, state.now.deep_rate})  # a link may say another
        st.select_slider(_("Learning rate"), rates, **state.bind("deep_rate"))
        if st.session_state.get(_RUNS):
            st.button(_("Forget the other runs"), icon=":material/delete:", key="la_deep_forget", on_click=_forget)
    settings: dict[str, Any] = {name: getattr(plan, name) for name in FIELDS}
    experiment = Experiment("explorer.experiments.deep_stack.train", steps=STEPS, seconds=2,
                            settings={**settings, "rate": state.now.deep_rate, "seed": plan.seed})
    title = title_of(plan, state.now.deep_rate)
    with right:
        live_run(experiment, lambda points: _losses(title, points), key="la_deep",
                 label=_("Train the first {steps} steps").format(steps=STEPS))


def title_of(plan: DeepPlan, rate: float) -> str:
    """Return what a run is called beside others."""
    parts = [f"{plan.depth} × {plan.width} {ACTIVATIONS[plan.function].title}", _(STARTS[plan.start].title)]
    parts += [_("batch norm")] if plan.norm else []
    parts += [_("skips")] if plan.skips else []
    return ", ".join([*parts, _("rate {rate}").format(rate=number(rate))])


def _losses(title: str, points: Sequence[LivePoint]) -> None:
    """Show the loss of this run and of those before it."""
    runs: dict[str, list[float]] = st.session_state.setdefault(_RUNS, {})
    losses = [point.values["loss"] for point in points]
    if losses:
        runs.pop(title, None)
        runs[title] = losses
        for name in list(runs)[:-MOST_RUNS]:
            del runs[name]
    shown = ({title: losses} if losses else {}) | {name: one for name, one in reversed(runs.items()) if name != title}
    plot(figures.first_losses(shown, steps=STEPS, guess=CHANCE, words=(
        _("step"), _("loss, nats"), _("guessing: ln 10 = 2.30"))), key="la_deep_losses",
        alt=_("Loss after each step. {runs}").format(runs=" ".join(
            _("{name}: from {first} to {last}.").format(name=name, first=number(one[0], 3), last=number(one[-1], 3))
            for name, one in shown.items())))


def _forget() -> None:
    st.session_state.pop(_RUNS, None)


TAB = Tab("deep_stack", N_("Deep stack"),
          N_("Follow the gradient from the last layer back to the first, and change what makes it vanish."),
          deep_stack_view)
