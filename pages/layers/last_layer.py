"""The last layer: a value, yes or no, which of many; what each answers and loses for the same scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.experiments import MOST_SMOOTHING, SCORE_RANGE, TEMPERATURES, LastLayer, best_lead, torch_line
from explorer.numbers import number
from pages.layers.state import ANIMALS, state
from pages.ui.components.chart import plot
from pages.ui.tab import Tab
from pages.ui.text import _, formula
from pages.ui.words import help_of

WIDE = np.linspace(-8, 8, 81)
LOSSES = (-0.2, 6.0)
"""Vertical axis of losses, nats."""


def last_layer_view() -> None:
    """Show scores as sliders, what a last layer makes of them, and the loss with its working."""
    _question()
    layer = now()
    left, right = st.columns([0.29, 0.71], gap="medium")
    with left:
        _scores(layer)
    with right:
        if layer.question in ("one", "several"):
            _bars(layer)
        else:
            _curve(layer)
        _workings(layer)
    left, right = st.columns(2, gap="medium")
    with left:
        _along(layer)
    with right:
        _lesson(layer)


def now() -> LastLayer:
    """Return the last layer as the reader has set it."""
    plan = state.now
    scores = tuple(float(score) for score in (plan.score1, plan.score2, plan.score3))
    if plan.ask == "value":
        return LastLayer(question="value", scores=scores[:1], truth=(float(plan.value),))
    if plan.ask == "binary":
        return LastLayer(question="binary", scores=scores[:1], truth=(float(plan.yes),))
    if plan.ask == "several":
        there = tuple(float(animal in plan.there) for animal in ANIMALS)
        return LastLayer(question="several", scores=scores, truth=there)
    return LastLayer(question="one", scores=scores, truth=tuple(float(animal == plan.animal) for animal in ANIMALS),
                     temperature=plan.warmth, smoothing=plan.smoothing)


def _names() -> dict[str, str]:
    return dict(zip(ANIMALS, (_("cat"), _("dog"), _("bird")), strict=True))


def _question() -> None:
    titles = {"one": _("Which one of many?"), "several": _("Which of them are there?"), "binary": _("Yes or no?"),
              "value": _("How much?")}
    st.segmented_control(_("The question"), list(titles), format_func=lambda one: str(titles[one]), required=True,
                         **state.bind("ask"))


def _scores(layer: LastLayer) -> None:
    """Ask for the scores, and for what is true."""
    names = _names()
    many = layer.question in ("one", "several")
    labels = [_("Score of {name}").format(name=name) for name in names.values()] if many else [_("Score z")]
    for place, label in enumerate(labels, start=1):
        st.slider(label, *SCORE_RANGE, step=0.1, **state.bind(f"score{place}", take=_within(*SCORE_RANGE)))
    if layer.question == "one":
        st.segmented_control(_("What it is"), list(names), format_func=lambda one: str(names[one]), required=True,
                             **state.bind("animal"))
        st.slider(_("Temperature T"), *TEMPERATURES, step=0.1,
                  help=_("Scores are divided by it before the softmax: below 1 the answer gets surer, above 1 more "
                         "even"), **state.bind("warmth", take=_within(*TEMPERATURES)))
        st.slider(_("Label smoothing"), 0.0, MOST_SMOOTHING, step=0.05, help=help_of("Label smoothing"),
                  **state.bind("smoothing", take=_within(0, MOST_SMOOTHING)))
    elif layer.question == "several":
        st.pills(_("What is there"), list(names), selection_mode="multi", format_func=lambda one: str(names[one]),
                 **state.bind("there", take=lambda chosen: tuple(one for one in ANIMALS if one in chosen)))
    elif layer.question == "binary":
        st.segmented_control(_("Is it a cat?"), [True, False], required=True,
                             format_func=lambda yes: _("yes") if yes else _("no"), **state.bind("yes"))
    else:
        st.slider(_("The true value y"), *SCORE_RANGE, step=0.1, **state.bind("value", take=_within(*SCORE_RANGE)))


def _within(least: float, most: float) -> Callable[[float], float]:
    return lambda value: min(max(value, least), most)


def _bars(layer: LastLayer) -> None:
    """Show the same scores under softmax and under sigmoids; the one that is asked for is in full colour."""
    names = list(_names().values())
    asked = layer.question
    shown: tuple[tuple[str, str, Iterable[float], tuple[float, float]], ...] = (
             ("linear", _("**Scores** :gray[linear, any number]"), layer.scores, SCORE_RANGE),
             ("one", _("**Softmax** :gray[shares of 1]"), replace(layer, question="one").answers, (0.0, 1.0)),
             ("several", _("**Sigmoids** :gray[each for itself]"), replace(layer, question="several").answers,
              (0.0, 1.0)))
    for column, (head, title, values, span) in zip(st.columns(3, gap="small"), shown, strict=True):
        with column:
            st.markdown(title)
            found = [float(value) for value in values]
            truth = layer.targets.tolist() if head == asked else None
            plot(figures.answer_bars(names, found, span=span, kind="linear", truth=truth, is_pale=head not in
                                     ("linear", asked), form=".1f" if head == "linear" else ".4f"),
                 key=f"la_last_{head}", alt=", ".join(f"{name}: {value:.4f}" for name, value
                                                      in zip(names, found, strict=True)))
            if head != "linear":
                st.caption(_("Sum: {sum}").format(sum=f"{sum(found):.4f}"))
            else:
                st.caption(_("Sum: {sum}").format(sum=number(sum(found), 3)))


def _curve(layer: LastLayer) -> None:
    """Show the answer as a function of the score."""
    score, answer = layer.scores[0], float(layer.answers[0])
    slope = 1.0 if layer.question == "value" else answer * (1 - answer)
    answers = [float(replace(layer, scores=(float(one),)).answers[0]) for one in WIDE]
    span = (-8.0, 8.0) if layer.question == "value" else (-0.05, 1.05)
    st.markdown(_("**The answer is the score itself**") if layer.question == "value" else
                _("**The answer is a share between 0 and 1**"))
    plot(figures.along_score(figures.AlongScore(WIDE.tolist(), {"": answers}, (score, answer), slope),
                             axes=(_("Score z"), _("Answer")), span=span), key="la_last_answer",
         alt=_("The answer against the score: {answer} at {score}").format(answer=number(answer), score=number(score)))


def _workings(layer: LastLayer) -> None:
    """Show the working of the answers, and that of the loss."""
    titles = {"value": _("Squared error"), "binary": _("Binary cross entropy"), "one": _("Cross entropy"),
              "several": _("Mean binary cross entropy")}
    left, right = st.columns(2, gap="small")
    with left, st.container(border=True, height="stretch"):
        st.markdown(_("**Answer**") + "\n\n" + _set(layer.answer_lines))
    with right, st.container(border=True, height="stretch"):
        loss = _("**{name}: {loss}**").format(name=titles[layer.question], loss=f"{layer.loss:.5f}")
        st.markdown(loss + "\n\n" + _set((*layer.loss_lines, layer.gradient_line)))
        st.code(torch_line(layer), language="python", wrap_lines=True)


def _set(lines: tuple[str, ...]) -> str:
    return "\n\n".join(map(formula, lines))


def _along(layer: LastLayer) -> None:
    """Show the loss along the score of the true class, or along the first."""
    place = int(np.argmax(layer.truth)) if layer.question == "one" else 0
    lines = {_("loss"): layer.along(WIDE.tolist(), place).tolist()}
    if layer.smoothing:
        lines = {_("with label smoothing"): lines[_("loss")],
                 _("without"): replace(layer, smoothing=0).along(WIDE.tolist(), place).tolist()}
    name = _("Score z") if len(layer.scores) == 1 else _("Score of {name}").format(name=list(_names().values())[place])
    here = figures.AlongScore(WIDE.tolist(), lines, (layer.scores[place], layer.loss), float(layer.gradient[place]))
    st.markdown(_("**The loss, for every score** :gray[the piece of a line is its slope here]"))
    plot(figures.along_score(here, axes=(name, _("Loss")), span=(-1.0, 40.0) if layer.question == "value" else LOSSES),
         key="la_last_loss", alt=_("The loss against the score: {loss} at {score}, slope {slope}").format(
             loss=number(layer.loss), score=number(layer.scores[place]), slope=number(here.slope)))


def _lesson(layer: LastLayer) -> None:
    """Say what the shown question teaches."""
    if layer.question == "one" and layer.smoothing:
        lead, share = best_lead(len(layer.scores), layer.smoothing), float(layer.targets.max())
        said = _("**What label smoothing does:** without it the loss falls for ever, so scores grow without end. With "
                 "{smoothing} the truth becomes {share} for the right class, and the loss is least where its score "
                 "leads the others by {lead}; beyond that it rises again. The network is kept from being surer than "
                 "its labels are.").format(smoothing=number(layer.smoothing), share=number(share), lead=number(lead, 3))
    else:
        said = {
            "one": _("**Softmax where classes exclude one another:** its shares sum to 1, so that a higher score of "
                     "the dog takes from the cat. Only differences between scores count: move all three by the same "
                     "and nothing changes. The gradient is simply what is said minus what is true."),
            "several": _("**Sigmoids where several may be there:** a photo can show a cat and a dog. Each output "
                         "answers its own yes or no, and raising one leaves the others as they are. Softmax would "
                         "have to share one whole among two right answers: at most 0.5 each."),
            "binary": _("**Yes or no is a softmax of two classes** of which one has the score 0. Confident and wrong "
                        "is what costs: the loss grows with the score, and its slope, answer minus truth, never "
                        "fades there, while the slope of a squared error behind a sigmoid would."),
            "value": _("**A value has no bounds,** so nothing bends the score: a price, an age, the corner of a box. "
                       "The squared error asks for the mean; twice as far off costs four times as much."),
        }[layer.question]
    st.info(said, icon=":material/lightbulb:")


TAB = Tab("last", N_("The last layer"),
          N_("Move a score. Under softmax the others give way; under sigmoids they stay as they are."),
          last_layer_view)
