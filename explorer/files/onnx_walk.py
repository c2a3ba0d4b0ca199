"""The operators of an ONNX graph, followed one by one, as nodes of a network."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import onnx

from explorer.errors import ExplorerError, Message, NetworkError, message
from explorer.files import onnx_layers as layers
from explorer.files.onnx_constants import constants_of
from explorer.files.onnx_names import shared_prefix, wished_name
from explorer.files.onnx_operator import NO_LAYER, Dims, Operator
from explorer.graph import INPUT, BatchNorm, ConvNd, ConvTransposeNd, Graph, Layer, Linear, Node, codes

WEIGHTED = ("Conv", "ConvTranspose", "Gemm", "MatMul", "BatchNormalization", "InstanceNormalization",
            "LayerNormalization")


class Walk:
    """Follows the operators of a model whose shapes are inferred, and collects the nodes of the network."""

    def __init__(self, model: onnx.ModelProto, input_name: str) -> None:
        self.shapes = shapes_of(model)
        self.constants = constants_of(model)
        self.nodes: dict[str, Node] = {}
        self.values: dict[str, str] = {input_name: INPUT}
        self.pads: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {}
        self.operators: dict[str, Operator] = {}
        """The operator that each layer was, by the layer's name."""
        self.folds: list[tuple[str, str, str]] = []
        """Layer, kind of operator and name of the constant of what was taken into the layer before it, in order."""
        self.unread: list[str] = []
        self.output = model.graph.output[0].name
        weights = [node.input[1] for node in model.graph.node if node.op_type in WEIGHTED and len(node.input) > 1]
        self.prefix = shared_prefix(weights) if len(weights) > 1 else ""
        self.used: Counter[str] = Counter()
        operators = [Operator(node, self.shapes, self.constants) for node in model.graph.node]
        self.readers = Counter(name for operator in operators for name in operator.inputs)
        self.read_by: dict[str, set[str]] = {}
        for operator in operators:
            for name in operator.inputs:
                self.read_by.setdefault(name, set()).add(operator.kind)
        for operator in operators:
            if self._reads_picture(operator):
                self._take(operator)

    def graph(self) -> Graph:
        """Return the nodes that the first output needs.

        Raises:
            NetworkError: nothing leads from the picture to it.
        """
        name = self.values.get(self.output)
        if name is None or name == INPUT:
            raise NetworkError("Nothing leads from the input of this file to its output {name}.",
                               name=self.output[:60])
        return Graph(tuple(self.nodes.values())).up_to(name)

    def notes(self) -> list[Message]:
        """Return what a reader should know about how the file was read."""
        found = []
        if self.unread:
            found.append(message("No layer here does what these operators do: {operators}. They are grey; their shapes "
                                 "are known, their parameters and operations are not counted.",
                                 operators=", ".join(self.unread[:5]) + (", ..." if len(self.unread) > 5 else "")))
        if self.folds:
            found.append(message("{count} multiplications and additions of one number per channel were taken into the "
                                 "layer before them, where they change nothing but its weights.",
                                 count=len(self.folds)))
        return found

    def _reads_picture(self, operator: Operator) -> bool:
        reads = any(name in self.values or name in self.pads for name in operator.inputs)
        return reads and operator.kind not in ("Shape", "Size")

    def _take(self, operator: Operator) -> None:
        try:
            self._translate(operator)
        except ExplorerError as error:
            values = {**error.message.values, "operator": operator.kind, "name": operator.title}
            raise type(error)(error.message.template, **values) from error

    def _translate(self, operator: Operator) -> None:
        if operator.kind == "Pad" and layers.belongs_to_next(operator, self.read_by.get(operator.output, set())):
            self.pads[operator.output] = (self.values[operator.inputs[0]], layers.pad_pairs(operator))
            return
        if self._folds(operator):
            return
        sources = [self._source(name, operator) for name in operator.inputs if self._is_live(name)]
        layer = self._layer(operator, live=len(sources))
        if layer is None:
            self.values[operator.output] = sources[0]
            return
        if padded := [self.pads[name][1] for name in operator.inputs if name in self.pads]:
            layer = self._with_padding(layer, padded[0], sources[0])
        self._put(operator, layer, sources)
        if operator.kind == "ReduceMean" and len(operator.output_shape or ()) == 2:  # a row, not maps of one pixel
            name = self._free("flatten", first=True)
            self.nodes[name] = Node(name, codes.Flatten(), (self.values[operator.output],))
            self.values[operator.output] = name

    def _layer(self, operator: Operator, *, live: int) -> Layer | None:
        """Return the layer of an operator; of one that no layer does, a grey one with the shape that ONNX infers."""
        try:
            made = layers.layer_of(operator, live=live)
            if not self._shuffles(operator, made):
                raise NetworkError(NO_LAYER)
            return made
        except NetworkError:
            after = operator.output_shape
            if live != 1 or after is None or not 2 <= len(after) <= 5:
                raise
            self.unread.append(f"{operator.kind} ({operator.title})")
            return codes.Unread(output_size=after[1:])

    def _shuffles(self, operator: Operator, made: Layer | None) -> bool:
        """Say False of what is read as a third of a channel shuffle, but stands without the other two."""
        if isinstance(made, codes.ChannelShuffle):
            return self.read_by.get(operator.output) == {"Transpose"}
        if made is None and (operator.kind == "Transpose" or (
                operator.kind == "Reshape" and operator.shape(0) != operator.output_shape)):
            source = self.nodes.get(self.values.get(operator.inputs[0], ""))
            return source is not None and isinstance(source.layer, codes.ChannelShuffle)
        return True

    def _is_live(self, name: str) -> bool:
        return name in self.values or name in self.pads

    def _source(self, name: str, operator: Operator) -> str:
        if name in self.pads and operator.kind not in ("Conv", "MaxPool", "AveragePool"):
            raise NetworkError("The padding before {operator} ({name}) is a step of its own, which is no layer here.")
        return self.pads[name][0] if name in self.pads else self.values[name]

    def _with_padding(self, layer: Layer, pairs: tuple[tuple[int, int], ...], source: str) -> Layer:
        after_relu = source in self.nodes and type(self.nodes[source].layer).__name__ in ("ReLU", "ReLU6")
        return layers.padded(layer, pairs, not_negative=after_relu)

    def _put(self, operator: Operator, layer: Layer, sources: list[str]) -> None:
        weight = operator.node.input[1] if operator.kind in WEIGHTED else ""
        wish = wished_name(operator.node, weight, self.prefix)
        if any(name.startswith(f"{wish}.") for name in self.nodes):  # torch cannot hold a layer inside another one
            wish = f"{wish}.{operator.kind.lower()}"
        while (owner := wish.rpartition(".")[0]) and owner in self.nodes:
            wish = f"{owner}_{wish.rpartition('.')[2]}"
        if not wish or wish in self.nodes:
            wish = self._free(wish or layer.stem, first=not wish)
        self.nodes[wish] = Node(wish, layer, tuple(sources))
        self.operators[wish] = operator
        self.values[operator.output] = wish

    def _free(self, stem: str, *, first: bool) -> str:
        while True:
            self.used[stem] += 1
            name = f"{stem}{self.used[stem]}" if first else f"{stem}_{self.used[stem]}"
            if name not in self.nodes:
                return name

    def _folds(self, operator: Operator) -> bool:
        """Take a product or sum with constants per channel into the layer before; say whether that was done."""
        live = [name for name in operator.inputs if name in self.values]
        if operator.kind not in ("Mul", "Add", "Div", "Sub") or len(live) != 1 or len(operator.inputs) != 2:
            return False
        node = self.nodes.get(self.values[live[0]])
        other = next((name for name in operator.inputs if name not in self.values), "")
        if node is None or self.readers[live[0]] != 1 or not self._per_channel(other, live[0]):
            return False
        if operator.kind in ("Div", "Sub") and operator.inputs[0] != live[0]:
            return False
        if isinstance(node.layer, Linear) and len(self.shapes.get(live[0], ())) != 2:
            return False  # its outputs lie along the last axis
        if isinstance(node.layer, ConvNd | ConvTransposeNd | Linear):
            if operator.kind in ("Add", "Sub"):
                self.nodes[node.name] = replace(node, layer=replace(node.layer, bias=True))
        elif not isinstance(node.layer, BatchNorm):
            return False
        self.folds.append((node.name, operator.kind, other))
        self.values[operator.output] = node.name
        return True

    def _per_channel(self, name: str, live: str) -> bool:
        shape, constant = self.shapes.get(live, ()), self.shapes.get(name)
        if constant is None or len(shape) < 2:
            return False
        aligned = (1,) * (len(shape) - len(constant)) + constant
        return all(side in (1, shape[1]) if axis == 1 else side == 1 for axis, side in enumerate(aligned))


def shapes_of(model: onnx.ModelProto) -> dict[str, Dims]:
    """Return the shapes of all values that are known, the batch included."""
    found = {tensor.name: tuple(map(int, tensor.dims)) for tensor in model.graph.initializer}
    for value in (*model.graph.input, *model.graph.value_info, *model.graph.output):
        dims = value.type.tensor_type.shape.dim
        if value.type.tensor_type.HasField("shape") and all(dim.HasField("dim_value") for dim in dims):
            found.setdefault(value.name, tuple(int(dim.dim_value) for dim in dims))
    return found
