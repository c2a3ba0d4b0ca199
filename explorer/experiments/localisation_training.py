"""Train two heads anew on the last maps of the bundled network, once for each weight of the box.

``python -m explorer.experiments.localisation_training`` writes ``shipped/localisation.json``; it takes about a minute
on one core.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor, nn
from torch.nn import functional
from torchvision import ops

from explorer import networks
from explorer.experiments.localisation import (
    EPOCHS,
    FIRST_LEARNED,
    FIRST_MEASURED,
    LEARNED,
    MEASURED,
    NETWORK,
    RUN_WEIGHTS,
    SHIPPED,
    SHOWN,
    SIDE,
    last_maps,
    lone_scene,
)
from explorer.scenes import drawn, truth

COMMAND = "python -m explorer.experiments.localisation_training"
SEED = 0
BATCH = 32
RATE = 0.001
"""Of Adam, from the first step to the last."""
HIDDEN, CLASSES = 128, 6
GOOD = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class LoneScenes:
    """Last maps (N, values) as one row; true boxes (N, 4), x1, y1, x2, y2 as shares of the side; kinds (N,)."""

    maps: Tensor
    boxes: Tensor
    kinds: Tensor


class TwoHeads(nn.Module):
    """What stands behind the last maps: 128 values, from which one head tells the class, the other four numbers."""

    def __init__(self, values: int) -> None:
        super().__init__()
        self.shared = nn.Sequential(nn.Linear(values, HIDDEN), nn.ReLU())
        self.classes, self.box = nn.Linear(HIDDEN, CLASSES), nn.Linear(HIDDEN, 4)

    def forward(self, maps: Tensor) -> Tensor:
        """Take rows (N, values), return (N, 6 + 4): scores, then centre x, y, width, height, 0 to 1."""
        shared = self.shared(maps)
        return torch.cat([self.classes(shared), self.box(shared).sigmoid()], dim=1)


def lone_scenes(first: int, count: int) -> LoneScenes:
    """Return the scenes of ``count`` seeds from ``first`` on, as the bundled network's last maps show them."""
    network = networks.load(NETWORK)
    layer = last_maps(network.report)
    maps, boxes, kinds = [], [], []
    for seed in range(first, first + count):
        scene = lone_scene(seed)
        known = truth(scene, SIDE)
        maps.append(network.maps(drawn(scene, SIDE), layer).ravel())
        boxes.append(known.boxes[0] / SIDE)
        kinds.append(int(known.labels[0]))
    return LoneScenes(torch.from_numpy(np.stack(maps)), torch.from_numpy(np.stack(boxes)).float(),
                      torch.tensor(kinds))


def loss_of(outputs: Tensor, boxes: Tensor, kinds: Tensor, weight: float) -> Tensor:
    """Return cross-entropy of the class plus ``weight`` times 1 - GIoU of the box, the mean of a batch."""
    ours = ops.box_convert(outputs[:, -4:], "cxcywh", "xyxy")
    entropy = functional.cross_entropy(outputs[:, :-4], kinds)
    lost: Tensor = entropy + weight * ops.generalized_box_iou_loss(ours, boxes, reduction="mean")
    return lost


def learned(learn: LoneScenes, weight: float, *, epochs: int = EPOCHS) -> Iterator[nn.Module]:
    """Yield the heads before they learn and after each epoch, the same ones each time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        module = TwoHeads(learn.maps.shape[1])
    yield module
    optimiser = torch.optim.Adam(module.parameters(), lr=RATE)
    generator = Generator().manual_seed(SEED)
    for _epoch in range(epochs):
        for rows in torch.randperm(len(learn.kinds), generator=generator).split(BATCH):
            optimiser.zero_grad()
            loss_of(module(learn.maps[rows]), learn.boxes[rows], learn.kinds[rows], weight).backward()
            optimiser.step()
        yield module


@torch.no_grad()
def measured(module: nn.Module, held: LoneScenes) -> tuple[dict[str, float], Tensor]:
    """Return the measures of heads on scenes that it never saw, and its outputs for them (N, K + 4)."""
    outputs = module(held.maps)
    ious = ops.box_iou(ops.box_convert(outputs[:, -4:], "cxcywh", "xyxy"), held.boxes).diagonal()
    right = outputs[:, :-4].argmax(1) == held.kinds
    return {"accuracy": float(right.double().mean()), "iou": float(ious.double().mean()),
            "found": float((ious >= GOOD).double().mean())}, outputs


def run(learn: LoneScenes, held: LoneScenes, weight: float, *, epochs: int = EPOCHS) -> dict[str, Any]:
    """Return the curves of one run, and what it said of the shown scenes, ready for JSON."""
    curves: dict[str, list[float]] = {}
    said = []
    for module in learned(learn, weight, epochs=epochs):
        found, outputs = measured(module, held)
        for name, value in found.items():
            curves.setdefault(name, []).append(round(value, 4))
        said.append([[round(value, 4) for value in row] for row in outputs[:SHOWN].tolist()])
    return {"weight": weight, "curves": curves, "outputs": said}


def main(file: Path = SHIPPED, weights: Sequence[float] = RUN_WEIGHTS, *, epochs: int = EPOCHS, scenes: int = LEARNED,
         tested: int = MEASURED) -> None:
    """Train heads for each weight, and write what they gave."""
    torch.set_num_threads(1)
    learn, held = lone_scenes(FIRST_LEARNED, scenes), lone_scenes(FIRST_MEASURED, tested)
    runs = [run(learn, held, weight, epochs=epochs) for weight in weights]
    about = {"command": COMMAND, "seed": SEED, "scenes": scenes, "measured": tested, "epochs": epochs, "runs": runs}
    file.write_text(json.dumps(about) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
