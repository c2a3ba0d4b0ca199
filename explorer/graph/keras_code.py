"""A network as Keras source: a chain as a ``Sequential``, branches in the functional form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from explorer.errors import Message, SpecError, message
from explorer.graph.graph import INPUT, Graph
from explorer.graph.keras_source import keras_sources
from explorer.graph.layers.basic import BatchNorm, Flatten
from explorer.graph.layers.pooling import AdaptivePool
from explorer.graph.pytorch import attribute_names, variables_of
from explorer.graph.report import Report, Row, analyse
from explorer.graph.shapes import Shape, shape_text

WIDE = 100
"""Letters of a line beyond which the shape behind it does not stand under the others."""


def to_keras(graph: Graph, input_shape: Shape, *, say: Callable[[Message], str] = str) -> str:
    """Return the source of ``model``; shapes stand behind its layers, channels last as in Keras.

    ``say`` returns the sentences above it as text; by default in English.

    Raises:
        SpecError: Keras has no layer for one of the network.
        ShapeError: it cannot be computed for ``input_shape``.
    """
    report = analyse(graph, input_shape)
    chain = all(node.inputs == (before,) for node, before in zip(graph, [INPUT, *graph.places], strict=False))
    layers = {row.name: _sources(row, graph) for row in report}
    body = [*(_sequential(report, layers) if chain else _functional(report, layers))]
    about = "\n".join(f"# {say(said)}" for said in _about(report))
    imports = ["import keras", *(["import tensorflow as tf"] if any("lambda x: tf." in line for line in body) else []),
               "from keras import layers"]
    return "\n".join([*imports, "", about, *body, "", 'if __name__ == "__main__":',
                      "    model.summary()", ""])


def keras_shape(shape: Shape) -> Shape:
    """Return a shape with channels last."""
    return (*shape[1:], shape[0])


def _about(report: Report) -> Iterator[Message]:
    yield message("Input: N × {shape}. Parameters: {params:,}.", shape=shape_text(keras_shape(report.input_shape)),
                  params=report.params)
    moving = sum(2 * row.input_shape[0] for row in report if isinstance(row.layer, BatchNorm))
    if moving:
        yield message("Keras counts {more:,} more, which are not trained: moving means and variances of batch norm.",
                      more=moving)


def _sources(row: Row, graph: Graph) -> tuple[str, ...]:
    """Return the constructors of a layer; a flatten behind a global pooling is done by the pooling."""
    try:
        found = keras_sources(row.layer, row.input_shape, row.output_shape or ())
    except SpecError as error:
        raise SpecError(error.message.template, **{**error.message.values, "layer": row.name}) from None
    if isinstance(row.layer, AdaptivePool) and _only_flattened(graph, row.name):
        return tuple(source.replace("keepdims=True", "") for source in found)
    before = row.node.inputs[0]
    pooled = before in graph and isinstance(graph[before].layer, AdaptivePool) and _only_flattened(graph, before)
    return () if pooled and set(row.input_shape[1:]) == {1} and isinstance(row.layer, Flatten) else found


def _only_flattened(graph: Graph, name: str) -> bool:
    readers = graph.readers[name]
    return len(readers) == 1 and graph[readers[0]].layer == Flatten()


def _sequential(report: Report, layers: dict[str, tuple[str, ...]]) -> Iterator[str]:
    lines = [(source, row if source is layers[row.name][-1] else None) for row in report for source in layers[row.name]]
    width = max((len(source) for source, _ in lines if len(source) < WIDE), default=0) + 1
    yield "model = keras.Sequential(["
    yield f"    keras.Input({keras_shape(report.input_shape)!r}),"
    for source, row in lines:
        yield _with_shape(f"    {source + ',':<{width}}", row, source)
    yield "])"


def _functional(report: Report, layers: dict[str, tuple[str, ...]]) -> Iterator[str]:
    graph = report.graph
    variables = {INPUT: "inputs"}
    lines: list[tuple[str, Row | None]] = []
    for variable, row in zip(variables_of(graph, _names(graph)), report, strict=True):
        values = [variables[source] for source in row.node.inputs]
        read = f"[{', '.join(values)}]" if row.layer.several_inputs else values[0]
        variables[row.name] = variable if layers[row.name] else read
        for source in layers[row.name]:
            lines.append((f"{variable} = {source}({read})", row if source is layers[row.name][-1] else None))
            read = variable
    width = max((len(line) for line, _ in lines if len(line) < WIDE), default=0)
    yield f"inputs = keras.Input({keras_shape(report.input_shape)!r})"
    for line, row_of in lines:
        yield _with_shape(f"{line:<{width}}", row_of, line)
    yield f"model = keras.Model(inputs, {variables[graph.output]})"


def _with_shape(line: str, row: Row | None, source: str) -> str:
    """Return a line with the shape behind a layer; ``row`` None: more of the layer comes."""
    if row is None:
        return line.rstrip()
    shape = keras_shape(row.output_shape or ())
    in_row = "layers.Global" in source and "keepdims" not in source
    return f"{line}  # {shape_text(shape[-1:] if in_row else shape)}"


def _names(graph: Graph) -> dict[str, str]:
    """Return a variable for each node that is none of this source's own."""
    taken = ("inputs", "layers", "keras", "model")
    return {node: f"{name}_" if name in taken else name for node, name in attribute_names(graph).items()}
