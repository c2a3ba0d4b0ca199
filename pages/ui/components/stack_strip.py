"""The strip of a network given as a graph: what each layer is called in it, and which blocks stand as one volume."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from explorer.figures import StripNode, strip
from explorer.graph import INPUT, Block, Dropout, Layer, Report, blocks, folded, given_to, kind_of
from pages.ui.components.network_strip import strip_data
from pages.ui.text import _, language

MOST_VOLUMES = 40
"""With more of them than this, repeated blocks are folded until the reader asks for all."""


def picture_alone(report: Report, selected: str | None, *, wanted: bool | None,
                  opened: Collection[str], gaps: bool = True) -> tuple[dict[str, Any], bool | None]:
    """Return the picture without its tools, and whether repeated blocks are folded in it; None: there are none.

    Args:
        wanted: whether the reader wants them folded; None: as the size of the network asks for.
        opened: ids of the blocks that have been unfolded.
        gaps: whether to say where layers can be put between others.
    """
    found = blocks(report)
    fold = None if all(block.is_plain and not block.parts for block in found) else _folds(report, wanted)
    pieces = folded(found, selected=selected, opened=opened) if fold else None
    return strip_data(stack_picture(report, selected=selected, pieces=pieces, gaps=gaps)), fold


def _folds(report: Report, wanted: bool | None) -> bool:
    if wanted is not None:
        return wanted
    return sum(row.layer.family not in ("normalisation", "activation") for row in report) > MOST_VOLUMES


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


def range_text(value: Any) -> str:
    """Return an argument as readers see it: ``5 × 3`` where axes differ."""
    if isinstance(value, tuple):
        return " × ".join("+".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value)
    return str(value)
