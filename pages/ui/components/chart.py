"""A Plotly chart in the theme's colours, through which every page shows its charts; and learning curves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from explorer import figures
from explorer.numbers import number
from pages.ui.text import _
from pages.ui.words import help_of

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


def plot(figure: Any, *, key: str, alt: str, **more: Any) -> Any:
    """Show ``figure``, one of Plotly's, with ``alt`` for those who do not see it.

    ``more`` goes to ``st.plotly_chart``, and what that returns comes back.
    """
    shown = figures.in_dark(figure) if st.context.theme.type == "dark" else figure
    return st.plotly_chart(shown, key=key, alt=alt, config={"displayModeBar": False}, **more)


def charts(runs: Sequence[figures.Curve], epochs: int, *, key: str, watched: str = "",
           always: str = "", measure: str = "") -> None:
    """Show loss and accuracy of ``runs`` side by side.

    Args:
        watched: names the pictures that are not learned from.
        always: names the class that is said to be always given, where a run's accuracy is held against that.
        measure: names what the runs have in the place of accuracy.
    """
    told = _("**Measure** :gray[{measure}, %]").format(measure=measure) if measure else _(
        "**Accuracy** :gray[share of pictures, %]")
    loss = _("**Loss** :gray[all parts together; 0 is best]") if measure else _(
        "**Loss** :gray[cross-entropy; 0 is best]")
    if len(runs) > 1:
        legend(runs, watched=watched)
    left, right = st.columns(2, gap="medium")
    for column, quantity, title in ((left, LOSS, loss), (right, ACCURACY, told)):
        with column:
            st.markdown(title, help=help_of("Loss") if quantity == LOSS else None)
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
    words = curve_words(watched, always)
    figure = figures.learning_curves(runs, quantity, epochs=epochs, words=words, span=span)
    plot(figure, key=f"{key}_{quantity}", alt=_spoken(figure, quantity))


def curve_words(watched: str = "", always: str = "") -> figures.Words:
    """Return what charts over epochs say; ``watched`` and ``always`` as in ``charts``."""
    return figures.Words(train=_("training"), validation=watched or _("validation"),
                         best=_("best epoch"), epoch=_("epoch"), balanced=_("balanced"),
                         border=_("the rest learns, too"),
                         always=_("always saying {category}").format(category=escape(always)[:LONGEST_NAME]))


def _spoken(figure: Any, quantity: figures.Quantity) -> str:
    """Return what the curves say: where each line begins and ends."""
    named = {LOSS: _("Loss after each epoch."), ACCURACY: _("Accuracy after each epoch, %.")}
    return f'{named.get(quantity, _("Learning rate in each epoch."))} {line_ends(figure)}'.rstrip()


def line_ends(figure: Any) -> str:
    """Return where each line of a chart over epochs begins and ends, in words."""
    parts = []
    for line in figure.data:
        if "lines" in line.mode and line.hoverinfo != "skip" and line.y:
            first, last = (number(line.y[at], 3) for at in (0, -1))
            parts.append((_("{name}: from {first} to {last}.") if line.name else _("From {first} to {last}.")).format(
                name=line.name, first=first, last=last))
    return " ".join(parts)
