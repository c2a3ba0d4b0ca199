"""The weights of an ONNX file, laid out as torch's modules have them, layer by layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from explorer.errors import N_, Message, NetworkError
from explorer.files.onnx_operator import Operator
from explorer.files.onnx_walk import Walk
from explorer.graph import (
    BatchNorm,
    ConvNd,
    ConvTransposeNd,
    Graph,
    InstanceNorm,
    Layer,
    Linear,
    Row,
    Shape,
    analyse,
    codes,
    shape_text,
)

Array = NDArray[np.float32]
Arrays = dict[str, Array]
"""``weight``, ``bias``, ``running_mean``, ``running_var``, as in a module's ``state_dict``."""
PASSED_ON = ("Identity", "Cast")
CONSTANTS = ("ConstantOfShape", "RandomNormal", "RandomUniform")
"""Operators with which tools fill in weights that a file does not hold."""
NO_WEIGHTS = N_("This file holds the layers, but not what they have learned ({name} has no values in it). Save the "
              "network with its weights: torch.onnx.export(model, (pictures,), 'network.onnx', external_data=False).")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedOnnx:
    """What an ONNX file describes, with what it has learned."""

    graph: Graph
    input_shape: Shape
    """Without the batch, ``(C, H, W)``."""
    arrays: Mapping[str, Arrays]
    """By layer, of those that have learned something."""
    attributes: Mapping[str, Mapping[str, Any]]
    """What modules must be told beside their layer, by layer: ``{"bn1": {"eps": 0.001}}``."""
    notes: tuple[Message, ...] = ()


