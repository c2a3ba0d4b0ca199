"""A trained network with something broken in it. Networks are shared, so every change is made on modules of its own.

Sources:
    Veit, Wilber & Belongie (2016), arXiv:1605.06431: blocks of a trained network are left out.
    Han et al. (2015), Learning both weights and connections, arXiv:1506.02626: the smallest weights are pruned.
    Jacob et al. (2018), Quantization and training of neural networks, arXiv:1712.05877; here weights alone, and 0 is
    the middle of the values (symmetric).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy

import numpy as np
import torch
from torch import Tensor, fx, nn
from torch.nn import functional

from explorer.arrays import Floats
from explorer.errors import NetworkError
from explorer.experiments.breaks import BITS, BLOCK, BREAKS, PRUNED, SQUARE, Harm
from explorer.experiments.residual import Blend
from explorer.graph import Add, BatchNorm, ConvNd, ReLU
from explorer.networks import Network, assemble

SEED = 0
"""Of the order of shuffled pixels and squares."""
WEIGHTED = (nn.Conv2d, nn.Linear)


def breaks_of(network: Network) -> tuple[str, ...]:
    """Return the names of the breaks that mean something for ``network``: no skips, nothing to cut."""
    layers = broken_layers(network, Harm())
    has = {BLOCK: bool(breakable_parts(network))} | {
        kind: any(_other(kind, node.layer, layers[node.name]) for node in network.graph)
        for kind in ("skips", "norms", "sigmoid", "average")}
    has["squares"] = not any(side % SQUARE for side in network.input_shape[1:])
    return tuple(name for name in BREAKS if has.get(name, True))


def breakable_parts(network: Network) -> tuple[str, ...]:
    """Return what can be left out: blocks such as ``layer2.1``, or of a network without blocks its convolutions.

    The first convolution cannot: nothing else makes channels of colours. Nor can one that cuts the border off.
    """
    blocks = dict.fromkeys(block for node in network.graph if (block := _block_of(node.name)))
    if blocks:
        return tuple(blocks)
    rows = [row for row in network.report if isinstance(row.layer, ConvNd)][1:]
    return tuple(row.name for row in rows if row.input_shape[1:] == (row.output_shape or ())[1:])


def map_places(network: Network) -> dict[str, str]:
    """Return where maps can be looked at: by a block, or a convolution, the last layer of it and of what follows."""
    first = next(node.name for node in network.graph if isinstance(node.layer, ConvNd))
    blocks = [part for part in breakable_parts(network) if part not in network.graph]
    others = [node.name for node in network.graph if isinstance(node.layer, ConvNd)][1:]
    return {part: part_layers(network, part)[-1] for part in (first, *(blocks or others))}


def broken_input(values: Floats, harm: Harm) -> Floats:
    """Return what a network gets of its input, (..., C, H, W): the same, or with pixels or squares in other places."""
    side = {"pixels": 1, "squares": SQUARE}.get(harm.kind)
    if side is None:
        return values
    *front, height, width = values.shape
    rows, columns = height // side, width // side
    order = np.random.default_rng(SEED).permutation(rows * columns)
    cells = values.reshape(*front, rows, side, columns, side).swapaxes(-3, -2)
    cells = cells.reshape(*front, rows * columns, side, side)[..., order, :, :]
    cells = cells.reshape(*front, rows, columns, side, side).swapaxes(-3, -2)
    found: Floats = np.ascontiguousarray(cells.reshape(values.shape))
    return found


def broken_module(network: Network, harm: Harm) -> fx.GraphModule:
    """Return the network with ``harm`` done to its layers; what `broken_input` does, it does not. Only inside ``run``.

    Raises:
        NetworkError: the network has no such part.
    """
    return assemble(network.graph, broken_layers(network, harm))


def broken_layers(network: Network, harm: Harm) -> dict[str, nn.Module]:
    """Return a module for each layer of the graph; those that stay as they are, are shared.

    Raises:
        NetworkError: the network has no such part.
    """
    known = dict(network.module.named_modules())
    layers = {node.name: known[node.name] for node in network.graph}
    if harm.kind == BLOCK:
        return layers | _left_out(network, layers, harm.part)
    if harm.kind in BITS:
        return layers | _with_weights(layers, lambda weights: quantised(weights, BITS[harm.kind]))
    if harm.kind in PRUNED:
        least = threshold([one.weight for one in weighted(layers)], PRUNED[harm.kind])
        return layers | _with_weights(layers, lambda weights: torch.where(weights.abs() > least, weights, 0.0))
    return layers | {node.name: made for node in network.graph
                     if (made := _other(harm.kind, node.layer, layers[node.name]))}


def weighted(layers: Mapping[str, nn.Module]) -> Iterator[nn.Conv2d | nn.Linear]:
    """Yield the convolutions and linear layers, in order."""
    for layer in layers.values():
        yield from (module for module in layer.modules() if isinstance(module, WEIGHTED))


def quantised(weights: Tensor, bits: int) -> Tensor:
    """Return weights rounded to 2 ** bits - 1 values, evenly spaced around 0 up to the largest one's size."""
    most = 2 ** (bits - 1) - 1
    step = weights.abs().max() / most
    return (weights / step).round().clamp(-most, most) * step if step else weights


