"""The one picture of a network on every page: a strip of volumes, to scale, as instructions for a drawing.

Height and width of a volume are linear in the side of the map, relative to the largest map of the network; its front is
as wide as the logarithm of its channels; vectors are bars whose height is logarithmic. Layers that work on each value
alone stand as thin sheets behind the volume they follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log2
from typing import Any

from explorer.errors import SpecError
from explorer.figures.colours import Kind
from explorer.figures.graph_layout import Arrangement, Line, arrange
from explorer.graph import shape_text

HEIGHT = 232
"""Usual height of the strip, px. A network with branches may need more."""

_LEAST_SIDE = 8.0        # px; smaller maps are drawn this large, so that they can be seen and hit
_LEAST_SCALE = 84.0      # px of the largest map; below it the strip grows instead
_ACROSS, _RISE = 0.32, 0.2  # of a map's width: how far its far edge lies right and up
_SHEET, _BAR, _PILE = 6.0, 12.0, 8.0
_TEXT, _PAD, _ARCS = 42.0, 12.0, 18.0
_NEST, _MOST_BELOW = 5.0, 4  # px between arcs that lie in each other, and how many may


@dataclass(frozen=True, slots=True)
class StripNode:
    """A layer in the strip. ``shape``: channels first, without the batch; None where it could not be computed.

    ``pale``: drawn in pale colours, for what does not take part, such as layers that do not learn. ``span``: first and
    last layer of what is folded into this one volume, ``times``: how often they stand behind each other there.
    """

    id: str
    kind: Kind
    shape: tuple[int, ...] | None
    label: str
    inputs: tuple[str, ...]
    wrong: bool = False
    pale: bool = False
    span: tuple[str, str] | None = None
    times: int = 0

    @property
    def start(self) -> str:
        """Return the first layer of what is drawn."""
        return self.span[0] if self.span else self.id

    @property
    def end(self) -> str:
        """Return the layer whose output is drawn."""
        return self.span[1] if self.span else self.id


@dataclass(slots=True)
class _Group:
    """A volume and the sheets behind it, px.

    Width of its front, height, how far its far edge lies right and up; edges of its column, and where it stands in it.
    """

    nodes: list[StripNode]
    front: float = 0.0
    tall: float = 0.0
    across: float = 0.0
    rise: float = 0.0
    start: float = 0.0
    end: float = 0.0
    left: float = 0.0
    centre: float = 0.0

    @property
    def width(self) -> float:
        pile = _PILE if self.nodes[0].times > 1 else 0.0
        return self.front + self.across + _SHEET * (len(self.nodes) - 1) + pile

    @property
    def top(self) -> float:
        return self.centre - (self.tall + self.rise) / 2

    @property
    def right(self) -> float:
        return self.left + self.width


def strip(nodes: Sequence[StripNode], *, selected: str | None, height: int = HEIGHT,
          gaps: bool = False) -> dict[str, Any]:
    """Return the picture of a network as JSON-able numbers and texts, all lengths in px.

    Args:
        nodes: layers, each behind all of its inputs.
        selected: id of the selected layer.
        height: height of the picture where its lanes fit into it.
        gaps: whether to say where layers can be put between others.

    Raises:
        SpecError: a layer reads one that does not come before it.
    """
    groups, inputs, sources = _grouped(nodes)
    plan = arrange(inputs)
    rows = _sized(groups, plan, height)
    texts = _placed(groups, plan, rows)
    return {
        "height": height if rows[-1] < height + 1 else ceil(rows[-1] / 8) * 8,
        "width": ceil(max((x for x, _ in texts), default=0.0) + 64),
        "selected": selected,
        "lines": [_path(line, groups, plan, rows) for line in plan.lines],
        "nodes": [drawn for group, text in zip(groups, texts, strict=True) for drawn in _drawn(group, text)],
        **({"gaps": _gaps(groups, plan, rows, sources)} if gaps else {}),
    }


def _shape_text(shape: tuple[int, ...] | None) -> str:
    """Return a shape as readers see it, and a dash where nothing was computed."""
    return "–" if shape is None else shape_text(shape)


def _grouped(nodes: Sequence[StripNode]) -> tuple[list[_Group], list[list[int]], list[dict[int, str]]]:
    """Return volumes with their sheets, which others each reads, and by which of their layers it does."""
    groups: list[_Group] = []
    inputs: list[list[int]] = []
    read: list[dict[int, str]] = []
    ends = {node.id: node.end for node in nodes}
    home: dict[str, int] = {}
    for node in nodes:
        try:
            sources = [home[name] for name in node.inputs]
        except KeyError as error:
            raise SpecError("Layer {name} reads {source}, which does not come before it. Put {source} first.",
                            name=node.id, source=error.args[0]) from error
        if node.kind in ("normalisation", "activation") and len(sources) == 1:
            groups[sources[0]].nodes.append(node)
            home[node.id] = sources[0]
        else:
            home[node.id] = len(groups)
            groups.append(_Group([node]))
            inputs.append(sources)
            read.append({source: ends[name] for source, name in zip(sources, node.inputs, strict=True)})
    return groups, inputs, read


def _sized(groups: list[_Group], plan: Arrangement, height: int) -> list[float]:
    """Give each group its size; return the lower edge of each lane, px, after the top edge of the first."""
    shapes = _shapes(groups, plan)
    largest = max((max(shape[1:]) for shape in shapes if len(shape) > 1), default=1)
    longest = max((shape[0] for shape in shapes if len(shape) == 1), default=1)
    shares = [0.0] * (1 + max(plan.lanes, default=0))
    for lane, shape in zip(plan.lanes, shapes, strict=True):
        share = max(shape[1:]) / largest if len(shape) > 1 else 0.8
        shares[lane] = max(shares[lane], share)
    top = _PAD + (_ARCS if any(line.route == "arc" for line in plan.lines) else 0.0)
    room = height - top - len(shares) * _TEXT
    scale = max(_LEAST_SCALE, room / (1 + _RISE) / (sum(shares) or 1))
    for group, shape in zip(groups, shapes, strict=True):
        _size(group, shape, scale / largest, scale / log2(1 + max(longest, 1024)))
    edges = [top]
    for share in shares:
        edges.append(edges[-1] + max(scale * share * (1 + _RISE), 2.5 * _LEAST_SIDE) + _TEXT)
    return edges


def _shapes(groups: list[_Group], plan: Arrangement) -> list[tuple[int, ...]]:
    """Return the shape of each volume; one that was not computed looks like the first it reads."""
    sources = {line.target: line.source for line in reversed(plan.lines)}
    shapes: list[tuple[int, ...]] = []
    for index, group in enumerate(groups):
        shape = group.nodes[0].shape
        source = sources.get(index)
        shapes.append(shape or (shapes[source] if source is not None else (1,)))
    return shapes


def _size(group: _Group, shape: tuple[int, ...], per_px: float, per_octave: float) -> None:
    if len(shape) == 1:
        group.front, group.tall = _BAR, max(_LEAST_SIDE, per_octave * log2(1 + shape[0]))
        return
    deep = shape[0] * (shape[1] if len(shape) > 3 else 1)
    tall, wide = (shape[1], 1) if len(shape) == 2 else shape[-2:]
    wide_px = max(_LEAST_SIDE, wide * per_px)
    group.front = 4 + 3.2 * log2(max(deep, 1))
    group.tall = max(_LEAST_SIDE, tall * per_px)
    group.across, group.rise = max(4.0, _ACROSS * wide_px), max(2.5, _RISE * wide_px)


def _placed(groups: list[_Group], plan: Arrangement, rows: list[float]) -> list[tuple[float, float]]:
    """Give each group its place; return the centre and the first baseline of each one's text, px."""
    widths = [0.0] * (1 + max(plan.columns, default=0))
    for column, group in zip(plan.columns, groups, strict=True):
        node = group.nodes[0]
        needed = max(group.width + 26, 6.7 * len(_shape_text(node.shape)) + 14, 5.9 * min(len(node.label), 18) + 14)
        # Whole steps, so that columns stay where they are while a number under them changes.
        widths[column] = max(widths[column], ceil(needed / 16) * 16)
    starts = [8.0]
    for width in widths:
        starts.append(starts[-1] + width)
    texts = []
    for column, lane, group in zip(plan.columns, plan.lanes, groups, strict=True):
        group.start, group.end = starts[column], starts[column + 1]
        middle = (group.start + group.end) / 2
        group.left = middle - group.width / 2
        group.centre = (rows[lane] + rows[lane + 1] - _TEXT) / 2
        texts.append((middle, rows[lane + 1] - _TEXT + 18))
    return texts


