"""The layers of Keras: each entry takes the arguments of a constructor as Keras does, and gives torch's layers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from math import prod
from typing import Any

from explorer.errors import N_
from explorer.graph.code.following import NOWHERE_NODE
from explorer.graph.code.keras_windows import (
    LayerMaker,
    Tell,
    axes,
    convolution,
    depthwise,
    named,
    pooling,
    prelu,
    resized,
    separable,
    sized,
    transposed,
    whole_map,
    zeros,
)
from explorer.graph.code.torch_layers import KINDS, is_plain, plain, torch_layer
from explorer.graph.code.values import Call, Dotted, Leaf, Stated
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import (
    Add,
    Concat,
    Dropout,
    Flatten,
    Identity,
    LeakyReLU,
    Linear,
    ReLU,
    ReLU6,
    Softmax,
)
from explorer.graph.layers.incomplete import attempt
from explorer.graph.layers.special import Multiply
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape

ON_MAPS = N_("Line {line}: a Dense layer on maps works on the channels of each place. torch's Linear works on the last "
             "axis, so a convolution with a window of 1 stands here: the same numbers.")
AVERAGED = N_("Line {line}: {kind} is drawn as Add; shapes and counts are the same.")
HALF_A_NORM = N_("Line {line}: this batch norm has only one of scale and centre, so Keras counts half as many learned "
                 "numbers for it.")
ACTIVATIONS = {"relu": "ReLU", "relu6": "ReLU6", "elu": "ELU", "selu": "SELU", "gelu": "GELU", "silu": "SiLU",
               "swish": "SiLU", "sigmoid": "Sigmoid", "tanh": "Tanh", "softmax": "Softmax", "mish": "Mish",
               "hard_sigmoid": "Hardsigmoid", "hard_silu": "Hardswish", "hard_swish": "Hardswish",
               "leaky_relu": "LeakyReLU", "softplus": "Softplus", "softsign": "Softsign", "log_softmax": "LogSoftmax",
               "celu": "CELU", "hard_tanh": "Hardtanh", "exponential": "Softplus", "log_sigmoid": "LogSigmoid"}
CONV = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate")
ORDER: dict[str, tuple[str, ...]] = {
    "Conv": (*CONV, "groups", "activation", "use_bias"),
    "ConvTranspose": (*CONV[:4], "output_padding", "data_format", "dilation_rate", "activation", "use_bias"),
    "SeparableConv": (*CONV, "depth_multiplier", "activation", "use_bias"),
    "DepthwiseConv": ("kernel_size", "strides", "padding", "depth_multiplier", "data_format", "dilation_rate",
                      "activation", "use_bias"),
    "MaxPooling": ("pool_size", "strides", "padding"), "AveragePooling": ("pool_size", "strides", "padding"),
    "GlobalAveragePooling": ("data_format", "keepdims"), "GlobalMaxPooling": ("data_format", "keepdims"),
    "Dense": ("units", "activation", "use_bias"), "Dropout": ("rate",), "SpatialDropout": ("rate",),
    "BatchNormalization": ("axis", "momentum", "epsilon", "center", "scale"), "Activation": ("activation",),
    "Reshape": ("target_shape",), "ZeroPadding": ("padding",), "Cropping": ("cropping",), "Flatten": (),
    "UpSampling": ("size", "data_format", "interpolation"), "Resizing": ("height", "width"),
    "CenterCrop": ("height", "width"), "LeakyReLU": ("negative_slope",), "ReLU": ("max_value", "negative_slope"),
    "ELU": ("alpha",), "PReLU": ("alpha_initializer", "alpha_regularizer", "alpha_constraint", "shared_axes"),
    "Softmax": ("axis",), "Concatenate": ("axis",), "GroupNormalization": ("groups",),
    "LayerNormalization": ("axis", "epsilon"),
}
NEEDED: dict[str, tuple[str, ...]] = {
    "Conv": CONV[:2], "ConvTranspose": CONV[:2], "SeparableConv": CONV[:2], "DepthwiseConv": ("kernel_size",),
    "Dense": ("units",), "Reshape": ("target_shape",), "Resizing": ("height", "width"),
    "CenterCrop": ("height", "width")}
OTHER_NAMES = {"Convolution": "Conv", "SeparableConvolution": "SeparableConv", "MaxPool": "MaxPooling",
               "AvgPool": "AveragePooling", "AveragePool": "AveragePooling", "GlobalAvgPool": "GlobalAveragePooling",
               "GlobalMaxPool": "GlobalMaxPooling", "ConvolutionTranspose": "ConvTranspose"}
NOTHING = ("Identity", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "Rescaling",
           "Normalization", "Masking", "RandomFlip", "RandomRotation", "RandomZoom", "RandomContrast",
           "RandomTranslation", "RandomBrightness", "RandomErasing", "RandomShear", "RandomColorJitter",
           "RandomHue", "RandomSaturation", "SpectralNormalization")
"""Kinds that leave the shape as it is and learn nothing."""
KEEPS_SHAPE = ("UnitNormalization", "MultiHeadAttention", "Attention", "RMSNormalization")


def split_kind(kind: str) -> tuple[str, int]:
    """Return the name of a kind without its dimensions, and those: ``("Conv", 2)`` of Conv2D."""
    found = re.fullmatch(r"(\w*?)([123])D(Transpose)?", kind)
    name = f"{found[1]}{found[3] or ''}" if found else kind
    return OTHER_NAMES.get(name, name), int(found[2]) if found else 0


def keras_layer(kind: str, call: Call, tell: Tell) -> tuple[LayerMaker, Stated | None] | str:
    """Return the maker of ``keras.layers.<kind>(...)``, and the number of values that it says arrive.

    Where it cannot be read, the name of the argument that is missing or not known is returned; "" where no layer does
    what the kind does.
    """
    name, dims = split_kind(kind)
    if name in NOTHING:
        return (lambda shape: (Identity(),)), None  # noqa: ARG005
    options = {key: plain(value) for key, value in call.bound(*ORDER.get(name, ())).items()}
    for needed in NEEDED.get(name, ()):
        if not is_plain(options.get(needed)):
            return needed
    work = MAKERS.get(name)
    if work is None:
        return ((lambda shape: (Unread(keeps_shape=True),)), None) if name in KEEPS_SHAPE else ""  # noqa: ARG005
    known = {key: value for key, value in options.items() if is_plain(value) or key == "activation"}
    made = work(known, dims, tell)
    last = activation(known.get("activation")) if name != "Activation" else ()
    stated = _stated(known) if name == "Reshape" else None
    return (lambda shape: (*made(shape), *last)) if last else made, stated


def activation(name: Any) -> tuple[Layer, ...]:
    """Return the layers of an activation: its name, its function, or a layer; none for a linear one."""
    if isinstance(name, Leaf):
        return name.made(None)
    name = name.path.rpartition(".")[2] if isinstance(name, Dotted) else name
    if name is None or name == "linear":
        return ()
    if name in ("softmax", "leaky_relu"):
        return (Softmax() if name == "softmax" else LeakyReLU(negative_slope=0.2),)
    kind = ACTIVATIONS.get(name) if isinstance(name, str) else None
    found = torch_layer(kind, Call(NOWHERE_NODE)) if kind else ""
    return (Unread(keeps_shape=True),) if isinstance(found, str) else (found[0],)


def _stated(options: dict[str, Any]) -> Stated | None:
    """Return how many values a Reshape is written for."""
    sizes = axes(options["target_shape"], 1)
    return Stated("target_shape", prod(sizes), None) if min(sizes) > 0 else None


def _dense(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    bias = bool(options.get("use_bias", True))

    def made(shape: Shape | None) -> tuple[Layer, ...]:
        if shape is None or len(shape) == 1:
            return (attempt(Linear, {"out_features": options["units"], "bias": bias}),)
        tell(ON_MAPS)
        window = {"filters": options["units"], "kernel_size": 1, "use_bias": bias}
        return convolution(window, len(shape) - 1, tell)(None)

    return made


def _batch_norm(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    learned = bool(options.get("center", True)), bool(options.get("scale", True))
    if learned[0] is not learned[1]:
        tell(HALF_A_NORM)
    return lambda shape: (attempt(KINDS[f"BatchNorm{max(len(shape or (0, 0, 0)) - 1, 1)}d"], {"affine": any(learned)}),)


def _dropout(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    share = options.get("rate", 0.5)
    kind = KINDS.get(f"Dropout{dims}d", Dropout) if dims else Dropout
    return lambda shape: (attempt(kind, {"p": share}),)  # noqa: ARG005


def _flatten(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    return lambda shape: (Flatten(),)  # noqa: ARG005


def _reshape(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    sizes = axes(options["target_shape"], 1)

    def made(shape: Shape | None) -> tuple[Layer, ...]:
        if len(sizes) == 1:
            return (Flatten(),)
        return (reshaped(sizes, shape),)

    return made


def reshaped(sizes: tuple[int, ...], shape: Shape | None) -> Layer:
    """Return a step that gives values another shape, ``sizes`` having channels last and perhaps one -1."""
    rest = prod(size for size in sizes if size > 0)
    values = prod(shape or ())
    if sizes.count(-1) == 1 and shape and rest > 0 and values % rest == 0:
        sizes = tuple(values // rest if size == -1 else size for size in sizes)
    if len(sizes) > 4 or min(sizes) < 1:
        return Unread()
    first = (sizes[-1], *sizes[:-1])
    in_row = shape is not None and len(shape) == 1 and prod(first) == values
    layer = named("Unflatten", dim=1, unflattened_size=first) if in_row else None
    return layer or attempt(Unread, {"output_size": first})


def _pairs(value: Any, dims: int) -> tuple[tuple[int, int], ...] | None:
    """Return (before, behind) for each axis of a ``padding`` or ``cropping``; None where it is none."""
    pair = dims == 1 and isinstance(value, tuple) and len(value) == 2
    parts = (value,) if pair else axes(value, dims)
    pairs = tuple(part if isinstance(part, tuple) else (part, part) for part in parts)
    known = len(pairs) == dims and all(len(pair) == 2 and all(type(side) is int and side >= 0 for side in pair)
                                       for pair in pairs)
    return pairs if known else None


def _zero_padding(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    pairs = _pairs(options.get("padding", 1), dims)
    return lambda shape: zeros(pairs, shape) if pairs else (Unread(),)


def _cropping(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    pairs = _pairs(options.get("cropping", 1), dims)

    def made(shape: Shape | None) -> tuple[Layer, ...]:
        if pairs is None or shape is None or len(shape) != dims + 1:
            return (Unread(),)
        sides = tuple(side - sum(pair) for side, pair in zip(shape[1:], pairs, strict=True))
        return (attempt(Unread, {"output_size": (shape[0], *sides)}),)

    return made


def _up_sampling(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    scale = axes(options.get("size", 2), dims)
    modes = {("bilinear", 2): "bilinear", ("bicubic", 2): "bicubic"}
    mode = modes.get((options.get("interpolation", "nearest"), dims), "nearest")

    def made(shape: Shape | None) -> tuple[Layer, ...]:
        one = scale[0] if len(set(scale)) == 1 else scale
        if dims == 2 and (layer := named("Upsample", scale_factor=one, mode=mode)) is not None:
            return (layer,)
        if shape is None or len(shape) != dims + 1 or not all(type(part) is int for part in scale):
            return (Unread(),)
        sides = (side * part for side, part in zip(shape[1:], scale, strict=True))
        return (attempt(Unread, {"output_size": (shape[0], *sides)}),)

    return made


def _relu(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    slope = options.get("negative_slope") or 0
    if slope:
        return lambda shape: (attempt(LeakyReLU, {"negative_slope": slope}),)  # noqa: ARG005
    return lambda shape: (ReLU6() if options.get("max_value") in (6, 6.0) else ReLU(),)  # noqa: ARG005


def _group_norm(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    def made(shape: Shape | None) -> tuple[Layer, ...]:
        layer = named("GroupNorm", num_groups=options.get("groups", 32), num_channels=(shape or (1,))[0])
        return (layer or Unread(keeps_shape=True),)

    return made


def _layer_norm(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    def made(shape: Shape | None) -> tuple[Layer, ...]:
        row = shape is not None and len(shape) == 1
        maps = attempt(KINDS["LayerNorm2d"], {"eps": options.get("epsilon", 1e-3)})
        layer = named("LayerNorm", normalized_shape=shape[0]) if row and shape else maps
        over_channels = options.get("axis", -1) in (-1, len(shape or (0, 0, 0)))
        return (layer if layer and over_channels and len(shape or (0, 0, 0)) in (1, 3) else Unread(keeps_shape=True),)

    return made


def _concatenate(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
    axis = options.get("axis", -1)
    return lambda shape: (Concat() if axis in (-1, len(shape or (0, 0, 0))) else Unread(),)


def _merge(layer: Layer, kind: str = "") -> Callable[[dict[str, Any], int, Tell], LayerMaker]:
    def work(options: dict[str, Any], dims: int, tell: Tell) -> LayerMaker:  # noqa: ARG001
        if kind:
            tell(AVERAGED, kind=kind)
        return lambda shape: (layer,)  # noqa: ARG005

    return work


MAKERS: dict[str, Callable[[dict[str, Any], int, Tell], LayerMaker]] = {
    "Conv": convolution, "ConvTranspose": transposed, "SeparableConv": separable, "DepthwiseConv": depthwise,
    "MaxPooling": partial(pooling, kind="MaxPool"), "AveragePooling": partial(pooling, kind="AvgPool"),
    "GlobalAveragePooling": partial(whole_map, kind="AvgPool"), "GlobalMaxPooling": partial(whole_map, kind="MaxPool"),
    "Dense": _dense, "BatchNormalization": _batch_norm, "Dropout": _dropout, "SpatialDropout": _dropout,
    "Flatten": _flatten, "Reshape": _reshape, "ZeroPadding": _zero_padding, "Cropping": _cropping,
    "UpSampling": _up_sampling, "Resizing": resized, "CenterCrop": sized, "ReLU": _relu,
    "LeakyReLU": lambda options, dims, tell: lambda shape: (  # noqa: ARG005
        attempt(LeakyReLU, {"negative_slope": options.get("negative_slope", options.get("alpha", 0.3))}),),
    "ELU": lambda options, dims, tell: lambda shape: activation("elu"),  # noqa: ARG005
    "PReLU": prelu,
    "Softmax": lambda options, dims, tell: lambda shape: (Softmax(),),  # noqa: ARG005
    "Activation": lambda options, dims, tell: lambda shape: (  # noqa: ARG005
        activation(options.get("activation")) or (Identity(),)),
    "GroupNormalization": _group_norm, "LayerNormalization": _layer_norm, "Concatenate": _concatenate,
    "Add": _merge(Add()),
    "Multiply": _merge(Multiply()), "Average": _merge(Add(), "Average"), "Maximum": _merge(Add(), "Maximum"),
    "Minimum": _merge(Add(), "Minimum"), "Subtract": _merge(Add(), "Subtract"),
}
