"""The strip of the reader's stack: what each layer is called in it."""

from __future__ import annotations

from typing import Any

from explorer.figures.network_strip import StripNode, strip
from explorer.graph import INPUT, Layer, Report
from explorer.graph.layers.incomplete import given_to, kind_of
from pages.build_stack.layer_options import range_text
from pages.ui.text import _


def stack_picture(report: Report, *, selected: str) -> dict[str, Any]:
    """Return the picture of a network with its input, for the strip component."""
    nodes = [StripNode(INPUT, "input", report.input_shape, _("input"), ())]
    nodes += [StripNode(row.name, kind_of(row.layer).family, row.output_shape, label(row.layer), row.node.inputs,
                        row.error is not None) for row in report]
    return strip(nodes, selected=selected)


def label(layer: Layer) -> str:
    """Return a layer in a few words: ``conv 5 × 5``."""
    kind, given = kind_of(layer), given_to(layer)
    words = {"conv": _("conv"), "convt": _("transposed"), "fc": _("linear"), "cat": _("concat"),
             "pool": _pool_word(kind)}
    word = words.get(kind.stem, kind.__name__ if kind.stem not in ("flatten", "add", "drop") else kind.__name__.lower())
    size = given.get("kernel_size")
    if size is None:
        return word
    sides = size if isinstance(size, tuple) else (size,) * kind.dims
    return f"{word} {range_text(sides).replace(' ', '')}" if kind.stem != "pool" else f"{word} {range_text(size)}"


def _pool_word(kind: type[Layer]) -> str:
    if kind.__name__.startswith("Adaptive"):
        return _("adaptive pool")
    return _("max pool") if "Max" in kind.__name__ else _("avg pool")
