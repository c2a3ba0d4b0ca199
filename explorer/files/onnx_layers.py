"""The layer that an ONNX operator is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil, isclose, prod
from typing import Any, cast

from explorer.errors import NetworkError
from explorer.files.onnx_forms import around, reshaped, resized, shuffled, thinned, transposition
from explorer.files.onnx_operator import NO_LAYER, Dims, Operator
from explorer.graph import AdaptivePool, ConvNd, Layer, MaxPool, PoolNd, codes

Pairs = tuple[tuple[int, int], ...]
CONVOLUTIONS: dict[int, type[ConvNd]] = {1: codes.Conv1d, 2: codes.Conv2d, 3: codes.Conv3d}
TRANSPOSED: dict[int, Any] = {1: codes.ConvTranspose1d, 2: codes.ConvTranspose2d, 3: codes.ConvTranspose3d}
MAX_POOLS: dict[int, Any] = {1: codes.MaxPool1d, 2: codes.MaxPool2d, 3: codes.MaxPool3d}
MEAN_POOLS: dict[int, Any] = {1: codes.AvgPool1d, 2: codes.AvgPool2d, 3: codes.AvgPool3d}
GLOBAL_POOLS: dict[int, type[AdaptivePool]] = {1: codes.AdaptiveAvgPool1d, 2: codes.AdaptiveAvgPool2d,
                                               3: codes.AdaptiveAvgPool3d}
NORMS: dict[int, Any] = {0: codes.BatchNorm1d, 1: codes.BatchNorm1d, 2: codes.BatchNorm2d, 3: codes.BatchNorm3d}


def layer_of(operator: Operator, *, live: int) -> Layer | None:
    """Return the layer of an operator, or None where it hands on what comes in.

    Args:
        operator: with at least one input that depends on the picture.
        live: how many of its inputs do.

    Raises:
        NetworkError: no layer does what it does; ``{operator}`` and ``{name}`` are left to the caller.
    """
    make = MAKERS.get(operator.kind)
    if make is None:
        raise NetworkError(NO_LAYER)
    made = make(operator)
    if made is not None and made.several_inputs != (live > 1):
        raise NetworkError("{operator} ({name}) joins its input with numbers of the file, which is no layer here.")
    return made


def belongs_to_next(operator: Operator, readers: set[str]) -> bool:
    """Say whether a padding is one that the layers of the kinds ``readers`` behind it have themselves."""
    pads = operator.given.get("pads") or operator.numbers(1) or ()
    rank = len(operator.shape(0))
    zeros = operator.given.get("mode", b"constant") == b"constant" and not operator.number("value", 2, 0.0)
    known = bool(readers) and readers <= {"Conv", "MaxPool", "AveragePool"}
    return zeros and known and not any((*pads[:2], *pads[rank:rank + 2]))


def pad_pairs(operator: Operator) -> Pairs:
    """Return how a padding of zeros adds to each spatial axis, before and after."""
    pads = operator.given.get("pads") or operator.numbers(1)
    mode = operator.given.get("mode", b"constant")
    value = operator.number("value", 2, 0.0)
    rank = len(operator.shape(0))
    if pads is None or len(pads) != 2 * rank or mode != b"constant" or value or any(pads[:2]) or any(
            pads[rank:rank + 2]):
        raise NetworkError("{operator} ({name}) adds something else than zeros around the maps, which is no layer "
                           "here.")
    return tuple((int(before), int(after)) for before, after in zip(pads[2:rank], pads[rank + 2:], strict=True))


def padded(layer: Layer, pairs: Pairs, *, not_negative: bool) -> Layer:
    """Return a layer that pads by ``pairs`` itself.

    Args:
        layer: a convolution or pooling.
        pairs: padding with zeros, before and after each axis.
        not_negative: whether all values are 0 or more, so that zeros never win in max pooling.
    """
    if isinstance(layer, ConvNd):
        sums = tuple((one[0] + two[0], one[1] + two[1]) for one, two in zip(layer.pads(), pairs, strict=True))
        return replace(layer, padding=sums)
    even = all(before == after for before, after in pairs)
    if even and isinstance(layer, MaxPool) and not_negative and layer.padding == 0:
        return replace(layer, padding=tuple(before for before, _ in pairs))
    raise NetworkError("The padding before {operator} ({name}) is a step of its own, which is no layer here.")


def _sizes(operator: Operator, name: str, dims: int) -> Dims:
    return tuple(map(int, operator.given.get(name) or (1,) * dims))


def _pads(operator: Operator, kernel: Dims, stride: Dims, dilation: Dims) -> Pairs:
    """Return the padding before and after each axis, of ``pads`` or ``auto_pad``."""
    auto = operator.given.get("auto_pad", b"NOTSET")
    if auto in (b"NOTSET", b""):
        flat = operator.given.get("pads") or (0,) * (2 * len(kernel))
        return tuple((int(one), int(two)) for one, two in zip(flat[:len(kernel)], flat[len(kernel):], strict=True))
    if auto == b"VALID":
        return ((0, 0),) * len(kernel)
    pairs = []
    for size, side, step, apart in zip(operator.shape(0)[2:], kernel, stride, dilation, strict=True):
        total = max((ceil(size / step) - 1) * step + apart * (side - 1) + 1 - size, 0)
        small, large = total // 2, total - total // 2
        pairs.append((small, large) if auto == b"SAME_UPPER" else (large, small))
    return tuple(pairs)


def _convolution(operator: Operator) -> Layer:
    out, _, *kernel = operator.shape(1)
    dims = len(kernel)
    stride, dilation = _sizes(operator, "strides", dims), _sizes(operator, "dilations", dims)
    kind = _of(CONVOLUTIONS, dims)
    return cast("Layer", kind(out_channels=out, kernel_size=tuple(kernel), stride=stride, dilation=dilation,
                              padding=_pads(operator, tuple(kernel), stride, dilation),
                              groups=int(operator.given.get("group", 1)), bias=len(operator.inputs) > 2))


def _transposed(operator: Operator) -> Layer:
    _, out, *kernel = operator.shape(1)
    dims = len(kernel)
    stride, dilation = _sizes(operator, "strides", dims), _sizes(operator, "dilations", dims)
    pads = _pads(operator, tuple(kernel), stride, dilation)
    extra = tuple(map(int, operator.given.get("output_padding") or (0,) * dims))
    if "output_shape" in operator.given or operator.given.get("auto_pad", b"NOTSET") != b"NOTSET" or any(
            before != after for before, after in pads):
        raise NetworkError("{operator} ({name}) cuts its output unevenly, which is no layer here.")
    groups = int(operator.given.get("group", 1))
    kind = _of(TRANSPOSED, dims)
    return cast("Layer", kind(out_channels=out * groups, kernel_size=tuple(kernel), stride=stride, groups=groups,
                              dilation=dilation, padding=tuple(before for before, _ in pads), output_padding=extra,
                              bias=len(operator.inputs) > 2))


def _pooling(operator: Operator) -> Layer:
    kernel = tuple(map(int, operator.given["kernel_shape"]))
    dims = len(kernel)
    stride, dilation = _sizes(operator, "strides", dims), _sizes(operator, "dilations", dims)
    pads = _pads(operator, kernel, stride, dilation)
    largest = operator.kind == "MaxPool"
    counts_zeros = bool(operator.given.get("count_include_pad", 0)) or not any(map(any, pads))
    sides = operator.shape(0)[2:]
    if not largest and not operator.given.get("count_include_pad", 0) and (operator.output_shape or (0,))[2:] == (
            1,) * dims and all(side <= size for side, size in zip(sides, kernel, strict=True)):
        return cast("Layer", _of(GLOBAL_POOLS, dims)())  # one window that holds the whole map, and counts nothing else
    ceil_mode = bool(operator.given.get("ceil_mode", 0))
    if any(before != after for before, after in pads):
        ceil_mode = _rounds_up(sides, kernel, stride, dilation, pads, exact=largest or not counts_zeros)
        pads = tuple((before, before) for before, _ in pads)
    given: dict[str, Any] = {"kernel_size": kernel, "stride": stride, "ceil_mode": ceil_mode,
                             "padding": tuple(before for before, _ in pads)}
    more = {"dilation": dilation} if largest else {"count_include_pad": counts_zeros}
    return cast("PoolNd", _of(MAX_POOLS if largest else MEAN_POOLS, dims)(**given, **more))


def _rounds_up(sides: Dims, kernel: Dims, stride: Dims, dilation: Dims, pads: Pairs, *, exact: bool) -> bool:
    """Return True: padding that is larger behind does what rounding up does, for this input.

    Raises:
        NetworkError: it does not.
    """
    for size, side, step, apart, (before, after) in zip(sides, kernel, stride, dilation, pads, strict=True):
        reach = apart * (side - 1) + 1
        wanted = (size + before + after - reach) // step + 1
        up = ceil((size + 2 * before - reach) / step) + 1
        up -= (up - 1) * step >= size + before
        if not exact or wanted != up:
            raise NetworkError("{operator} ({name}) pads its sides differently, which is no layer here.")
    return True


def _linear(operator: Operator) -> Layer:
    weight = operator.shape(1)
    if (operator.kind == "Gemm" and operator.given.get("transA", 0)) or len(weight) != 2:
        raise NetworkError(NO_LAYER)
    out = weight[0] if operator.given.get("transB", 0) else weight[1]
    return codes.Linear(out_features=out, bias=operator.kind == "Gemm" and len(operator.inputs) > 2)


def _norm(operator: Operator) -> Layer:
    return cast("Layer", _of(NORMS, len(operator.shape(0)) - 2)())


def _global(operator: Operator) -> Layer:
    dims = len(operator.shape(0)) - 2
    if operator.kind == "GlobalMaxPool":
        return cast("Layer", _of({2: codes.AdaptiveMaxPool2d}, dims)())
    return cast("Layer", _of(GLOBAL_POOLS, dims)())


def _mean(operator: Operator) -> Layer:
    """Read the mean over all places of a map; one that leaves out their axes is read if a linear layer follows."""
    shape = operator.shape(0)
    axes = operator.given.get("axes") or operator.numbers(1) or ()
    if len(shape) < 3 or sorted(int(axis) % len(shape) for axis in axes) != list(range(2, len(shape))):
        raise NetworkError(NO_LAYER)
    return cast("Layer", _of(GLOBAL_POOLS, len(shape) - 2)())


def _response_norm(operator: Operator) -> Layer:
    alpha, beta, bias = (float(f"{operator.given.get(name, default):.6g}")
                         for name, default in (("alpha", 1e-4), ("beta", 0.75), ("bias", 1.0)))
    if int(operator.given["size"]) % 2 == 0:  # torch counts the odd map before, ONNX behind
        raise NetworkError(NO_LAYER)
    return codes.LocalResponseNorm(size=int(operator.given["size"]), alpha=alpha, beta=beta, k=bias)


def _power_pool(operator: Operator) -> Layer:
    kernel = tuple(map(int, operator.given["kernel_shape"]))
    if any(operator.given.get("pads") or ()) or operator.given.get("auto_pad", b"NOTSET") != b"NOTSET" or (
            operator.given.get("p", 2) % 2):  # torch lets odd powers of negative values be negative
        raise NetworkError(NO_LAYER)
    kind = _of({1: codes.LPPool1d, 2: codes.LPPool2d}, len(kernel))
    return cast("Layer", kind(norm_type=int(operator.given.get("p", 2)), kernel_size=kernel,
                              stride=_sizes(operator, "strides", len(kernel)),
                              ceil_mode=bool(operator.given.get("ceil_mode", 0))))


def _instance_norm(operator: Operator) -> Layer:
    kinds = {1: codes.InstanceNorm1d, 2: codes.InstanceNorm2d, 3: codes.InstanceNorm3d}
    return cast("Layer", _of(kinds, len(operator.shape(0)) - 2)(affine=True))


def _layer_norm(operator: Operator) -> Layer:
    rank = len(operator.shape(0))
    return codes.LayerNorm(axes=rank - int(operator.given.get("axis", -1)) % rank)


def _clipped(operator: Operator) -> Layer:
    least, most = operator.number("min", 1, float("-inf")), operator.number("max", 2, float("inf"))
    if least == 0 and most in (6, float("inf")):
        return codes.ReLU6() if most == 6 else codes.ReLU()
    raise NetworkError(NO_LAYER)


def _hard_sigmoid(operator: Operator) -> Layer:
    if isclose(operator.given.get("alpha", 0.2), 1 / 6, rel_tol=1e-4) and operator.given.get("beta", 0.5) == 0.5:
        return codes.Hardsigmoid()
    raise NetworkError(NO_LAYER)


def _softmax(operator: Operator) -> Layer:
    rank, axis = len(operator.shape(0)), int(operator.given.get("axis", -1))
    if axis % rank != 1 and prod(operator.shape(0)[2:]) != 1:
        raise NetworkError(NO_LAYER)
    return codes.Softmax()


def _joined(operator: Operator) -> Layer:
    if int(operator.given["axis"]) % len(operator.shape(0)) != 1:
        raise NetworkError(NO_LAYER)
    return codes.Concat()


def _of(kinds: dict[int, Any], dims: int) -> Any:
    if dims not in kinds:
        raise NetworkError(NO_LAYER)
    return kinds[dims]


def _short(value: float) -> float:
    return float(f"{value:.6g}")


MAKERS: dict[str, Callable[[Operator], Layer | None]] = {
    "Conv": _convolution, "ConvTranspose": _transposed, "MaxPool": _pooling, "AveragePool": _pooling,
    "GlobalAveragePool": _global, "GlobalMaxPool": _global, "ReduceMean": _mean, "Gemm": _linear, "MatMul": _linear,
    "BatchNormalization": _norm, "LRN": _response_norm, "Clip": _clipped, "HardSigmoid": _hard_sigmoid,
    "Softmax": _softmax, "Concat": _joined, "Flatten": reshaped, "Reshape": reshaped, "Squeeze": reshaped,
    "Transpose": transposition, "Identity": lambda _: None, "Cast": lambda _: None,
    "Relu": lambda _: codes.ReLU(), "Sigmoid": lambda _: codes.Sigmoid(), "Tanh": lambda _: codes.Tanh(),
    "HardSwish": lambda _: codes.Hardswish(), "Swish": lambda _: codes.SiLU(), "Gelu": lambda _: codes.GELU(),
    "LeakyRelu": lambda operator: codes.LeakyReLU(negative_slope=_short(operator.given.get("alpha", 0.01))),
    "Elu": lambda operator: codes.ELU(alpha=_short(operator.given.get("alpha", 1.0))),
    "Dropout": lambda operator: codes.Dropout(p=_short(operator.number("ratio", 1, 0.5))),
    "DepthToSpace": shuffled, "Resize": resized, "Upsample": resized, "LpPool": _power_pool,
    "Pad": around, "Slice": thinned,
    "InstanceNormalization": _instance_norm, "LayerNormalization": _layer_norm,
    "Add": lambda _: codes.Add(), "Sum": lambda _: codes.Add(), "Mul": lambda _: codes.Multiply(),
}
