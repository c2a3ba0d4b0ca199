"""*Kernels that learn*: the panel that *Classic filters* has, too, with what a reader of this page has set."""

from __future__ import annotations

from pages.step_through.state import state
from pages.ui.learned_kernel.panel import learned_kernel


def learn_view() -> None:
    """Show a kernel that learns."""
    learned_kernel(state.now.learning, lambda learning: state.change(learning=learning), prefix="ss",
                   photo_key="ss_photo")
