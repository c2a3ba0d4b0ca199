"""One safetensors file with everything that training needs to go on: numbers as tensors, the rest as JSON in its head.

Weights that never learn are not in it; they come from where training started.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Generator, Tensor, nn
from torch.optim import Optimizer

from explorer.errors import DataError, ExplorerError
from explorer.runtime import run_files
from explorer.training.loop.optimisation import Named, state_of
from explorer.training.plan import Plan, plan_from_json, to_json
from explorer.training.run_folder.files import Point, read_tensors, write_tensors


@dataclass(frozen=True, slots=True, eq=False)
class Living:
    """What changes while a network is trained."""

    network: nn.Module
    changing: tuple[str, ...]
    """Layers that may change during the run."""
    generator: Generator
    curve: list[Point]
    samples: list[Tensor]
    """Scores of a few validation pictures after each epoch."""


def save(path: Path, plan: Plan, living: Living, optimiser: Optimizer | None, weights: Named) -> None:
    """Write everything to go on from here; torch's global generators (dropout) are part of it."""
    tensors = {f"network.{name}": value for name, value in _changing(living).items()}
    if optimiser is not None:
        tensors |= {f"optimiser.{name}": value for name, value in state_of(optimiser, weights).items()}
    tensors |= {"random.batches": living.generator.get_state(), "random.cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    tensors |= {f"samples.{number:06}": value for number, value in enumerate(living.samples)}
    write_tensors(path, tensors, {"plan": written(plan), "curve": json.dumps([asdict(one) for one in living.curve]),
                                  "format": str(run_files.FORMAT)})


def restore(path: Path, plan: Plan, living: Living) -> dict[str, Tensor]:
    """Bring ``living`` to where the file left off; return what the optimiser remembered.

    Raises:
        DataError: the file is damaged, a newer version's, or belongs to another plan or network.
    """
    tensors, head = read_tensors(path)
    run_files.refuse_newer(head.get("format"), path.name)
    if not _is_of(plan, head.get("plan", "")):
        raise DataError("{name} belongs to another plan. Delete it to train from the start.", name=path.name)
    _put_network(living, _below("network.", tensors), path.name)
    living.generator.set_state(tensors["random.batches"])
    torch.set_rng_state(tensors["random.cpu"])
    if torch.cuda.is_available() and "random.cuda" in tensors:
        torch.cuda.set_rng_state(tensors["random.cuda"])
    living.curve[:] = [Point(**point) for point in json.loads(head["curve"])]
    living.samples[:] = [value for _, value in sorted(_below("samples.", tensors).items())]
    return _below("optimiser.", tensors)


def written(plan: Plan) -> str:
    """Return what a checkpoint must agree with: all of ``plan`` but its title."""
    return json.dumps(to_json(replace(plan, title="")), sort_keys=True)


def _is_of(plan: Plan, text: str) -> bool:
    """Say whether a checkpoint's plan is this one; what a plan could not say then is as it is when nothing is said."""
    try:
        return written(plan_from_json(json.loads(text))) == written(plan)
    except (ValueError, ExplorerError):
        return False


def _changing(living: Living) -> dict[str, Tensor]:
    return {name: value for name, value in living.network.state_dict().items() if _lies_in(name, living.changing)}


def _put_network(living: Living, tensors: Mapping[str, Tensor], name: str) -> None:
    own = _changing(living)
    if {key: value.shape for key, value in own.items()} != {key: value.shape for key, value in tensors.items()}:
        raise DataError("{name} belongs to another network. Delete it to train from the start.", name=name)
    with torch.no_grad():
        for key, value in own.items():
            value.copy_(tensors[key])


def _lies_in(name: str, layers: Iterable[str]) -> bool:
    return name.startswith(tuple(f"{layer}." for layer in layers))


def _below(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}

