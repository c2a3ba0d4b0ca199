"""Residual blocks of a trained network, turned down, cut or left out: maps, answers and gradients.

A block computes ``F(x) + x``. Here it computes ``scale * F(x) + x``, or ``scale * F(x)`` with its skip cut; scale 0
with the skip leaves the block out. Of a network without skips, a convolution with batch norm and ReLU is left out.

Sources:
    He et al. (2015), Deep residual learning, arXiv:1512.03385; (2016), Identity mappings, arXiv:1603.05027.
    Veit, Wilber & Belongie (2016), arXiv:1605.06431: blocks of a trained network are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx, nn

from explorer.arrays import Array, Floats, softmax
from explorer.errors import NetworkError
from explorer.graph import Add, BatchNorm, ConvNd, ReLU
from explorer.networks import Network, assemble, observe, run
from explorer.runtime import Cache

KEPT_BYTES = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class BlockMaps:
    """What arrives at the addition of a block for one picture: (C, H, W) both."""

    skip: Floats
    """The block's input, x, as the skip hands it on."""
    branch: Floats
    """What its convolutions make of it, F(x)."""

    def output(self, scale: float, *, skip: bool = True) -> Floats:
        """Return what the block puts out, behind its last ReLU."""
        total: Floats = np.maximum(np.float32(scale) * self.branch + (self.skip if skip else np.float32(0)), 0)
        return total

    def change(self, scale: float) -> float:
        """Return the largest difference between what the block puts out and what the skip brings."""
        return float(np.abs(self.output(scale) - self.skip).max())


def removable_parts(network: Network) -> tuple[str, ...]:
    """Return what can be left out of ``network``: its residual blocks, or layers that keep their input's shape.

    A block goes by the name of the module that it is, such as ``layer1.0``, a layer by that of its convolution.
    """
    blocks = tuple(node.name.rpartition(".")[0] for node in network.graph if isinstance(node.layer, Add))
    return blocks or tuple(row.name for row in network.report
                           if isinstance(row.layer, ConvNd) and row.output_shape == row.input_shape)


def block_maps(network: Network, values: NDArray[np.float32], block: str) -> BlockMaps:
    """Return what arrives at the addition of ``block``.

    Args:
        network: with residual blocks; nothing of it is changed.
        values: input of the network's shape.
        block: one of `removable_parts`.

    Raises:
        NetworkError: there is no such block.
    """
    if f"{block}.add" not in network.graph:
        raise NetworkError("{network} has no residual block {block!r}. Choose one of: {known}.", network=network.name,
                           block=block[:80], known=", ".join(removable_parts(network)))
    branch, skip = network.graph[f"{block}.add"].inputs
    return BlockMaps(observe(network, values, skip).values, observe(network, values, branch).values)


def scaled_answers(network: Network, values: NDArray[np.float32], scales: Mapping[str, float]) -> Array:
    """Return how likely each class is, (K,), with some of `removable_parts` scaled; the others stay as they are.

    Args:
        network: shared; nothing of it is changed.
        values: input of the network's shape.
        scales: 0 leaves a part out; layers of a network without skips can only be left out.
    """
    key = (network.number, sha256(np.ascontiguousarray(values).data).digest(), tuple(sorted(scales.items())))
    return _answers.get(key, lambda: softmax(run(lambda device: _scores(network, values, scales, device))))


def each_left_out(network: Network, values: NDArray[np.float32]) -> dict[str, Array]:
    """Return what `scaled_answers` says with one part left out, for each of them."""
    return {part: scaled_answers(network, values, {part: 0.0}) for part in removable_parts(network)}


