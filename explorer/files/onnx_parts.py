"""The ONNX operators of each kind of layer, with their attributes and the shapes of their weights."""

from __future__ import annotations

from dataclasses import dataclass
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
    numbers: tuple[tuple[str, tuple[int, ...] | tuple[float, ...]], ...] = ()
    """Constants that the first operator reads behind the input, by name; a name of "" is an input left out."""


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
        raise NetworkError("Padding by {mode} cannot be saved as ONNX here. Use zeros, or take the PyTorch code.",
                           mode=layer.padding_mode)
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
    if not layer.affine:
        raise NetworkError("Batch norm without scale and shift cannot be saved as ONNX here. Let it learn them.")
    return Parts((("BatchNormalization", {"epsilon": 1e-5}),), tuple((name, shape[:1], fill) for name, fill in names))


@_parts.register
def _(layer: codes.Linear, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    if len(shape) > 1:
        raise NetworkError("A linear layer on maps that are not flattened cannot be saved as ONNX here. Put a flatten "
                           "before it.")
    arrays: Arrays = (("weight", (layer.out_features, shape[-1]), 0.0),
                      *((("bias", (layer.out_features,), 0.0),) if layer.bias else ()))
    return Parts((("Gemm", {"transB": 1}),), arrays)


@_parts.register
def _(layer: codes.Flatten, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    if len(output) != 1:
        raise NetworkError("A flatten that joins only some axes cannot be saved as ONNX here. Let it join all.")
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
    if not layer.affine:
        raise NetworkError("Instance norm without scale and shift cannot be saved as ONNX here. Let it learn them.")
    return Parts((("InstanceNormalization", {"epsilon": 1e-5}),), names)


@_parts.register
def _(layer: codes.LayerNorm, shape: Shape, output: Shape) -> Parts:  # noqa: ARG001
    over = layer.over(shape)
    if not layer.elementwise_affine:
        raise NetworkError("Layer norm without scale and shift cannot be saved as ONNX here. Let it learn them.")
    return Parts((("LayerNormalization", {"axis": -len(over), "epsilon": 1e-5}),),
                 (("weight", over, 1.0), ("bias", over, 0.0)))


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


def _flat(pairs: tuple[tuple[int, int], ...]) -> list[int]:
    return [before for before, _ in pairs] + [after for _, after in pairs]