def _path(line: Line, groups: list[_Group], plan: Arrangement, rows: list[float]) -> str:
    """Return the SVG path of a line; it bends only between columns, where no text stands."""
    source, target = groups[line.source], groups[line.target]
    x1, y1, x2, y2 = source.right + 5, source.centre, target.left - 5, target.centre
    if line.route == "straight":
        return f"M{x1:.0f} {y1:.0f}H{x2:.0f}"
    if line.route == "arc":
        over = rows[plan.lanes[line.source]] - 2 - _height(line, plan)
        return f"M{x1:.0f} {y1:.0f}{_bend(source.end, y1, over)}{_bend(target.start, over, y2)}H{x2:.0f}"
    return f"M{x1:.0f} {y1:.0f}{_bend(target.start, y1, y2)}H{x2:.0f}"


def _height(line: Line, plan: Arrangement) -> float:
    """Return how far an arc rises over its lane, px: above those below it, as a U-Net's skips lie in each other."""
    first, last = plan.columns[line.source], plan.columns[line.target]
    below = [other for other in plan.lines if other.route == "arc" and other != line
             and plan.lanes[other.source] == plan.lanes[line.source]
             and first <= plan.columns[other.source] and plan.columns[other.target] <= last
             and plan.columns[other.target] - plan.columns[other.source] < last - first]
    own = min(2.4 * (last - first), _ARCS - 2)
    if len(below) > _MOST_BELOW:  # a DenseNet's lie in each other by the hundred
        return own
    return min(max([own, *(_height(other, plan) + _NEST for other in below)]), _ARCS + _PAD - 4)