def block_gradients(network: Network, values: NDArray[np.float32], scale: float, *, skips: bool = True) -> Array:
    """Return how large the gradient of the likeliest class's score is behind each block, first block first.

    Args:
        network: with residual blocks; nothing of it is changed.
        values: input of the network's shape.
        scale: by which all branches are multiplied.
        skips: whether the skips are there.

    Returns:
        Euclidean length of the gradient for each of `removable_parts`.
    """
    place = int(scaled_answers(network, values, {}).argmax())
    blocks = removable_parts(network)
    modules = _modules(network, dict.fromkeys(blocks, scale), skips=skips)
    ends = {_end(network, block): number for number, block in enumerate(blocks)}
    return run(lambda device: _lengths(network, modules, values, ends, place, device))


class Blend(nn.Module):
    """Add a scaled branch and a skip, or leave the skip out."""

    def __init__(self, scale: float, *, skip: bool) -> None:
        super().__init__()
        self.scale, self.skip = scale, skip

    def forward(self, branch: Tensor, skip: Tensor) -> Tensor:
        """Return ``scale * branch + skip``, or the first alone."""
        scaled = self.scale * branch
        return scaled + skip if self.skip else scaled


def _modules(network: Network, scales: Mapping[str, float], *, skips: bool = True) -> dict[str, nn.Module]:
    """Return a module for each layer of the graph, with those replaced that work otherwise."""
    known = dict(network.module.named_modules())
    modules = {node.name: known[node.name] for node in network.graph}
    for part, scale in scales.items():
        if f"{part}.add" in modules:
            modules[f"{part}.add"] = Blend(scale, skip=skips)
        elif part in modules and not scale:
            modules |= dict.fromkeys(_step(network, part), nn.Identity())
    return modules


def _step(network: Network, convolution: str) -> list[str]:
    """Return a convolution and what stands behind it up to its ReLU."""
    names = [node.name for node in network.graph]
    found = [convolution]
    for name in names[names.index(convolution) + 1:]:
        layer = network.graph[name].layer
        if not isinstance(layer, BatchNorm | ReLU):
            break
        found.append(name)
    return found


def _end(network: Network, block: str) -> str:
    """Return the ReLU behind the addition of a block."""
    return next(node.name for node in network.graph if f"{block}.add" in node.inputs)


def _batch(values: NDArray[np.float32], device: torch.device) -> Tensor:
    return torch.tensor(values).unsqueeze(0).to(device, memory_format=torch.channels_last)


def _scores(network: Network, values: NDArray[np.float32], scales: Mapping[str, float],
            device: torch.device) -> Floats:
    network.module.to(device)
    with torch.inference_mode():
        output = assemble(network.graph, _modules(network, scales))(_batch(values, device))
    found: Floats = output.float().cpu().numpy().ravel()
    return found


class WatchedRun(fx.Interpreter):
    """Runs a network and keeps what some layers put out."""

    def __init__(self, module: fx.GraphModule, layers: Collection[str]) -> None:
        super().__init__(module)
        self.layers = layers
        self.outputs: dict[str, Tensor] = {}

    def call_module(self, target: Any, args: Any, kwargs: Any) -> Any:
        """Run a layer, and keep what it puts out if it is one of ``layers``."""
        output = super().call_module(target, args, kwargs)
        if target in self.layers:
            self.outputs[str(target)] = output
        return output


def _lengths(network: Network, modules: dict[str, nn.Module], values: NDArray[np.float32],
             ends: Mapping[str, int], place: int, device: torch.device) -> Array:
    network.module.to(device)
    watch = WatchedRun(assemble(network.graph, modules), ends)
    with torch.enable_grad():
        score = watch.run(_batch(values, device).requires_grad_())[0, place]
        kept: Sequence[Tensor] = [watch.outputs[name] for name in ends]
        slopes = torch.autograd.grad(score, kept, allow_unused=True)
    return np.array([0.0 if slope is None else float(slope.norm()) for slope in slopes])


_Asked = tuple[int, bytes, tuple[tuple[str, float], ...]]
_answers: Cache[_Asked, Array] = Cache(KEPT_BYTES, lambda row: row.nbytes + 64)
