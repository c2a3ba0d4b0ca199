"""What functions, methods, operators and indices do with tensors in pasted PyTorch."""

from __future__ import annotations

import ast
from math import prod
from typing import Any

from explorer.errors import N_
from explorer.graph.code.following import Following
from explorer.graph.code.torch_layers import function_layer, plain, torch_layer
from explorer.graph.code.values import Batch, Call, Lost, Native, Place, Stated, Tensor
from explorer.graph.layers.basic import Add, Concat, Flatten, Identity
from explorer.graph.layers.codes import AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d
from explorer.graph.layers.incomplete import attempt
from explorer.graph.layers.resizing import ReflectionPad2d, ReplicationPad2d, Unflatten, Upsample, ZeroPad2d
from explorer.graph.layers.special import Multiply, PadChannels, Subsample
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape

SAME = {"contiguous", "clone", "detach", "float", "double", "half", "to", "cuda", "cpu", "type", "requires_grad_",
        "type_as", "as_tensor", "checkpoint", "cast", "stop_gradient"}
PADS: dict[Any, Any] = {"constant": ZeroPad2d, "reflect": ReflectionPad2d, "replicate": ReplicationPad2d}
POOLS = {1: AdaptiveAvgPool1d, 2: AdaptiveAvgPool2d, 3: AdaptiveAvgPool3d}
DIMENSIONS = (int, Batch)


def function(reader: Following, name: str, call: Call) -> Any:
    """Return what ``torch.<name>``, ``F.<name>`` or the method ``name`` makes of its tensors; None: not known."""
    if not call.args and isinstance(call.kwargs.get("input"), Tensor):
        rest = dict(call.kwargs)
        call = Call(call.node, (rest.pop("input"),), rest, call.places)
    place = Place.of(call.node)
    given = call.tensors()
    if name in SAME:
        return given[0]
    if name in ("cat", "concat", "concatenate"):
        return _joined(reader, call)
    if name in ("add", "add_", "mul", "mul_", "multiply", "sub", "div"):
        return two(reader, name.rstrip("_"), call.args[:2], place)
    work = OWN.get(name)
    if work is not None:
        return work(reader, call, given[0], place)
    layer = function_layer(name, call.without_first()) if call.args and isinstance(call.args[0], Tensor) else None
    return None if layer is None else reader.put(name.rstrip("_"), (layer,), given[:1], place)


def tensor_attribute(reader: Following, owner: Tensor, name: str, node: ast.AST) -> Any:
    """Return an attribute of a tensor: its shape, or a method."""
    if name == "shape":
        return size_of(reader, owner) or Lost(Place.of(node), "shape")
    if name in ("size", "dim", "ndim", "get_shape"):
        sizes = size_of(reader, owner)
        if name == "ndim":
            return reader.lost(node) if sizes is None else len(sizes)
        return Native(lambda call: _size(sizes, name, call))
    if name in ("device", "dtype", "data", "T"):
        return owner if name == "data" else reader.lost(node)

    def run(call: Call) -> Any:
        moved = {key + 1 if isinstance(key, int) else key: part for key, part in call.places.items()}
        inner = Call(call.node, (owner, *call.args), call.kwargs, moved)
        found = function(reader, name, inner)
        return reader.grey(name, inner) if found is None else found

    return Native(run)


def size_of(reader: Following, owner: Tensor) -> tuple[Any, ...] | None:
    """Return the sizes of a tensor as the code has them, the batch first and in Keras the channels last."""
    if owner.shape is None:
        return None
    return (Batch(), *owner.shape[1:], owner.shape[0]) if reader.channels_last else (Batch(), *owner.shape)


def axis_of(reader: Following, axis: Any, rank: int) -> int | None:
    """Return an axis of a tensor as torch counts it, 1 being the channels; ``rank``: without the batch."""
    if type(axis) is not int:
        return None
    place: int = axis + rank + 1 if axis < 0 else axis
    return place if place == 0 or not reader.channels_last else place % rank + 1


def _size(sizes: tuple[Any, ...] | None, name: str, call: Call) -> Any:
    if name == "dim":
        return Lost(Place.of(call.node)) if sizes is None else len(sizes)
    if not call.args and not call.kwargs:
        return sizes or Lost(Place.of(call.node))
    axis = (*call.args, *call.kwargs.values())[0]
    if axis == 0:
        return Batch()
    return sizes[axis] if sizes and isinstance(axis, int) and -len(sizes) <= axis < len(sizes) else Lost(
        Place.of(call.node))


