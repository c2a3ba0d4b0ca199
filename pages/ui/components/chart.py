"""A Plotly chart in the theme's colours; every page shows its charts through this."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import figures


def plot(figure: Any, *, key: str, **more: Any) -> Any:
    """Show ``figure``, one of Plotly's; ``more`` goes to ``st.plotly_chart``, and what that returns comes back."""
    shown = figures.in_dark(figure) if st.context.theme.type == "dark" else figure
    return st.plotly_chart(shown, key=key, config={"displayModeBar": False}, **more)
