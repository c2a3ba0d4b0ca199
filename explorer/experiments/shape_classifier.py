"""A small classifier of 32 x 32 windows of scenes: which shape is in the middle, or none. None of its layers pads.

``python -m explorer.experiments.shape_classifier`` trains it on windows cut from random scenes and writes
``shipped/shape_classifier.npz``; it takes a few minutes on one core. Without padding its last maps do not know where a
picture ends, so that one pass over a large picture says exactly what it says of every window.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from explorer import networks, scenes
from explorer.arrays import Floats, Pixels
from explorer.experiments.two_networks import SHIPPED
from explorer.graph import from_text
from explorer.images import picture_of, to_size

TEXT = ("conv.o16.k5~bn~relu~maxpool~conv.o24~bn~relu~maxpool~conv.o40~bn~relu~flatten~linear.o7")
WINDOW = 32
"""px; the network's input."""
GROUND = len(scenes.KINDS)
"""The last class: no shape has its middle near the window's."""
COMMAND = "python -m explorer.experiments.shape_classifier"
FILE = SHIPPED / "shape_classifier.npz"
SIDE = 96
"""Of the scenes that windows are cut from, px."""
SIZES = (16 / SIDE, 34 / SIDE)
JITTER, FAR = 5, 12
"""A shape's middle lies at most so far from its window's, along each axis; and at least so far from one of the ground's
along one, px."""
SCENES, HELD_OUT = 4000, 600
EPOCHS, BATCH, RATE = 10, 128, 0.01


def shape_classifier() -> networks.Network:
    """Return the trained classifier, its classes named after ``explorer.scenes.KINDS`` and the ground."""
    return _network(_shipped())


def prepared(pixels: Pixels) -> Floats:
    """Return a picture as the network reads it, (3, 32, 32)."""
    return _values(to_size(picture_of(pixels.copy(), ""), WINDOW, WINDOW))


def windows(seed: int) -> tuple[Pixels, NDArray[np.int64]]:
    """Return windows of the scene of a seed (n, 32, 32, 3) and their classes (n,): each shape's, and as many of ground.
    """
    scene = scenes.random_scene(seed, sizes=SIZES, count=(1, 8), overlap=0.5)
    picture, draw = scenes.drawn(scene, SIDE), np.random.default_rng((seed, 2))
    truth = scenes.truth(scene, SIDE)
    middles = [(scene.things[at].x * SIDE, scene.things[at].y * SIDE) for at in truth.things]
    found = [(_near(middle, draw), int(label)) for middle, label in zip(middles, truth.labels, strict=True)]
    for _ in range(4 * len(middles)):
        corner = draw.integers(0, SIDE - WINDOW + 1, 2)
        apart = np.abs(np.array(middles) - corner - WINDOW / 2).max(axis=1)
        if apart.min() >= FAR and len(found) < 2 * len(middles):
            found.append((corner, GROUND))
    cut = [picture[y:y + WINDOW, x:x + WINDOW] for (x, y), _ in found]
    return np.stack(cut), np.array([label for _, label in found])


def _near(middle: tuple[float, float], draw: np.random.Generator) -> NDArray[np.int64]:
    corner = np.rint(np.array(middle) - WINDOW / 2 + draw.integers(-JITTER, JITTER + 1, 2))
    return np.clip(corner, 0, SIDE - WINDOW).astype(np.int64)


def _values(pixels: Pixels) -> Floats:
    return np.ascontiguousarray(np.moveaxis((pixels / 255 - 0.5) / 0.25, -1, -3), dtype=np.float32)


def _network(weights: dict[str, Floats]) -> networks.Network:
    graph, shape = from_text(TEXT), (3, WINDOW, WINDOW)
    module = networks.build(graph, shape)
    module.load_state_dict({name: torch.from_numpy(np.array(values)) for name, values in weights.items()})
    return networks.Network("shapes", module, graph, shape, prepared, (*scenes.KINDS, "ground"), trained=True)


@cache
def _shipped() -> dict[str, Floats]:
    with np.load(FILE, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def cut_windows(first: int, count: int) -> tuple[Tensor, Tensor]:
    """Return the windows of ``count`` scenes from the seed ``first`` on, (n, 3, 32, 32), and their classes (n,)."""
    pairs = [windows(seed) for seed in range(first, first + count)]
    pixels, labels = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    return torch.from_numpy(_values(pixels)), torch.from_numpy(labels)


def train(first: int, count: int, epochs: int) -> nn.Module:
    """Return the network after learning the windows of ``count`` scenes."""
    inputs, labels = cut_windows(first, count)
    module = networks.build(from_text(TEXT), (3, WINDOW, WINDOW)).train().requires_grad_(requires_grad=True)
    optimiser = torch.optim.AdamW(module.parameters(), lr=RATE, weight_decay=0.01)
    steps = epochs * (len(inputs) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    order = torch.Generator().manual_seed(0)
    for _ in range(epochs):
        for places in torch.randperm(len(inputs), generator=order).split(BATCH)[:len(inputs) // BATCH]:
            batch = inputs[places]
            batch = batch.flip(-1) if torch.rand((), generator=order) < 0.5 else batch
            loss = functional.cross_entropy(module(batch), labels[places])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return module.eval()


def accuracy(module: nn.Module, first: int, count: int) -> tuple[float, float]:
    """Return the shares of windows of fresh scenes whose class is said right: of shapes, and of ground."""
    inputs, labels = cut_windows(first, count)
    with torch.inference_mode():
        right = module(inputs).argmax(dim=1) == labels
    return float(right[labels != GROUND].float().mean()), float(right[labels == GROUND].float().mean())


def main() -> None:
    """Train, say how well it does on fresh scenes, and write the weights."""
    torch.set_num_threads(1)
    module = train(0, SCENES, EPOCHS)
    print("shapes, ground:", accuracy(module, 500_000, HELD_OUT))
    np.savez_compressed(FILE, **{name: values.numpy() for name, values in module.state_dict().items()})


if __name__ == "__main__":
    main()
