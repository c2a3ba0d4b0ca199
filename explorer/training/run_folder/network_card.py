"""What a run's folder says of its network, so that it can be opened without its data set and what it started from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn

from explorer.errors import DataError, SpecError
from explorer.graph import CODES, Graph, Node, Shape, arguments
from explorer.images import Fit
from explorer.runtime import run_files
from explorer.training.network.normalisation import Inputs
from explorer.training.network.start import Start
from explorer.training.tasks.known_tasks import task_of
from explorer.training.tasks.task_names import TaskName

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


USUAL = [1e-5, 0.1]
"""Epsilon and momentum of batch norm in torch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A network as its run left it."""

    graph: Graph
    input_shape: Shape
    inputs: Inputs
    categories: tuple[str, ...]
    head: str
    norms: dict[str, list[float]]
    """Epsilon and momentum of each batch norm that does not use torch's."""
    fit: Fit = "crop"
    """How pictures become squares."""
    task: TaskName = "classify"


def write_about(begun: Start, folder: Path, pictures: Mapping[str, Sequence[int]] | None = None,
                fit: Fit = "crop") -> None:
    """Write ``network.json``.

    Args:
        pictures: of each class, in train, val and test, so that a page can say what always the same answer would give.
        fit: how its pictures became squares; others that it is shown become so likewise.
    """
    norms = {name: [part.eps, part.momentum] for name, part in begun.module.named_modules()
             if isinstance(part, nn.BatchNorm2d | nn.BatchNorm1d) and [part.eps, part.momentum] != USUAL}
    task = task_of(begun.task)
    told = {} if task is None else {"task": task.name, "parts": list(task.parts), "measures": list(task.measures),
                                    "watched": task.watched}
    run_files.write_json(folder / run_files.NETWORK, {
        "graph": graph_to_json(begun.graph), "input_shape": list(begun.input_shape), "head": begun.head,
        "mean": list(begun.inputs.mean), "std": list(begun.inputs.std), "categories": list(begun.categories),
        "format": run_files.FORMAT, "norms": norms, "pictures": dict(pictures or {}), "fit": fit, **told})


def read_about(folder: Path) -> About:
    """Return what ``write_about`` wrote.

    Raises:
        DataError: it is missing, damaged, or written by a newer version.
    """
    record: dict[str, Any] | None = run_files.read_json(folder / run_files.NETWORK)
    if record is None:
        raise DataError("This job has no network yet. Wait until its first epoch is over.")
    run_files.refuse_newer(record.get("format"), run_files.NETWORK)
    try:
        return About(graph=graph_from_json(record["graph"]), input_shape=tuple(record["input_shape"]),
                     inputs=Inputs(mean=tuple(record["mean"]), std=tuple(record["std"])),
                     categories=tuple(record["categories"]), head=record["head"], norms=record["norms"],
                     fit=record.get("fit", "crop"), task=record.get("task", "classify"))
    except KeyError as error:
        raise DataError("{name} is damaged. Delete the job and start it again.", name=run_files.NETWORK) from error
