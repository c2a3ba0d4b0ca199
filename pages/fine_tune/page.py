"""Fine-tune: choose pictures and a network, decide what learns, and start; it trains in the background."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.fine_tune.augmentation import augment_step
from pages.fine_tune.case_map import take_advice
from pages.fine_tune.network import network_step, network_view, shown_plan, take_click, what_learns
from pages.fine_tune.pictures import pictures_step
from pages.fine_tune.race_step import race_step
from pages.fine_tune.start import OPEN, PART, STEPS, summary
from pages.fine_tune.state import begin, choose, state
from pages.fine_tune.what_learns import how_step
from pages.ui.errors import told_to_reader
from pages.ui.pickers.network import title
from pages.ui.pickers.weights import RANDOM, missing, offer
from pages.ui.state import address
from pages.ui.state.widget import controlled
from pages.ui.text import _


def page(*, is_new: bool) -> None:
    """Show the plan, its network, and the open step; a plan that ``is_new`` to the reader cannot be started yet.

    Not a fragment, as parts of it ask again by themselves: one such in another may find no place for what it sends.
    """
    shown = None
    with told_to_reader():
        take_advice()
        plan = state.now
        if lacking := missing(plan.network, plan.weights):
            offer(lacking, title(plan.network), key="ft_get", on_random=partial(choose, weights=RANDOM))
        elif take_click(shown := shown_plan()):
            shown = shown_plan()
        if shown:
            summary(state.now, what_learns(state.now, shown), is_new=is_new)
            network_view(shown)
    steps: dict[str, tuple[str, Callable[[], None]]] = dict(zip(STEPS, (
        (_("1 · Pictures"), pictures_step), (_("2 · Network"), network_step),
        (_("3 · What learns"), partial(how_step, shown)), (_("4 · Augmentation"), augment_step),
        (_("Race"), race_step)), strict=True))
    opened = st.session_state.setdefault(OPEN, STEPS[0])  # a race opens its own step
    st.segmented_control(_("Step"), list(steps), format_func=lambda name: steps[name][0], required=True,
                         label_visibility="collapsed", **controlled("ft_step", opened, _open))
    with told_to_reader():
        steps[opened][1]()
    address.beside(PART, opened if opened != STEPS[0] else None)
    state.write()


def _open(step: str) -> None:
    st.session_state[OPEN] = step


st.title(_("Fine-tune"))
st.caption(_("Everything is set for a first run: press Start. Then change the pictures, the network and what learns."))
replaced = False
with st.spinner(_("Starting PyTorch"), show_time=True), told_to_reader():
    replaced = begin()
if (told := address.take((PART,)).get(PART)) in STEPS:
    _open(told)
page(is_new=replaced)
