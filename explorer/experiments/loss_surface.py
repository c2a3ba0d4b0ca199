"""Train networks with and without skips on the digits, and measure the loss around what they have learned.

``python -m explorer.experiments.loss_surface`` writes again what ships with the app: some 20 minutes on one core.

Sources:
    Li, Xu, Taylor, Studer & Goldstein (2018), Visualizing the loss landscape of neural nets, arXiv:1712.09913: two
    random directions, each filter of them as long as that of the network; batch norm and biases stay.
    Veit, Wilber & Belongie (2016), Residual networks behave like ensembles of relatively shallow networks,
    arXiv:1605.06431: blocks of a trained network are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn
from torch.nn import functional

from explorer.experiments.skip_study import BLOCKS, FILE, REACH_AROUND, STUDIED, write_study
from explorer.networks import architectures, drawn_from
from explorer.training import open_set

SIDE, SEED = 8, 0
EPOCHS, BATCH, RATE, MOMENTUM, DECAY = 15, 64, 0.05, 0.9, 5e-4
"""The decay is that of Li et al."""
POINTS = 25
"""Places along each direction."""
AT_ONCE = 2048

Direction = Mapping[str, Tensor]


class DigitTensors(NamedTuple):
    """Pictures (N, 3, 8, 8) of mean 0 and spread 1, and the digits (N,) on them."""

    pictures: Tensor
    labels: Tensor


def digits() -> tuple[DigitTensors, DigitTensors]:
    """Return the digits to learn from, and those to test on."""
    data = open_set("digits", SIDE, seed=SEED)
    learned = data.train.images.float()
    mean, spread = learned.mean(), learned.std()
    first, second = (DigitTensors((part.images.float() - mean) / spread, part.labels)
                     for part in (data.train, data.test))
    return first, second


def trained(name: str, data: DigitTensors, *, epochs: int = EPOCHS,
            seed: int = SEED) -> Iterator[tuple[nn.Module, float]]:
    """Train a network and yield it with its training loss, nats, after every epoch.

    Args:
        name: of ``STUDIED``.
        data: what it learns from.
        epochs: how often it sees each digit; the learning rate falls along a half wave to 0.
        seed: of its weights, and of the order of the pictures.
    """
    with drawn_from(seed):
        network = architectures.resnet(STUDIED[name].depth, skips=STUDIED[name].skips)
    order, steps = Generator().manual_seed(seed), -(-len(data.labels) // BATCH)
    optimiser = torch.optim.SGD(network.parameters(), lr=RATE, momentum=MOMENTUM, weight_decay=DECAY, nesterov=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs * steps)
    for _ in range(epochs):
        network.train()
        total = 0.0
        for rows in torch.randperm(len(data.labels), generator=order).split(BATCH):
            loss = functional.cross_entropy(network(data.pictures[rows]), data.labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(rows)
        network.eval()
        yield network, total / len(data.labels)


def direction(network: nn.Module, draw: Generator) -> Direction:
    """Return a random direction: for each filter as long as the filter is, and none for batch norms and biases."""
    found = {}
    for name, weights in network.named_parameters():
        drawn = torch.randn(weights.shape, generator=draw)
        if weights.ndim == 1:
            continue
        lengths, sizes = drawn.flatten(1).norm(dim=1), weights.detach().flatten(1).norm(dim=1)
        found[name] = drawn * (sizes / lengths).reshape(-1, *(1,) * (weights.ndim - 1))
    return found


@torch.inference_mode()
def surface(network: nn.Module, data: DigitTensors, directions: tuple[Direction, Direction], *, points: int = POINTS,
            reach: float = REACH_AROUND) -> NDArray[np.float32]:
    """Return the loss, nats, where weights move by shares of two directions: (points, points), first along the rows.

    The network is as it was afterwards.
    """
    before = {name: value.clone() for name, value in network.state_dict().items()}
    weights = dict(network.named_parameters())
    steps = np.linspace(-reach, reach, points)
    losses = np.empty((points, points), dtype=np.float32)
    for (row, first), (column, second) in product(enumerate(steps), repeat=2):
        for name, along in directions[0].items():
            weights[name].copy_(before[name] + float(first) * along + float(second) * directions[1][name])
        losses[row, column] = functional.cross_entropy(_scores(network, data.pictures), data.labels)
    network.load_state_dict(before)
    return losses


@torch.inference_mode()
def accuracy(network: nn.Module, data: DigitTensors) -> float:
    """Return the share of pictures that are named right, 0 to 1."""
    return float((_scores(network, data.pictures).argmax(1) == data.labels).float().mean())


@contextmanager
def without(network: nn.Module, blocks: Sequence[int]) -> Iterator[nn.Module]:
    """Leave blocks out inside, by their numbers from 0: what arrives is handed on, as a skip would."""
    stages = [cast("nn.Sequential", network.get_submodule(f"layer{number}")) for number in (1, 2, 3)]
    places = [(stage, place) for stage in stages for place in range(len(stage))]
    out = {number: places[number][0][places[number][1]] for number in blocks}
    for number, block in out.items():
        places[number][0][places[number][1]] = _handed_on(block)
    try:
        yield network
    finally:
        for number, block in out.items():
            places[number][0][places[number][1]] = block


def left(network: nn.Module, data: DigitTensors) -> NDArray[np.float32]:
    """Return the accuracy, 0 to 1, without each set of blocks: (512,); bit ``n`` of a number stands for block n."""
    found = np.empty(2**BLOCKS, dtype=np.float32)
    for number in range(2**BLOCKS):
        with without(network, [block for block in range(BLOCKS) if number >> block & 1]):
            found[number] = accuracy(network, data)
    return found


def _handed_on(block: nn.Module) -> nn.Module:
    first = cast("nn.Conv2d", block.conv1)
    return nn.Identity() if first.stride == (1, 1) else architectures.Shortcut(first.in_channels, first.out_channels)


def _scores(network: nn.Module, pictures: Tensor) -> Tensor:
    return torch.cat([network(part) for part in pictures.split(AT_ONCE)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line, or with ``arguments``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[*STUDIED, []], help="which networks; none: all")
    parser.add_argument("--file", type=Path, default=FILE, help="what it holds of other networks stays")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--points", type=int, default=POINTS)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    for name in options.names or STUDIED:
        write_study(name, studied(name, options.epochs, options.points), options.file)


def studied(name: str, epochs: int, points: int) -> dict[str, NDArray[np.float32]]:
    """Train one network; return its ``curve``, ``surface`` and ``left``, for few blocks without each set of them."""
    learned, tested = digits()
    losses: list[float] = []
    network: nn.Module = nn.Identity()
    for network, loss in trained(name, learned, epochs=epochs):  # noqa: B007  the last one is used below
        losses.append(loss)
        print(f"{name} epoch {len(losses)}: loss {loss:.4f}", flush=True)
    draw = Generator().manual_seed(SEED)
    directions = direction(network, draw), direction(network, draw)
    few = STUDIED[name].blocks == BLOCKS
    found = left(network, tested) if few else np.array([accuracy(network, tested)], dtype=np.float32)
    print(f"{name}: right on {found[0]:.4f} of the test", flush=True)
    return {"curve": np.array(losses, dtype=np.float32), "left": found,
            "surface": surface(network, learned, directions, points=points)}


if __name__ == "__main__":
    main()
