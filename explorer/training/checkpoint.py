"""One safetensors file with everything that training needs to go on: numbers as tensors, the rest as JSON in its head.

It is written aside and renamed, so that a file under its name is always whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Generator, Tensor, nn
from torch.optim import SGD

from explorer.errors import DataError
from explorer.training.epoch import Epoch
from explorer.training.recipe import Recipe


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What changes while a network is trained, and the recipe."""

    network: nn.Module
    optimiser: SGD
    generator: Generator
    recipe: Recipe


def save(state: State, curve: Sequence[Epoch], path: Path) -> None:
    """Write ``state`` and the ``curve`` so far; torch's global generator (dropout) is part of it."""
    tensors = {f"network.{name}": value for name, value in state.network.state_dict().items()}
    tensors |= {f"momentum.{name}": value for name, value in _momenta(state).items()}
    tensors |= {"random.batches": state.generator.get_state(), "random.torch": torch.get_rng_state()}
    head = {"recipe": json.dumps(asdict(state.recipe)), "curve": json.dumps([asdict(epoch) for epoch in curve])}
    write(tensors, head, path)


def write(tensors: Mapping[str, Tensor], head: Mapping[str, str], path: Path) -> None:
    """Write a safetensors file aside and rename it, so that nobody sees half of it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    save_file({name: value.contiguous() for name, value in tensors.items()}, aside, dict(head))
    aside.replace(path)


def restore(state: State, path: Path) -> list[Epoch]:
    """Bring ``state`` to where the file left off and return the curve so far; no file, no change.

    Raises:
        DataError: the file is damaged, or belongs to another network or recipe.
    """
    if not path.exists():
        return []
    try:
        with safe_open(path, framework="pt") as file:
            head = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise DataError("{name} is damaged. Delete it to train from the start.", name=path.name) from error
    if json.loads(head.get("recipe", "{}")) != asdict(state.recipe):
        raise DataError("{name} belongs to another recipe. Delete it to train from the start.", name=path.name)
    _put(state, tensors, path.name)
    return [Epoch(**epoch) for epoch in json.loads(head["curve"])]


def _put(state: State, tensors: Mapping[str, Tensor], name: str) -> None:
    try:
        state.network.load_state_dict(_below("network.", tensors))
    except RuntimeError as error:
        raise DataError("{name} belongs to another network. Delete it to train from the start.", name=name) from error
    momenta = _below("momentum.", tensors)
    for key, parameter in state.network.named_parameters():
        if key in momenta:
            state.optimiser.state[parameter]["momentum_buffer"] = momenta[key].contiguous(
                memory_format=torch.channels_last if parameter.dim() == 4 else torch.contiguous_format)
    state.generator.set_state(tensors["random.batches"])
    torch.set_rng_state(tensors["random.torch"])


def _below(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _momenta(state: State) -> dict[str, Tensor]:
    buffers = {name: state.optimiser.state[parameter].get("momentum_buffer")
               for name, parameter in state.network.named_parameters() if parameter in state.optimiser.state}
    return {name: buffer for name, buffer in buffers.items() if buffer is not None}
