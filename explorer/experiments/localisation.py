"""How a box gets better from epoch to epoch, and what its weight in the loss does: curves that come with the app.

The maps of the bundled network stay as they are; the layers behind them learn anew, so that it takes seconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from explorer.detection import Located, located
from explorer.graph import Report
from explorer.scenes import Scene, random_scene

NETWORK = "bundled/locate"
SIDE = 64
"""Of the scenes, px."""
SHIPPED = Path(__file__).parent / "shipped" / "localisation.json"
LEARNED, MEASURED, SHOWN = 3000, 500, 6
"""Scenes of one thing to learn from, others to measure on, and how many of the latter are shown."""
FIRST_LEARNED, FIRST_MEASURED = 300_000, 400_000
"""Seeds of the first ones; the shipped network saw other scenes."""
EPOCHS = 10
RUN_WEIGHTS = (0, 2, 50)
"""Weights of the box beside the class, one run for each."""
MEASURES = ("accuracy", "iou", "found")
"""Share of right classes; mean IoU; share of boxes with an IoU of 0.7 and more."""


@dataclass(frozen=True, slots=True)
class LocalisationRun:
    """What a network said after each epoch, the first time before it learned anything.

    Attributes:
        weight: of the box in the loss.
        curves: by their names in ``MEASURES``, 0 to 1, ``EPOCHS`` + 1 values each.
        outputs: after each epoch the raw outputs for the shown scenes.
    """

    weight: int
    curves: Mapping[str, tuple[float, ...]]
    outputs: tuple[tuple[tuple[float, ...], ...], ...]

    def answers(self, epoch: int) -> tuple[Located, ...]:
        """Return what the network said of the shown scenes after an epoch, 0 to ``EPOCHS``."""
        return tuple(located(output, SIDE) for output in self.outputs[epoch])


def shown_scenes() -> tuple[Scene, ...]:
    """Return the scenes that are shown, which no run has learned from."""
    return tuple(lone_scene(FIRST_MEASURED + place) for place in range(SHOWN))


def lone_scene(seed: int) -> Scene:
    """Return a scene of one thing."""
    return random_scene(seed, count=(1, 1))


def last_maps(report: Report) -> str:
    """Return the last layer of a network whose output still has places."""
    return [row.name for row in report if row.output_shape is not None and len(row.output_shape) == 3][-1]


@cache
def localisation_runs() -> Mapping[int, LocalisationRun]:
    """Return the runs that come with the app, by the weight of the box."""
    record = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {run["weight"]: LocalisationRun(
        run["weight"], {name: tuple(values) for name, values in run["curves"].items()},
        tuple(tuple(map(tuple, epoch)) for epoch in run["outputs"])) for run in record["runs"]}
