"""A network as an ONNX file, operator by operator; PyTorch, Keras' converters and Netron read it.

Without weights each is one number repeated (``ConstantOfShape``), so that a file of VGG-16 has 10 kB; with weights they
are those of torch's modules, by the names of its ``state_dict``.

Source:
    ONNX operators in version 20, https://onnx.ai/onnx/operators/.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from explorer.errors import NetworkError
from explorer.files.onnx_parts import Numbers, Parts, operator_of
from explorer.graph import INPUT, Graph, Report, Row, Shape, analyse

OPSET = 20
BATCH = "N"


def to_onnx(graph: Graph, input_shape: Shape, weights: Mapping[str, NDArray[Any]] | None = None) -> bytes:
    """Return the network as an ONNX file that ``onnx.checker`` accepts.

    Args:
        graph: the network, at least one layer.
        input_shape: without the batch, ``(C, H, W)``; the batch is left open.
        weights: arrays by name, ``conv1.weight``, as in torch's ``state_dict``; None: 0, 1 for
            scales and variances.

    Raises:
        NetworkError: there is no layer, one has no operator in ONNX, or weights are missing or of another shape.
        ShapeError: a layer cannot take what it receives.
    """
    report = analyse(graph, input_shape)
    if not graph.nodes:
        raise NetworkError("This network has no layers yet, so there is nothing to save. Add a layer.")
    writer = _Writer(weights)
    for row in report:
        writer.take(row)
    given = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [BATCH, *input_shape])
    made = helper.make_tensor_value_info(graph.output, TensorProto.FLOAT, [BATCH, *(report.output_shape or ())])
    found = helper.make_graph(writer.nodes, "network", [given], [made], writer.arrays, value_info=_shapes(report))
    model = helper.make_model(found, producer_name="CNN Explorer", ir_version=9,
                              opset_imports=[helper.make_opsetid("", OPSET)])
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _shapes(report: Report) -> list[onnx.ValueInfoProto]:
    return [helper.make_tensor_value_info(row.name, TensorProto.FLOAT, [BATCH, *(row.output_shape or ())])
            for row in report.rows[:-1]]


class _Writer:
    """Collects operators and arrays."""

    def __init__(self, weights: Mapping[str, NDArray[Any]] | None) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.arrays: list[onnx.TensorProto] = []

    def take(self, row: Row) -> None:
        """Write one layer: its arrays, then its operators, the last of which puts out the layer's name."""
        parts: Parts = operator_of(row)
        arrays = [self._array(f"{row.name}.{name}", shape, fill) for name, shape, fill in parts.arrays]
        first, numbers = self._constants(row, parts.first), self._constants(row, parts.numbers)
        before = row.node.inputs
        for place, (kind, given) in enumerate(parts.steps):
            last = place == len(parts.steps) - 1
            output = row.name if last else f"{row.name}/{place}"
            again = row.node.inputs if last and parts.reads_input_again else ()
            read = [*again, *before, *(first + arrays if place == parts.weighted else []),
                    *(numbers if place == 0 else []), *self._constants(row, parts.later.get(place, ()))]
            self.nodes.append(helper.make_node(kind, read, [output], name=output, **given))
            before = (output,)

    def _constants(self, row: Row, numbers: Numbers) -> list[str]:
        return [self._constant(f"{row.name}.{name}", values) if name else "" for name, values in numbers]

    def _constant(self, name: str, values: tuple[int, ...] | tuple[float, ...]) -> str:
        whole = all(isinstance(value, int) for value in values)
        self.arrays.append(numpy_helper.from_array(np.array(values, np.int64 if whole else np.float32), name))
        return name

    def _array(self, name: str, shape: Shape, fill: float) -> str:
        if not shape:
            self.arrays.append(numpy_helper.from_array(np.array(fill, np.float32), name))
            return name
        if self.weights is None:
            sides = f"{name}.shape"
            self.arrays.append(numpy_helper.from_array(np.array(shape, np.int64), sides))
            value = numpy_helper.from_array(np.array([fill], np.float32))
            self.nodes.append(helper.make_node("ConstantOfShape", [sides], [name], value=value))
            return name
        if name not in self.weights or tuple(self.weights[name].shape) != tuple(shape):
            raise NetworkError("The weights {name} of shape {shape} are missing.", name=name, shape=shape)
        array = np.ascontiguousarray(self.weights[name], np.float32)
        self.arrays.append(numpy_helper.from_array(array, name))
        return name
