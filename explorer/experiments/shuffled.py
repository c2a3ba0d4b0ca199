"""Does a network notice that all pixels were shuffled? An MLP and a CNN learn digits as they are and shuffled.

``python -m explorer.experiments.shuffled`` trains five seeds of each and writes ``shipped/shuffled.json``; it takes
about two minutes on one core.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch

from explorer.experiments.digit_learning import LabelledDigits, accuracy, digits, learned
from explorer.experiments.two_networks import KINDS, PICTURES, SEEDS, SHIPPED, SIDE, Curves, Kind, permutation

COMMAND = "python -m explorer.experiments.shuffled"


def train(*, seed: int, pictures: int, epochs: int = 0) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield after each epoch how many of the digits that they never saw the four networks name rightly, 0 to 1.

    Args:
        seed: of first weights and order; the same for all four.
        pictures: how many digits they learn from, one of ``PICTURES``.
        epochs: how often; 0: as many as belong to the pictures.
    """
    learn, tested = digits()
    learn = learn.first(pictures)
    runs = {f"{kind}{name}": _accuracies(kind, *parts, seed=seed, epochs=epochs or PICTURES[pictures])
            for name, parts in (("", (learn, tested)), ("_shuffled", (permuted(learn), permuted(tested))))
            for kind in KINDS}
    for epoch, found in enumerate(zip(*runs.values(), strict=True), start=1):
        yield epoch, dict(zip(runs, found, strict=True))


def permuted(some: LabelledDigits) -> LabelledDigits:
    """Return digits with all their pixels shuffled, each in the same way."""
    places = torch.from_numpy(permutation())
    return LabelledDigits(some.images.flatten(1)[:, places].reshape(-1, 1, SIDE, SIDE), some.labels)


def study(seeds: Sequence[int] = SEEDS, pictures: Mapping[int, int] = PICTURES) -> dict[str, Curves]:
    """Return the curves of all networks for each seed, by the number of digits that they learned from."""
    found: dict[str, Curves] = {}
    for count, epochs in pictures.items():
        curves = found[str(count)] = {}
        for seed in seeds:
            points = [values for _epoch, values in train(seed=seed, pictures=count, epochs=epochs)]
            for name in points[0]:
                curves.setdefault(name, []).append([round(values[name], 4) for values in points])
    return found


def _accuracies(kind: Kind, learn: LabelledDigits, tested: LabelledDigits, *, seed: int,
                epochs: int) -> Iterator[float]:
    return (accuracy(module, tested) for module in learned(kind, learn, seed=seed, epochs=epochs))


def main(folder: Path = SHIPPED, seeds: Sequence[int] = SEEDS, pictures: Mapping[int, int] = PICTURES) -> None:
    """Train all, and write what they gave."""
    torch.set_num_threads(1)
    about = {"command": COMMAND, "seeds": list(seeds), "epochs": {str(count): epochs for count, epochs in
                                                                  pictures.items()},
             "tested": len(digits()[1].labels), "curves": study(seeds, pictures)}
    (folder / "shuffled.json").write_text(json.dumps(about) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
