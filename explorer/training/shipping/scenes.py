"""Train the networks that say where things are in scenes, measure them on fresh ones, and put them into the app.

``python -m explorer.training.shipping.scenes locate detect segment segment_plain segment_nearest``

Each plan is one that *Fine-tune* could start. A run goes on where an earlier one in the same ``--folder`` was broken
off.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn

from explorer import scenes
from explorer.errors import N_
from explorer.graph import analyse
from explorer.networks import BUNDLED as ASSETS, Network, drawn_from, scene_architectures, traced
from explorer.runtime import run_files
from explorer.training.data.dataset import DataSet, Pictures
from explorer.training.data.opening import open_set
from explorer.training.data.scene_set import scene_pictures, settings_for
from explorer.training.data.scene_settings import SceneSettings
from explorer.training.network.normalisation import Inputs
from explorer.training.network.start import start_from
from explorer.training.plan import Plan
from explorer.training.run_folder.files import Point, read_curve, read_tensors, write_curve, write_tensors
from explorer.training.shipping.ship import halved, training_record, write_card
from explorer.training.tasks.known_tasks import task_of
from explorer.training.tasks.task_names import TaskName
from explorer.training.train import train

SIDE = scene_architectures.SIDE
COMMAND = "python -m explorer.training.shipping.scenes {name}"
INPUTS = Inputs(mean=(0.5, 0.5, 0.5), std=(0.25, 0.25, 0.25))
FRESH, FRESH_FIRST = 2000, 500_000
"""Scenes that networks are measured on, and the seed of the first; those to learn from begin at 0."""
ONE = SceneSettings(pictures=20_000, least=1, most=1, largest=0.6)
SEVERAL = SceneSettings(pictures=20_000, least=0, most=8)
"""From none to eight things of 15 to 50 % of the side, that reach into each other by up to 30 %."""


def _plan(name: str, task: TaskName, settings: SceneSettings, epochs: int) -> Plan:
    return Plan(network=f"bundled/{name}", weights="random", data=f"scenes/{task}", side=SIDE, how="scratch",
                optimiser="adamw", schedule="one_cycle", learning_rate=3e-3, weight_decay=0.01, epochs=epochs,
                batch_size=32, precision="float32", scenes=settings, title=name)


PLANS = {
    "locate": _plan("locate", "locate", ONE, 14),
    "detect": _plan("detect", "detect", SEVERAL, 10),
    **{name: _plan(name, "segment", SEVERAL, 5) for name in ("segment", "segment_plain", "segment_nearest")},
}


def trained(name: str, plan: Plan, data: DataSet, folder: Path) -> tuple[nn.Module, list[Point]]:
    """Return the network ``name`` as after its best epoch, and its curve; files are left in ``folder``."""
    train(plan, folder, data=data, begun=start_from(untrained(name, plan.seed), data, seed=plan.seed),
          report=partial(tell, name))
    network = scene_architectures.SCENE_BUILDERS[name]()
    network.load_state_dict(read_tensors(folder / run_files.BEST)[0])
    return network, read_curve(folder)


def untrained(name: str, seed: int) -> Network:
    """Return the network ``name`` of ``SCENE_BUILDERS``, whether or not its weights come with the app."""
    with drawn_from(seed):
        module = scene_architectures.SCENE_BUILDERS[name]().eval()
    found = traced(module, (3, SIDE, SIDE))
    return Network(f"bundled/{name}", found.rebuilt(), found.graph, (3, SIDE, SIDE), INPUTS.of_pixels)


def fresh(plan: Plan, count: int = FRESH) -> Pictures:
    """Return ``count`` scenes such as those of ``plan`` that it does not learn from."""
    return scene_pictures(settings_for(plan.task, replace(plan.scenes, first=FRESH_FIRST)), SIDE, count)


def measured(network: nn.Module, task_name: TaskName, pictures: Pictures) -> dict[str, Any]:
    """Return the task's measures of ``network`` on scenes, 0 to 1, and the watched one of each kind."""
    task = task_of(task_name)
    assert task is not None
    assert pictures.truth is not None
    network.eval()
    with torch.inference_mode():
        answers = torch.cat([task.answers(network(INPUTS.normalised(images.float() / 255)), SIDE)
                             for images in pictures.images.split(100)])
    kinds = len(scenes.KINDS)
    rows = task.by_class(answers, pictures.truth, kinds)
    return {"scenes": len(pictures), "watched": task.watched,
            **{key: round(value, 4) for key, value in task.measure(answers, pictures.truth, kinds).items()},
            "classes": {kind: round(row["value"], 4) for kind, row in zip(scenes.KINDS, rows, strict=True)
                        if row["value"] is not None}}


def ship_scenes(name: str, network: nn.Module, curve: Sequence[Point], plan: Plan, folder: Path) -> dict[str, Any]:
    """Write ``<name>.safetensors``, ``<name>.csv`` and ``<name>.json`` into ``folder``; return what the last one says.

    The measures on the card are those of the weights as written, run in float32.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights, tensors = folder / f"{name}.safetensors", halved(network.state_dict())
    write_tensors(weights, tensors, {"network": name})
    network.load_state_dict(tensors)
    write_curve(folder / f"{name}.csv", curve)
    report = analyse(traced(network.eval(), (3, SIDE, SIDE)).graph, (3, SIDE, SIDE))
    about = {
        "name": name, "task": plan.task, "parameters": report.params, "gmacs": round(report.macs / 1e9, 3),
        "categories": scenes.KINDS, "input": {"side": SIDE, **asdict(INPUTS)},
        "data": {"name": N_("Scenes of shapes, drawn from seeds"), "drawn": plan.scenes.pictures,
                 "first_seed": plan.scenes.first, "first_fresh_seed": FRESH_FIRST},
        **training_record(plan, curve),
        "weights": {"precision": "float16", "bytes": weights.stat().st_size,
                    "sha256": hashlib.sha256(weights.read_bytes()).hexdigest()},
        "measured": measured(network, plan.task, fresh(plan)),
        "command": COMMAND.format(name=name),
    }
    write_card(about, folder)
    return about


def tell(name: str, point: Point) -> None:
    """Write one line about ``point``."""
    more = ", ".join(f"{key} {value:.4f}" for key, value in point.more.items())
    print(f"{name} epoch {point.number}: loss {point.train_loss:.4f}, val {point.val_loss:.4f}; {more}; "
          f"{point.seconds:.0f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line, or with ``arguments``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="+", choices=PLANS)
    parser.add_argument("--folder", type=Path, default=Path("runs"), help="for checkpoints")
    parser.add_argument("--assets", type=Path, default=ASSETS, help="for what the app shows")
    options = parser.parse_args(arguments)
    for name in options.names:
        plan = PLANS[name]
        data = open_set(plan.data, plan.side, seed=plan.seed, scenes=plan.scenes)
        network, curve = trained(name, plan, data, options.folder / name)
        print(name, ship_scenes(name, network, curve, plan, options.assets)["measured"], flush=True)


if __name__ == "__main__":
    main()
