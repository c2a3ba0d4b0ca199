"""Is a deeper network better? Train four that differ in depth and skips only, and keep their learning curves.

``python -m explorer.training.shipping.depth_study cifar10.zip plain20 resnet20 plain56 resnet56``

Source:
    He et al. (2015), Deep residual learning, arXiv:1512.03385, section 4.2 and figure 6: without skips the deeper
    network is worse on the very pictures it learns from. There 64,000 steps, here about 1,200.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch

from explorer.networks import DEPTH, STUDY, architectures
from explorer.training.augmentation.augmentation import Augmentation
from explorer.training.data.dataset import DataSet
from explorer.training.data.upload.strict import read_zip
from explorer.training.plan import Plan
from explorer.training.shipping.bundled import SIDE, asked, trained
from explorer.training.shipping.ship import described, training_record, write_card, write_shipped_curve

COMMAND = "python -m explorer.training.shipping.depth_study cifar10.zip {name}"
EPOCHS = 6
EVERY = 2
"""Of the training pictures one in so many is used: four networks are enough work as it is."""
PLANS = {name: Plan(network=f"bundled/{name}", weights="random", data="cifar10", side=SIDE, how="scratch",
                    optimiser="sgd", schedule="one_cycle", learning_rate=0.1, momentum=0.9, weight_decay=1e-4,
                    epochs=EPOCHS, batch_size=128, precision="bfloat16",
                    augmentation=Augmentation(flip=0.5, crop=0.125), title=name)
         for name in STUDY}
"""The paper's batch size, weight decay, highest learning rate, mirroring and shifts of up to 4 px."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line, or with ``arguments``."""
    options = asked(__doc__ or "", PLANS, DEPTH, arguments)
    data = thinned(read_zip(options.zip, SIDE))
    options.assets.mkdir(parents=True, exist_ok=True)
    for name in options.names:
        plan = PLANS[name]
        _, curve = trained(name, plan, data, options.folder / name)
        write_shipped_curve(curve, options.assets / f"{name}.csv")
        built = architectures.BUILDERS[name]()
        about = {"name": name, "parameters": sum(value.numel() for value in built.parameters()),
                 "data": described(data), **training_record(plan, curve), "command": COMMAND.format(name=name)}
        write_card(about, options.assets)


def thinned(data: DataSet) -> DataSet:
    """Return the data set with one in ``EVERY`` training pictures; they lie class by class, so classes stay even."""
    return replace(data, train=data.train.at(torch.arange(0, len(data.train), EVERY)))


if __name__ == "__main__":
    main()
