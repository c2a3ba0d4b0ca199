"""The lines that freeze, in PyTorch and beside them in Keras: they follow each click on a block, and each rate."""

from __future__ import annotations

import streamlit as st

from explorer import training
from pages.fine_tune.network import Learner
from pages.ui.text import _, say

NAMES = {"torch": "PyTorch", "keras": "Keras"}


def freezing_lines(plan: training.Plan, shown: Learner) -> None:
    """Show what freezes the pale blocks of ``shown`` in both libraries.

    Args:
        shown: the network of the plan as it will be trained.
    """
    st.markdown(_("**As code** :gray[what freezes, and how fast the rest learns; follows the blocks above]"))
    for column, (library, lines) in zip(st.columns(2, gap="medium"), code_of(plan, shown).items(), strict=True):
        with column:
            st.caption(f"**{NAMES[library]}**")
            st.code(lines, language="python", wrap_lines=True)
    st.caption(_("Layers are called as in this app's networks; `requires_grad` and `trainable` are what freezes."))


def code_of(plan: training.Plan, shown: Learner) -> dict[str, str]:
    """Return the lines of each library by its name."""
    frozen = training.frozen_layers(shown.blocks, tuple(shown.frozen), shown.head)
    return {"torch": training.torch_freezing(plan, shown.report, frozen, shown.head, say=say),
            "keras": training.keras_freezing(plan, shown.report, frozen, shown.head, say=say)}
