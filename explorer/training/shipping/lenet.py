"""Train LeNet-5 on digits so that it reads what people draw, measure it, and put it where the app looks for it.

``python -m explorer.training.shipping.lenet`` needs nothing but what is installed. It learns from 1,529 of
scikit-learn's 1,797 digits and from 1,500 that six hands wrote by code, all changed anew each time. It is measured on
the other 268, on digits of six other hands (``explorer.images.HANDS``), and on those of Pillow's font, none of which it
learned from; they decide nothing.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor, nn
from torch.nn import functional

from explorer import images
from explorer.errors import N_
from explorer.networks import BUNDLED as ASSETS, DIGIT_BUILDERS, DIGITS, Network, drawn_from, traced
from explorer.runtime import run_files
from explorer.training.augmentation.augmentation import DRAWN, Augmentation
from explorer.training.data.dataset import CHANNELS, DataSet, Pictures, no_pictures
from explorer.training.data.learned_hands import HANDS as LEARNED_HANDS
from explorer.training.data.opening import open_set
from explorer.training.loop.metrics import confusion, evaluate
from explorer.training.network.normalisation import Inputs
from explorer.training.network.start import start_from
from explorer.training.plan import Plan
from explorer.training.run_folder.files import Point, read_curve, read_tensors, write_tensors
from explorer.training.shipping.bundled import tell
from explorer.training.shipping.ship import halved, training_record, write_card, write_shipped_curve
from explorer.training.train import train

NAME = "lenet5"
SIDE = images.DIGIT_SIDE
STORED_SIDE = 24
"""Stored digits, 8 x 8, are scaled to this side and put in the middle, px."""
INPUTS = Inputs(mean=(0.0,), std=(1.0,))
"""The network reads the grey values as they are, 0 to 1: its first sum is of numbers that can be seen."""
EACH, MEASURED_EACH = 25, 10
"""Digits that each hand writes of each kind, to learn from and to measure with."""
STEPS = {"right": 2, "down": 2, "turn": 15, "thicken": 2, "noise": 10}
"""How finely it is measured what each change of a digit costs, as `images.CHANGE_BOUNDS` count it."""
PLAN = Plan(network=f"bundled/{NAME}", weights="random", data="digits", side=SIDE, how="scratch", optimiser="adamw",
            schedule="one_cycle", learning_rate=3e-3, weight_decay=0.01, epochs=200, batch_size=64,
            precision="float32", augmentation=Augmentation(preset=DRAWN), title=NAME)
COMMAND = "python -m explorer.training.shipping.lenet"


def written_digits(hands: Iterable[images.Hand], each: int,
                   changes: images.DigitChanges = images.UNCHANGED) -> Pictures:
    """Return what ``hands`` write, as a network gets it from the pad: ``each`` of each digit and hand."""
    found = [(images.digit_input(images.raster(images.written(hand, digit, seed)), changes)[0], digit)
             for hand in hands for digit in range(10) for seed in range(each)]
    return as_pictures(*zip(*found, strict=True))


def printed_digits() -> Pictures:
    """Return the digits of the font that comes with Pillow (Aileron), at three sizes."""
    found = []
    for digit in range(10):
        for size in (60, 80, 100):
            sheet = Image.new("L", (images.PAD, images.PAD))
            ImageDraw.Draw(sheet).text((20, 0), str(digit), 255, ImageFont.load_default(size))
            found.append((images.digit_input(np.asarray(sheet))[0], digit))
    return as_pictures(*zip(*found, strict=True))


def as_pictures(values: Sequence[np.typing.NDArray[np.float32]], labels: Sequence[int]) -> Pictures:
    """Return grey values (H, W), 0 to 1, as pictures of a data set."""
    levels = torch.from_numpy(np.round(255 * np.stack(values)).astype(np.uint8))
    return Pictures(levels[:, None].expand(-1, CHANNELS, -1, -1).contiguous(), torch.tensor(labels))


@cache
def digit_set() -> DataSet:
    """Return what is learned from and, as test pictures, the stored digits that are kept."""
    stored = open_set("digits", STORED_SIDE, seed=0)
    parts = [framed(stored.train), framed(stored.val), written_digits(LEARNED_HANDS, EACH)]
    learned = Pictures(torch.cat([part.images for part in parts]), torch.cat([part.labels for part in parts]))
    return replace(stored, train=learned, val=no_pictures(SIDE), test=framed(stored.test))


def framed(pictures: Pictures) -> Pictures:
    """Return stored digits with black around them, SIDE px wide."""
    return Pictures(functional.pad(pictures.images, ((SIDE - STORED_SIDE) // 2,) * 4), pictures.labels)


def trained(plan: Plan, data: DataSet, folder: Path) -> tuple[nn.Module, list[Point]]:
    """Return the network as after its last epoch, and its curve; the test digits are watched, and decide nothing."""
    train(plan, folder, data=data, begun=start_from(untrained(plan.seed), data, seed=plan.seed),
          report=partial(tell, NAME))
    network = DIGIT_BUILDERS[NAME]()
    network.load_state_dict(read_tensors(folder / run_files.LAST)[0])
    return network, read_curve(folder)


def untrained(seed: int) -> Network:
    """Return the network with random weights, whether or not trained ones come with the app."""
    with drawn_from(seed):
        module = DIGIT_BUILDERS[NAME]().eval()
    found = traced(module, (1, SIDE, SIDE))
    return Network(f"bundled/{NAME}", found.rebuilt(), found.graph, (1, SIDE, SIDE), INPUTS.of_pixels,
                   categories=DIGITS)


def measured_on() -> dict[str, Pictures]:
    """Return all digits that the network is measured on, by what was done to them, as cards name it."""
    return {"as stored": digit_set().test, "drawn by hands it never saw": written_digits(images.HANDS, MEASURED_EACH),
            "printed": printed_digits()}


def predicted(network: nn.Module, pictures: Pictures) -> Tensor:
    """Return the digit that the network finds likeliest in each picture, (N,)."""
    with torch.inference_mode():
        return network.eval()(INPUTS.normalised(pictures.images.float() / 255)).argmax(1)  # type: ignore[no-any-return]


def shares_read(network: nn.Module, change: str) -> list[tuple[int, float]]:
    """Return by how much digits of hands it never saw are changed, and which share of them is still read."""
    least, most = images.CHANGE_BOUNDS[change]
    step = STEPS[change]
    found = []
    for value in range(-(-least // step) * step, most + 1, step):
        made: dict[str, Any] = {change: value}
        drawn = written_digits(images.HANDS, MEASURED_EACH, images.DigitChanges(**made))
        found.append((value, round((predicted(network, drawn) == drawn.labels).double().mean().item(), 4)))
    return found


def ship(network: nn.Module, curve: Sequence[Point], folder: Path) -> dict[str, Any]:
    """Write weights, curve and card into ``folder``; accuracies are those of the weights as written, in float32."""
    folder.mkdir(parents=True, exist_ok=True)
    weights, tensors = folder / f"{NAME}.safetensors", halved(network.state_dict())
    write_tensors(weights, tensors, {"network": NAME})
    network.load_state_dict(tensors)
    write_shipped_curve(curve, folder / f"{NAME}.csv")
    data, tests = digit_set(), measured_on()
    pixels = hashlib.sha256(b"".join(part.images.numpy().tobytes() for part in (data.train, data.test)))
    about = {
        "name": NAME, "parameters": sum(value.numel() for value in network.parameters()), "categories": DIGITS,
        "input": {"side": SIDE, **asdict(INPUTS)},
        "data": {"name": N_("Digits (Alpaydin & Kaynak, 1998), and digits written by code"), "train": len(data.train),
                 "written": len(LEARNED_HANDS) * 10 * EACH, "test": len(data.test),
                 "sha256_of_pixels": pixels.hexdigest()},
        **training_record(PLAN, curve),
        "weights": {"precision": "float16", "bytes": weights.stat().st_size,
                    "sha256": hashlib.sha256(weights.read_bytes()).hexdigest()},
        "test_accuracy": {name: round(evaluate(network, part, INPUTS)[1], 4) for name, part in tests.items()},
        "test_digits": {name: len(part) for name, part in tests.items()},
        "confusion": {name: confusion(predicted(network, part), part.labels, 10).tolist()
                      for name, part in tests.items()},
        "changed": {change: shares_read(network, change) for change in STEPS},
        "command": COMMAND,
    }
    write_card(about, folder)
    return about


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line, or with ``arguments``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path("runs"), help="for checkpoints")
    parser.add_argument("--assets", type=Path, default=ASSETS, help="for what the app shows")
    options = parser.parse_args(arguments)
    print(ship(*trained(PLAN, digit_set(), options.folder / NAME), options.assets)["test_accuracy"], flush=True)


if __name__ == "__main__":
    main()
