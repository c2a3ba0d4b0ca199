"""The layers of torch's modules: each entry takes the arguments of a constructor as torch does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from explorer.graph.code.values import Call, Lost, Place, Stated
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Flatten, Identity
from explorer.graph.layers.codes import CODES
from explorer.graph.layers.incomplete import attempt
from explorer.graph.layers.norms import LayerNorm
from explorer.graph.layers.resizing import Unflatten, Upsample
from explorer.graph.layers.unread import Unread

KINDS: dict[str, type[Layer]] = {kind.__name__: kind for kind in CODES.values()}
CONV = ("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation", "groups", "bias",
        "padding_mode")
POOL = ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad")
BY_PLACE: dict[str, tuple[str, ...]] = {
    "Conv": CONV,
    "ConvTranspose": (*CONV[:5], "output_padding", "groups", "bias", "dilation", "padding_mode"),
    "MaxPool": ("kernel_size", "stride", "padding", "dilation", "return_indices", "ceil_mode"),
    "AvgPool": POOL, "BatchNorm": ("num_features", "eps", "momentum", "affine", "track_running_stats"),
    "Linear": ("in_features", "out_features", "bias"), "LeakyReLU": ("negative_slope", "inplace"),
    "ELU": ("alpha", "inplace"), "PReLU": ("num_parameters", "init"), "Dropout": ("p", "inplace"),
    "AdaptiveAvgPool": ("output_size",),
    "AdaptiveMaxPool": ("output_size",), "Flatten": ("start_dim", "end_dim"), "GELU": ("approximate",),
    "Softmax": ("dim",), "GroupNorm": ("num_groups", "num_channels", "eps", "affine"),
    "InstanceNorm": ("num_features", "eps", "momentum", "affine", "track_running_stats"),
    "LPPool": ("norm_type", "kernel_size", "stride", "ceil_mode"), "PixelShuffle": ("upscale_factor",),
    "LocalResponseNorm": ("size", "alpha", "beta", "k"), "Upsample": ("size", "scale_factor", "mode", "align_corners"),
}
STATED = ("in_channels", "in_features", "num_features", "num_channels")
TORCH_DEFAULTS: dict[str, dict[str, Any]] = {"ConvTranspose": {"stride": 1}}
NEEDED = {"Conv": CONV[:3], "ConvTranspose": CONV[:3], "MaxPool": ("kernel_size",), "AvgPool": ("kernel_size",),
          "BatchNorm": ("num_features",), "Linear": ("in_features", "out_features"),
          "AdaptiveAvgPool": ("output_size",), "AdaptiveMaxPool": ("output_size",), "GroupNorm": ("num_groups",
          "num_channels"), "InstanceNorm": ("num_features",), "LPPool": ("norm_type", "kernel_size"),
          "PixelShuffle": ("upscale_factor",), "LocalResponseNorm": ("size",)}
SAME_SHAPE = {"Mish", "SELU", "CELU", "Softplus", "Softsign", "LogSigmoid", "Tanhshrink", "Hardtanh", "LogSoftmax",
              "Softmax2d", "AlphaDropout", "Dropout1d", "Dropout3d", "Threshold", "Hardshrink",
              "FeatureAlphaDropout", "DropPath", "StochasticDepth"}
"""Kinds without weights that leave the shape as it is; they become `Identity`."""
KEEPS_SHAPE = {"RMSNorm", "SyncBatchNorm", "MultiheadAttention", "TransformerEncoderLayer",
               "TransformerEncoder"}
"""Kinds that are no layer here, but of which it is known that they keep the shape."""


def family_of(kind: str) -> str:
    """Return the name of a kind without its dimensions: Conv of Conv2d."""
    return kind[:-2] if kind[-2:] in ("1d", "2d", "3d") else kind


def torch_layer(kind: str, call: Call) -> tuple[Layer, Stated | None] | str:
    """Return the layer of ``nn.<kind>(...)`` and the number that torch is told and shapes decide.

    Where it cannot be read, the name of the argument that is missing or not known is returned; "" where no layer does
    what the kind does.
    """
    lazy = kind.startswith("Lazy")
    kind = kind.removeprefix("Lazy")
    family = family_of(kind)
    if kind in SAME_SHAPE and kind not in KINDS:
        return Identity(), None
    if family in OTHER_FORM:
        return OTHER_FORM[family](kind, call)
    if kind not in KINDS:
        return (Unread(keeps_shape=True), None) if kind in KEEPS_SHAPE else ""
    names = BY_PLACE.get(family) or tuple(entry.name for entry in fields(KINDS[kind]))
    given = call.bound(*(names[1:] if lazy else names))
    for name in NEEDED.get(family, ()):
        if name not in given and not (lazy and name in STATED):
            return name
    known = {entry.name for entry in fields(KINDS[kind])}
    defaults = {"affine": True} if lazy and family == "InstanceNorm" else TORCH_DEFAULTS.get(family, {})
    values = {**defaults, **{name: plain(value) for name, value in given.items()
                                                   if name in known and value is not None}}
    if bad := next((name for name, value in values.items() if not is_plain(value)), ""):
        return bad
    if family == "Softmax" and given.get("dim") not in (1, -1, None):
        return "dim"
    if family.startswith("Adaptive") and values.get("output_size") is None:
        return "output_size"
    if family == "Conv" and isinstance(values.get("bias"), int):
        values["bias"] = bool(values["bias"])
    return attempt(KINDS[kind], values), _stated(call, names, given)


def _layer_norm(kind: str, call: Call) -> tuple[Layer, Stated | None] | str:  # noqa: ARG001
    """Return a layer norm: torch is told the sides that it measures together, here their number is enough."""
    given = call.bound("normalized_shape", "eps", "elementwise_affine", "bias")
    shape = plain(given.get("normalized_shape"))
    sides = shape if isinstance(shape, tuple) else (shape,)
    if not sides or any(type(side) is not int for side in sides):
        return "normalized_shape"
    node = call.places.get("normalized_shape") or call.places.get(0)
    stated = Stated("normalized_shape", shape, Place.of(node) if node is not None else None) if type(
        shape) is int else None
    affine = given.get("elementwise_affine", True)
    return attempt(LayerNorm, {"axes": len(sides), "elementwise_affine": affine is not False}), stated


def _padding(kind: str, call: Call) -> tuple[Layer, Stated | None] | str:
    value = plain(call.bound("padding").get("padding"))
    if isinstance(value, tuple) and len(value) == 4 and all(type(side) is int for side in value):
        value = (value[2:], value[:2])
    elif type(value) is not int:
        return "padding"
    return (attempt(KINDS[kind], {"padding": value}), None) if kind in KINDS else ""


def _unflatten(kind: str, call: Call) -> tuple[Layer, Stated | None] | str:  # noqa: ARG001
    given = call.bound("dim", "unflattened_size")
    size = plain(given.get("unflattened_size"))
    if given.get("dim") not in (1, -1) or not isinstance(size, tuple) or not all(type(side) is int for side in size):
        return "unflattened_size"
    return attempt(Unflatten, {"unflattened_size": size}), None


def _upsample(kind: str, call: Call) -> tuple[Layer, Stated | None] | str:
    given = {name: plain(value) for name, value in call.bound(*BY_PLACE["Upsample"]).items() if value is not None}
    modes = {"UpsamplingNearest2d": "nearest", "UpsamplingBilinear2d": "bilinear"}
    values: dict[str, Any] = {name: given[name] for name in ("size", "scale_factor", "mode", "align_corners")
                              if name in given}
    if kind in modes:
        values |= {"mode": modes[kind], "align_corners": kind == "UpsamplingBilinear2d"}
    if "size" not in values and "scale_factor" not in values:
        return "scale_factor"
    if bad := next((name for name, value in values.items() if not is_plain(value)), ""):
        return bad
    return attempt(Upsample, values), None


OTHER_FORM: dict[str, Callable[[str, Call], tuple[Layer, Stated | None] | str]] = {
    "LayerNorm": _layer_norm, "ZeroPad": _padding, "ReflectionPad": _padding, "ReplicationPad": _padding,
    "Unflatten": _unflatten, "Upsample": _upsample, "UpsamplingNearest": _upsample, "UpsamplingBilinear": _upsample,
}
"""Kinds whose arguments torch takes in another form."""


def _stated(call: Call, names: tuple[str, ...], given: dict[str, Any]) -> Stated | None:
    for name in STATED:
        value = given.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            node = call.places.get(name) or call.places.get(names.index(name))
            return Stated(name, value, Place.of(node) if node is not None else None)
    return None


def plain(value: Any) -> Any:
    """Return lists as tuples, as layers take them."""
    return tuple(map(plain, value)) if isinstance(value, list | tuple) else value


def is_plain(value: Any) -> bool:
    """Say whether a value can stand in a layer and in a link."""
    if isinstance(value, tuple):
        return 0 < len(value) <= 4 and all(isinstance(part, int) or is_plain(part) for part in value)
    if isinstance(value, str):
        return value.isascii() and value.isalpha() and value.islower() and len(value) < 20
    return isinstance(value, bool | int | float) and abs(value) < 10**7 and not isinstance(value, Lost)


ACTIVATIONS = {"relu": "ReLU", "relu_": "ReLU", "relu6": "ReLU6", "leaky_relu": "LeakyReLU", "elu": "ELU",
               "gelu": "GELU", "silu": "SiLU", "hardswish": "Hardswish", "hardsigmoid": "Hardsigmoid",
               "sigmoid": "Sigmoid", "tanh": "Tanh", "softmax": "Softmax", "log_softmax": "Softmax", "mish": "Mish",
               "selu": "SELU", "softplus": "Softplus", "sigmoid_": "Sigmoid", "tanh_": "Tanh"}
FUNCTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    **{name: (kind, BY_PLACE.get(kind, ("dim",) if kind == "Softmax" else ("inplace",)))
       for name, kind in ACTIVATIONS.items()},
    **{f"max_pool{dims}d": (f"MaxPool{dims}d", (*BY_PLACE["MaxPool"][:4], "ceil_mode", "return_indices"))
       for dims in (1, 2, 3)},
    **{f"avg_pool{dims}d": (f"AvgPool{dims}d", POOL) for dims in (1, 2, 3)},
    **{f"adaptive_avg_pool{dims}d": (f"AdaptiveAvgPool{dims}d", ("output_size",)) for dims in (1, 2, 3)},
    "adaptive_max_pool2d": ("AdaptiveMaxPool2d", ("output_size",)),
    "dropout": ("Dropout", ("p", "training", "inplace")), "dropout2d": ("Dropout2d", ("p", "training", "inplace")),
    "flatten": ("Flatten", ("start_dim", "end_dim")),
}
"""Functions and methods on tensors: the module that does the same, and its arguments in the function's order."""


def function_layer(name: str, call: Call) -> Layer | None:
    """Return the layer of ``F.<name>(x, ...)`` without its first argument; None where there is none."""
    if name not in FUNCTIONS:
        return None
    kind, order = FUNCTIONS[name]
    given = call.bound(*order)
    if kind == "Flatten":
        start, end = given.get("start_dim", 0), given.get("end_dim", -1)
        whole = isinstance(start, int) and isinstance(end, int) and start != 0
        return attempt(Flatten, {"start_dim": start, "end_dim": end}) if whole else None
    if "Softmax" in kind and given.get("dim") not in (1, -1, None):
        return None
    kept = {key: value for key, value in given.items() if key not in ("training", "dtype", "inplace")}
    found = torch_layer(kind, Call(call.node, (), kept))
    return None if isinstance(found, str) else found[0]