def _bend(x: float, y1: float, y2: float) -> str:
    return f"H{x - 8:.0f}C{x + 2:.0f} {y1:.0f} {x - 2:.0f} {y2:.0f} {x + 8:.0f} {y2:.0f}"


def _gaps(groups: list[_Group], plan: Arrangement, rows: list[float],
          sources: list[dict[int, str]]) -> list[dict[str, Any]]:
    """Return a place on each line, and one behind the last volume, with the layers around it."""
    found = []
    for line in plan.lines:
        source, target = groups[line.source], groups[line.target]
        head = target.nodes[0]
        x, y = (source.right + target.left) / 2, source.centre
        if line.route == "arc":
            x, y = (source.end + target.start) / 2, rows[plan.lanes[line.source]] - 2 - _ARCS / 2
        elif line.route == "join":
            x = target.start - 16
        elif line.route == "fork":
            x, y = target.left - 14, target.centre
        found.append({"behind": sources[line.target][line.source], "before": None if head.span else head.id,
                      "x": round(x, 1), "y": round(y, 1)})
    if groups:
        last = groups[-1]
        found.append({"behind": last.nodes[-1].end, "before": None, "x": round(last.right + 18, 1),
                      "y": round(last.centre, 1)})
    return found


def _drawn(group: _Group, text: tuple[float, float]) -> list[dict[str, Any]]:
    """Return the volume and its sheets, nearest first, as the browser draws them."""
    drawn = []
    for behind, node in enumerate(group.nodes):
        drawn.append({
            "id": node.id, "kind": node.kind, "label": node.label, "shape": _shape_text(node.shape),
            "behind": behind, "ghost": node.shape is None, "wrong": node.wrong, "pale": node.pale,
            "times": node.times, "span": list(node.span) if node.span else None,
            "x": round(group.left + _SHEET * behind, 1), "y": round(group.top + group.rise, 1),
            "front": round(group.front, 1), "tall": round(group.tall, 1),
            "across": round(group.across, 1), "rise": round(group.rise, 1),
            "textX": round(text[0], 1), "textY": round(text[1], 1),
        })
    return drawn