def _joined(reader: Following, call: Call) -> Any:
    given = call.bound("tensors", "dim")
    parts = given.get("tensors", given.get("values"))
    axis = given.get("dim", given.get("axis", 0))
    found = [part for part in parts if isinstance(part, Tensor)] if isinstance(parts, list | tuple) else []
    rank = len(found[0].shape) if found and found[0].shape else 3
    if not found or not isinstance(parts, list | tuple) or len(found) < len(parts) or axis_of(reader, axis, rank) != 1:
        return None
    layer = Concat() if len(found) > 1 else Identity()
    return reader.put("cat", (layer,), found, Place.of(call.node))


def combined(reader: Following, node: ast.BinOp, left: Any, right: Any) -> Any:
    """Return what an operator makes of two values, one of which is a tensor."""
    names: dict[type[ast.operator], str] = {ast.Add: "add", ast.Mult: "mul", ast.Sub: "sub", ast.Div: "div"}
    name = names.get(type(node.op))
    if name is None:
        return reader.grey("@" if isinstance(node.op, ast.MatMult) else "…", Call(node, (left, right)))
    return two(reader, name, (left, right), Place.of(node))


def two(reader: Following, name: str, values: tuple[Any, ...], place: Place) -> Any:
    """Return the sum or product of two values; a number leaves the shape as it is."""
    found = [value for value in values if isinstance(value, Tensor)]
    if len(found) < 2:
        return found[0] if found else Lost(place)
    layer = Multiply() if name in ("mul", "multiply", "div") else Add()
    if name in ("sub", "div"):
        reader.builder.note(N_("Line {line}: a difference or quotient is drawn as {kind}; shapes and counts are "
                               "the same."),
                            line=place.line, kind=type(layer).__name__)
    return reader.put(name, (layer,), found, place)


