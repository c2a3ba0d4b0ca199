"""Down and up: the U-Net as the strip of its volumes with its skips, and the maps of the one that is open."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import experiments, figures, networks
from explorer.graph import INPUT, Report, Stage, shape_text
from explorer.numbers import number
from pages.ui.components import component
from pages.ui.components.map_sheet import map_sheet
from pages.ui.components.network_strip import strip
from pages.ui.errors import told_to_reader
from pages.ui.text import _, formula
from pages.where_is_it.pixel_scene import class_names, pictured, segmenter, segmenter_picker
from pages.where_is_it.state import state

STRIP, SHEET = "wi_unet", "wi_unet_maps"
HEIGHT = 210
"""Of the strip, px."""


def unet_view() -> None:
    """Show the strip, and the maps of the volume that was clicked."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        segmenter_picker()
    with told_to_reader():
        network = segmenter(state.now.segmenter)
        steps = experiments.unet_steps(network.report)
        _take(steps)
        step = steps[min(state.now.unet_step, len(steps) - 1)]
        _strip(network.report, steps, step)
        _maps(network, step)


def _take(steps: tuple[Stage, ...]) -> None:
    """Take over which volume and which map were clicked."""
    names = [step.name for step in steps]
    clicked = component.clicked(STRIP, names)
    if clicked is not None:
        state.change(unet_step=names.index(clicked), unet_map=1)
    shown = component.clicked(SHEET, range(steps[min(state.now.unet_step, len(steps) - 1)].shape[0]))
    if shown is not None:
        state.change(unet_map=shown + 1)


def _strip(report: Report, steps: tuple[Stage, ...], step: Stage) -> None:
    joins = {skip.join for skip in experiments.unet_skips(report)}
    ends = {layer: one.name for one in steps for layer in one.layers}
    nodes = [figures.StripNode(INPUT, "input", report.input_shape, _("scene"), ())]
    for one in steps:
        sources = tuple(ends.get(source, INPUT) for source in report.graph[one.layers[0]].inputs)
        nodes.append(figures.StripNode(one.name, _drawn_as(one), one.shape, _("joined") if one.name in joins else
                                       one.label, sources))
    strip(figures.strip(nodes, selected=step.name, height=HEIGHT), key=STRIP,
          note=_("{count} skips").format(count=len(joins)))


def _drawn_as(step: Stage) -> Any:
    """Return the kind that is drawn: a step is a volume, never a sheet behind another one."""
    return "reshape" if step.family in ("activation", "normalisation") else step.family


def _maps(network: networks.Network, step: Stage) -> None:
    """Show the maps of a step, and what it is."""
    pixels, _truth = pictured()
    maps = networks.feature_maps(network, pixels, step.name)
    chosen = min(state.now.unet_map, len(maps)) - 1
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        map_sheet(figures.sheet(maps, selected=chosen), key=SHEET)
    with right:
        _facts(network.report, step, chosen)


def _facts(report: Report, step: Stage, chosen: int) -> None:
    rows = [report[name] for name in step.layers]
    shape = next((row.working["shape"].lines for row in rows if row.working.get("shape")), ())
    with st.container(border=True):
        st.markdown(_("**{step}** :gray[{shape}, {params} parameters]").format(
            step=step.label, shape=shape_text(step.shape), params=f"{sum(row.params for row in rows):,}"))
        for line in shape:
            st.markdown(formula(line))
        field = rows[-1].field
        if field is not None:
            st.markdown(_("A unit here sees {field} × {field} px of the scene.").format(field=number(field.size)))
        if step.name == report.graph.output:
            st.markdown(_("Map {map} holds the scores of **{name}**.").format(
                map=chosen + 1, name=class_names()[min(chosen, len(class_names()) - 1)]))
    st.info(_joined_text(report, step), icon=":material/lightbulb:")


def _joined_text(report: Report, step: Stage) -> str:
    """Return what to look for in a step."""
    for skip in experiments.unet_skips(report):
        if skip.join == step.name:
            first = 1 if skip.place == 0 else step.shape[0] - skip.shape[0] + 1
            return _("**Joined:** maps {first} to {last} came across by the skip, fine and with sharp edges; the "
                     "others came up from below and know what is where, but only roughly.").format(
                         first=first, last=first + skip.shape[0] - 1)
    sides = step.shape[-1]
    if sides == min(row.output_shape[-1] for row in report if row.output_shape):
        return _("**The bottom:** {side} × {side} cells, and each has seen most of the scene. What a thing is stands "
                 "here; where exactly its edge runs does not any more.").format(side=sides)
    return _("**Go down and up again:** on the way down cells get fewer and see more; on the way up they become many "
             "again. Click *joined* to see what a skip brings.")

