"""The strip of the reader's stack: what each layer is called in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from explorer import figures
from explorer.figures import StripNode, strip
from explorer.graph import INPUT, Block, Convention, Dropout, Layer, Report, Row, given_to, kind_of
from pages.build_stack.layer_options import range_text
from pages.ui.components.chart import plot
from pages.ui.text import _, language
from pages.ui.words import help_of


def stack_picture(report: Report, *, selected: str | None, pieces: Sequence[str | Block] | None = None,
                  gaps: bool = False) -> dict[str, Any]:
    """Return the picture of a network with its input, for the strip component.

    Args:
        report: of the network.
        selected: the selected layer.
        pieces: layers, and blocks that are shown as one volume; None: all layers.
        gaps: whether to say where layers can be put between others.
    """
    nodes = [StripNode(INPUT, "input", report.input_shape, _("input"), ())]
    home = {INPUT: INPUT}
    for piece in report.graph.places if pieces is None else pieces:
        node = _layer(report, piece, home) if isinstance(piece, str) else _block(report, piece, home)
        home.update(dict.fromkeys([piece] if isinstance(piece, str) else piece.layers, node.id))
        nodes.append(node)
    return strip(nodes, selected=selected, gaps=gaps)


def _layer(report: Report, name: str, home: Mapping[str, str]) -> StripNode:
    row = report[name]
    return StripNode(name, kind_of(row.layer).family, row.output_shape, label(row.layer),
                     tuple(home[source] for source in row.node.inputs), row.error is not None)


def _block(report: Report, block: Block, home: Mapping[str, str]) -> StripNode:
    rows = [report[name] for name in block.layers]
    main = next((row for row in rows if row.layer.family in ("convolution", "linear")), rows[0])
    sources = dict.fromkeys(home[source] for row in rows for source in row.node.inputs if source in home)
    return StripNode(block.id, kind_of(main.layer).family, rows[-1].output_shape, block.label or label(main.layer),
                     tuple(sources), any(row.error for row in rows), span=(block.layers[0], block.name),
                     times=block.times)


def label(layer: Layer) -> str:
    """Return a layer in a few words: ``conv 5 × 5``."""
    return _label(layer, language())


@lru_cache(maxsize=4096)
def _label(layer: Layer, _language: str) -> str:
    kind, given = kind_of(layer), given_to(layer)
    words = {"conv": _("conv"), "convt": _("transposed"), "fc": _("linear"), "cat": _("concat"),
             "pool": _pool_word(kind), "flatten": _("flatten"), "add": _("add"), "drop": _drop_word(kind)}
    word = words.get(kind.stem, kind.__name__)
    size = given.get("kernel_size")
    if size is None:
        return word
    sides = size if isinstance(size, tuple) else (size,) * kind.dims
    return f"{word} {range_text(sides).replace(' ', '')}" if kind.stem != "pool" else f"{word} {range_text(size)}"


def _pool_word(kind: type[Layer]) -> str:
    if kind.__name__.startswith("Adaptive"):
        return _("adaptive pool")
    if kind.__name__.startswith("LP"):
        return _("power pool")
    return _("max pool") if "Max" in kind.__name__ else _("avg pool")


def _drop_word(kind: type[Layer]) -> str:
    return _("dropout") if kind is Dropout else _("dropout of maps")


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
