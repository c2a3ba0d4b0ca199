"""Many pictures that differ from one only in a window: of the first layers' maps, only what the window can reach.

What a window changes grows from layer to layer, by receptive fields. Around it the maps are those of the whole picture,
which are computed once, so a part of the network is run on crops: as wide as the changed units read. Where crops would
be nearly as large as the maps, the rest of the network is run as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx, nn

from explorer.graph import (
    INPUT,
    Add,
    ChannelShuffle,
    Concat,
    ConvNd,
    Field,
    Graph,
    LayerNorm2d,
    LocalResponseNorm,
    Node,
    PadChannels,
    PoolNd,
    Subsample,
    TakeChannels,
    analyse,
    renamed,
    works_on_each_value,
)
from explorer.networks.network import Network, report_of

WORTH = 0.7
"""Crops up to this share of the maps' places are faster than the maps."""
Places = NDArray[np.intp]
Sides = tuple[int, int]
ACROSS_CHANNELS = ChannelShuffle | LayerNorm2d | LocalResponseNorm | PadChannels | TakeChannels


@dataclass(frozen=True, eq=False)
class Section:
    """A part of a network whose units read windows only, from one node that all paths go through to another."""

    start: str
    end: str
    fields: tuple[Field, ...]
    """Of the units of ``end``, in units of ``start``, by axis."""
    reads: Sides
    """Height and width of the maps at the start."""
    gives: Sides
    """The same at the end."""


def sections(graph: Graph, input_shape: tuple[int, ...]) -> list[Section]:
    """Return the parts that a network begins with as long as its layers read windows, in order."""
    shapes = {INPUT: input_shape} | {row.name: row.output_shape or () for row in analyse(graph, input_shape)}
    found: list[Section] = []
    start, inside = INPUT, list[Node]()
    cuts = set(graph.cut_nodes)
    for node, after in zip(graph, [*graph.nodes[1:], None], strict=True):
        if not _reads_windows(node):
            break
        inside.append(renamed(node, start, INPUT))
        if node.name not in cuts or (after and works_on_each_value(after)):
            continue
        fields = analyse(Graph(tuple(inside)), shapes[start])[node.name].fields
        if fields is None or len(fields) != 2 or not all(_is_regular(field) for field in fields):
            break
        (_, *reads), (_, *gives) = shapes[start], shapes[node.name]
        found.append(Section(start, node.name, fields, (reads[0], reads[1]), (gives[0], gives[1])))
        start, inside = node.name, []
    return found


def _reads_windows(node: Node) -> bool:
    layer = node.layer
    if isinstance(layer, ConvNd):
        return layer.dims == 2 and layer.padding_mode == "zeros"
    return works_on_each_value(node) or isinstance(layer, Add | Concat | PoolNd | Subsample | ACROSS_CHANNELS)


def _is_regular(field: Field) -> bool:
    """Say whether the field of unit u is that of unit 0, moved by u whole steps."""
    return field.aligned and not field.whole and not field.grid and isinstance(field.jump, int) and field.jump > 0


@dataclass(frozen=True, eq=False)
class AxisCrops:
    """How windows of one side go through a section along one axis: all lengths are the same for all windows."""

    changed: int
    """Units of the end that are computed for a window."""
    first: Places
    """The first of them, by window."""
    crop: int
    """Units of the start that they read."""
    crop_first: Places
    """The first of those, by window."""


def axis_crops(field: Field, reads: int, gives: int, first: Places, length: int) -> AxisCrops:
    """Return what units a window changes and what those read.

    Args:
        field: of the units of the end, in units of the start.
        reads: units of the start.
        gives: units of the end.
        first: where each window begins, units of the start.
        length: of all windows.
    """
    units = np.arange(gives)
    middle, half = field.start + units * int(field.jump), (float(field.extent) - 1) / 2
    lows, highs = np.ceil(middle - half - 1e-9).astype(int), np.floor(middle + half + 1e-9).astype(int)
    begin, end = np.searchsorted(highs, first), np.searchsorted(lows, first + length - 1, side="right")
    changed = int(np.clip(end - begin, 1, gives).max())
    begin = np.clip(begin, 0, gives - changed)
    jump = int(field.jump)
    crop_first = np.clip(lows[begin], 0, reads - 1) // jump * jump
    crop = int((np.clip(highs[begin + changed - 1] + 1, 1, reads) - crop_first).max())
    crop = min(reads, crop + (reads - crop) % jump)
    return AxisCrops(changed, begin, crop, np.minimum(crop_first, reads - crop))


