"""Networks that readers trained, by the name ``job/<id>``: what a run's folder holds, ready for every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from explorer.errors import DataError, NetworkError
from explorer.graph import analyse, shape_text
from explorer.images import FITS, Fit, Picture
from explorer.networks import Network, Scale, assemble, drawn_from, module_of
from explorer.runtime import run_files
from explorer.settings import settings
from explorer.training.network.normalisation import Inputs
from explorer.training.run_folder.files import read_tensors
from explorer.training.run_folder.network_card import About, read_about

ID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{1,12}){0,6}", re.ASCII)
FILES = {"DEFAULT": run_files.BEST, "best": run_files.BEST, "last": run_files.LAST}


def job_folder(number: str) -> Path:
    """Return the folder of the job ``number``, a UUID or another number in hexadecimal, there or not.

    Raises:
        NetworkError: this is no such number.
    """
    if not ID.fullmatch(number):
        raise NetworkError("There is no job {number!r}. Open it from the page Jobs.", number=number[:80])
    return Path(settings().data) / "jobs" / number


def load_job(rest: str, seed: int, weights: str | None) -> Network:
    """Return the network that the job ``rest`` trained.

    Args:
        rest: its number.
        seed: of random weights.
        weights: ``best`` (the epoch with the best validation accuracy; the default), ``last``, or None: random.

    Raises:
        NetworkError: no such job, no such weights, or it has none yet.
    """
    folder = job_folder(rest)
    try:
        about = read_about(folder)
        module = rebuilt(about)
        if weights is None:
            _draw(module, seed)
        else:
            _fill(module, folder / _file(weights))
    except DataError as error:
        raise NetworkError(error.message.template, **error.message.values) from error
    module.eval().requires_grad_(requires_grad=False)
    return Network(f"job/{rest}", module, about.graph, about.input_shape,
                   _preparation(about.inputs, about.fit, about.input_shape[-1]), categories=about.categories,
                   trained=weights is not None, weights="" if weights is None else _name(weights),
                   prepare_at=partial(_preparation, about.inputs, about.fit), fit=about.fit, task=about.task)


def rebuilt(about: About) -> nn.Module:
    """Return the module of a job, on the meta device: nothing is allocated or drawn."""
    report = analyse(about.graph, about.input_shape)
    with torch.device("meta"):
        modules = {row.name: module_of(row.layer, row.input_shape) for row in report}
    module = assemble(about.graph, modules)
    for name, (eps, momentum) in about.norms.items():
        norm = module.get_submodule(name)
        norm.eps, norm.momentum = eps, momentum  # type: ignore[assignment]
    return module


def prepared(pixels: NDArray[np.uint8], inputs: Inputs, side: int, fit: Fit = "crop") -> NDArray[np.float32]:
    """Return a picture of any size as ``inputs`` want it: a square as in training, each channel normalised."""
    if pixels.shape[:2] != (side, side):
        pixels = FITS[fit](Picture("", pixels, "", (pixels.shape[1], pixels.shape[0])), side)
    values = torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None].float() / 255
    return np.ascontiguousarray(inputs.normalised(values)[0].numpy())


def _preparation(inputs: Inputs, fit: Fit, side: int) -> partial[NDArray[np.float32]]:
    return partial(prepared, inputs=inputs, side=side, fit=fit)


def _name(weights: str) -> str:
    return "best" if weights == "DEFAULT" else weights


def _file(weights: str) -> str:
    if weights not in FILES:
        raise NetworkError("A job has no weights {weights!r}. Choose best or last.", weights=weights[:80])
    return FILES[weights]


def _fill(module: nn.Module, path: Path) -> None:
    """Give ``module`` the weights of a file, their names and shapes checked.

    Raises:
        NetworkError: they are missing or another network's.
    """
    if not path.exists():
        raise NetworkError("This job has no weights yet. Wait until its first epoch is over.")
    tensors, _ = read_tensors(path)
    own = module.state_dict()
    for name in own.keys() | tensors.keys():
        if name not in own or name not in tensors or own[name].shape != tensors[name].shape:
            raise NetworkError("The weights {key} of this job are not those of its network ({found}). Train it again.",
                               key=name, found=shape_text(tuple(tensors[name].shape)) if name in tensors else "-")
    module.load_state_dict(tensors, assign=True)


def _draw(module: nn.Module, seed: int) -> None:
    module.to_empty(device="cpu")
    with drawn_from(seed):
        for part in module.modules():
            reset: Callable[[], None] | None = getattr(part, "reset_parameters", None)
            if reset is not None:
                reset()
            elif isinstance(part, Scale):
                nn.init.ones_(part.weight)
