"""Residual blocks: one question at a time, from a single block to whole networks."""

from __future__ import annotations

import streamlit as st

from explorer import networks
from explorer.errors import N_
from pages.layers.block_order import order_view
from pages.layers.loss_around import surface_view
from pages.layers.residual_block import block_view, gradient_view
from pages.layers.state import SKIP_PARTS, state
from pages.layers.without_blocks import without_view
from pages.ui.components.depth_study import depth_study
from pages.ui.tab import Tab
from pages.ui.text import _


def residual_view() -> None:
    """Ask what about skips is looked at, and show it."""
    titles = dict(zip(SKIP_PARTS, (_("One block"), _("Gradient"), _("Leave blocks out"), _("Is deeper better?"),
                                   _("Order"), _("Loss around it")), strict=True))
    shows = dict(zip(SKIP_PARTS, (block_view, gradient_view, without_view, _depth, order_view, surface_view),
                     strict=True))
    st.segmented_control(_("What skips are good for"), list(SKIP_PARTS), format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("skips"))
    shows[state.now.skips]()


def _depth() -> None:
    if study := networks.depth_study():
        depth_study(study, key="la_depth")


TAB = Tab("residual", N_("Residual"),
          N_("With a skip a block computes F(x) + x: it only has to learn what to change. Turn F(x) down to 0."),
          residual_view)
