"""What is known of one layer in its place: shapes, counts and what its units see."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from explorer.errors import Message
from explorer.graph.counts import BYTES_PER_VALUE, Counts
from explorer.graph.fields import Field
from explorer.graph.graph import Node
from explorer.graph.layers.base import Layer
from explorer.graph.layers.norms import LayerNorm
from explorer.graph.shapes import Shape

Fields = tuple[Field, ...]


class Sight(NamedTuple):
    """What the units of a node see: one field per spatial axis, or None; and what all of its units see together.

    ``local``: behind a global branch, what they see through windows alone; None: there is no such branch.
    """

    fields: Fields | None
    everything: Fields | None
    local: Fields | None = None

    @property
    def windows(self) -> Fields | None:
        """Return the fields of windows alone, global branches left out."""
        return self.local or self.fields


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one layer. A layer that cannot be computed has ``output_shape`` None; ``error`` says why.

    Shapes are without the batch, ``(C, H, W)``; the field is that of one unit, px of the network's input.
    """

    node: Node
    input_shapes: tuple[Shape, ...]
    output_shape: Shape | None
    counts: Counts
    sight: Sight
    input_sights: tuple[Sight, ...]
    error: Message | None = None

    @property
    def name(self) -> str:
        """Name of the layer in the network."""
        return self.node.name

    @property
    def layer(self) -> Layer:
        """Return the layer itself."""
        return self.node.layer

    @property
    def input_shape(self) -> Shape:
        """Shape of what the layer reads; of the first branch where several meet; ``()`` if it is not known."""
        return self.input_shapes[0] if self.input_shapes else ()

    @property
    def arrives(self) -> int:
        """Inputs that the layer has to take: channels, for a linear layer values of the last axis, for others all."""
        shape = self.input_shape
        if self.layer.family == "reshape":
            return prod(shape)
        if isinstance(self.layer, LayerNorm):
            return prod(self.layer.over(shape))
        return (shape[-1] if self.layer.family == "linear" else shape[0]) if shape else 0

    @property
    def params(self) -> int:
        """Number of learned values."""
        return self.counts.params

    @property
    def macs(self) -> int:
        """Multiply-accumulates, bias not counted."""
        return self.counts.macs

    @property
    def activation_bytes(self) -> int:
        """Memory of the output in float32, bytes."""
        return BYTES_PER_VALUE * prod(self.output_shape) if self.output_shape else 0

    @property
    def fields(self) -> Fields | None:
        """Receptive field per spatial axis; None where values of different places stand in one row."""
        return self.sight.fields

    @property
    def field(self) -> Field | None:
        """Receptive field along the widest axis; None where no field is defined."""
        return max(self.fields, key=lambda field: field.extent) if self.fields else None

    @property
    def sees_all(self) -> bool:
        """Say whether a global branch, such as a squeeze and excitation, lets each unit see the whole input."""
        return bool(self.fields) and all(field.whole for field in self.fields or ())

    @property
    def local_fields(self) -> Fields | None:
        """Receptive field of the convolutions and other windows alone; the same as ``fields`` without global branch."""
        return self.sight.windows if self.fields else None

    @property
    def local_field(self) -> Field | None:
        """Return the widest of ``local_fields``; None where no field is defined."""
        return max(self.local_fields, key=lambda field: field.extent) if self.local_fields else None
