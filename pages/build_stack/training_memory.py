"""Memory that training the stack would take, with a batch and an optimiser to choose."""

from __future__ import annotations

from typing import cast

import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.graph import INPUT, Convention, Optimiser, Report, TrainingMemory, training_memory
from explorer.runtime import size_text
from pages.ui.components.chart import plot
from pages.ui.text import _, formula, say
from pages.ui.words import help_of

BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
OPTIMISERS: dict[str, str] = {"sgd": "SGD", "momentum": N_("SGD with momentum"), "adam": "Adam"}


def memory_section(report: Report, convention: Convention) -> None:
    """Show, while its section is open, what training would take in all and layer by layer."""
    section = st.expander(_("Memory for training"), icon=":material/memory:", key="bs_training_memory",
                          on_change="rerun")
    if not section.open or not len(report.graph):
        return
    with section:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            batch = st.select_slider(_("Pictures in a batch"), BATCHES, value=32, key="bs_memory_batch",
                                     persist_state="session", width=320)
            chosen = st.segmented_control(_("Optimiser"), list(OPTIMISERS), default="adam", required=True,
                                          help=help_of("Optimiser"),
                                          format_func=lambda name: _(OPTIMISERS[name]), key="bs_memory_optimiser",
                                          persist_state="session")
        found = training_memory(report, batch=batch, optimiser=cast("Optimiser", chosen))
        st.markdown(memory_text(found, convention))
        _chart(report, found, convention)


def memory_text(found: TrainingMemory, convention: Convention) -> str:
    """Return the total, its parts, and how they come about."""
    total, unit = found.total, convention.memory
    sizes = {name: size_text(size, unit) for name, size in (
        ("parameters", total.parameters), ("gradients", total.gradients), ("optimiser", total.optimiser),
        ("outputs", total.activations))}
    head = _("**{total}** in all: parameters {parameters}, gradients {gradients}, optimiser {optimiser}, outputs kept "
             "for the way back {outputs}.").format(total=size_text(total.total, unit), **sizes)
    lines = "  \n".join(map(formula, found.working.lines))
    told = _("Counted as PyTorch keeps it in float32; what kernels need while they work comes on top.")
    return f"{head}\n\n:small[:gray[{say(found.working.says)} {told}]]\n\n{lines}"


def _chart(report: Report, found: TrainingMemory, convention: Convention) -> None:
    rows = [row for row in report if found.rows[row.name].total]
    if not rows:
        return
    sizes = [found.rows[row.name].total for row in rows]
    plot(figures.shares([row.name for row in rows], [row.layer.family for row in rows], sizes, unit="B"),
         key="bs_memory_bars", alt=_("Memory for training of each layer as bars"))
    if found.rows[INPUT].total:
        st.caption(_("The pictures themselves take {size}.").format(
            size=size_text(found.rows[INPUT].total, convention.memory)))