class Constants:
    """The arrays of a model by name. Made before a model forgets what its weights are."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._known = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self._made = {output: node for node in model.graph.node for output in node.output}
        for node in model.graph.node:
            if node.op_type == "Constant":
                value = next((entry for entry in node.attribute if entry.name == "value"), None)
                if value is not None:
                    self._known[node.output[0]] = numpy_helper.to_array(value.t)

    def array(self, name: str) -> NDArray[Any]:
        """Return a constant as float32.

        Raises:
            NetworkError: the file does not hold it, or it is no floating-point number.
        """
        found = self._found(name, 0)
        if found.dtype.kind in "iub":
            raise NetworkError("The weights {name} are {kind}, not floating-point numbers. Save the network as it was "
                               "trained, in float32 or float16, not quantised.", name=name[:80], kind=str(found.dtype))
        return np.asarray(found).astype(np.float32)

    def _found(self, name: str, depth: int) -> NDArray[Any]:
        if name in self._known:
            known: NDArray[Any] = self._known[name]
            return known
        node = self._made.get(name)
        if node is None or node.op_type in CONSTANTS or depth > 8:
            raise NetworkError(NO_WEIGHTS, name=name[:80])
        if node.op_type in PASSED_ON:
            return self._found(node.input[0], depth + 1)
        if node.op_type == "Transpose":
            turned = next((list(entry.ints) for entry in node.attribute if entry.name == "perm"), None)
            return np.transpose(self._found(node.input[0], depth + 1), turned)
        if node.op_type in ("Reshape", "Squeeze", "Unsqueeze"):
            return self._formed(node, depth)
        raise NetworkError("The weights {name} are computed in the file by {operator}, which is not done here. Save "
                           "the network with do_constant_folding=True, or simplify it with onnxsim.", name=name[:80],
                           operator=node.op_type[:60])


    def _formed(self, node: onnx.NodeProto, depth: int) -> NDArray[Any]:
        """Return a constant in another form: the same values in the same order."""
        array = self._found(node.input[0], depth + 1)
        given = next((list(entry.ints) for entry in node.attribute if entry.name in ("axes", "shape")), None)
        if given is None and len(node.input) > 1:
            given = [int(value) for value in self._found(node.input[1], depth + 1).ravel()]
        if node.op_type == "Reshape":
            return array.reshape([array.shape[axis] if side == 0 else side for axis, side in enumerate(given or ())])
        if node.op_type == "Unsqueeze":
            return np.expand_dims(array, tuple(given or ()))
        return np.squeeze(array, tuple(given) if given else None)


def trained(graph: Graph, input_shape: Shape, walk: Walk, constants: Constants, *,
            notes: tuple[Message, ...] = ()) -> TrainedOnnx:
    """Return a graph that was read with the weights of all its layers.

    Raises:
        NetworkError: a layer is none that runs here, or its weights are missing or of another shape.
    """
    if walk.unread:
        raise NetworkError("No layer here does what these operators do: {operators}. The file opens as a stack, but it "
                           "cannot be run.", operators=", ".join(walk.unread[:5]))
    arrays: dict[str, Arrays] = {}
    attributes: dict[str, dict[str, Any]] = {}
    for row in analyse(graph, input_shape):
        operator = walk.operators.get(row.name)
        if operator is None:
            continue
        if found := _arrays(operator, row.layer, constants):
            arrays[row.name] = found
        if told := _attributes(operator, row.layer):
            attributes[row.name] = told
    for name, kind, constant in walk.folds:
        if name in graph:
            _fold(arrays[name], graph[name].layer, kind, constants.array(constant).reshape(-1))
    for row in analyse(graph, input_shape):
        _check(row, arrays.get(row.name, {}))
    return TrainedOnnx(graph=graph, input_shape=input_shape, arrays=arrays, attributes=attributes, notes=notes)


def _arrays(operator: Operator, layer: Layer, constants: Constants) -> Arrays:
    inputs = operator.node.input
    if isinstance(layer, ConvNd | ConvTransposeNd):
        return _named(constants, weight=inputs[1], bias=inputs[2] if len(inputs) > 2 else "")
    if isinstance(layer, BatchNorm):
        return _named(constants, weight=inputs[1], bias=inputs[2], running_mean=inputs[3], running_var=inputs[4])
    if isinstance(layer, InstanceNorm | codes.LayerNorm):
        return _named(constants, weight=inputs[1], bias=inputs[2] if len(inputs) > 2 else "")
    if not isinstance(layer, Linear):
        return {}
    weight = constants.array(inputs[1]) * np.float32(operator.given.get("alpha", 1.0))
    found = {"weight": weight if operator.given.get("transB", 0) else weight.T}
    if operator.kind == "Gemm" and len(inputs) > 2 and inputs[2]:
        bias = constants.array(inputs[2]) * np.float32(operator.given.get("beta", 1.0))
        found["bias"] = np.broadcast_to(bias.reshape(-1), (layer.out_features,))
    return found


def _named(constants: Constants, **names: str) -> Arrays:
    return {key: constants.array(name) for key, name in names.items() if name}


def _attributes(operator: Operator, layer: Layer) -> dict[str, Any]:
    if isinstance(layer, BatchNorm):
        if operator.given.get("training_mode", 0):
            raise NetworkError("{name} normalises as in training, by what is in each batch. Save the network after "
                               "model.eval().", name=operator.title)
        return {"eps": float(operator.given.get("epsilon", 1e-5))}
    if isinstance(layer, InstanceNorm | codes.LayerNorm):
        return {"eps": float(operator.given.get("epsilon", 1e-5))}
    if isinstance(layer, codes.GELU) and operator.given.get("approximate", b"none") == b"tanh":
        return {"approximate": "tanh"}
    return {}


def _fold(arrays: Arrays, layer: Layer, kind: str, constant: Array) -> None:
    """Take a product or sum with one number for each output channel, or for all, into a layer's weights."""
    if kind in ("Add", "Sub"):
        before = arrays.get("bias", np.zeros(_outputs(layer, arrays["weight"]), np.float32))
        arrays["bias"] = before + constant if kind == "Add" else before - constant
        return
    scale: Array = constant if kind == "Mul" else np.asarray(1 / constant, np.float32)
    weight = arrays["weight"]
    if isinstance(layer, ConvTransposeNd):  # (in, out / groups, ...): each group has outputs of its own
        parts = weight.reshape(layer.groups, -1, *weight.shape[1:])
        each: Array = np.broadcast_to(scale, (layer.out_channels,)).reshape(layer.groups, 1, -1)
        arrays["weight"] = (parts * each.reshape(*each.shape, *(1,) * (weight.ndim - 2))).reshape(weight.shape)
    else:
        arrays["weight"] = weight * scale.reshape(-1, *(1,) * (weight.ndim - 1))
    if "bias" in arrays:
        arrays["bias"] = arrays["bias"] * scale


def _outputs(layer: Layer, weight: Array) -> int:
    return layer.out_channels if isinstance(layer, ConvTransposeNd) else int(weight.shape[0])


def _check(row: Row, arrays: Arrays) -> None:
    held = sum(array.size for key, array in arrays.items() if not key.startswith("running_"))
    finite = all(bool(np.isfinite(array).all()) for array in arrays.values())
    if held != row.params:
        raise NetworkError("{layer} has {found:,} learned values in this file, but what arrives, {shape}, needs "
                           "{needed:,}. Save the network for the size of input that it was made for.", layer=row.name,
                           found=held, needed=row.params, shape=shape_text(row.input_shape))
    if not finite:
        raise NetworkError("{layer} holds values that are no finite numbers, so nothing can be computed with it. Train "
                           "the network again with a smaller learning rate.", layer=row.name)

