"""Readers' own ONNX files as networks that run, by the name that ``explorer.runtime.kept_files`` gives them."""

from __future__ import annotations

from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx, nn

from explorer import files
from explorer.errors import NetworkError
from explorer.graph import Shape, analyse, shape_text
from explorer.images import Picture, to_size
from explorer.networks.architectures import CATEGORIES
from explorer.networks.catalogue import imagenet_classes
from explorer.networks.network import Network, Preprocess
from explorer.networks.own_card import OwnCard, card_of
from explorer.networks.preprocessing import LUMINANCE
from explorer.networks.torch_graph.assembly import assemble, build, check_names, check_run_limits
from explorer.networks.torch_graph.modules import module_of
from explorer.runtime import kept_files


def load_kept(rest: str, seed: int, weights: str | None) -> Network:
    """Return the network of a reader's own file.

    Args:
        rest: ``<file>-<card>``; whose it is must have been checked.
        seed: of random weights.
        weights: None: random ones; else those of the file.

    Raises:
        NetworkError: it is not here any more, or holds something that does not run here.
        LimitError: larger than this server runs.
    """
    name = f"{kept_files.KIND}{rest}"
    card = card_of(name)
    found = files.read_trained(kept_files.kept_data(name))
    module = build(found.graph, card.input_shape, seed=seed) if weights is None else with_weights(
        found, card.input_shape)
    return Network(name, module, found.graph, card.input_shape, partial(prepared, card=card, shape=card.input_shape),
                   categories=_categories(card), trained=weights is not None,
                   weights="" if weights is None else "DEFAULT", prepare_at=partial(_preparation, card))


def _categories(card: OwnCard) -> tuple[str, ...]:
    if card.called == "imagenet":
        return imagenet_classes()
    return CATEGORIES if card.called == "cifar10" else card.categories


def with_weights(found: files.TrainedOnnx, input_shape: Shape | None = None) -> fx.GraphModule:
    """Return the module of an ONNX file in eval mode, with its weights; nothing is drawn.

    Raises:
        LimitError: larger than this server runs; nothing was allocated.
        NetworkError: torch cannot hold a module of some layer's name.
    """
    report = analyse(found.graph, input_shape or found.input_shape)
    check_run_limits(report)
    check_names(found.graph)
    with torch.device("meta"):
        modules = {row.name: module_of(row.layer, row.input_shape) for row in report}
    for name, arrays in found.arrays.items():
        for key, array in arrays.items():
            _put(modules[name], f"{name}.{key}", torch.from_numpy(np.ascontiguousarray(array).copy()))
    for name, told in found.attributes.items():
        for key, value in told.items():
            setattr(modules[name], key, value)
    module = assemble(found.graph, modules)
    module.eval().requires_grad_(requires_grad=False)
    return module


def _put(module: nn.Module, name: str, value: Tensor) -> None:
    """Give a layer's module one of its arrays; a convolution with uneven padding is the last part of its module."""
    holder, key = module[-1] if isinstance(module, nn.Sequential) else module, name.rpartition(".")[2]
    needed = tuple(getattr(holder, key).shape)
    if tuple(value.shape) != needed:
        raise NetworkError("The weights {key} are {found}, but the layer needs {needed} there. Save the network anew.",
                           key=name, found=shape_text(tuple(value.shape)), needed=shape_text(needed))
    if key in dict(holder.named_buffers(recurse=False)):
        setattr(holder, key, value)
        holder.num_batches_tracked = torch.tensor(0)
    else:
        setattr(holder, key, nn.Parameter(value, requires_grad=False))


def prepared(pixels: NDArray[np.uint8], card: OwnCard, shape: Shape) -> NDArray[np.float32]:
    """Return a picture as a card wants it: its middle in the input's shape, each channel normalised.

    Args:
        pixels: RGB, [height, width, 3], 0 to 255, any size.
        card: of the network.
        shape: of its input, ``(C, H, W)``. One channel is the luminance, more are red, green and blue in turn.
    """
    channels, height, width = shape
    if pixels.shape[:2] != (height, width):
        pixels = to_size(Picture("", pixels, "", (pixels.shape[1], pixels.shape[0])), height, width)
    values = pixels.astype(np.float32) / 255
    maps = (values @ LUMINANCE)[None] if channels == 1 else values.transpose(2, 0, 1)[np.arange(channels) % 3]
    mean, std = (np.array(parts, np.float32).reshape(-1, 1, 1) for parts in (card.mean, card.std))
    return np.ascontiguousarray((maps - mean) / std, dtype=np.float32)


def _preparation(card: OwnCard, side: int) -> Preprocess:
    return partial(prepared, card=card, shape=(card.input_shape[0], side, side))
