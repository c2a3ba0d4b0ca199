"""Train the networks that come with the app, and put them where it looks for them.

``python -m explorer.training.bundled cifar10.zip resnet20 vgg`` trains and ships. It goes on where an earlier run in
the same ``--folder`` was broken off, and rests while a file ``PAUSE`` lies there.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import torch
from torch import nn

from explorer.networks.cifar import BUILDERS, MEAN, STD
from explorer.training.class_folders import read_zip
from explorer.training.data import DataSet
from explorer.training.epoch import Epoch
from explorer.training.fit import fit
from explorer.training.inputs import Inputs
from explorer.training.recipe import Recipe
from explorer.training.ship import ship

ASSETS = Path(__file__).parents[2] / "assets" / "networks"
SIDE = 32
INPUTS = Inputs(mean=MEAN, std=STD)
RECIPES = {
    "resnet20": Recipe(epochs=10, fall=5),
    "plain20": Recipe(epochs=10, fall=5),
    "vgg": Recipe(epochs=10, fall=4),
}


def train(name: str, data: DataSet, folder: Path) -> tuple[nn.Module, list[Epoch]]:
    """Return one network of ``RECIPES``, trained, and its curve; the checkpoint is left in ``folder``."""
    recipe = RECIPES[name]
    torch.manual_seed(recipe.seed)
    network = BUILDERS[name]()
    curve = fit(network, data, recipe, INPUTS, checkpoint=folder / f"{name}.safetensors",
                report=partial(tell, name), between_batches=partial(wait_while, folder / "PAUSE"))
    return network, curve


def wait_while(file: Path) -> None:
    """Return once ``file`` does not exist."""
    while file.exists():
        time.sleep(1)


def tell(name: str, epoch: Epoch) -> None:
    """Write one line about ``epoch``."""
    print(f"{name} epoch {epoch.number}: loss {epoch.train_loss:.4f}, accuracy {epoch.train_accuracy:.4f}; "
          f"test loss {epoch.test_loss:.4f}, accuracy {epoch.test_accuracy:.4f}; {epoch.seconds:.0f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line, or with ``arguments``."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("zip", type=Path, help="CIFAR-10 as class folders: train/<class>/..., test/<class>/...")
    parser.add_argument("names", nargs="+", choices=RECIPES)
    parser.add_argument("--folder", type=Path, default=Path("runs"), help="for checkpoints")
    parser.add_argument("--assets", type=Path, default=ASSETS, help="for the finished networks")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    data = read_zip(options.zip, SIDE)
    for name in options.names:
        network, curve = train(name, data, options.folder)
        ship(name, network, curve, data, RECIPES[name], INPUTS, options.assets)


if __name__ == "__main__":
    main()
