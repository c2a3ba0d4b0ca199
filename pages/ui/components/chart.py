"""A Plotly chart in the theme's colours, through which every page shows its charts; and learning curves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from explorer import figures
from pages.ui.text import _

LOSS: figures.Quantity = "loss"
ACCURACY: figures.Quantity = "accuracy"
LONGEST_NAME = 24
"""Of a class in a legend, characters."""

_LEGEND = """<style>
.runs { display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 0.875rem; }
.runs div { display: flex; align-items: center; gap: 8px; min-width: 0; overflow-wrap: anywhere; }
.runs i { flex: none; width: 26px; border-top: 3px solid currentColor; }
</style>"""
_LINE = '<i aria-hidden="true" style="border-top: {look} {colour}"></i>'
_SOLID, _DOTTED = "3px solid", "2px dotted"


def plot(figure: Any, *, key: str, **more: Any) -> Any:
    """Show ``figure``, one of Plotly's; ``more`` goes to ``st.plotly_chart``, and what that returns comes back."""
    shown = figures.in_dark(figure) if st.context.theme.type == "dark" else figure
    return st.plotly_chart(shown, key=key, config={"displayModeBar": False}, **more)


def charts(runs: Sequence[figures.Curve], epochs: int, *, key: str, watched: str = "",
           always: str = "") -> None:
    """Show loss and accuracy of ``runs`` side by side.

    Args:
        watched: names the pictures that are not learned from.
        always: names the class that is said to be always given, where a run's accuracy is held against that.
    """
    if len(runs) > 1:
        legend(runs, watched=watched)
    left, right = st.columns(2, gap="medium")
    for column, quantity, title in ((left, LOSS, _("**Loss** :gray[cross-entropy; 0 is best]")),
                                    (right, ACCURACY, _("**Accuracy** :gray[share of pictures, %]"))):
        with column:
            st.markdown(title)
            chart(runs, quantity, epochs, key=key, watched=watched, always=always)


def legend(runs: Sequence[figures.Curve], *, watched: str = "", parts: bool = True) -> None:
    """Show whose line is which, whole however long the names are; ``parts``: each run has one line for training too."""
    colours = figures.run_colours(dark=st.context.theme.type == "dark")
    rows = [_LINE.format(colour=colour, look=_SOLID) + f"<span>{escape(run.title)}</span>"
            for colour, run in zip(colours, runs, strict=False)]
    if parts:
        rows += [_LINE.format(colour="currentColor", look=look) + f"<span>{escape(name)}</span>"
                 for look, name in ((_SOLID, watched or _("validation")), (_DOTTED, _("training")))]
    st.html(_LEGEND + f'<div class="runs">{"".join(f"<div>{row}</div>" for row in rows)}</div>')


def rate_chart(runs: Sequence[figures.Curve], epochs: int, *, key: str) -> None:
    """Show the learning rate of ``runs`` in a section that opens."""
    section = st.expander(_("Learning rate"), icon=":material/show_chart:", key=f"{key}_rate", on_change="rerun")
    if section.open:
        with section:
            if len(runs) > 1:
                legend(runs, parts=False)
            chart(runs, "learning_rate", epochs, key=key)


def chart(runs: Sequence[figures.Curve], quantity: figures.Quantity, epochs: int, *, key: str, watched: str = "",
          always: str = "", span: tuple[float, float] | None = None) -> None:
    """Show one chart; ``span`` fixes its vertical axis, so that two can be compared."""
    words = figures.Words(train=_("training"), validation=watched or _("validation"),
                          best=_("best epoch"), epoch=_("epoch"), balanced=_("balanced"),
                          always=_("always saying {category}").format(category=escape(always)[:LONGEST_NAME]))
    plot(figures.learning_curves(runs, quantity, epochs=epochs, words=words, span=span), key=f"{key}_{quantity}")
