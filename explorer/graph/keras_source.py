"""Layers as Keras writes them: one or two constructors each, channels last, padding as 'same' or as a layer."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from explorer.errors import N_, SpecError
from explorer.graph.code.keras_windows import same_edges
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import (
    ELU,
    GELU,
    Add,
    BatchNorm,
    Concat,
    Dropout,
    Dropout2d,
    Flatten,
    Hardsigmoid,
    Hardswish,
    Identity,
    LeakyReLU,
    Linear,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Tanh,
)
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.norms import GroupNorm, LayerNorm
from explorer.graph.layers.pooling import AdaptivePool, AvgPool, MaxPool, PoolNd
from explorer.graph.layers.resizing import Unflatten, Upsample, ZeroPad2d
from explorer.graph.layers.special import LayerNorm2d, LocalResponseNorm, Multiply, Subsample
from explorer.graph.shapes import Shape

Pairs = tuple[tuple[int, int], ...]
Sources = tuple[str, ...]
Worded = Callable[[Layer, Shape, Shape], Sources]
CANNOT = N_("{layer}: Keras has no layer that does what {kind} does here. Put another one in its place, or take the "
            "PyTorch code.")


def refusal(layer: Layer) -> SpecError:
    """Return what to say of a layer that Keras does not have."""
    return SpecError(CANNOT, layer=type(layer).__name__, kind=type(layer).__name__)


def call_text(kind: str, *values: Any, **more: Any) -> str:
    """Return the constructor of a layer of Keras with its arguments."""
    parts = [*map(repr, values), *(f"{name}={value!r}" for name, value in more.items())]
    return f"layers.{kind}({', '.join(parts)})"


@singledispatch
def keras_sources(layer: Layer, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    """Return the constructors that do, one after the other, what ``layer`` does between two shapes.

    Raises:
        SpecError: Keras has none.
    """
    if type(layer) in PLAIN:
        return (PLAIN[type(layer)],)
    raise refusal(layer)


def _unless(default: Any, **values: Any) -> dict[str, Any]:
    """Return those arguments that are not ``default``."""
    return {name: value for name, value in values.items() if value != default}


def _edges(pairs: Pairs, sides: Shape, windows: tuple[tuple[int, ...], ...], dims: int) -> tuple[str, Sources]:
    """Return how Keras pads by ``pairs``: an argument, or a layer before."""
    if not any(map(any, pairs)):
        return "valid", ()
    if pairs == tuple(same_edges(*values) for values in zip(sides, *windows, strict=True)):
        return "same", ()
    if dims == 1 and pairs == ((windows[-1][0] * (windows[0][0] - 1), 0),) and len(windows) == 3:
        return "causal", ()
    return "valid", (zero_padding(pairs, dims),)


def zero_padding(pairs: Pairs, dims: int) -> str:
    """Return the layer that puts zeros around maps."""
    flat = tuple(before if before == after else (before, after) for before, after in pairs)
    short = flat[0] if len(set(pairs)) == 1 and isinstance(flat[0], int) else pairs[0] if dims == 1 else pairs
    return call_text(f"ZeroPadding{dims}D", short)


@keras_sources.register
def _(layer: ConvNd, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    windows = tuple(layer.per_axis(name) for name in ("kernel_size", "stride", "dilation"))
    uneven = any(step > 1 for step in windows[1]) and any(step > 1 for step in windows[2])
    if layer.padding_mode != "zeros" or uneven:
        raise refusal(layer)
    padding, before = _edges(layer.pads(), shape[1:], windows, layer.dims)
    more = _unless(1, strides=layer.stride) | _unless("valid", padding=padding)
    more |= _unless(1, dilation_rate=layer.dilation) | _unless(True, use_bias=layer.bias)
    if layer.groups == shape[0] > 1 and layer.dims < 3:
        multiplier = _unless(1, depth_multiplier=layer.out_channels // shape[0])
        return *before, call_text(f"DepthwiseConv{layer.dims}D", layer.kernel_size, **more, **multiplier)
    more |= _unless(1, groups=layer.groups)
    return *before, call_text(f"Conv{layer.dims}D", layer.out_channels, layer.kernel_size, **more)


@keras_sources.register
def _(layer: ConvTransposeNd, shape: Shape, output: Shape) -> Sources:
    if layer.groups > 1:
        raise refusal(layer)
    names = ("kernel_size", "stride", "padding", "output_padding", "dilation")
    cuts = []
    for kernel, stride, padding, extra, dilation in zip(*map(layer.per_axis, names), strict=True):
        reach = dilation * (kernel - 1) + 1
        cuts.append((padding, max(reach, stride) - reach + padding - extra))
    same = output[1:] == tuple(side * step for side, step in zip(shape[1:], layer.per_axis("stride"), strict=True))
    if not same and any(after < 0 for _, after in cuts):
        raise refusal(layer)
    more = _unless(1, strides=layer.stride) | _unless(1, dilation_rate=layer.dilation)
    more |= _unless(True, use_bias=layer.bias) | ({"padding": "same"} if same and any(map(any, cuts)) else {})
    made = call_text(f"Conv{layer.dims}DTranspose", layer.out_channels, layer.kernel_size, **more)
    if same or not any(map(any, cuts)):
        return (made,)
    return made, call_text(f"Cropping{layer.dims}D", cuts[0] if layer.dims == 1 else tuple(cuts))


@keras_sources.register
def _(layer: PoolNd, shape: Shape, output: Shape) -> Sources:
    if (isinstance(layer, MaxPool) and layer.dilation != 1) or not isinstance(layer, MaxPool | AvgPool):
        raise refusal(layer)
    kernel, stride = layer.per_axis("kernel_size"), layer.per_axis("stride")
    pairs = tuple((edge, max((out - 1) * step + size - side - edge, 0) if layer.ceil_mode else edge)
                  for edge, out, step, size, side in zip(layer.per_axis("padding"), output[1:], stride, kernel,
                                                         shape[1:], strict=True))
    padding, before = _edges(pairs, shape[1:], (kernel, stride), layer.dims)
    counts_zeros = isinstance(layer, AvgPool) and layer.count_include_pad
    if padding == "same" and counts_zeros:
        padding, before = "valid", (zero_padding(pairs, layer.dims),)
    if before and isinstance(layer, AvgPool) and not layer.count_include_pad:
        raise refusal(layer)
    name = "MaxPooling" if isinstance(layer, MaxPool) else "AveragePooling"
    more = _unless(layer.kernel_size, strides=layer.stride) | _unless("valid", padding=padding)
    return *before, call_text(f"{name}{layer.dims}D", layer.kernel_size, **more)


@keras_sources.register
def _(layer: AdaptivePool, shape: Shape, output: Shape) -> Sources:
    name = "Max" if "Max" in type(layer).__name__ else "Average"
    if set(output[1:]) == {1}:
        return (call_text(f"Global{name}Pooling{layer.dims}D", keepdims=True),)
    if any(side % out for side, out in zip(shape[1:], output[1:], strict=True)):
        raise refusal(layer)
    windows = tuple(side // out for side, out in zip(shape[1:], output[1:], strict=True))
    return (call_text(f"{name}Pooling{layer.dims}D", windows[0] if len(set(windows)) == 1 else windows),)


@keras_sources.register
def _(layer: BatchNorm, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    more = {} if layer.affine else {"center": False, "scale": False}
    return (call_text("BatchNormalization", epsilon=1e-5, **more),)


@keras_sources.register
def _(layer: Linear, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    if len(shape) > 1:
        raise refusal(layer)
    return (call_text("Dense", layer.out_features, **_unless(True, use_bias=layer.bias)),)


@keras_sources.register
def _(layer: Flatten, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    return ("layers.Flatten()",) if len(output) == 1 else (_reshape(output),)


@keras_sources.register
def _(layer: Unflatten, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    return (_reshape(output),)


def _reshape(shape: Shape) -> str:
    return call_text("Reshape", (*shape[1:], shape[0]))


@keras_sources.register
def _(layer: ZeroPad2d, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    return (zero_padding(layer.pads(), 2),)


@keras_sources.register
def _(layer: Upsample, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    if layer.align_corners:
        raise refusal(layer)
    if layer.size is not None:
        return (call_text("Resizing", *output[1:], interpolation=layer.mode),)
    return (call_text("UpSampling2D", layer.scale_factor, interpolation=layer.mode),)


@keras_sources.register
def _(layer: PReLU, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    shared = [*range(1, len(shape) + (layer.num_parameters == 1))]
    return (call_text("PReLU", **_unless([], shared_axes=shared)),)


@keras_sources.register
def _(layer: LayerNorm, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    if len(shape) > 1:
        raise refusal(layer)
    more = {} if layer.elementwise_affine else {"center": False, "scale": False}
    return (call_text("LayerNormalization", epsilon=1e-5, **more),)


@keras_sources.register
def _(layer: GroupNorm, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    more = {} if layer.affine else {"center": False, "scale": False}
    return (call_text("GroupNormalization", layer.num_groups, epsilon=1e-5, **more),)


@keras_sources.register
def _(layer: LocalResponseNorm, shape: Shape, output: Shape) -> Sources:  # noqa: ARG001
    """Write the function of TensorFlow: it adds squares up, where torch takes their mean."""
    if not layer.size % 2:
        raise refusal(layer)
    return (f"layers.Lambda(lambda x: tf.nn.local_response_normalization(x, depth_radius={layer.size // 2}, "
            f"bias={layer.k!r}, alpha={layer.alpha / layer.size!r}, beta={layer.beta!r}))",)


def _with_value(name: str, argument: str, **renamed: str) -> Worded:
    keyword = renamed.get("keyword")
    return lambda layer, shape, output: (  # noqa: ARG005
        call_text(name, getattr(layer, argument)) if keyword is None
        else call_text(name, **{keyword: getattr(layer, argument)}),)


keras_sources.register(Dropout, _with_value("Dropout", "p"))
keras_sources.register(Dropout2d, _with_value("SpatialDropout2D", "p"))
keras_sources.register(LeakyReLU, _with_value("LeakyReLU", "negative_slope", keyword="negative_slope"))
keras_sources.register(ELU, _with_value("ELU", "alpha", keyword="alpha"))
keras_sources.register(LayerNorm2d, _with_value("LayerNormalization", "eps", keyword="epsilon"))
keras_sources.register(Subsample, lambda layer, shape, output: (  # noqa: ARG005
    call_text("MaxPooling2D", 1, strides=layer.stride),))
PLAIN: dict[type[Layer], str] = {
    ReLU: "layers.ReLU()", ReLU6: "layers.ReLU(max_value=6)", Softmax: "layers.Softmax()", Add: "layers.Add()",
    Concat: "layers.Concatenate()", Multiply: "layers.Multiply()", Identity: "layers.Identity()",
    **{kind: f"layers.Activation({name!r})" for kind, name in (
        (GELU, "gelu"), (SiLU, "silu"), (Hardswish, "hard_silu"), (Hardsigmoid, "hard_sigmoid"),
        (Sigmoid, "sigmoid"), (Tanh, "tanh"))},
}
