"""Step 3 of *Fine-tune*: what learns, how fast, and for how long; with the advice of the four cases."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import training
from explorer.settings import settings
from pages.fine_tune.case_map import case_map
from pages.fine_tune.freezing_lines import freezing_lines
from pages.fine_tune.network import Learner
from pages.fine_tune.state import extent, learn, state
from pages.ui.errors import plain, told_to_reader
from pages.ui.state.widget import controlled
from pages.ui.text import _, say
from pages.ui.training_words import learners, optimisers, precisions, schedules, strategies
from pages.ui.words import help_of

RATES = (1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1, 2e-1, 5e-1, 1.0)
BATCHES = (8, 16, 32, 64, 128, 256, 512)


def how_step(shown: Learner | None) -> None:
    """Ask what learns and how, below the four cases; then show it as code.

    Args:
        shown: the network of the plan as it will be trained; None: it cannot be opened.
    """
    plan = state.now
    if training.can_transfer(plan):
        with told_to_reader():
            case_map(plan)
    left, right = st.columns([0.42, 0.58], gap="large")
    with left:
        _strategy(plan)
    with right:
        if not training.can_transfer(plan):
            _advice(plan)
        _numbers(plan)
        with st.expander(_("More settings"), icon=":material/tune:"):
            _more(plan)
    if shown and plan.task == "classify":
        freezing_lines(plan, shown)


OWN = "own"
"""Blocks of the reader's choice, frozen one by one in the strip above."""


def _strategy(plan: training.Plan) -> None:
    titles = strategies()
    only = ["scratch"] if plan.network.startswith("stack/") else [
        how for how in titles if plan.task == "classify" or how in training.SCENE_HOWS]
    if plan.frozen:
        titles[OWN] = (learners(plan.how, plan.frozen),
                       _("Those that you freed above. Click a block there to freeze or free it."))
        only.append(OWN)
    st.radio(_("What learns"), only, format_func=lambda how: titles[how][0], captions=[titles[how][1] for how in only],
             **controlled("ft_how", OWN if plan.frozen else plan.how, _chosen))


def _chosen(how: str) -> None:
    if how != OWN:
        learn(how)


def _advice(plan: training.Plan) -> None:
    """Say what is advised where the four cases are no question: of random weights, and of scenes."""
    pictures, classes = extent(plan)
    advised = training.advise(plan.network, plan.weights, plan.data, pictures=pictures, classes=classes)
    st.info(f"**{strategies()[advised.how][0]}:** " + plain(say(advised.reason)), icon=":material/lightbulb:")


def _numbers(plan: training.Plan) -> None:
    if plan.how == "two_phases":
        _two_rates(plan)
    else:
        _choice(plan, "learning_rate", _("Highest learning rate"), RATES, lambda rate: f"{rate:g}",
                _("How far a step goes. A tenth of the usual rate keeps what pretrained layers know."))
    left, right = st.columns(2, gap="medium")
    with left:
        _whole("epochs", _("Epochs"), 1, settings().epochs, _("How often every picture is seen."))
    with right:
        _choice(plan, "batch_size", _("Batch size"), BATCHES, str,
                _("Pictures per step, at most: they are spread evenly over the steps, and none is left out."))


def _two_rates(plan: training.Plan) -> None:
    """Ask for the rate of each phase, and offer those of the notes."""
    alone = training.head_epochs(plan.how, plan.epochs)
    left, right = st.columns(2, gap="medium")
    with left:
        _choice(plan, "learning_rate", _("Rate of phase 1, the head alone"), RATES, lambda rate: f"{rate:g}",
                _("The highest of the first {count} of {epochs} epochs.").format(count=alone, epochs=plan.epochs))
    with right:
        st.select_slider(_("Rate of phase 2, the rest too"), sorted({*RATES, plan.gentle_rate}),
                         format_func=lambda rate: f"{rate:g}", help=_("The highest of the last {count} epochs. A tenth "
                                                                      "of the first is usual.").format(
                                                                          count=plan.epochs - alone),
                         **controlled("ft_second_rate", plan.gentle_rate,
                                      lambda rate: state.change(second_rate=rate)))
    first, second = training.NOTED_RATES
    st.button(_("As in the notes: {first} with SGD, then {second}").format(first=f"{first:g}", second=f"{second:g}"),
              icon=":material/menu_book:", key="ft_noted", on_click=state.change,
              help=_("Géron, Hands-on machine learning, chapter 14. The rate falls within each phase, as in the book."),
              kwargs={"learning_rate": first, "second_rate": second, "optimiser": "sgd", "schedule": "cosine",
                      "momentum": 0.9})


def _more(plan: training.Plan) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        _named("optimiser", _("Optimiser"), optimisers(), help_of("Optimiser"))
        _named("schedule", _("Schedule of the learning rate"), schedules(),
               help_of("Schedule of the learning rate"))
        _named("precision", _("Precision"), precisions(), help_of("Precision"))
        if plan.task == "classify":
            _switch("class_weights", _("Rare classes count more"))
        else:
            st.caption(_("Class weights and label smoothing are for classes of whole pictures; here each thing, or "
                         "pixel, counts as its loss has it."))
    with right:
        _choice(plan, "weight_decay", _("Weight decay"), (0.0, 1e-5, 1e-4, 5e-4, 1e-3, 5e-3, 0.01, 0.05, 0.1),
                lambda value: f"{value:g}", help_of("Weight decay"))
        if plan.task == "classify":
            _choice(plan, "label_smoothing", _("Label smoothing"), (0.0, 0.05, 0.1, 0.2, 0.3),
                    lambda value: f"{value:g}", help_of("Label smoothing"))
        _whole("early_stopping", _("Stop after so many epochs without a better validation loss"), 0,
               settings().epochs, _("0: never") + f"  \n{help_of('Loss')}")
        _whole("seed", _("Seed"), 0, 99_999, _("The same seed gives the same run."))


def _choice(plan: training.Plan, name: str, title: str, values: tuple[Any, ...], shown: Any,
            says: str | None = None) -> None:
    st.select_slider(title, sorted({*values, getattr(plan, name)}), format_func=shown, help=says,
                     **state.bind(name))


def _whole(name: str, title: str, low: int, high: int, says: str | None = None) -> None:
    # A link, or the plan of a job, may hold more than is offered here.
    st.number_input(title, min_value=low, max_value=max(high, getattr(state.now, name)), help=says, **state.bind(name))


def _named(name: str, title: str, titles: dict[str, str], says: str) -> None:
    st.selectbox(title, list(titles), format_func=titles.__getitem__, help=says, **state.bind(name))


def _switch(name: str, title: str) -> None:
    st.toggle(title, **state.bind(name))
