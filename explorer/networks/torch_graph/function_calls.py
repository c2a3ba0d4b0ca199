"""The layers of functions that a ``forward`` calls: each entry takes a call's own arguments and returns its layer."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.errors import NetworkError
from explorer.graph import Layer, Shape, codes
from explorer.networks.torch_graph.modules import ChannelNorm, Scale


@dataclass(frozen=True, slots=True)
class TracedValue:
    """A tensor on its way through the network: the node that makes it, and whether its last axis holds channels."""

    name: str
    channels_last: bool = False
    shape: Shape | None = None

    def sizes(self) -> tuple[int, ...]:
        """Return the sizes that torch would give, for one picture."""
        if self.shape is None:
            raise NetworkError("The size of {layer} is asked for, but not known.", layer=self.name)
        return (1, *self.shape[1:], self.shape[0]) if self.channels_last else (1, *self.shape)


@dataclass(frozen=True, slots=True)
class Chunks:
    """A tensor cut into parts along its channels, of which each is taken by an index."""

    whole: TracedValue
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Translated:
    """One call as one or two layers in a row. ``module``: what carries the weights of the last one."""

    layers: tuple[Layer, ...]
    inputs: tuple[TracedValue, ...]
    module: nn.Module | None = None
    channels_last: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A call that only moves axes, or whose value is no tensor: sizes, parts to take from."""

    value: Any


Call = Callable[..., Translated | Moved]


def channels_last_kept(translated: Translated) -> Translated:
    """Return ``translated`` with its inputs' order of axes, which only what works value by value may leave as it is.

    Raises:
        NetworkError: such a layer cannot be read while channels are last.
    """
    last = {value.channels_last for value in translated.inputs}
    if last == {False}:
        return translated
    if len(last) > 1 or translated.layers[0].family not in ("activation", "merge") or isinstance(translated.layers[0],
                                                                                         codes.Concat | codes.Softmax):
        raise NetworkError("{layer} works while channels are the last axis, which cannot be read.",
                           layer=type(translated.layers[0]).__name__)
    return replace(translated, channels_last=True)


def normed(value: TracedValue, module: nn.LayerNorm, *, channels_first: bool = False) -> Translated:
    """Return a layer norm over channels, with the weights of ``module``.

    Raises:
        NetworkError: it runs over other axes, or has no weights.
    """
    if not (channels_first or value.channels_last) or len(module.normalized_shape) != 1 or module.bias is None:
        raise NetworkError("A layer norm over {shape} cannot be read; only one over channels, with weights, is a layer "
                           "here.", shape=list(module.normalized_shape))
    translated = ChannelNorm(module.normalized_shape[0], eps=module.eps, device="meta")
    translated.weight, translated.bias = module.weight, module.bias
    return Translated((codes.LayerNorm2d(eps=module.eps),), (value,), translated, channels_last=value.channels_last)


def _plain(layer: Layer) -> Call:
    """Return the call of a function with no arguments of its own, but perhaps ``inplace``."""
    return lambda value, inplace=False: channels_last_kept(Translated((layer,), (value,)))  # noqa: ARG005


def _add(one: object, other: object) -> Translated:
    return _merged(codes.Add(), [one, other])


def _cat(tensors: Sequence[object], dim: int = 0) -> Translated:
    if dim != 1:
        raise NetworkError("It joins tensors along axis {axis}; only channels, axis 1, can be read.", axis=dim)
    # DenseNet starts each block with a list of one.
    return _merged(codes.Concat() if len(tensors) > 1 else codes.Identity(), tensors)


def _multiply(one: object, other: object) -> Translated:
    for value, factor in ((one, other), (other, one)):
        if isinstance(value, TracedValue) and isinstance(factor, Tensor) and factor.shape[1:] == (1, 1):
            scale = Scale(len(factor))
            scale.weight = nn.Parameter(factor.detach(), requires_grad=False)
            return Translated((codes.LayerScale(),), (value,), scale)
    return _merged(codes.Multiply(), [one, other])


def _merged(layer: Layer, values: Sequence[object]) -> Translated:
    known = tuple(value for value in values if isinstance(value, TracedValue))
    if len(known) < len(values):
        raise NetworkError("{layer} with a number or a tensor that no layer makes cannot be read.",
                           layer=type(layer).__name__)
    return channels_last_kept(Translated((layer,), known))


