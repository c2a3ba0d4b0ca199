"""Adding a layer behind the selected one, with arguments that fit where it goes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer.graph import CODES, INPUT, Layer, Report, Shape
from explorer.graph import editing as edit
from explorer.graph.layers.codes import AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d
from explorer.settings import settings
from pages.build_stack import state as bench
from pages.build_stack.layer_options import titles
from pages.ui.text import _

GLOBAL_POOLS: dict[int, Layer] = {1: AdaptiveAvgPool1d(), 2: AdaptiveAvgPool2d(), 3: AdaptiveAvgPool3d()}


def add_layer(report: Report) -> None:
    """Show the kinds of layers and a button that adds one behind the selected layer."""
    named = titles()
    full = len(report.graph) >= settings().layers
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        code = st.selectbox(_("Add after {name}").format(name=bench.selected()), list(named), key="bs_add_kind",
                            format_func=named.__getitem__)
        st.button(_("Add"), icon=":material/add:", key="bs_add", on_click=_added, args=(report, code), disabled=full,
                  help=_("A stack here has at most {most} layers").format(most=settings().layers) if full else None)


def _added(report: Report, code: str) -> None:
    name = bench.selected()
    shape = report.input_shape if name == INPUT else report[name].output_shape
    graph, new = edit.insert_after(bench.now().graph, name, fitting(code, shape))
    if graph[new].layer.several_inputs:
        graph = edit.rewire(graph, new, (name, _partner(report, name, shape)))
    bench.put(graph, select_name=new)


def fitting(code: str, shape: Shape | None) -> Layer:
    """Return a layer that suits an input of ``shape``: its kind in as many dimensions, sizes that keep the map."""
    dims = len(shape) - 1 if shape and 1 < len(shape) < 5 else 2
    if code == "gap":
        return GLOBAL_POOLS[dims]
    kind = CODES.get(f"{code}{dims}d" if dims != 2 else code, CODES[code])
    if code == "bn" and shape and len(shape) == 1:
        kind = CODES["bn1d"]
    channels = shape[0] if shape else 16
    given: dict[str, dict[str, Any]] = {"conv": {"out_channels": max(8, min(channels, 512)), "padding": 1},
                                        "convt": {"out_channels": max(1, channels // 2)}, "fc": {"out_features": 10}}
    return kind(**given.get(kind.stem, {}))


def _partner(report: Report, name: str, shape: Shape | None) -> str:
    """Return the nearest earlier layer with the same shape for a merge to read too; else the one before."""
    place = report.graph.places.get(name, 0)
    alike = [row.name for row in report.rows[:place] if row.output_shape == shape]
    if alike:
        return alike[-1]
    return INPUT if report.input_shape == shape or name == INPUT else report[name].node.inputs[0]
