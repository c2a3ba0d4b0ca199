"""Train the networks that come with the app, and put them where it looks for them.

``python -m explorer.training.shipping.bundled cifar10.zip resnet20 vgg`` trains and ships. It goes on where an
earlier run in the same ``--folder`` was broken off, and rests while a file ``PAUSE`` lies there.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from torch import nn

from explorer.networks import BUNDLED as ASSETS, Network, architectures, drawn_from, traced
from explorer.runtime import run_files
from explorer.training.augmentation.augmentation import BUNDLED, Augmentation
from explorer.training.data.dataset import DataSet, no_pictures
from explorer.training.data.upload.strict import read_zip
from explorer.training.network.normalisation import Inputs
from explorer.training.network.start import start_from
from explorer.training.plan import Plan
from explorer.training.run_folder.files import Point, read_curve, read_tensors
from explorer.training.shipping.ship import ship
from explorer.training.train import train

SIDE = 32
INPUTS = Inputs(mean=architectures.MEAN, std=architectures.STD)
EPOCHS = 42
PLANS = {name: Plan(network=f"bundled/{name}", weights="random", data="cifar10", side=SIDE, how="scratch",
                    optimiser="sgd", schedule="one_cycle", learning_rate=0.2, momentum=0.9, weight_decay=5e-4,
                    label_smoothing=0.05, epochs=EPOCHS, batch_size=128, precision="bfloat16",
                    augmentation=Augmentation(preset=BUNDLED), title=name)
         for name in ("resnet20", "vgg")}


def trained(name: str, plan: Plan, data: DataSet, folder: Path) -> tuple[nn.Module, list[Point]]:
    """Return the network ``name`` of ``BUILDERS`` as after its last epoch, and its curve; files are left in ``folder``.

    The test pictures are watched to draw the curve. They decide nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = replace(data, val=no_pictures(SIDE))
    train(plan, folder, data=data, begun=start_from(untrained(name, plan.seed), data, seed=plan.seed),
          report=partial(tell, name), between_batches=partial(wait_while, folder.parent / "PAUSE"))
    network = architectures.BUILDERS[name]()
    network.load_state_dict(read_tensors(folder / run_files.LAST)[0])
    return network, read_curve(folder)


def untrained(name: str, seed: int) -> Network:
    """Return the network ``name`` of `networks.architectures`, whether or not its weights come with the app."""
    with drawn_from(seed):
        module = architectures.BUILDERS[name]().eval()
    shape = (3, SIDE, SIDE)
    found = traced(module, shape)
    return Network(f"bundled/{name}", found.rebuilt(), found.graph, shape, INPUTS.of_pixels,
                   categories=architectures.CATEGORIES)


def wait_while(file: Path) -> None:
    """Return once ``file`` does not exist."""
    while file.exists():
        time.sleep(1)


def tell(name: str, point: Point) -> None:
    """Write one line about ``point``."""
    print(f"{name} epoch {point.number}: loss {point.train_loss:.4f}, accuracy {point.train_accuracy:.4f}; "
          f"test loss {point.val_loss:.4f}, accuracy {point.val_accuracy:.4f}; {point.seconds:.0f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line, or with ``arguments``."""
    options = asked(__doc__ or "", PLANS, ASSETS, arguments)
    data = read_zip(options.zip, SIDE)
    for name in options.names:
        network, curve = trained(name, PLANS[name], data, options.folder / name)
        ship(name, network, curve, data, PLANS[name], INPUTS, options.assets)


def asked(about: str, plans: Mapping[str, Plan], assets: Path, arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read a command line that names a ZIP, some of ``plans``, and the folders to write to."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("zip", type=Path, help="CIFAR-10 as class folders: train/<class>/..., test/<class>/...")
    parser.add_argument("names", nargs="+", choices=plans)
    parser.add_argument("--folder", type=Path, default=Path("runs"), help="for checkpoints")
    parser.add_argument("--assets", type=Path, default=assets, help="for what the app shows")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
