"""How long each layer takes on this machine, measured by running the stack."""

from __future__ import annotations

from functools import partial

import streamlit as st

from explorer import networks
from explorer.errors import message
from explorer.graph import Report
from explorer.runtime import OnProgress
from pages.build_stack.state import state
from pages.ui import long_task, own_stack
from pages.ui.components.table import sorted_table
from pages.ui.device import device_line
from pages.ui.errors import show, told_to_reader
from pages.ui.text import _, say

MOST_TOLD = 3


def measured_times(report: Report) -> None:
    """Show the section; nothing is run, and torch is not loaded, until its button is pressed."""
    section = st.expander(_("Measure how long each layer takes"), icon=":material/timer:", key="bs_timing",
                          on_change="rerun")
    if section.open:
        with section, told_to_reader():
            _section(report)


def _section(report: Report) -> None:
    if report.error or not len(report.graph):
        show(report.error or message("This network has no layers yet, so there is nothing to run. Add a layer."))
        return
    name = own_stack.network_name(state.now.stack)
    slow = long_task.Slow(("layer times", name, device_line()), partial(_measure, name), _cost)
    found = slow.result
    if found is None:
        long_task.offer(slow, key="bs_timing_task", label=_("Run it and measure"))
        return
    _table(report, found)


def _measure(name: str, report: OnProgress) -> networks.LayerTimes:
    return networks.layer_times(networks.load(name), report)


def _cost() -> str:
    return _("The stack is run with random weights for about {seconds} s on {device}.").format(
        seconds=5, device=device_line())


def _table(report: Report, found: networks.LayerTimes) -> None:
    whole, macs = found.whole or 1.0, report.macs or 1
    st.markdown(_("**Measured: {time:.2f} ms for one picture**, {device}. Median of {runs} passes with random "
                  "weights, each layer by itself; what else runs on this machine makes it slower.").format(
                      time=1000 * found.whole, device=say(found.where), runs=found.runs))
    rows = [{_("Layer"): row.name, _("Time (ms)"): round(1000 * found.seconds[row.name], 4),
             _("Share of the time"): 100 * found.seconds[row.name] / whole,
             _("Share of the operations"): 100 * row.macs / macs} for row in report]
    bars = {name: st.column_config.ProgressColumn(name, format="%.1f %%", min_value=0, max_value=100)
            for name in (_("Share of the time"), _("Share of the operations"))}
    sorted_table(rows, name=_("Time of each layer"), key="bs_times", column_config={
        _("Time (ms)"): st.column_config.NumberColumn(format="%.3f"), **bars}, height=min(420, 38 + 35 * len(rows)))
    st.caption(_(":material/lightbulb: {layers} take most of the time. Layers with many operations and few values are "
                 "fast for what they do; those that only read and write, such as activations and pooling, take time "
                 "without operations.").format(layers=", ".join(_slowest(found))))


def _slowest(found: networks.LayerTimes) -> list[str]:
    return sorted(found.seconds, key=lambda name: -found.seconds[name])[:MOST_TOLD]