def _flatten(value: TracedValue, start_dim: int = 0, end_dim: int = -1) -> Translated:
    return channels_last_kept(Translated((codes.Flatten(start_dim=start_dim, end_dim=end_dim),), (value,)))


def _mean(value: TracedValue, dim: Any = None, keepdim: bool = False) -> Translated:
    if not isinstance(dim, list | tuple) or sorted(dim) not in ([2, 3], [-2, -1]):
        raise NetworkError("It takes a mean over axes {axes}; only height and width, 2 and 3, can be read.",
                           axes=dim)
    pool = codes.AdaptiveAvgPool2d(output_size=1)
    return channels_last_kept(Translated((pool,) if keepdim else (pool, codes.Flatten()), (value,)))


def _adaptive(value: TracedValue, output_size: Any) -> Translated:
    return channels_last_kept(Translated((codes.AdaptiveAvgPool2d(output_size=_sizes(output_size)),), (value,)))


def _avg_pool(value: TracedValue, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
              count_include_pad: bool = True, divisor_override: None = None) -> Translated:  # noqa: ARG001
    layer = codes.AvgPool2d(kernel_size=_sizes(kernel_size), stride=_sizes(stride), padding=_sizes(padding),
                            ceil_mode=ceil_mode, count_include_pad=count_include_pad)
    return channels_last_kept(Translated((layer,), (value,)))


def _max_pool(value: TracedValue, kernel_size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1,
              ceil_mode: bool = False, return_indices: bool = False) -> Translated:  # noqa: ARG001
    layer = codes.MaxPool2d(kernel_size=_sizes(kernel_size), stride=_sizes(stride), padding=_sizes(padding),
                            dilation=_sizes(dilation), ceil_mode=ceil_mode)
    return channels_last_kept(Translated((layer,), (value,)))


