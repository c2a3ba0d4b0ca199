"""The layers of ONNX operators that give values another form: reshape, transpose, shuffle, resize."""

from __future__ import annotations

from math import prod
from typing import Any, cast

from explorer.errors import NetworkError
from explorer.files.onnx_operator import NO_LAYER, Operator
from explorer.graph import Layer, codes


def reshaped(operator: Operator) -> Layer | None:
    """Read a change of form: a flatten, its opposite, or half of a channel shuffle."""
    before, after = operator.shape(0), operator.output_shape
    if after == before:
        return None
    if after is not None and len(after) == 2 and after[1] == prod(before[1:]):
        return codes.Flatten()
    if after is not None and len(before) == 2 and 3 <= len(after) <= 5 and prod(after[1:]) == before[1]:
        return codes.Unflatten(unflattened_size=after[1:])
    if after is not None and len(before) == 4 and len(after) == 5 and prod(after[1:3]) == before[1]:
        return codes.ChannelShuffle(groups=after[1])  # its transposition and second reshaping hand on
    if after is not None and len(before) == 5 and len(after) == 4 and prod(before[1:3]) == after[1]:
        return None
    raise NetworkError("{operator} ({name}) turns maps into another form than a row, which is no layer here.")


def transposition(operator: Operator) -> Layer | None:
    """Read the middle of a channel shuffle, which hands on."""
    if len(operator.shape(0)) == 5 and list(operator.given.get("perm", ())) == [0, 2, 1, 3, 4]:
        return None
    raise NetworkError(NO_LAYER)


def shuffled(operator: Operator) -> Layer:
    """Read a pixel shuffle."""
    if operator.given.get("mode", b"DCR") != b"CRD":  # the order of the other mode is TensorFlow's
        raise NetworkError(NO_LAYER)
    return codes.PixelShuffle(upscale_factor=int(operator.given["blocksize"]))


def resized(operator: Operator) -> Layer:
    """Read up-sampling as torch and Keras write it; the shapes say how large."""
    modes = {b"nearest": "nearest", b"linear": "bilinear", b"cubic": "bicubic"}
    mode = modes.get(operator.given.get("mode", b"nearest"))
    corners = operator.given.get("coordinate_transformation_mode", b"half_pixel")
    before, after = operator.shape(0)[2:], (operator.output_shape or ())[2:]
    if mode is None or not after or len(before) != len(after) or (len(before) != 2 and mode != "nearest") or (
            corners not in (b"asymmetric", b"half_pixel", b"pytorch_half_pixel", b"align_corners")):
        raise NetworkError(NO_LAYER)
    aligned = corners == b"align_corners"
    factors = {out / size for out, size in zip(after, before, strict=True)}
    times = factors.pop() if len(factors) == 1 else 0
    if not _as_torch(operator, corners, times):
        raise NetworkError(NO_LAYER)
    if times >= 1 and times == int(times):
        return codes.Upsample(scale_factor=int(times), mode=cast("Any", mode), align_corners=aligned)
    if len(before) != 2:
        raise NetworkError(NO_LAYER)
    return codes.Upsample(size=tuple(after), mode=cast("Any", mode), align_corners=aligned)


def _as_torch(operator: Operator, corners: bytes, times: float) -> bool:
    """Say whether a resizing takes its values from where torch does; ``times``: 0 where axes grow differently."""
    mode, rounds = operator.given.get("mode", b"nearest"), operator.given.get("nearest_mode", b"round_prefer_floor")
    if mode == b"nearest":
        if rounds == b"floor":
            return bool(corners == b"asymmetric")
        whole = times >= 1 and times == int(times)
        return whole and rounds != b"ceil" and corners != b"align_corners" and (corners != b"asymmetric" or (
            times <= 2 and rounds == b"round_prefer_floor"))
    sharp = operator.given.get("cubic_coeff_a", -0.75), operator.given.get("exclude_outside", 0)
    return corners != b"asymmetric" and not operator.given.get("antialias", 0) and (
        mode != b"cubic" or sharp == (-0.75, 0))


def around(operator: Operator) -> Layer:
    """Read a padding that is a step of its own: of the sides of maps, or maps of zeros beside those there are."""
    pads = [int(value) for value in operator.given.get("pads") or operator.numbers(1) or ()]
    mode = operator.given.get("mode", b"constant")
    kinds: dict[bytes, Any] = {b"constant": codes.ZeroPad2d, b"reflect": codes.ReflectionPad2d,
                               b"edge": codes.ReplicationPad2d}
    if len(pads) != 8 or len(operator.shape(0)) != 4 or any((pads[0], pads[4])) or mode not in kinds or operator.number(
            "value", 2, 0.0):
        raise NetworkError(NO_LAYER)
    sides = (pads[2], pads[6]), (pads[3], pads[7])
    if not any((pads[1], pads[5])):
        return cast("Layer", kinds[mode](padding=sides))
    if mode != b"constant" or any(map(any, sides)):
        raise NetworkError(NO_LAYER)
    return codes.PadChannels(before=pads[1], after=pads[5])


def thinned(operator: Operator) -> Layer | None:
    """Read ``maps[:, :, ::2, ::2]``: every second row and column, or every one."""
    shape = operator.shape(0)
    starts, ends, axes, steps = (operator.numbers(place) or operator.given.get(name) for place, name in enumerate(
        ("starts", "ends", "axes", "steps"), start=1))
    if starts is None or ends is None:
        raise NetworkError(NO_LAYER)
    strides = [1] * len(shape)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        axis = int(axes[place]) % len(shape) if axes else place
        strides[axis] = int(steps[place]) if steps else 1
        if start or end < shape[axis] or strides[axis] < 1:
            raise NetworkError(NO_LAYER)
    if set(strides) == {1}:
        return None
    if len(shape) != 4 or strides[:2] != [1, 1]:
        raise NetworkError(NO_LAYER)
    return codes.Subsample(stride=(strides[2], strides[3]))