@dataclass(frozen=True, eq=False)
class _Step:
    """A section, its maps of the whole picture, and how the windows go through it."""

    part: nn.Module
    maps: Tensor
    rows: AxisCrops
    columns: AxisCrops
    jumps: Places
    """Units of the start between two of the end, by axis, (2, 1)."""


class WindowPass:
    """Pictures that are one picture but for a window each, on their way through a network; lives on one device."""

    def __init__(self, network: Network, module: fx.GraphModule, photo: Tensor, places: Sequence[Sides],
                 sides: Sides) -> None:
        """Run the photo once.

        Args:
            network: whose layers they are.
            module: runs them, each as the submodule of its name.
            photo: (1, C, H, W).
            places: top and left of each window, all inside the photo.
            sides: height and width of all windows.
        """
        self.module, self.device = module, photo.device
        self._firsts = firsts = np.array(places, dtype=np.intp).reshape(-1, 2).T
        self._steps: list[_Step] = []
        node, steps = INPUT, {str(step.target): step for step in module.graph.nodes}
        for section in sections(network.graph, report_of(network).input_shape):
            if section.end not in steps:
                break
            down, across = map(axis_crops, section.fields, section.reads, section.gives, firsts, sides)
            if down.crop * across.crop > WORTH * section.reads[0] * section.reads[1]:
                break
            part = _part(module, steps.get(node), steps[section.end])
            jumps = np.array([[int(field.jump)] for field in section.fields])
            self._steps.append(_Step(part, photo, down, across, jumps))
            with torch.inference_mode():
                photo = part(photo)
            node, firsts, sides = section.end, np.stack([down.first, across.first]), (down.changed, across.changed)
        self._maps, self._rest = photo, _part(module, steps.get(node), None)
        with torch.inference_mode():
            self.whole: Tensor = self._rest(photo)
        """The network's answers for the photo itself, (1, K)."""

    @property
    def sections(self) -> int:
        """How many sections are run on crops."""
        return len(self._steps)

    def __call__(self, windows: Sequence[Tensor] | Tensor, which: range) -> Tensor:
        """Return the network's answers, (N, K), for the windows numbered ``which``, (N, C, h, w)."""
        with torch.inference_mode():
            part = slice(which.start, which.stop)
            firsts = self._firsts[:, part]
            for step in self._steps:
                crops = np.stack([step.rows.crop_first[part], step.columns.crop_first[part]])
                pasted = _pasted(step.maps, crops, (step.rows.crop, step.columns.crop), windows, firsts)
                firsts = np.stack([step.rows.first[part], step.columns.first[part]])
                height, width = step.rows.changed, step.columns.changed
                windows = [one[:, row:row + height, column:column + width] for one, (row, column) in zip(
                    step.part(pasted), (firsts - crops // step.jumps).T, strict=True)]
            whole = _pasted(self._maps, np.zeros_like(firsts), self._maps.shape[2:], windows, firsts)
            answers: Tensor = self._rest(whole)
            return answers


def _pasted(maps: Tensor, crops: Places, sides: Sequence[int], windows: Tensor | Sequence[Tensor],
            firsts: Places) -> Tensor:
    """Return crops of ``maps``, each with its window in its place, as far as that lies inside."""
    height, width = sides
    made = maps.new_empty((len(windows), maps.shape[1], height, width)).to(memory_format=torch.channels_last)
    for one, window, (top, left), (row, column) in zip(made, windows, crops.T, (firsts - crops).T, strict=True):
        one.copy_(maps[0, :, top:top + height, left:left + width])
        inner = window[:, max(0, -row):height - row, max(0, -column):width - column]
        top, left = max(0, row), max(0, column)
        one[:, top:top + inner.shape[1], left:left + inner.shape[2]] = inner
    return made


def _part(module: fx.GraphModule, start: fx.Node | None, end: fx.Node | None) -> fx.GraphModule:
    """Return what ``module`` does behind ``start`` up to ``end``; None: from its input, or to its output."""
    nodes = list(module.graph.nodes)
    first = nodes.index(start) if start else next(at for at, node in enumerate(nodes) if node.op == "placeholder")
    last = nodes.index(end) if end else len(nodes) - 1
    steps = fx.Graph()
    values = {nodes[first]: steps.placeholder(INPUT)}
    for node in nodes[first + 1:last + 1]:
        values[node] = steps.node_copy(node, values.__getitem__)
    if end:
        steps.output(values[end])
    return fx.GraphModule(module, steps, class_name="Part")
