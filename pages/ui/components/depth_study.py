"""Is deeper better? Bets on four trainings that were done for this app, and their curves: 20 and 56 layers, with and
without skips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from explorer import figures, networks
from pages.ui.components.chart import ACCURACY, chart, legend
from pages.ui.text import _

Bet = Literal["shallow", "deep", "same"]
BETS: tuple[Bet, ...] = ("shallow", "deep", "same")
SHALLOW, DEEP = 20, 56
"""Layers of the two networks of each kind."""
SAME = 1.0
"""Accuracies that differ by less are called the same, percentage points."""
BET = "depth_bet"
"""Begins the keys of the bets, which hold on every page that shows the study."""

Study = Mapping[str, networks.TrainingHistory]


def depth_study(study: Study, *, key: str) -> bool:
    """Ask for two bets on the four trainings, show what each is about as soon as it is made; say whether both are.

    Args:
        study: by name, as `networks.depth_study` returns them.
        key: begins the keys of the charts.
    """
    epochs = len(study["plain20"].points)
    st.markdown(_("**{shallow} or {deep} layers?** :gray[All trained alike: {epochs} epochs of {pictures:,} pictures "
                  "of CIFAR-10. The deeper network could copy the other one, and let its remaining layers pass "
                  "everything on.]").format(
                      shallow=SHALLOW, deep=DEEP, epochs=epochs, pictures=study["plain20"].pictures))
    legend([figures.Curve(_layers(count), ()) for count in (SHALLOW, DEEP)], watched=_("test"))
    titles = {"plain": _("**Without skips** :gray[accuracy, %]"), "resnet": _("**With skips** :gray[accuracy, %]")}
    made = []
    for column, (kind, told) in zip(st.columns(2, gap="medium"), titles.items(), strict=True):
        with column:
            st.markdown(told)
            made.append(_race(study, kind, key=key))
    if all(made):
        _lesson(study)
    return all(made)


def winner(study: Study, kind: str) -> Bet:
    """Return which network of a ``kind`` (``plain`` or ``resnet``) ends with more of what it learned from right."""
    lead = 100 * (_end(study, kind, DEEP, "train") - _end(study, kind, SHALLOW, "train"))
    if abs(lead) < SAME:
        return "same"
    return "deep" if lead > 0 else "shallow"


def _race(study: Study, kind: str, *, key: str) -> bool:
    """Ask which of two networks wins; show their curves once a bet is made, on the axes that stood there before."""
    names = {"shallow": _layers(SHALLOW), "deep": _layers(DEEP), "same": _("no difference")}
    bet: Bet | None = st.segmented_control(
        _("At the end, which has more of the pictures right that it learned from?"), BETS, key=f"{BET}_{kind}",
        format_func=names.__getitem__, persist_state="session")
    runs = [figures.Curve(_layers(count), study[f"{kind}{count}"].points if bet else ()) for count in (SHALLOW, DEEP)]
    chart(runs, ACCURACY, len(study["plain20"].points), key=f"{key}_{kind}", watched=_("test"), span=_span(study))
    if bet:
        _outcome(study, kind, names[bet], names[winner(study, kind)], holds=bet == winner(study, kind))
    else:
        st.caption(_("Bet above to see the curves."))
    return bool(bet)


def _outcome(study: Study, kind: str, bet: str, won: str, *, holds: bool) -> None:
    """Say whether a bet holds, and by how much."""
    if holds:
        st.markdown(_("**Your bet holds: {won}.**").format(won=won))
    else:
        st.markdown(_("**You bet on: {bet}. It is: {won}.**").format(bet=bet, won=won))
    shares = {f"{part}{count}": f"{100 * _end(study, kind, count, part):.1f}"
              for part in ("train", "val") for count in (SHALLOW, DEEP)}
    st.caption(_("Right on what they learn from: {train20} % with 20 layers, {train56} % with 56. On test pictures: "
                 "{val20} % and {val56} %.").format(**shares))


def _lesson(study: Study) -> None:
    """Say what to take from both."""
    ends = {name: f"{100 * past.end['train_accuracy']:.1f}" for name, past in study.items()}
    st.caption(_("At the end the networks without skips are right on {plain20} % (20 layers) and {plain56} % (56 "
                 "layers) of the very pictures they learn from, those with skips on {resnet20} % and {resnet56} %. A "
                 "deeper network could copy the shallow one and let its other layers pass everything on, so what "
                 "fails without skips is the learning, not the network. This run is short, but He et al. (2015) saw "
                 "the same after 64,000 steps and call it degradation.").format(**ends))


def _span(study: Study) -> tuple[float, float]:
    """Return the ends of the vertical axis that all curves share, %."""
    values = [100 * point[name] for past in study.values() for point in past.points
              for name in ("train_accuracy", "val_accuracy")]
    return max(0.0, min(values) - 5), min(100.0, max(values) + 5)


def _end(study: Study, kind: str, layers: int, part: str) -> float:
    return float(study[f"{kind}{layers}"].end[f"{part}_accuracy"])


def _layers(count: int) -> str:
    return _("{count} layers").format(count=count)
