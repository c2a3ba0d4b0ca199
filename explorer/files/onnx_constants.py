"""Small constants that exporters leave to be worked out, such as how much is padded."""

from __future__ import annotations

from math import prod
from typing import Any, cast

import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FOLDED = {"Cast", "Concat", "ConstantOfShape", "Gather", "Reshape", "Slice", "Squeeze", "Transpose", "Unsqueeze"}
"""Operators that only arrange numbers."""
MOST_FOLDED, MOST_VALUES = 400, 64
BREAKS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What ONNX's reference raises where an operator does not go with what it reads."""


def fold_constants(model: onnx.ModelProto) -> None:
    """Put small arrays into the place of operators that make them of other small arrays.

    Larger ones stay as they are: they are weights, or the shapes of weights that a file does not hold.
    """
    known = constants_of(model)
    folded: list[onnx.NodeProto] = []
    for node in model.graph.node:
        read = [known.get(name) for name in node.input if name]
        if node.op_type in FOLDED and len(folded) < MOST_FOLDED and read and all(
                tensor is not None and prod(tensor.dims) <= MOST_VALUES for tensor in read):
            made = _made(node, model, known)
            if made is not None:
                known[node.output[0]] = made
                folded.append(node)
    for node in folded:
        model.graph.node.remove(node)
        model.graph.initializer.append(known[node.output[0]])
    if folded:
        model.ir_version = max(model.ir_version, 4)  # before, arrays had to be inputs, too


def _made(node: onnx.NodeProto, model: onnx.ModelProto, known: dict[str, onnx.TensorProto]) -> onnx.TensorProto | None:
    """Return what one operator makes of constants; None: too much, or nothing."""
    arrays = {name: numpy_helper.to_array(known[name]) for name in node.input if name}
    if node.op_type == "ConstantOfShape" and prod(map(int, arrays[node.input[0]])) > MOST_VALUES:
        return None
    given = [helper.make_tensor_value_info(name, known[name].data_type, None) for name in arrays]
    alone = helper.make_graph([node], "alone", given, [helper.make_empty_tensor_value_info(node.output[0])])
    try:
        made = ReferenceEvaluator(helper.make_model(alone, opset_imports=model.opset_import)).run(None, arrays)
    except BREAKS:
        return None
    found: NDArray[Any] = cast("list[Any]", made)[0]
    stands_for_weights = node.op_type == "ConstantOfShape" and found.dtype.kind == "f"
    if found.size > MOST_VALUES or stands_for_weights:
        return None
    return numpy_helper.from_array(found, node.output[0])


def constants_of(model: onnx.ModelProto) -> dict[str, onnx.TensorProto]:
    """Return the arrays of a model by name."""
    found = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in model.graph.node:
        for entry in node.attribute if node.op_type == "Constant" else ():
            if entry.name == "value":
                found[node.output[0]] = entry.t
    return found
