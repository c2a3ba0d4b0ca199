"""Timeline: the error of each year's winner of ILSVRC, and how deep its network was."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import figures
from explorer.milestones import CONTEST, TRAINED_PERSON, Winner
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.text import _


def timeline() -> None:
    """Show the contest."""
    plot(_contest(), key="ar_contest", alt=_spoken())
    st.caption(_("Top-5 error: the right one of 1,000 classes is not among the five likeliest. Entries to the contest "
                 "are most often several networks that vote; one alone is 1 to 3 points worse. Grey: no network, or a "
                 "vote of known ones. Layers: those with weights, one behind the other."))
    with st.expander(_("The years as a table, with sources"), icon=":material/table:", key="ar_years"):
        table([_row(winner) for winner in CONTEST], name=_("Winners of ILSVRC"))


def _contest() -> Any:
    titles = (_("<b>Top-5 error, %</b>"), _("<b>Layers with weights</b>"),
              _("a trained person: {error} %").format(error=TRAINED_PERSON))
    return figures.contest_chart(
        [f"{winner.year}<br>{winner.title}" for winner in CONTEST], [winner.error for winner in CONTEST],
        [winner.layers for winner in CONTEST], person=TRAINED_PERSON, titles=titles,
        hovers=[f"<b>{winner.year} {winner.title}</b><br>{_(winner.what)}" for winner in CONTEST])


def _spoken() -> str:
    said = [_("{year} {title}: {error} %, {layers} layers").format(
        year=winner.year, title=winner.title, error=winner.error, layers=winner.layers or "–") for winner in CONTEST]
    return "; ".join([_("Top-5 error of ILSVRC's winners, and their depth"), *said])


def _row(winner: Winner) -> dict[str, Any]:
    return {_("Year"): winner.year, _("Entry"): winner.title, _("Top-5 error, %"): winner.error,
            _("Layers"): winner.layers or "–", _("What was new"): _(winner.what), _("Source"): winner.source}
