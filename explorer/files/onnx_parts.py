"""The ONNX operators of each kind of layer, with their attributes and the shapes of their weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from explorer.errors import NetworkError
from explorer.graph import (
    AdaptivePool,
    BatchNorm,
    ConvNd,
    ConvTransposeNd,
    InstanceNorm,
    Layer,
    LPPool,
    MaxPool,
    Pad2d,
    PoolNd,
    Row,
    Shape,
    codes,
)

MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
PLAIN: dict[type[Layer], tuple[str, dict[str, Any]]] = {
    codes.ReLU: ("Relu", {}), codes.Sigmoid: ("Sigmoid", {}), codes.Tanh: ("Tanh", {}),
    codes.Hardswish: ("HardSwish", {}), codes.Hardsigmoid: ("HardSigmoid", {"alpha": 1 / 6, "beta": 0.5}),
    codes.Softmax: ("Softmax", {"axis": 1}), codes.Identity: ("Identity", {}), codes.Dropout: ("Identity", {}),
    codes.Dropout2d: ("Identity", {}), codes.Add: ("Sum", {}), codes.Multiply: ("Mul", {}),
    codes.Concat: ("Concat", {"axis": 1}), codes.GELU: ("Gelu", {}),
}
"""Operators without weights; dropout does nothing once a network is trained."""
Step = tuple[str, dict[str, Any]]
Arrays = tuple[tuple[str, Shape, float], ...]
Numbers = tuple[tuple[str, tuple[int, ...] | tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Operators of one layer in a chain, and the arrays that the one of number ``weighted`` reads: name, shape, fill.

    ``fill`` is what they hold where there are no weights.
    """

    steps: tuple[Step, ...]
    arrays: Arrays = ()
    weighted: int = 0
    reads_input_again: bool = False
    """Whether the last operator reads what the layer reads, beside what the one before it made of that."""
    numbers: Numbers = ()
    """Constants that the first operator reads behind the input, by name; a name of "" is an input left out."""
    first: Numbers = ()
    """Constants between the input and the arrays."""
    later: Mapping[int, Numbers] = field(default_factory=dict)
    """Those that other operators read behind everything else, by the operator's number."""


def operator_of(row: Row) -> Parts:
    """Return the operators of a row's layer.

    Raises:
        NetworkError: ONNX has none in the version that is written.
    """
    return _parts(row.layer, row.input_shape, row.output_shape or ())


