"""Timeline: the error of each year's winner of ILSVRC, how deep its network was, and what had been missing before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer import figures
from explorer.milestones import (
    CONTEST,
    DAY_S,
    MACHINES,
    MILESTONES,
    PICTURES,
    TRAINED_PERSON,
    YEAR_S,
    Mark,
    Winner,
    alexnet_work,
    parameters,
)
from pages.architectures.network import open_network
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.state.widget import controlled
from pages.ui.text import _

_TURN, _TOLD = "ar_contest_turn", "ar_contest_told"
NAMED = ("MNIST", "ImageNet (ILSVRC)", "LAION-5B", "R10000", "GeForce GTX 580", "H100 SXM", "LeNet-5",
          "AlexNet", "ViT-22B")
"""Points that are named in the chart; the others say their name when they are pointed at."""


def timeline() -> None:
    """Show the contest, and what made 2012 possible."""
    turn = st.session_state.get(_TURN, 0)
    plot(_contest(), key=f"ar_contest_{turn}", alt=_spoken(), on_select=_clicked, selection_mode="points")
    _winner_without_network()
    st.pills(_("Open a network"), list(MILESTONES), **controlled("ar_open", None, open_network),
             format_func=lambda name: f"{MILESTONES[name].year} {MILESTONES[name].title}")
    st.caption(_("Top-5 error: the right one of 1,000 classes is not among the five likeliest. Entries to the contest "
                 "are most often several networks that vote; one alone is 1 to 3 points worse. Grey: no network, or a "
                 "vote of known ones. Layers: those with weights, one behind the other."))
    years = st.expander(_("The years as a table, with sources"), icon=":material/table:", key="ar_years",
                        on_change="rerun")
    if years.open:
        with years:
            table([_row(winner) for winner in CONTEST], name=_("Winners of ILSVRC"))
    _what_was_missing()


def _clicked() -> None:
    """Open the network of the bar that was clicked, or keep whose bar it was."""
    turn = st.session_state.get(_TURN, 0)
    selected = st.session_state[f"ar_contest_{turn}"]["selection"]["points"]
    if not selected:
        return
    st.session_state[_TURN] = turn + 1  # another chart, in which nothing is selected
    winner = CONTEST[selected[0]["point_index"]]
    st.session_state[_TOLD] = None if winner.network else winner
    open_network(winner.network or None)


def _winner_without_network() -> None:
    winner: Winner | None = st.session_state.get(_TOLD)
    if winner:
        st.info(f"**{winner.year} {winner.title}** · {_(winner.what)}", icon=":material/info:")


def _contest() -> Any:
    # str: Plotly copies what it is given, and a text of another language is marked anew when it is copied
    titles = (str(_("Top-5 error, %")), str(_("Layers with weights")),
              _("a trained person: {error} %").format(error=TRAINED_PERSON))
    return figures.contest_chart(
        [f"{winner.year}<br>{winner.title}" for winner in CONTEST], [winner.error for winner in CONTEST],
        [winner.layers for winner in CONTEST], person=TRAINED_PERSON, titles=titles,
        hovers=[f"<b>{winner.year} {winner.title}</b><br>{_wrapped(_(winner.what))}" for winner in CONTEST])


def _wrapped(text: str, most: int = 60) -> str:
    """Return a text in lines of about ``most`` characters, as Plotly wants them."""
    lines = [""]
    for word in text.split():
        lines = [*lines, word] if len(lines[-1]) + len(word) >= most else [*lines[:-1], f"{lines[-1]} {word}".strip()]
    return "<br>".join(lines)


def _spoken() -> str:
    said = [_("{year} {title}: {error} %, {layers} layers").format(
        year=winner.year, title=winner.title, error=winner.error, layers=winner.layers or "–") for winner in CONTEST]
    return "; ".join([_("Top-5 error of ILSVRC's winners, and their depth"), *said])


def _row(winner: Winner) -> dict[str, Any]:
    return {_("Year"): winner.year, _("Entry"): winner.title, _("Top-5 error, %"): winner.error,
            _("Layers"): winner.layers or "–", _("What was new"): _(winner.what), _("Source"): winner.source}


def _what_was_missing() -> None:
    """Show why the same plan did not win in 1998: pictures and machines, year by year."""
    st.markdown(_("**Why 2012, and not 1998?**  \nLeNet-5 and AlexNet have one plan. Between them lie 20 times "
                  "as many pictures, each with 150 times the pixel values, and 4,000 times the computing power of one "
                  "machine."))
    speeds = [Mark(year=one.year, title=one.title, value=one.speed, source=one.source) for one in MACHINES]
    names = (_("Pictures"), _("Operations a second"), _("Parameters"))
    series = [_grown(names[0], "linear", PICTURES, below=True), _grown(names[1], "pooling", speeds),
              _grown(names[2], "convolution", parameters(), joined=False)]
    plot(figures.growth_chart(series, marked=[(1998, "1998"), (2012, "2012")]), key="ar_growth",
         alt=_("How data sets, machines and networks grew from 1998 on, on a logarithmic axis"))
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(_("**AlexNet's training on other machines, at their best**  \n:gray[90 passes through 1.2 million "
                      "pictures, forward and backward, are {work} operations. The two GTX 580 took 5 to 6 days: a "
                      "third of what they can at most.]").format(work=_power(alexnet_work())))
        table([{_("Machine"): f"{one.title} ({one.year})", _("Operations a second"): _power(one.speed),
                _("It takes"): _time(alexnet_work() / one.speed)} for one in MACHINES], name=_("Time of a training"))
    sources = right.expander(_("Where these numbers are from"), icon=":material/menu_book:", key="ar_sources",
                             on_change="rerun")
    if sources.open:
        with sources:
            _sources(speeds)


def _sources(speeds: Sequence[Mark]) -> None:
    """Show each point of the chart with its source."""
    table([{_("Year"): mark.year, _("What"): mark.title, _("How much"): _power(mark.value),
            _("Source"): mark.source} for mark in (*PICTURES, *speeds, *parameters())], name=_("Sources"))


def _grown(name: str, kind: figures.Kind, marks: Sequence[Mark], *, below: bool = False,
           joined: bool = True) -> figures.Grown:
    return figures.Grown(
        name=str(name), kind=kind, years=[mark.year for mark in marks], values=[mark.value for mark in marks],
        below=below, joined=joined, titles=[mark.title if mark.title in NAMED else "" for mark in marks],
        hovers=[f"<b>{mark.year} {mark.title}</b><br>{_power(mark.value)}<br>{_wrapped(mark.source)}"
                for mark in marks])


def _power(value: float) -> str:
    """Return a number in full up to a million, from there with a power of ten: ``4.7 · 10¹⁷``."""
    if value < 1e6:
        return f"{value:,.0f}"
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits} · 10{str(int(exponent)).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def _time(seconds: float) -> str:
    if seconds >= YEAR_S:
        return _("{years} years").format(years=f"{seconds / YEAR_S:.0f}")
    if seconds >= DAY_S:
        return _("{days} days").format(days=f"{seconds / DAY_S:.1f}")
    return _("{hours} hours").format(hours=f"{seconds / 3600:.1f}")
