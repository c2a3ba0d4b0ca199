"""How many held pictures a broken network still names, counted now: LeNet-5, whose digits are installed with the app.

Networks for CIFAR-10 are counted by `breaking`, with the same function, and the counts ship.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from explorer.arrays import Floats
from explorer.experiments.breaks import COUNTED, Harm
from explorer.experiments.broken_network import broken_input, broken_module
from explorer.experiments.broken_study import StillNamed, broken_studies
from explorer.networks import Network, load, run
from explorer.runtime import Cache
from explorer.training import open_set

AT_ONCE = 250
DIGIT, AROUND = 24, 4
"""Side of a stored digit as LeNet-5 learned it, and of the black around it, px."""
CPU = torch.device("cpu")


@cache
def held_digits() -> tuple[Floats, NDArray[np.int64]]:
    """Return the digits of scikit-learn that LeNet-5 did not learn from, (N, 1, 32, 32), and which they show, (N,).

    Raises:
        DataError: scikit-learn is not installed.
    """
    stored = open_set("digits", DIGIT, seed=0).test
    inputs: Floats = functional.pad(stored.images[:, :1].float() / 255, (AROUND,) * 4).numpy()
    labels: NDArray[np.int64] = stored.labels.numpy()
    inputs.setflags(write=False)
    labels.setflags(write=False)
    return inputs, labels


def held_digit(digit: int) -> Floats:
    """Return the first of those that shows ``digit``, (1, 32, 32)."""
    inputs, labels = held_digits()
    found: Floats = inputs[int((labels == digit).argmax())]
    return found


def judged(network: Network, harm: Harm, inputs: Floats, labels: NDArray[np.int64],
           device: torch.device = CPU) -> StillNamed:
    """Return what a network makes of pictures once it is broken.

    Args:
        network: shared; nothing of it is changed.
        harm: what is done to it.
        inputs: (N, C, H, W), as it reads them.
        labels: (N,), numbers of the true classes.
        device: where the network is.
    """
    module, said = broken_module(network, harm), []
    with torch.inference_mode():
        for start in range(0, len(inputs), AT_ONCE):
            batch = torch.from_numpy(broken_input(inputs[start:start + AT_ONCE], harm).copy()).to(device)
            said.append(module(batch.to(memory_format=torch.channels_last)).argmax(1).cpu().numpy())
    named = np.concatenate(said)
    counts = np.bincount(named, minlength=len(network.categories))
    return StillNamed(int((named == labels).sum()), tuple(counts.tolist()))


def still_named(name: str, harm: Harm) -> StillNamed | None:
    """Return what a network of `breaks.BROKEN` makes of pictures it never saw; None: it cannot be broken so.

    Args:
        name: of the network, such as ``vgg``.
        harm: what is done to it. Of networks for CIFAR-10 it is looked up, of LeNet-5 counted now.
    """
    if name in COUNTED:
        return broken_studies()[name].of(harm)
    network = load(f"bundled/{name}")
    return _kept.get((network.number, harm), lambda: run(lambda device: _counted(network, harm, device)))


def _counted(network: Network, harm: Harm, device: torch.device) -> StillNamed:
    network.module.to(device)
    return judged(network, harm, *held_digits(), device)


_kept: Cache[tuple[int, Harm], StillNamed] = Cache(200, lambda _found: 1)
