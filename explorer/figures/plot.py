"""Plotly, loaded whole, and its figures in the dark theme's colours.

This takes a second to load: import it where it is used.
"""

from __future__ import annotations

import json

# Plotly looks for pandas whenever a figure is made, and stumbles over half of it while another thread is loading it.
import pandas  # noqa: F401
import plotly.graph_objects as go

from explorer.figures.colours import DARK, LIGHT

__all__ = ["go", "in_dark"]


def in_dark(figure: go.Figure) -> go.Figure:
    """Return ``figure`` with the light theme's colours of layer kinds replaced by the dark theme's."""
    text = figure.to_json()
    for kind, tone in LIGHT.kinds.items():
        text = text.replace(f'"{tone.fill}"', f'"{DARK.kinds[kind].fill}"')
    return go.Figure(json.loads(text))
