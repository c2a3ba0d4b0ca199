"""Dropout: few digits learned with and without it, as shipped and live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from explorer import figures
from explorer.arrays import Floats
from explorer.experiments import Experiment, LivePoint, dropout, heart_curves
from explorer.numbers import number
from pages.layers.norm_state import EXAMPLES
from pages.layers.state import state
from pages.ui.components.chart import legend, plot
from pages.ui.components.table import table
from pages.ui.live_run import live_run
from pages.ui.state.widget import tabs
from pages.ui.text import _, share_text

SECONDS, PER_EXAMPLE = 2, 0.02
"""s; both networks together, beside nothing else."""
HIGHEST_LOSS = 2.0


def learning_part() -> None:
    """Show the curves, shipped or live."""
    left, right = st.columns([0.28, 0.72], gap="medium")
    with left:
        wrong = {0: _("none"), 20: _("a fifth")}
        st.segmented_control(_("Wrong labels among the examples"), list(wrong), format_func=wrong.__getitem__,
                             required=True, **state.bind("wrong"))
        st.markdown(_told())
    with right:
        for tab, show in zip(tabs([_("As shipped"), _("Train it here")], key="la_drop_tabs"), (_shipped, _live),
                             strict=True):
            if tab.open:
                with tab:
                    show()


def _told() -> str:
    if state.now.wrong:
        return _("A network of two hidden layers of 256 units learns {count} digits, every fifth with a wrong label. "
                 "Without dropout it learns the wrong ones by heart, too, and gets worse on new digits: "
                 "overfitting. With dropout no unit can rely on one other, and learning by heart gets hard.").format(
                     count=heart_curves.EXAMPLES)
    return _("With right labels only, there is little to learn that is wrong: dropout lowers the loss on new digits a "
             "little, and the accuracy stays. It is no cure for too few examples.")


def _shipped() -> None:
    curves = heart_curves.shipped_curves()
    wrong = state.now.wrong / 100
    by_name = {_name(p): curves[p, wrong] for p, share in curves if share == wrong}
    _charts(by_name, key="la_shipped")
    st.caption(_("{count} digits, Adam, learning rate 0.001. Lines: mean of {seeds} trainings from other first weights "
                 "and with other digits; bands: from the lowest to the highest.").format(
                     count=heart_curves.EXAMPLES, seeds=len(next(iter(by_name.values())))))


def _name(p: float) -> str:
    return _("p = {p}").format(p=f"{p:g}") if p else _("without dropout")


def _live() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.slider(_("p, the share of units left out"), 0.0, dropout.HIGHEST, step=0.1, width=260, **state.bind("p"))
        st.select_slider(_("Digits to learn from"), list(EXAMPLES), width=220, **state.bind("examples"))
    now = state.now
    settings = {"seed": 0, "p": now.p, "wrong": now.wrong / 100, "examples": now.examples}
    live_run(Experiment("explorer.experiments.overfitting.train", steps=heart_curves.EPOCHS, settings=settings,
                        seconds=SECONDS + PER_EXAMPLE * now.examples),
             _draw, key="la_drop")


def _draw(points: Sequence[LivePoint]) -> None:
    """Draw what has come of the live training."""
    def curve(name: str) -> Floats:
        rows = [[point.values[name][quantity] for quantity in heart_curves.QUANTITIES] for point in points]
        return np.array(rows, dtype=np.float32).reshape(1, len(points), len(heart_curves.QUANTITIES))
    _charts({_("without dropout"): curve("without"), _("p = {p}").format(p=f"{state.now.p:g}"): curve("with")},
            key="la_live")


def _charts(curves: Mapping[str, Floats], *, key: str) -> None:
    """Show loss and accuracy on the examples (dotted) and on new digits (solid), and where they end."""
    legend([figures.Curve(name, ()) for name in curves], watched=_("new digits"))
    colours = figures.run_colours()[:len(curves)]
    columns = st.columns(2, gap="medium")
    for column, (train, val, title, percent, span) in zip(columns, (
            (0, 2, _("Loss"), False, (0.0, HIGHEST_LOSS)), (1, 3, _("Accuracy"), True, (0.3, 1.02))), strict=True):
        lines = {f"{name}, {part}": values[:, :, place] for name, values in curves.items()
                 for place, part in ((val, _("new digits")), (train, _("examples")))}
        with column:
            plot(figures.seed_curves(lines, [colour for colour in colours for _part in range(2)],
                                     dashes=("solid", "dot") * len(colours), axes=(_("Epoch"), title),
                                     epochs=heart_curves.EPOCHS, percent=percent, span=span),
                 key=f"{key}_{train}", alt=_spoken(title, lines))
    if any(values.shape[1] for values in curves.values()):
        table([_row(name, values) for name, values in curves.items()], name=_("Where the curves end"))


def _spoken(title: str, lines: Mapping[str, Floats]) -> str:
    ends = [_("{name}: from {first} to {last}.").format(name=name, first=number(float(values[:, 0].mean()), 3),
                                                       last=number(float(values[:, -1].mean()), 3))
            for name, values in lines.items() if values.shape[1]]
    return " ".join([f"{title}.", *ends])


def _row(name: str, values: Floats) -> dict[str, str]:
    end = values[:, -1].mean(axis=0)
    return {_("Network"): name, _("Examples right"): share_text(float(end[1])),
            _("New digits right"): share_text(float(end[3])), _("Loss on new digits"): f"{end[2]:.2f}",
            _("Lowest before"): f"{values[:, :, 2].mean(axis=0).min():.2f}"}
