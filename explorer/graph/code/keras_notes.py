"""What a reader of Keras should know of a network that is written in torch's terms here."""

from __future__ import annotations

from explorer.errors import N_, Message, message
from explorer.graph.graph import Graph
from explorer.graph.layers.basic import BatchNorm, Flatten
from explorer.graph.report import analyse
from explorer.graph.shapes import Shape, shape_text

FIRST = N_("Shapes are written channels first, as torch has them: {keras} in Keras is {shape} here.")
FIRST_AND_FLAT = N_("Shapes are written channels first, as torch has them: {keras} in Keras is {shape} here. So values "
                    "behind a flatten stand in another order; their number is the same.")
MOVING = N_("Keras says {total:,} parameters: {more:,} more, since it also counts the moving mean and variance of "
            "batch norm, which are not trained.")
NO_INPUT = N_("The code does not say how large pictures are; {shape} was taken. Change it at the input of the stack.")


def keras_notes(graph: Graph, input_shape: Shape, *, says_input: bool) -> list[Message]:
    """Return what is different in Keras for a whole network."""
    notes = []
    report = analyse(graph, input_shape, partial=True)
    if len(input_shape) > 1:
        keras = (*input_shape[1:], input_shape[0])
        flat = any(isinstance(row.layer, Flatten) and max(row.input_shape[1:], default=1) > 1 for row in report)
        notes.append(message(FIRST_AND_FLAT if flat else FIRST, keras=shape_text(keras), shape=shape_text(input_shape)))
    if not says_input:
        notes.append(message(NO_INPUT, shape=shape_text(input_shape)))
    moving = sum(2 * row.input_shape[0] for row in report if isinstance(row.layer, BatchNorm) and row.input_shape)
    if moving and report.error is None:
        notes.append(message(MOVING, total=report.params + moving, more=moving))
    return notes
