"""How far a layer's units look on average, so that random, trained and fine-tuned weights can be compared.

The effective field of one unit depends on the photo and the channel; its mean over several of both hardly on anything
but the weights. Luo et al. saw the last layer of a ResNet for CIFAR-10 see more after training. It is not always so:
most layers of the bundled networks learn to look closer.

Source:
    Luo, Li, Urtasun & Zemel (2016), Understanding the effective receptive field in deep convolutional neural networks,
    arXiv:1701.04128, sections 3 and 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.errors import Message, NetworkError
from explorer.networks.inference.feature_maps import (
    Image,
    as_batch,
    extractor,
    image_digest,
    layer_at,
    move,
    ready,
    three_axes,
)
from explorer.networks.inference.service import asked_device, run, where
from explorer.networks.network import Network, report_of
from explorer.networks.receptive_field.effective import Unit, check_unit, place_of
from explorer.networks.receptive_field.extent import Extents, inner_share, radius_holding, windows_box
from explorer.runtime import Cache

KEPT_BYTES = 16 * 2**20
CHANNELS = 8
"""So many channels are taken, evenly spaced."""
SMALL = 1 - 0.9545
"""Pixels below this share of the largest do not count to the size: two standard deviations of a normal curve."""


@dataclass(frozen=True, slots=True, eq=False)
class Averaged:
    """The mean effective field of the units at one place of a layer, over photos and channels."""

    gradient: NDArray[np.float32]
    """(H, W) of the input, read-only, not negative: each field's share of mass per pixel, averaged. Its sum is 1, or 0
    where all units were dead."""
    inner_share: float | None
    radius95: float | None
    """As in :class:`explorer.networks.receptive_field.effective.Effective`; None where all units were dead."""
    side: float | None
    """Size as Luo et al. measure it, px: of what a gradient of 1 at the unit in all channels makes of the picture, the
    mean square over photos of equal weight, the root of the number of pixels above 4.55 % of the largest."""
    theory: Extents
    """The theoretical field, that of the windows alone where each unit sees all through a global branch."""
    fields: int
    """How many fields were averaged."""
    dead: int
    """How many more had a gradient of 0 everywhere, and are left out."""
    where: Message


@dataclass(frozen=True, slots=True, eq=False)
class _Sum:
    """Fields of one photo, each divided by its mass, added up."""

    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    """Square of the gradient of all channels' sum, summed over colours, (H, W)."""
    fields: int
    dead: int
    where: Message


def averaged_field(network: Network, images: Sequence[Image], node: str, unit: Unit | None = None, *,
                   channels: int = CHANNELS) -> Averaged:
    """Return the mean effective field of layer ``node`` at one place, over ``images`` and channels.

    Each field is divided by its mass first, so that photos and channels with large gradients do not decide alone, and
    that networks with other weights compare. Each photo costs one pass there and a pass back per channel, in a turn of
    its own on the device; its part is kept.

    Args:
        network: shared; nothing of it is changed.
        images: at least one, each as :func:`explorer.networks.observe` takes it.
        node: name of a layer, or of a module: the last layer inside it.
        unit: row and column in its maps; None: the middle, where the field is cut least.
        channels: how many to take, evenly spaced; all where there are fewer.

    Raises:
        NetworkError: no photo, or no such layer or unit; see also :func:`explorer.networks.observe`.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    if not images:
        raise NetworkError("There is no photo to average over. Choose at least one.")
    node = layer_at(network, images[0], node)
    row = report_of(network)[node]
    count, height, width = three_axes(row.output_shape or ())
    unit = (height // 2, width // 2) if unit is None else unit
    check_unit(row, unit, None)
    chosen = tuple(dict.fromkeys(np.linspace(0, count - 1, min(channels, count)).round().astype(int).tolist()))
    parts = [_of_photo(network, image, node, unit, chosen) for image in images]
    theory = windows_box(row, place_of(row, unit)) or tuple((0, side - 1) for side in network.input_shape[1:])
    return _averaged(parts, theory)  # type: ignore[arg-type]


def _of_photo(network: Network, image: Image, node: str, unit: Unit, channels: tuple[int, ...]) -> _Sum:
    layer_at(network, image, node)
    key = (network.number, node, unit, channels, image_digest(image), str(asked_device()))
    found = _results.find(key)
    if found is not None:
        return found
    values = ready(network, image)
    return run(lambda device: _results.get(key, lambda: _computed(network, values, node, unit, channels, device)))


def _computed(network: Network, values: NDArray[np.float32], node: str, unit: Unit, channels: tuple[int, ...],
              device: torch.device) -> _Sum:
    move(network.module, device)
    batch = as_batch(values, device).requires_grad_()
    with torch.enable_grad():
        output = extractor(network, node)(batch)[0]
        maps = output.reshape(three_axes(output.shape))[:, unit[0], unit[1]]
        fields = [_gradient(maps[channel], batch).abs().sum(dim=0) for channel in channels]
        squares = _gradient(maps.sum(), batch).sum(dim=0).square()
    alive = [(field / field.sum()).numpy() for field in fields if field.any()]
    total = np.sum(alive, axis=0) if alive else np.zeros(values.shape[1:])
    return _Sum(total, squares.numpy(), len(alive), len(channels) - len(alive), where(device))


def _gradient(value: Tensor, batch: Tensor) -> Tensor:
    gradient, = torch.autograd.grad(value, batch, retain_graph=True)
    return gradient[0].cpu().double()


def _averaged(parts: list[_Sum], theory: Extents) -> Averaged:
    fields = sum(part.fields for part in parts)
    mean = (np.sum([part.total for part in parts], axis=0) / max(fields, 1)).astype(np.float32)
    mean.setflags(write=False)
    return Averaged(mean, inner_share(mean, theory), radius_holding(mean, theory), _side(parts), theory, fields,
                    sum(part.dead for part in parts), parts[-1].where)


def _side(parts: list[_Sum]) -> float | None:
    squares = np.sum([part.squares / (part.squares.sum() or 1) for part in parts], axis=0)
    return float(np.sqrt(np.count_nonzero(squares > SMALL * squares.max()))) if squares.any() else None


_results: Cache[tuple[int, str, Unit, tuple[int, ...], bytes, str], _Sum] = Cache(
    KEPT_BYTES, lambda part: part.total.nbytes + part.squares.nbytes)
