"""What the layers of a network make of a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx

from explorer.errors import Message, NetworkError
from explorer.graph import shape_text
from explorer.networks.inference.device import has_accelerator
from explorer.networks.inference.service import asked_device, run, where
from explorer.networks.network import Network, no_layer
from explorer.networks.preprocessing import check_picture_shape
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.torch_graph.trace import taps
from explorer.runtime import Cache

KEPT_BYTES = 128 * 2**20
"""Maps are kept up to this many bytes together, so that another channel of a layer needs no second pass."""
Extractor = Callable[[Tensor], Tensor]
Image = NDArray[np.uint8] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Maps:
    """The output of a layer for one picture, and where it was computed."""

    values: NDArray[np.float32]
    """(C, H, W), read-only, in memory mostly channels last. A row of C values is (C, 1, 1), a table C × L (C, 1, L)."""
    where: Message


def feature_maps(network: Network, image: Image, node: str) -> NDArray[np.float32]:
    """Return the output of layer ``node`` for ``image``, (C, H, W) float32, read-only; see :func:`observe`."""
    return observe(network, image, node).values


def observe(network: Network, image: Image, node: str, *, known_as: bytes = b"") -> Maps:
    """Return the output of layer ``node`` for ``image``. Layers behind ``node`` are not computed.

    Args:
        network: from :func:`explorer.networks.load`.
        image: RGB pixels, [height, width, 3], uint8, any size: they go through ``network.preprocess``. Or float32
            of the network's input shape: taken as it is.
        node: name of a layer in ``network.graph``, or of a module such as ``layer2``: the last layer inside it.
        known_as: what tells this image from all others; where it is not given, the pixels are read for it.

    Raises:
        NetworkError: there is no such layer, or the network or the image is not of a picture's shape.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    node = layer_at(network, image, node)
    key = (network.number, node, known_as or image_digest(image), str(asked_device()))
    found = _results.find(key)
    if found is not None:
        return found
    values = ready(network, image)
    # Kept on the device's thread: who gave up waiting finds it the next time, and nobody computes it twice.
    return run(lambda device: _results.get(key, lambda: Maps(_computed(network, values, node, device), where(device))))


def layer_at(network: Network, image: Image, node: str) -> str:
    """Return the name of the layer that ``node`` stands for; see :func:`observe` for arguments and errors."""
    check_picture_shape(network.input_shape)
    inside = list(taps(network.graph, node))
    if not inside:
        raise no_layer(network.name, network.graph, node)
    picture = image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3 and image.size > 0
    if not picture and (image.dtype != np.float32 or image.shape != network.input_shape):
        raise NetworkError("An image of shape {shape} and type {kind} is neither a picture (height × width × 3, uint8) "
                           "nor an input of {network} ({input}, float32).", shape=shape_text(image.shape),
                           kind=str(image.dtype), network=network.name, input=shape_text(network.input_shape))
    return inside[-1]


def image_digest(image: Image) -> bytes:
    """Return what tells an image from all others."""
    found = sha256(f"{image.dtype}{image.shape}".encode())
    found.update(np.ascontiguousarray(image).data)
    return found.digest()


def ready(network: Network, image: Image) -> NDArray[np.float32]:
    """Return ``image`` as numbers for ``network``; what is of its input's shape already stays as it is."""
    return network.preprocess(image.astype(np.uint8, copy=False)) if image.dtype == np.uint8 else image.astype(
        np.float32, copy=False)


def _computed(network: Network, values: NDArray[np.float32], node: str, device: torch.device) -> NDArray[np.float32]:
    move(network.module, device)
    part = extractor(network, node)
    with torch.inference_mode():
        output = part(as_batch(values, device))[0]
    found: NDArray[np.float32] = output.reshape(three_axes(output.shape)).float().cpu().numpy()
    found.setflags(write=False)
    return found


def as_batch(values: NDArray[np.float32], device: torch.device) -> Tensor:
    """Return one input, (C, H, W), as a batch of its own memory on ``device``, channels last as the weights are."""
    # By numpy: torch would spread this small copy over threads, and wait for each of them on a busy machine.
    channels, height, width = values.shape
    pixels = np.empty((1, height, width, channels), np.float32)
    for channel, plane in enumerate(values):  # four times as fast as all at once, value by value
        pixels[0, :, :, channel] = plane
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).to(device)


def move(module: torch.nn.Module, device: torch.device) -> None:
    """Bring all of ``module`` to ``device``, also where an earlier move broke off half-way. Only inside ``run``."""
    if device.type == "cpu" and not has_accelerator():
        return  # where could it have been? To ask all its tensors takes as long as a small network does
    if any(tensor.device != device for tensor in chain(module.parameters(), module.buffers())):
        module.to(device)


def three_axes(shape: Sequence[int]) -> tuple[int, ...]:
    """Return a shape with three axes: a row becomes channels of one value, a table channels of one line."""
    return {1: (*shape, 1, 1), 2: (shape[0], 1, shape[-1])}.get(len(shape), tuple(shape))


# Used on the device's thread only. An extractor shares the modules of its network, and goes when the network does.
_extractors: WeakKeyDictionary[Network, dict[str, Extractor]] = WeakKeyDictionary()


def extractor(network: Network, node: str) -> Extractor:
    """Return the part of ``network`` up to ``node`` as a module from input to output. Only inside ``run``.

    Weights are laid out channels last, in which a CPU needs 118 ms for VGG-16 instead of 166; here rather than where
    a network is loaded, so that no other thread than the device's computes with torch.
    """
    if network not in _extractors:
        network.module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        _extractors[network] = {}
    known = _extractors[network]
    if node not in known:
        known[node] = _cut(network, node)
    return known[node]


def _cut(network: Network, node: str) -> Extractor:
    part = network.graph.up_to(node)
    modules = dict(network.module.named_modules())
    if isinstance(network.module, fx.GraphModule) and all(step.name in modules for step in part):
        return assemble(part, modules)  # built by us: no need for torchvision, whose import takes 4 s
    from torchvision.models.feature_extraction import create_feature_extractor
    part_of_it = create_feature_extractor(network.module, {node: node})
    return lambda batch: part_of_it(batch)[node]


_results: Cache[tuple[int, str, bytes, str], Maps] = Cache(KEPT_BYTES, lambda maps: maps.values.nbytes)