def _sizes(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


def _dropout(value: TracedValue, p: float = 0.5, training: bool = False, inplace: bool = False) -> Translated:  # noqa: ARG001
    return channels_last_kept(Translated((codes.Dropout(p=p),), (value,)))


def _softmax(value: TracedValue, dim: int | None = None, **_more: object) -> Translated:
    if dim not in (1, -1):
        raise NetworkError("It takes a softmax over axis {axis}; only channels, axis 1, can be read.", axis=dim)
    return channels_last_kept(Translated((codes.Softmax(),), (value,)))


def _layer_norm(value: TracedValue, normalized_shape: Sequence[int], weight: Tensor | None = None,
                bias: Tensor | None = None, eps: float = 1e-5) -> Translated:
    module = nn.LayerNorm(list(normalized_shape), eps=eps, bias=bias is not None, device="meta")
    module.weight, module.bias = weight, bias  # type: ignore[assignment]
    return normed(value, module)


def _permute(value: TracedValue, *dims: Any) -> Moved:
    order = tuple(dims[0]) if len(dims) == 1 else dims
    before, after = {(0, 2, 3, 1): (False, True), (0, 3, 1, 2): (True, False)}.get(order, (None, None))
    if before is not value.channels_last or after is None:
        raise NetworkError("It orders axes as {order}, which cannot be read.", order=order)
    return Moved(TracedValue(value.name, channels_last=after, shape=value.shape))


def _item(value: Any, index: Any) -> Translated | Moved:
    """Return ``maps[:, :, ::a, ::b]``, a part of a tensor that was cut, or an item of what is no tensor."""
    if isinstance(value, Chunks) and isinstance(index, int):
        place = index % len(value.counts)
        layer = codes.TakeChannels(start=sum(value.counts[:place]), count=value.counts[place])
        return channels_last_kept(Translated((layer,), (value.whole,)))
    if isinstance(value, tuple | list | dict):
        return Moved(value[index])
    parts = index if isinstance(index, tuple) else (index,)
    steps = [part.step or 1 for part in parts if isinstance(part, slice) and part.start is part.stop is None]
    if not isinstance(value, TracedValue) or len(steps) != 4 or len(parts) != 4 or steps[:2] != [1, 1]:
        raise NetworkError("It takes a part of a tensor ({index}), which cannot be read; [:, :, ::2, ::2] can.",
                           index=str(index))
    return channels_last_kept(Translated((codes.Subsample(stride=tuple(steps[2:])),), (value,)))


def _pad(maps: TracedValue, pad: Sequence[int], mode: str = "constant", value: float | None = None) -> Translated:
    amounts = (*pad, *(0,) * (6 - len(pad)))
    if mode != "constant" or value or any(amounts[:4]) or len(amounts) > 6:
        raise NetworkError("It pads by {amounts} ({mode}), which cannot be read; zeros around channels can.",
                           amounts=tuple(pad), mode=mode)
    return channels_last_kept(Translated((codes.PadChannels(before=amounts[4], after=amounts[5]),), (maps,)))


def _chunk(value: TracedValue, chunks: int, dim: int = 0) -> Moved:
    channels = value.sizes()[1]
    each = -(-channels // chunks)
    if dim != 1 or value.channels_last:
        raise NetworkError("It cuts a tensor along axis {axis}; only channels, axis 1, can be read.", axis=dim)
    return Moved(Chunks(value, tuple(min(each, channels - start) for start in range(0, channels, each))))


def _shuffle(value: TracedValue, groups: int) -> Translated:
    return channels_last_kept(Translated((codes.ChannelShuffle(groups=groups),), (value,)))


def _attribute(value: Any, name: str) -> Moved:
    if not isinstance(value, TracedValue) or name != "shape":
        raise NetworkError("It asks for {name} of a tensor, which cannot be read.", name=name)
    return Moved(value.sizes())


def _size(value: TracedValue, dim: int | None = None) -> Moved:
    return Moved(value.sizes() if dim is None else value.sizes()[dim])


def _interpolate(value: TracedValue, size: Any = None, scale_factor: Any = None, mode: str = "nearest",
                 align_corners: bool | None = None, **_more: object) -> Translated:
    layer = codes.Upsample(size=_sizes(size), scale_factor=_sizes(scale_factor), mode=cast("Any", mode),
                           align_corners=bool(align_corners))
    return channels_last_kept(Translated((layer,), (value,)))


_ACTIVATIONS: dict[str, Layer] = {
    "relu": codes.ReLU(), "relu6": codes.ReLU6(), "silu": codes.SiLU(), "hardswish": codes.Hardswish(),
    "hardsigmoid": codes.Hardsigmoid(), "sigmoid": codes.Sigmoid(), "tanh": codes.Tanh(), "gelu": codes.GELU(),
}
CALLS: dict[Any, Call] = {
    **{getattr(place, name): _plain(layer) for name, layer in _ACTIVATIONS.items()
       for place in (functional, torch) if hasattr(place, name)},
    **{name: _plain(_ACTIVATIONS[name]) for name in ("relu", "sigmoid", "tanh")},
    **dict.fromkeys((operator.add, operator.iadd, torch.add, "add", "add_"), _add),
    **dict.fromkeys((operator.mul, operator.imul, torch.mul, "mul", "mul_"), _multiply),
    **dict.fromkeys((torch.cat, torch.concat), _cat),
    **dict.fromkeys((torch.flatten, "flatten"), _flatten),
    **dict.fromkeys((torch.mean, "mean"), _mean),
    **dict.fromkeys((torch.permute, "permute"), _permute),
    **dict.fromkeys((functional.softmax, torch.softmax, "softmax"), _softmax),
    functional.adaptive_avg_pool2d: _adaptive, functional.avg_pool2d: _avg_pool, functional.max_pool2d: _max_pool,
    functional.dropout: _dropout, functional.layer_norm: _layer_norm, functional.pad: _pad, operator.getitem: _item,
    functional.interpolate: _interpolate, getattr: _attribute, "size": _size, "dim": lambda value: Moved(
        len(value.sizes())),
    **dict.fromkeys((torch.chunk, "chunk"), _chunk),
}
BY_NAME: dict[str, Call] = {"channel_shuffle": _shuffle}
"""Functions of torchvision, which is not loaded for their sake."""

"""By what ``torch.fx`` names as the target of a call: a function, or the name of a method of tensors."""