@singledispatch
def _parts(layer: Layer, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    if type(layer) not in PLAIN:
        raise NetworkError("A layer of kind {kind} cannot be saved as ONNX here. Replace it, or take the PyTorch code.",
                           kind=type(layer).__name__)
    return Parts((PLAIN[type(layer)],))


@_parts.register
def _(layer: ConvNd, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    kernel, pads = layer.per_axis("kernel_size"), layer.pads()
    given = {"kernel_shape": kernel, "strides": layer.per_axis("stride"), "dilations": layer.per_axis("dilation"),
             "group": layer.groups, "pads": _flat(pads)}
    arrays: Arrays = (("weight", (layer.out_channels, shape[0] // layer.groups, *kernel), 0.0),
                      *((("bias", (layer.out_channels,), 0.0),) if layer.bias else ()))
    if layer.padding_mode != "zeros":
        around = [0, 0, *(before for before, _ in pads), 0, 0, *(after for _, after in pads)]
        steps = (("Pad", {"mode": MODES[layer.padding_mode]}), ("Conv", given | {"pads": [0] * 2 * len(pads)}))
        return Parts(steps, arrays, weighted=1, numbers=(("pads", tuple(around)),))
    return Parts((("Conv", given),), arrays)


@_parts.register
def _(layer: ConvTransposeNd, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    kernel = layer.per_axis("kernel_size")
    given = {"kernel_shape": kernel, "strides": layer.per_axis("stride"), "dilations": layer.per_axis("dilation"),
             "group": layer.groups, "pads": [*layer.per_axis("padding")] * 2,
             "output_padding": layer.per_axis("output_padding")}
    arrays: Arrays = (("weight", (shape[0], layer.out_channels // layer.groups, *kernel), 0.0),
                      *((("bias", (layer.out_channels,), 0.0),) if layer.bias else ()))
    return Parts((("ConvTranspose", given),), arrays)


@_parts.register
def _(layer: PoolNd, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    given: dict[str, Any] = {"kernel_shape": layer.per_axis("kernel_size"), "strides": layer.per_axis("stride"),
                             "pads": [*layer.per_axis("padding")] * 2, "ceil_mode": int(layer.ceil_mode)}
    if isinstance(layer, MaxPool):
        return Parts((("MaxPool", given | {"dilations": layer.per_axis("dilation")}),))
    return Parts((("AveragePool", given | {"count_include_pad": int(layer.count_include_pad)}),))  # type: ignore[attr-defined]


@_parts.register
def _(layer: AdaptivePool, shape: Shape, output: Shape) -> Parts:
    largest = isinstance(layer, codes.AdaptiveMaxPool2d)
    sides = shape[1:]
    if all(side == 1 for side in output[1:]):
        return Parts((("GlobalMaxPool" if largest else "GlobalAveragePool", {}),))
    if any(size % parts for size, parts in zip(sides, output[1:], strict=True)):
        raise NetworkError("An adaptive pooling from {size} to {parts} px has windows of different sizes, which ONNX "
                           "cannot say. Take a size that divides the input's.", size=sides[-1], parts=output[-1])
    window = [size // parts for size, parts in zip(sides, output[1:], strict=True)]
    return Parts((("MaxPool" if largest else "AveragePool", {"kernel_shape": window, "strides": window}),))


@_parts.register
def _(layer: BatchNorm, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    names = (("weight", 1.0), ("bias", 0.0), ("running_mean", 0.0), ("running_var", 1.0))
    step = ("BatchNormalization", {"epsilon": 1e-5})
    if layer.affine:
        return Parts((step,), tuple((name, shape[:1], fill) for name, fill in names))
    kept = tuple((name, shape[:1], fill) for name, fill in names[2:])
    return Parts((step,), kept, first=_neutral(shape[0]))


@_parts.register
def _(layer: codes.Linear, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    if len(shape) > 1:
        if layer.bias:
            raise NetworkError("A linear layer with bias on maps that are not flattened cannot be saved as ONNX here. "
                               "Put a flatten before it.")
        return Parts((("Einsum", {"equation": "...c,oc->...o"}),), (("weight", (layer.out_features, shape[-1]), 0.0),))
    arrays: Arrays = (("weight", (layer.out_features, shape[-1]), 0.0),
                      *((("bias", (layer.out_features,), 0.0),) if layer.bias else ()))
    return Parts((("Gemm", {"transB": 1}),), arrays)


@_parts.register
def _(layer: codes.Flatten, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    if len(output) != 1:
        return Parts((("Reshape", {}),), numbers=(("shape", (0, *output)),))
    return Parts((("Flatten", {"axis": 1}),))


@_parts.register
def _(layer: codes.LayerScale, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("Mul", {}),), (("weight", (shape[0], 1, 1), 1.0),))


@_parts.register
def _(layer: codes.LocalResponseNorm, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    if layer.size % 2 == 0:
        raise NetworkError("Response norm over an even number of maps cannot be saved as ONNX. Use an odd size.")
    return Parts((("LRN", {"size": layer.size, "alpha": layer.alpha, "beta": layer.beta, "bias": layer.k}),))


@_parts.register
def _(layer: Pad2d, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    modes = {"zeros": "constant", "reflect": "reflect", "replicate": "edge"}
    pads = [0, 0, *(before for before, _ in layer.pads()), 0, 0, *(after for _, after in layer.pads())]
    return Parts((("Pad", {"mode": modes[layer.beyond]}),), numbers=(("pads", tuple(pads)),))


@_parts.register
def _(layer: codes.PixelShuffle, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("DepthToSpace", {"blocksize": layer.upscale_factor, "mode": "CRD"}),))


@_parts.register
def _(layer: codes.Unflatten, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("Reshape", {}),), numbers=(("shape", (0, *layer.unflattened_size)),))


@_parts.register
def _(layer: LPPool, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    given = {"kernel_shape": layer.per_axis("kernel_size"), "strides": layer.per_axis("stride"), "p": layer.norm_type,
             "ceil_mode": int(layer.ceil_mode)}
    return Parts((("LpPool", given),))


@_parts.register
def _(layer: InstanceNorm, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    names = (("weight", shape[:1], 1.0), ("bias", shape[:1], 0.0))
    step = ("InstanceNormalization", {"epsilon": 1e-5})
    return Parts((step,), names) if layer.affine else Parts((step,), numbers=_neutral(shape[0]))


@_parts.register
def _(layer: codes.LayerNorm, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    over = layer.over(shape)
    step = ("LayerNormalization", {"axis": -len(over), "epsilon": 1e-5})
    if not layer.elementwise_affine:
        return Parts((step,), numbers=_neutral(over[-1]))
    return Parts((step,), (("weight", over, 1.0), ("bias", over, 0.0)))


@_parts.register
def _(layer: codes.LayerNorm2d, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    steps: tuple[Step, ...] = (("Transpose", {"perm": [0, 2, 3, 1]}),
                               ("LayerNormalization", {"axis": -1, "epsilon": layer.eps}),
                               ("Transpose", {"perm": [0, 3, 1, 2]}))
    return Parts(steps, (("weight", shape[:1], 1.0), ("bias", shape[:1], 0.0)), weighted=1)


@_parts.register
def _(layer: codes.GroupNorm, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    steps: list[Step] = [("Reshape", {}), ("InstanceNormalization", {"epsilon": 1e-5}), ("Reshape", {})]
    later: dict[int, Numbers] = {1: _neutral(layer.num_groups), 2: (("shape", (0, *shape)),)}
    if not layer.affine:
        return Parts(tuple(steps), numbers=(("groups", (0, layer.num_groups, -1)),), later=later)
    steps.append(("BatchNormalization", {"epsilon": 0.0}))  # scale and shift of each channel, and nothing else
    later[3] = (("mean", (0.0,) * shape[0]), ("variance", (1.0,) * shape[0]))
    return Parts(tuple(steps), (("weight", shape[:1], 1.0), ("bias", shape[:1], 0.0)), weighted=3,
                 numbers=(("groups", (0, layer.num_groups, -1)),), later=later)


@_parts.register
def _(layer: codes.ChannelShuffle, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    dealt = (0, layer.groups, shape[0] // layer.groups, *shape[1:])
    steps: tuple[Step, ...] = (("Reshape", {}), ("Transpose", {"perm": [0, 2, 1, 3, 4]}), ("Reshape", {}))
    return Parts(steps, numbers=(("groups", dealt),), later={2: (("shape", (0, *shape)),)})


@_parts.register
def _(layer: codes.PadChannels, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("Pad", {"mode": "constant"}),),
                 numbers=(("pads", (0, layer.before, 0, 0, 0, layer.after, 0, 0)),))


@_parts.register
def _(layer: codes.Subsample, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    steps = layer.per_axis("stride")
    ends = tuple(shape[1:])
    return Parts((("Slice", {}),), numbers=(("starts", (0, 0)), ("ends", ends), ("axes", (2, 3)), ("steps", steps)))


@_parts.register
def _(layer: codes.Upsample, shape: Shape, output: Shape) -> Parts:
    corners = "align_corners" if layer.align_corners else "asymmetric" if layer.mode == "nearest" else "half_pixel"
    given: dict[str, Any] = {"coordinate_transformation_mode": corners, "nearest_mode": "floor",
                             "mode": {"bilinear": "linear", "bicubic": "cubic"}.get(layer.mode, layer.mode)}
    if layer.mode == "bicubic":
        given["cubic_coeff_a"] = -0.75  # torch's, and the operator's default
    given["axes"] = list(range(2, len(shape) + 1))
    return Parts((("Resize", given),), numbers=(("", ()), ("", ()), ("sizes", output[1:])))


@_parts.register
def _(layer: codes.LeakyReLU, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("LeakyRelu", {"alpha": layer.negative_slope}),))


@_parts.register
def _(layer: codes.ELU, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("Elu", {"alpha": layer.alpha}),))


@_parts.register
def _(layer: codes.ReLU6, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("Clip", {}),), (("least", (), 0.0), ("most", (), 6.0)))


@_parts.register
def _(layer: codes.SiLU, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    return Parts((("Sigmoid", {}), ("Mul", {})), reads_input_again=True)


def _neutral(count: int) -> Numbers:
    """Return a scale of 1 and a shift of 0, for norms that learn none."""
    return ("scale", (1.0,) * count), ("shift", (0.0,) * count)


def _flat(pairs: tuple[tuple[int, int], ...]) -> list[int]:
    return [before for before, _ in pairs] + [after for _, after in pairs]
