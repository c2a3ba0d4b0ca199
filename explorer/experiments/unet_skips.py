"""A network that goes down and up again, its skips switched off at run time, and what that costs.

A skip of a U-Net brings maps of the way down to those of the way up that have the same sides, and both are joined. Here
zeros can stand in its place; the weights stay as they are, so the network was not trained for that.

Source:
    Ronneberger, Fischer & Brox (2015), U-Net, arXiv:1505.04597.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from explorer.arrays import Floats
from explorer.errors import NetworkError
from explorer.graph import INPUT, Concat, Graph, Report, Stage
from explorer.networks import Network, assemble, run


@dataclass(frozen=True, slots=True)
class UNetSkip:
    """A skip.

    Attributes:
        join: the layer that joins it with the way up; by this it is named.
        source: the layer of the way down whose maps it brings; its place among what ``join`` reads is ``place``.
        shape: (C, H, W) of the maps that it brings.
    """

    join: str
    source: str
    place: int
    shape: tuple[int, ...]


def unet_skips(report: Report) -> tuple[UNetSkip, ...]:
    """Return the skips of a network, that with the largest maps first; empty where it has none.

    A layer that joins maps ends a skip if what it reads from the one is made of the other.
    """
    found = []
    for node in report.graph:
        if isinstance(node.layer, Concat):
            for place, source in enumerate(node.inputs):
                others = [name for name in node.inputs if name != source]
                if any(source in _before(report.graph, other) for other in others):
                    found.append(UNetSkip(node.name, source, place, _shape(report, source)))
    return tuple(sorted(found, key=lambda skip: -skip.shape[-1]))


def unet_steps(report: Report) -> tuple[Stage, ...]:
    """Return what a U-Net is drawn as: one volume for all layers of a level, and for each that goes to another one.

    A step ends where several layers read it, before a layer that joins maps or changes their sides, and before the
    last.
    """
    graph = report.graph
    readers: dict[str, list[str]] = {}
    for node in graph:
        for source in node.inputs:
            readers.setdefault(source, []).append(node.name)
    steps: list[list[str]] = []
    for node in graph:
        before = steps[-1][-1] if steps else INPUT
        apart = (not steps or node.inputs != (before,) or len(readers[before]) > 1 or node.name == graph.output
                 or _shape(report, node.name)[1:] != _shape(report, before)[1:] or _resizes(report, before))
        if apart:
            steps.append([node.name])
        else:
            steps[-1].append(node.name)
    return tuple(Stage(tuple(step), graph[step[0]].layer.family, _shape(report, step[-1]), _label(step))
                 for step in steps)


def pixel_scores(network: Network, values: Floats, off: Collection[str] = ()) -> Floats:
    """Return the scores of all classes at each pixel, (N, K, H, W), with some skips switched off.

    Args:
        network: shared; nothing of it is changed.
        values: inputs of the network, (N, C, H, W).
        off: joins of `unet_skips`.

    Raises:
        NetworkError: there is no such skip, or the output is no map.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    skips = {skip.join: skip for skip in unet_skips(network.report)}
    if unknown := sorted(set(off) - set(skips)):
        raise NetworkError("{network} has no skip into {layer!r}. Choose one of: {known}.", network=network.name,
                           layer=unknown[0][:80], known=", ".join(skips) or "–")
    if len(network.report.output_shape or ()) != 3:
        raise NetworkError("{network} does not put out a map of classes. Choose a network that segments.",
                           network=network.name)
    known = dict(network.module.named_modules())
    modules = {node.name: known[node.name] for node in network.graph}
    modules |= {join: WithoutSkip(modules[join], skips[join].place) for join in off}
    return run(lambda device: _scores(network, modules, values, device))


class WithoutSkip(nn.Module):
    """Join maps as ``join`` does, but zeros stand in the place of one."""

    def __init__(self, join: nn.Module, place: int) -> None:
        super().__init__()
        self.join, self.place = join, place

    def forward(self, *maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W) of one size, return them joined, (N, sum of C, H, W)."""
        joined: Tensor = self.join(*(torch.zeros_like(one) if place == self.place else one
                                     for place, one in enumerate(maps)))
        return joined


def _scores(network: Network, modules: dict[str, nn.Module], values: Floats, device: torch.device) -> Floats:
    network.module.to(device)
    with torch.inference_mode():
        batch = torch.tensor(values).to(device, memory_format=torch.channels_last)
        found: Floats = assemble(network.graph, modules)(batch).float().cpu().contiguous().numpy()
    return found


def _before(graph: Graph, name: str) -> set[str]:
    """Return all layers that the output of a layer is made of."""
    found: set[str] = set()
    asked = [name]
    while asked:
        for source in () if (one := asked.pop()) == INPUT else graph[one].inputs:
            if source not in found:
                found.add(source)
                asked.append(source)
    return found


def _shape(report: Report, name: str) -> tuple[int, ...]:
    return report.input_shape if name == INPUT else report[name].output_shape or ()


def _resizes(report: Report, name: str) -> bool:
    """Return whether a layer joins maps or changes their sides."""
    if name == INPUT:
        return False
    node = report.graph[name]
    return len(node.inputs) > 1 or _shape(report, name)[1:] != _shape(report, node.inputs[0])[1:]


def _label(step: list[str]) -> str:
    """Return what the layers of a step have in common in their names."""
    first, *others = (name.split(".") for name in step)
    parts = [part for place, part in enumerate(first) if all(other[place:place + 1] == [part] for other in others)]
    return ".".join(parts) or step[0]