def _view(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    """Return ``x.view(...)``: a flatten where it is one, else a grey layer of the shape that is asked for."""
    sizes = call.args[1:] or tuple(value for value in call.kwargs.values())
    if len(sizes) == 1 and isinstance(sizes[0], list | tuple):
        sizes = tuple(sizes[0])
    name = "view"
    if len(sizes) == 2 and sizes[1] == -1 and isinstance(sizes[0], DIMENSIONS):
        return reader.put(name, (Flatten(),), [given], place)
    if len(sizes) == 2 and type(sizes[1]) is int and sizes[1] > 0 and isinstance(sizes[0], DIMENSIONS):
        node = call.places.get(2)
        stated = Stated("view", sizes[1], Place.of(node) if node else None)
        return reader.put(name, (Flatten(),), [given], place, stated=stated)
    if len(sizes) == 2 and isinstance(sizes[0], DIMENSIONS):
        return reader.put(name, (Flatten(),), [given], place)
    later = [size for size in sizes[1:] if type(size) is int]
    if len(sizes) == 3 and sizes[2] == -1:
        return reader.put(name, (Flatten(start_dim=2),), [given], place)
    shape = _filled(later, given.shape) if len(later) == len(sizes) - 1 else None
    return _reshaped(reader, name, given, shape, place)


def _filled(sizes: list[int], given: Shape | None) -> Shape | None:
    """Return the sizes that are asked for, with the number that -1 stands for."""
    rest = prod(size for size in sizes if size > 0)
    if sizes.count(-1) == 1 and given is not None and rest and prod(given) % rest == 0:
        return tuple(prod(given) // rest if size == -1 else size for size in sizes)
    return tuple(sizes) if sizes and min(sizes) > 0 else None


def _reshaped(reader: Following, name: str, given: Tensor, shape: Shape | None, place: Place) -> Any:
    if shape is not None and given.shape == (prod(shape),) and 2 <= len(shape) <= 4:
        return reader.put(name, (attempt(Unflatten, {"unflattened_size": shape}),), [given], place)
    if shape is not None and len(shape) <= 4 and max(shape, default=1) < 10**6:
        return reader.put(name, (Unread(output_size=shape),), [given], place)
    return None


def _squeeze(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    shape = given.shape
    if shape is None or len(shape) == 1:
        return given if shape else reader.put("squeeze", (Flatten(),), [given], place)
    axes = {axis - 1 if axis > 0 else axis + len(shape) for axis in call.args[1:] if isinstance(axis, int)}
    axes = axes or set(range(len(shape)))
    left = tuple(side for axis, side in enumerate(shape) if not (side == 1 and axis in axes and axis))
    if left == shape:
        return given
    layer = Flatten(start_dim=len(left)) if set(shape[len(left):]) == {1} else Unread(output_size=left)
    return reader.put("squeeze", (layer,), [given], place)


def _unsqueeze(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    axis = call.args[1] if len(call.args) > 1 else 1
    if given.shape is None or not isinstance(axis, int):
        return None
    axis = axis - 1 if axis > 0 else axis + len(given.shape) + 1
    return _reshaped(reader, "unsqueeze", given, (*given.shape[:axis], 1, *given.shape[axis:]), place)


def _mean(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    values = call.bound("x", "dim", "keepdim")
    axes = values.get("dim", values.get("axis"))
    axes = tuple(axes) if isinstance(axes, list | tuple) else (axes,)
    rank = len(given.shape) if given.shape else 3
    if rank < 2 or {axis_of(reader, axis, rank) for axis in axes} != set(range(2, rank + 1)):
        return None
    pool = POOLS[rank - 1](output_size=1)
    keeps = values.get("keepdim") or values.get("keepdims")
    return reader.put("mean", (pool,) if keeps else (pool, Flatten()), [given], place)


def _pad(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    values = call.bound("x", "pad", "mode", "value")
    pads, kind = values.get("pad"), PADS.get(values.get("mode", "constant"))
    if not isinstance(pads, list | tuple) or not all(isinstance(part, int) for part in pads) or len(pads) % 2:
        return None
    if len(pads) == 6 and not any(pads[:4]) and min(pads) >= 0:
        return reader.put("pad", (PadChannels(before=pads[4], after=pads[5]),), [given], place)
    if kind and len(pads) == 4 and min(pads) >= 0 and not values.get("value"):
        return reader.put("pad", (kind(padding=((pads[2], pads[3]), (pads[0], pads[1]))),), [given], place)
    if given.shape is None or len(pads) > 2 * len(given.shape):
        return None
    pairs = [*zip(pads[::2], pads[1::2], strict=True)][::-1]
    sides = [side + before + after for side, (before, after)
             in zip(given.shape[-len(pairs):], pairs, strict=True)]
    shape = (*given.shape[:len(given.shape) - len(pairs)], *sides)
    return _reshaped(reader, "pad", given, shape, place) if min(shape) > 0 else None


def _interpolate(reader: Following, call: Call, given: Tensor, place: Place) -> Any:
    values = call.bound("x", "size", "scale_factor", "mode", "align_corners")
    layer = torch_layer("Upsample", Call(call.node, (), {name: value for name, value in values.items() if name != "x"}))
    if not isinstance(layer, str) and isinstance(layer[0], Upsample):
        return reader.put("interpolate", (layer[0],), [given], place)
    if given.shape is None:
        return None
    sides = given.shape[1:]
    size, scale = plain(values.get("size")), plain(values.get("scale_factor"))
    if size is not None:
        size = size if isinstance(size, tuple) else (size,) * len(sides)
    elif scale is not None:
        scales = scale if isinstance(scale, tuple) else (scale,) * len(sides)
        if len(scales) != len(sides) or not all(isinstance(part, int | float) for part in scales):
            return None
        size = tuple(int(side * part) for side, part in zip(sides, scales, strict=True))
    known = size is not None and all(type(part) is int and part > 0 for part in size)
    return _reshaped(reader, "interpolate", given, (given.shape[0], *size), place) if known and size else None


OWN = {"view": _view, "reshape": _view, "squeeze": _squeeze, "unsqueeze": _unsqueeze, "mean": _mean, "pad": _pad,
       "interpolate": _interpolate, "reduce_mean": _mean}


def tensor_item(reader: Following, owner: Any, index: Any, node: ast.AST) -> Any:
    """Return a part of a tensor; ``maps[:, :, ::2, ::2]`` keeps one of every two rows and columns."""
    if not isinstance(owner, Tensor):
        return Batch() if isinstance(owner, Lost) and owner.what == "shape" and index == 0 else reader.lost(node)
    parts = index if isinstance(index, tuple) else (index,)
    if reader.channels_last and len(parts) == 4:
        parts = (parts[0], parts[3], *parts[1:3])
    steps = [part.step or 1 for part in parts if isinstance(part, slice) and part.start is part.stop is None]
    if len(steps) == len(parts) == 4 and steps[:2] == [1, 1] and min(steps) > 0:
        return reader.put("getitem", (Subsample(stride=tuple(steps[2:])),), [owner], Place.of(node))
    return reader.grey(reader.text_of(node), Call(node, (owner,)))


