"""An operator of an ONNX graph: its attributes, constants and the shapes of what it reads."""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import Any

import onnx
from onnx import numpy_helper

from explorer.errors import N_, NetworkError

Dims = tuple[int, ...]
NO_LAYER = N_("The operator {operator} ({name}) is no layer here, so the network cannot be read.")


class Operator:
    """A node of an ONNX graph with what is known of its values."""

    def __init__(self, node: onnx.NodeProto, shapes: dict[str, Dims], constants: dict[str, onnx.TensorProto]) -> None:
        self.node = node
        self.kind = node.op_type
        self.inputs = tuple(name for name in node.input if name)
        self.output = node.output[0] if node.output else ""
        self._shapes = shapes
        self._constants = constants

    @property
    def title(self) -> str:
        """What the file calls it, for messages."""
        return (self.node.name or self.output)[:60]

    @cached_property
    def given(self) -> dict[str, Any]:
        """Return the attributes."""
        return {entry.name: onnx.helper.get_attribute_value(entry) for entry in self.node.attribute}

    def shape(self, place: int) -> Dims:
        """Return the shape of an input, the batch included.

        Raises:
            NetworkError: nothing tells it.
        """
        found = self._shapes.get(self.inputs[place]) if place < len(self.inputs) else None
        if found is None:
            raise NetworkError("The shape of what {operator} ({name}) reads is not known. Save the network for one "
                               "size of input, without dynamic axes.")
        return found

    @property
    def output_shape(self) -> Dims | None:
        """Shape of the output, where it is known."""
        return self._shapes.get(self.output)

    def numbers(self, place: int) -> list[float] | None:
        """Return the values of a small constant input, or None where there is none."""
        name = self.node.input[place] if place < len(self.node.input) else ""
        tensor = self._constants.get(name)
        if tensor is None or prod(tensor.dims) > 64:
            return None
        return [float(value) for value in numpy_helper.to_array(tensor).ravel()]

    def number(self, attribute: str, place: int, default: float) -> float:
        """Return an attribute, or the constant input that took its place in later versions of the operator."""
        if attribute in self.given:
            return float(self.given[attribute])
        found = self.numbers(place)
        return found[0] if found else default
