"""A network's layers as JSON, whatever their number and names."""

from __future__ import annotations

from typing import Any

from explorer.errors import DataError, SpecError
from explorer.graph import CODES, Graph, Node
from explorer.graph.layers.base import arguments

KINDS = {kind.__name__: kind for kind in CODES.values()}


def graph_to_json(graph: Graph) -> list[dict[str, Any]]:
    """Return ``graph`` as what JSON can hold; ``graph_from_json`` reads it back to an equal graph."""
    return [{"name": node.name, "kind": type(node.layer).__name__, "given": arguments(node.layer),
             "inputs": list(node.inputs)} for node in graph]


def graph_from_json(record: list[dict[str, Any]]) -> Graph:
    """Return the graph that ``graph_to_json`` wrote.

    Raises:
        DataError: it is no such record.
    """
    try:
        return Graph(tuple(Node(one["name"], KINDS[one["kind"]](**_tuples(one["given"])), tuple(one["inputs"]))
                           for one in record))
    except (KeyError, TypeError, SpecError) as error:
        raise DataError("The layers of this job cannot be read ({reason}). Train it again.",
                        reason=str(error)[:200]) from error


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuple(value) for name, value in given.items()}


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value