def threshold(weights: list[Tensor], share: float) -> float:
    """Return the size up to which weights are to be pruned, so that ``share`` of them all together go."""
    sizes = torch.cat([one.detach().abs().flatten() for one in weights])
    return float(sizes.kthvalue(max(1, round(share * len(sizes)))).values)


class HandedOn(nn.Module):
    """What stands where a block was: every ``stride``-th cell, and new channels of 0 on both sides."""

    def __init__(self, channels: int, new_channels: int, stride: int) -> None:
        super().__init__()
        self.more, self.stride = new_channels - channels, stride

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return (N, C + more, ⌈H/stride⌉, ⌈W/stride⌉)."""
        before = self.more // 2
        kept = maps[:, :, ::self.stride, ::self.stride]
        return functional.pad(kept, (0, 0, 0, 0, before, self.more - before))


def _left_out(network: Network, layers: Mapping[str, nn.Module], part: str) -> dict[str, nn.Module]:
    """Return what stands in the places of a part: with a skip that alone, else the input as a skip would bring it."""
    if part not in breakable_parts(network):
        raise NetworkError("{network} has no part {part!r} that can be left out. Choose one of: {known}.",
                           network=network.name, part=part[:80], known=", ".join(breakable_parts(network)))
    if f"{part}.add" in layers:
        return {f"{part}.add": Blend(0.0, skip=True)}
    names = part_layers(network, part)
    first, last = (network.report[names[place]] for place in (0, -1))
    before, after = first.input_shape, last.output_shape or ()
    return {**{name: nn.Identity() for name in names},
            names[0]: HandedOn(before[0], after[0], before[1] // after[1])}


def part_layers(network: Network, part: str) -> tuple[str, ...]:
    """Return the layers of a block, or a convolution and what follows it up to its ReLU."""
    names = [node.name for node in network.graph]
    if part not in names:
        return tuple(name for name in names if name.startswith(f"{part}."))
    start = names.index(part)
    end = start + 1
    while end < len(names) and isinstance(network.graph[names[end]].layer, BatchNorm | ReLU):
        end += 1
    return tuple(names[start:end])


def _block_of(name: str) -> str:
    """Return the block that a layer of one of our residual networks lies in: ``layer2.1``; "" where it is in none."""
    parts = name.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 and parts[0].startswith("layer") else ""


def _other(kind: str, layer: object, module: nn.Module) -> nn.Module | None:
    """Return what takes the place of a layer under a break; None: it stays."""
    if kind == "skips" and isinstance(layer, Add):
        return Blend(1.0, skip=False)
    if kind == "norms" and isinstance(layer, BatchNorm):
        return nn.Identity()
    if kind == "sigmoid" and isinstance(layer, ReLU):
        return nn.Sigmoid()
    if kind == "average" and type(module) is nn.MaxPool2d:  # a pooling of single cells is a kind of it, too
        return nn.AvgPool2d(module.kernel_size, module.stride, module.padding, module.ceil_mode)
    return None


def _with_weights(layers: Mapping[str, nn.Module], change: Callable[[Tensor], Tensor]) -> dict[str, nn.Module]:
    """Return copies of all layers with weights, their weights changed; biases and batch norms stay."""
    copies = {name: deepcopy(layer) for name, layer in layers.items() if any(weighted({name: layer}))}
    for layer in weighted(copies):
        layer.weight = nn.Parameter(change(layer.weight.detach()), requires_grad=False)
    return copies
