"""Charts of the reader's stack: where its parameters and its operations are."""

from __future__ import annotations

import streamlit as st

from explorer import figures
from explorer.graph import Convention, Report, Row
from pages.ui.components.chart import plot
from pages.ui.text import _
from pages.ui.words import help_of


def stack_charts(report: Report, convention: Convention) -> None:
    """Show two small charts side by side: parameters and operations of the layers that have some.

    They are drawn while their section is open: Plotly is the heaviest thing a browser has to draw on this page, and
    the bars in the table say the same at a glance.
    """
    rows = [row for row in report if row.params or row.macs]
    section = st.expander(_("Charts: where the parameters and the operations are"), icon=":material/bar_chart:",
                          key="bs_charts", on_change="rerun")
    if not section.open or not rows:
        return
    with section:
        _charts(rows, convention)


def _charts(rows: list[Row], convention: Convention) -> None:
    names, kinds = [row.name for row in rows], [row.layer.family for row in rows]
    operations = [convention.operations(row.counts) for row in rows]
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(_("**Where the parameters are**"))
        plot(figures.shares(names, kinds, [row.params for row in rows], unit=_("parameters")), key="bs_params",
             alt=_("Parameters of each layer as bars"))
    with right:
        flops = convention.operation == "FLOP"
        st.markdown(_("**Where the FLOPs (operations) are**") if flops else
                    _("**Where the MACs (multiply-adds) are**"), help=help_of("FLOPs" if flops else "MACs"))
        plot(figures.shares(names, kinds, operations, unit=_("FLOPs") if flops else _("MACs")), key="bs_macs",
             alt=_("Operations of each layer as bars"))
