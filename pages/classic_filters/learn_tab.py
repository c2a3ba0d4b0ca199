"""Tabs that other pages have, too: a kernel that learns."""

from __future__ import annotations

from pages.classic_filters.state import state
from pages.ui.learned_kernel import panel
from pages.ui.tab import Tab


def learn_view() -> None:
    """Show a kernel that learns."""
    panel.learned_kernel(state.now.learning, lambda learning: state.change(learning=learning), prefix="cf",
                         photo_key="cf_photo")


TAB = Tab("learn", panel.TITLE, panel.SAYS, learn_view)
