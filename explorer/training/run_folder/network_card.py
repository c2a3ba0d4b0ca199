"""What a run's folder says of its network, so that it can be opened without its data set and what it started from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn

from explorer.errors import DataError
from explorer.graph import Graph, Shape
from explorer.training.run_folder.files import NETWORK, read_json, write_json
from explorer.training.run_folder.network_card import graph_from_json, graph_to_json
from explorer.training.network.normalisation import Inputs
from explorer.training.network.start import Start

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


def write_about(begun: Start, folder: Path) -> None:
    """Write ``network.json``."""
    norms = {name: [part.eps, part.momentum] for name, part in begun.module.named_modules()
             if isinstance(part, nn.BatchNorm2d | nn.BatchNorm1d) and [part.eps, part.momentum] != USUAL}
    write_json(folder / NETWORK, {
        "graph": graph_to_json(begun.graph), "input_shape": list(begun.input_shape), "head": begun.head,
        "mean": list(begun.inputs.mean), "std": list(begun.inputs.std), "categories": list(begun.categories),
        "norms": norms})


def read_about(folder: Path) -> About:
    """Return what ``write_about`` wrote.

    Raises:
        DataError: it is missing or damaged.
    """
    record: dict[str, Any] | None = read_json(folder / NETWORK)
    if record is None:
        raise DataError("This job has no network yet. Wait until its first epoch is over.")
    try:
        return About(graph=graph_from_json(record["graph"]), input_shape=tuple(record["input_shape"]),
                     inputs=Inputs(mean=tuple(record["mean"]), std=tuple(record["std"])),
                     categories=tuple(record["categories"]), head=record["head"], norms=record["norms"])
    except KeyError as error:
        raise DataError("{name} is damaged. Delete the job and start it again.", name=NETWORK) from error
