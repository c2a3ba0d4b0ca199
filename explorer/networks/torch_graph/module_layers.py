"""The layer of a torch module: what :mod:`explorer.networks.torch_graph.modules` makes, read backwards."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast

from torch import nn

from explorer.errors import NetworkError
from explorer.graph import CODES, ConvNd, Layer, codes, pytorch
from explorer.networks.torch_graph import modules
from explorer.networks.torch_graph.function_calls import TracedValue, Translated, channels_last_kept, normed

KINDS: dict[str, type[Layer]] = {kind.__name__: kind for kind in CODES.values()}
WITHOUT_ARGUMENTS: dict[type[nn.Module], Layer] = {
    modules.Sum: codes.Add(), modules.Cat: codes.Concat(), modules.Product: codes.Multiply(),
    modules.Scale: codes.LayerScale(),
}
MODES = {pad: mode for mode, pad in pytorch.PADS.items()}


def layer_of(module: nn.Module, inputs: tuple[TracedValue, ...]) -> Translated:
    """Return the layer that ``module`` is, reading ``inputs``, with the module itself if it has weights.

    Raises:
        NetworkError: no layer does what it does.
    """
    if isinstance(module, nn.LayerNorm) and (inputs[0].channels_last or isinstance(module, modules.ChannelNorm)):
        return normed(inputs[0], module, channels_first=isinstance(module, modules.ChannelNorm))
    if isinstance(module, nn.Linear) and inputs[0].channels_last:
        convolution = codes.Conv2d(out_channels=module.out_features, kernel_size=1, bias=module.bias is not None)
        return Translated((convolution,), inputs, _as_convolution(module), channels_last=True)
    layer = _layer(module)
    has_weights = next(module.parameters(), None) is not None or next(module.buffers(), None) is not None
    return channels_last_kept(Translated((layer,), inputs, module if has_weights else None))


def _layer(module: nn.Module) -> Layer:
    if type(module) in WITHOUT_ARGUMENTS:
        return WITHOUT_ARGUMENTS[type(module)]
    if isinstance(module, modules.Taken):
        return codes.TakeChannels(start=module.start, count=module.count)
    if isinstance(module, modules.Thinned):
        return codes.Subsample(stride=_plain(module.stride))
    if isinstance(module, nn.ZeroPad3d) and not any(module.padding[:4]):
        return codes.PadChannels(before=module.padding[4], after=module.padding[5])
    if is_padded_convolution(module):
        return _padded(*module)  # type: ignore[misc]
    if own := _read_by_hand(module):
        return own
    kind = KINDS.get("Identity" if type(module).__name__ == "StochasticDepth" else type(module).__name__)
    given = {entry.name: _argument(module, entry.name) for entry in fields(kind)} if kind else {}
    if kind is None or _differs(module) or not all(map(_is_known, given.values())):
        raise NetworkError("{module} is no layer here, so the network cannot be read.", module=repr(module))
    return kind(**given)


def _read_by_hand(module: nn.Module) -> Layer | None:
    """Return the layer of a module whose arguments torch keeps in another form."""
    if isinstance(module, nn.LayerNorm) and (module.bias is not None or not module.elementwise_affine):
        return codes.LayerNorm(axes=len(module.normalized_shape), elementwise_affine=module.elementwise_affine)
    if isinstance(module, nn.Upsample):
        return codes.Upsample(size=_plain(module.size), scale_factor=_plain(module.scale_factor),
                              mode=cast("Any", module.mode), align_corners=bool(module.align_corners))
    if isinstance(module, nn.Unflatten) and module.dim == 1 and isinstance(module.unflattened_size, tuple | list):
        return codes.Unflatten(unflattened_size=tuple(module.unflattened_size))
    if isinstance(module, nn.ZeroPad2d | nn.ReflectionPad2d | nn.ReplicationPad2d):
        left, right, top, bottom = module.padding
        kind: Any = KINDS[type(module).__name__]
        return cast("Layer", kind(padding=((top, bottom), (left, right))))
    return None


def is_padded_convolution(module: nn.Module) -> bool:
    """Say whether ``module`` is how :func:`explorer.networks.build` makes a convolution with uneven padding."""
    return (isinstance(module, nn.Sequential) and len(module) == 2 and type(module[0]).__name__[:-2] in MODES
            and isinstance(module[1], nn.Conv1d | nn.Conv2d | nn.Conv3d))


def _padded(pad: nn.Module, convolution: nn.Module) -> Layer:
    layer = _layer(convolution)
    assert isinstance(layer, ConvNd)
    sides: Any = pad.padding
    pairs = tuple(zip(sides[-2::-2], sides[::-2], strict=True))
    given = {entry.name: getattr(layer, entry.name) for entry in fields(layer)}
    return type(layer)(**{**given, "padding": pairs, "padding_mode": MODES[type(pad).__name__[:-2]]})


def _argument(module: nn.Module, name: str) -> Any:
    value = getattr(module, name)
    return value is not None if name == "bias" else _plain(value)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


def _is_known(value: object) -> bool:
    return all(part is not None for part in value) if isinstance(value, tuple) else value is not None


def _differs(module: nn.Module) -> bool:
    """Say whether a module of a known kind does something that the layer of its name does not."""
    if isinstance(module, nn.Softmax):
        return module.dim not in (1, -1)
    if isinstance(module, nn.GELU):
        return module.approximate != "none"
    return getattr(module, "divisor_override", None) is not None or getattr(module, "return_indices", False) is True


def _as_convolution(module: nn.Linear) -> nn.Conv2d:
    """Return a 1 x 1 convolution that shares the weights of a linear layer."""
    made = nn.Conv2d(module.in_features, module.out_features, 1, bias=module.bias is not None, device="meta")
    made.weight = nn.Parameter(module.weight[:, :, None, None], requires_grad=False)
    made.bias = module.bias
    return made
