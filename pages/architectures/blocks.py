"""Blocks of famous networks at any size: what they cost against plainer ones, and how data flows in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import figures
from explorer.graph import Report, Working, kind_of, shape_to_text
from explorer.milestones import DESIGNS, BlockCost, BlockDesign, BlockSize, Sizes, cost, formula, part_of_five
from pages.architectures.data_flow import data_flow, flow_data
from pages.architectures.state import state
from pages.ui.compared import NONE, ratio_text, totals_table
from pages.ui.components.chart import plot
from pages.ui.state.widget import controlled
from pages.ui.text import _, count_text, formula as typeset, say
from pages.ui.words import help_of

PLAIN = "plain"
TALL = 420
"""px; of a picture beside which there is room."""


def blocks() -> None:
    """Ask for a block and its sizes, and show it beside what it is measured against."""
    now = state.now
    design = DESIGNS[now.block]
    sizes = design.nearest(read_sizes(now.sizes))
    st.pills(_("Block"), list(DESIGNS), format_func=lambda name: _(DESIGNS[name].title), required=True,
             label_visibility="collapsed", **controlled("ar_block", now.block, _choose))
    both = design.report(sizes), design.report(sizes, plain=True)
    left, right = st.columns([0.26, 0.74], gap="medium")
    with left:
        _controls(design, sizes)
    with right:
        _picture_and_bars(design, both)
    _numbers(design, both)
    _formulas(now.block, design, sizes)


def read_sizes(text: str) -> dict[str, int]:
    """Return the sizes in a link, ``C192.H28``; what is none is left out."""
    return {letter: int(value) for letter, value in re.findall(r"(?:^|\.)([A-Za-z])(\d{1,6})(?=\.|$)", text, re.ASCII)}


def written_sizes(design: BlockDesign, sizes: Sizes) -> str:
    """Return sizes for a link: those that are not the paper's."""
    return ".".join(f"{size.letter}{sizes[size.letter]}" for size in design.sizes
                    if sizes[size.letter] != size.usual)


def _choose(name: str | None) -> None:
    if name in DESIGNS:
        state.change(block=name, sizes="")


def _controls(design: BlockDesign, sizes: Sizes) -> None:
    st.markdown(say(design.says))
    for size in design.sizes:
        st.slider(f"{_(size.title)} (${size.letter}$)", size.least, size.most, step=size.step,
                  **controlled(f"ar_size_{state.now.block}_{size.letter}", sizes[size.letter],
                               partial(_resize, design, sizes, size)))
    st.radio(_("The picture shows"), ["block", PLAIN],
             format_func=lambda drawn: _(design.plain if drawn == PLAIN else design.title),
             **controlled("ar_drawn", state.now.drawn, lambda drawn: state.change(drawn=drawn)))
    st.page_link("build_stack/page.py", label=_("Open it in Build a stack"), icon=":material/layers:",
                 query_params={"stack": design.text(sizes, plain=state.now.drawn == PLAIN),
                               "input": shape_to_text(design.input_shape(sizes))})
    st.caption(design.source)


def _resize(design: BlockDesign, sizes: Sizes, size: BlockSize, value: int) -> None:
    state.change(sizes=written_sizes(design, design.nearest({**sizes, size.letter: value})))


def _picture_and_bars(design: BlockDesign, both: tuple[Report, Report]) -> None:
    """Show the picture with the bars below it, or beside it where branches make it tall."""
    data = flow_data(both[state.now.drawn == PLAIN])
    if data["picture"]["height"] <= TALL:
        data_flow(data, key="ar_flow")
        _bars(design, both, st.columns(2, gap="medium"))
        return
    picture, bars = st.columns([0.68, 0.32], gap="medium")
    with picture:
        data_flow(data, key="ar_flow")
    _bars(design, both, (bars, bars))


def _bars(design: BlockDesign, both: tuple[Report, Report], places: Sequence[DeltaGenerator]) -> None:
    titles = _(design.title), _(design.plain)
    for column, title, unit, quantity in zip(places, (_("**Parameters**"), _("**Multiply-adds**")),
                                             (_("parameters"), _("MACs")), ("params", "macs"), strict=True):
        bars = [figures.CostBar(name, _parts(report, quantity), count_text(getattr(report, quantity)))
                for name, report in zip(titles, both, strict=True)]
        with column:
            st.markdown(title, help=help_of("MACs") if quantity == "macs" else None)
            plot(figures.cost_bars(bars, unit=unit), key=f"ar_bars_{quantity}",
                 alt="; ".join(f"{bar.title}: {bar.total}" for bar in bars))


def _parts(report: Report, quantity: str) -> tuple[figures.CostPart, ...]:
    return tuple(figures.CostPart(row.name, kind_of(row.layer).family, getattr(row, quantity)) for row in report)


def _numbers(design: BlockDesign, both: tuple[Report, Report]) -> None:
    mine, other = map(cost, both)
    totals_table((_("In all"), _(design.title), _(design.plain), _("Ratio")), [
        (_("Parameters"), count_text(mine.params), count_text(other.params), ratio_text(mine.params, other.params)),
        (_("MACs"), count_text(mine.macs), count_text(other.macs), ratio_text(mine.macs, other.macs)),
        (_("What one unit sees"), _field(mine), _field(other), NONE),
        (_("Activations in a row"), str(mine.bends), str(other.bends), NONE),
        (_("Values that all layers put out"), count_text(mine.values), count_text(other.values),
         ratio_text(mine.values, other.values))], strong=3)


def _field(found: BlockCost) -> str:
    return _("all of it") if found.field is None else f"{found.field} × {found.field} px"


def _formulas(name: str, design: BlockDesign, sizes: Sizes) -> None:
    found = formula(name, sizes)
    for column, title, working in zip(st.columns(2, gap="medium"), (design.title, design.plain),
                                      (found.block, found.plain), strict=True):
        with column, st.container(border=True):
            st.markdown(_("**Parameters of: {name}**").format(name=_(title)))
            _working(working)
    st.markdown(typeset(found.ratio))
    if name == "inception":
        through, straight = part_of_five(sizes)
        st.markdown(_("The 5 × 5 alone: {straight} parameters straight from {maps} maps, {through} through "
                      "{few}.").format(straight=count_text(straight), through=count_text(through), maps=sizes["C"],
                                       few=sizes["Q"]))


def _working(working: Working) -> None:
    for line in working.lines:
        st.markdown(typeset(line))
    st.caption(say(working.says))

