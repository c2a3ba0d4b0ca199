"""An ONNX file as a network: its layers, their names, the shape of its input, and with `read_trained` its weights.

The file is protobuf and nothing in it is executed. What would need another file or somebody's own operators is refused
by name.

Source:
    ONNX operators, https://onnx.ai/onnx/operators/; shapes of all values by ``onnx.shape_inference``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod

import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto

from explorer.errors import LimitError, Message, NetworkError, message
from explorer.files.onnx_constants import fold_constants
from explorer.files.onnx_trained import Constants, TrainedOnnx, trained
from explorer.files.onnx_walk import Walk
from explorer.graph import Graph, Shape, analyse
from explorer.settings import settings

STANDARD = ("", "ai.onnx")
USUAL_SIDE = 224
"""px; taken where a file leaves the size of its pictures open."""
SMALL = 1024
"""Values; larger arrays are weights, whose values tell nothing about shapes."""

MALFORMED = (onnx.shape_inference.InferenceError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError,
             ValueError)
"""What reading raises where a file lacks an attribute, or gives one of another kind, than its operator has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnnxNetwork:
    """What an ONNX file describes."""

    graph: Graph
    input_shape: Shape
    """Without the batch, ``(C, H, W)``."""
    notes: tuple[Message, ...] = ()
    """What was taken for granted or put together, for the reader to know."""


def read_onnx(data: bytes) -> OnnxNetwork:
    """Return the network of an ONNX file.

    Args:
        data: the file. Dimensions it leaves open are 1 for the batch and 224 px for sides.

    Raises:
        LimitError: a larger file, or more operators, than this server reads.
        NetworkError: not such a file; external data, custom operators, or an operator that joins what no layer joins.
        ShapeError: the layers do not fit each other.
    """
    with _sound():
        return _read(_checked(data))[0]


def read_trained(data: bytes) -> TrainedOnnx:
    """Return the network of an ONNX file with the weights of all its layers.

    Raises:
        LimitError, NetworkError, ShapeError: see `read_onnx`; or it holds no weights, or operators that no layer does.
    """
    with _sound():
        model = _checked(data)
        constants = Constants(model)
        network, walk = _read(model)
        return trained(network.graph, network.input_shape, walk, constants, notes=network.notes)


@contextmanager
def _sound() -> Iterator[None]:
    """Turn what reading raises where a file contradicts itself into a message."""
    try:
        yield
    except MALFORMED as error:
        raise NetworkError("This ONNX file contradicts itself ({reason}), so it cannot be read.",
                           reason=str(error)[:200]) from error


def _read(model: onnx.ModelProto) -> tuple[OnnxNetwork, Walk]:
    name, shape, notes = _input(model)
    _forget_weights(model)
    walk = Walk(onnx.shape_inference.infer_shapes(model, data_prop=True), name)
    graph = walk.graph()
    analyse(graph, shape)
    return OnnxNetwork(graph=graph, input_shape=shape, notes=(*notes, *walk.notes())), walk


def _checked(data: bytes) -> onnx.ModelProto:
    if len(data) > (most := settings().model_bytes):
        raise LimitError("The file has {size:,} bytes; this server takes up to {most:,}. Save the network without "
                         "its weights, or in half precision.", size=len(data), most=most)
    model = _parsed(data)
    _check(model)
    fold_constants(model)
    return model


def _parsed(data: bytes) -> onnx.ModelProto:
    try:
        model = onnx.load_model_from_string(data)
    except (DecodeError, ValueError, RuntimeError) as error:
        raise NetworkError("This is not an ONNX file. Save the network with torch.onnx.export(model, (pictures,), "
                           "'network.onnx').") from error
    if not model.graph.node:
        raise NetworkError("This is not an ONNX file, or there is no operator in it. Save the network with "
                           "torch.onnx.export(model, (pictures,), 'network.onnx').")
    return model


def _check(model: onnx.ModelProto) -> None:
    if len(model.graph.node) > (most := settings().model_nodes):
        raise LimitError("The file has {count:,} operators; this server reads up to {most:,}.",
                         count=len(model.graph.node), most=most)
    for tensor in _tensors(model):
        if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
            place = next((entry.value for entry in tensor.external_data if entry.key == "location"), "?")
            raise NetworkError("The weights {name} lie outside this file (external data, in {place}). Save all in one "
                               "file: torch.onnx.export(..., external_data=False), or onnx.save(onnx.load(path), "
                               "'whole.onnx').", name=tensor.name[:80] or "?", place=place[:80])
    for node in model.graph.node:
        if node.domain not in STANDARD:
            raise NetworkError("The operator {operator} of {domain} is custom, so this file cannot be read as layers. "
                               "Save the network with standard ONNX operators only.", operator=node.op_type[:60],
                               domain=node.domain[:60])


def _tensors(model: onnx.ModelProto) -> Iterator[TensorProto]:
    yield from model.graph.initializer
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.TENSOR:
                yield attribute.t


def _input(model: onnx.ModelProto) -> tuple[str, Shape, list[Message]]:
    """Return name and shape of the one input, and fix what the file leaves open in it."""
    weights = {tensor.name for tensor in model.graph.initializer}
    given = [value for value in model.graph.input if value.name not in weights]
    if len(given) != 1:
        raise NetworkError("The network of this file has {count} inputs ({names}). Networks here have one, the "
                           "picture.", count=len(given), names=", ".join(value.name[:40] for value in given[:4]) or "-")
    dims = given[0].type.tensor_type.shape.dim
    if not 2 <= len(dims) <= 5:
        raise NetworkError("The input {name} of this file has {count} axes. Networks here read batches of rows, "
                           "signals, pictures or volumes, of 2 to 5.", name=given[0].name[:60], count=len(dims))
    notes = [message("The file leaves the size of its pictures open; {side} px was taken. Change it at the input.",
                     side=USUAL_SIDE)] if any(dim.dim_value < 1 for dim in dims[2:]) else []
    for place, dim in enumerate(dims):
        if dim.dim_value < 1:
            dim.dim_value = 1 if place == 0 else _channels(model) if place == 1 else USUAL_SIDE
    shape = tuple(int(dim.dim_value) for dim in dims[1:])
    if prod(shape) > settings().input_values:
        raise LimitError("The input of this network has {count:,} values; this server takes up to {most:,}.",
                         count=prod(shape), most=settings().input_values)
    return given[0].name, shape, notes


def _channels(model: onnx.ModelProto) -> int:
    """Return the channels that the first convolution of one group reads; 3 where there is none."""
    sides = {tensor.name: tensor.dims for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Conv" and len(node.input) > 1 and len(sides.get(node.input[1], ())) > 2:
            return int(sides[node.input[1]][1])
    return 3


def _forget_weights(model: onnx.ModelProto) -> None:
    """Drop the values of large arrays, whose dimensions are all that is needed: a fraction of the memory and time."""
    for tensor in _tensors(model):
        if prod(tensor.dims) > SMALL:
            for field in ("raw_data", "float_data", "double_data", "int32_data", "int64_data", "uint64_data"):
                tensor.ClearField(field)
