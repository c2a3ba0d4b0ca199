"""Break the networks that come with the app in every way, and count what they still name.

``python -m explorer.experiments.breaking cifar10.zip`` writes again what ships: some ten minutes of one core. It goes
on where an earlier run was broken off; of other weights nothing is kept.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats
from explorer.experiments.breaks import BLOCK, Harm
from explorer.experiments.broken_live import judged
from explorer.experiments.broken_network import breakable_parts, breaks_of
from explorer.experiments.broken_study import FILE, BrokenStudy, broken_studies, write_broken
from explorer.networks import BUNDLED, Network, catalogue, load
from explorer.training import read_zip

DATA = "CIFAR-10"


def harms_of(network: Network) -> Iterator[Harm]:
    """Yield nothing, and everything that can be broken: of blocks each alone."""
    yield Harm()
    for kind in breaks_of(network):
        yield from ([Harm(BLOCK, part) for part in breakable_parts(network)] if kind == BLOCK else [Harm(kind)])


def studied(network: Network, inputs: Floats, labels: NDArray[np.int64], weights: str,
            known: BrokenStudy | None = None) -> Iterator[BrokenStudy]:
    """Yield what is left of a network, one break more each time.

    Args:
        network: as in `judged`.
        inputs: as in `judged`.
        labels: as in `judged`.
        weights: SHA-256 of its weights.
        known: what an earlier run found; of the same weights it is kept.
    """
    found = dict(known.judged) if known and known.weights == weights else {}
    for harm in harms_of(network):
        if harm.key not in found:
            found[harm.key] = judged(network, harm, inputs, labels)
            print(f"{network.name} {harm.key}: {found[harm.key].accuracy:.4f}", flush=True)
        order = {harm.key: found[harm.key] for harm in harms_of(network) if harm.key in found}
        yield BrokenStudy(network.name.partition("/")[2], weights, order)


def digest(name: str) -> str:
    """Return the SHA-256 of the weights of a network that comes with the app."""
    file = BUNDLED / f"{name.partition('/')[2]}.safetensors"
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line, or with ``arguments``."""
    known = [entry.name for entry in catalogue()
             if entry.kind == "bundled" and entry.task == "classify" and entry.weights[0].data.startswith(DATA)]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("zip", type=Path, help="CIFAR-10 as class folders: train/<class>/..., test/<class>/...")
    parser.add_argument("names", nargs="*", choices=[*known, []], help="which networks; none: all")
    parser.add_argument("--file", type=Path, default=FILE, help="what it holds of other networks stays")
    options = parser.parse_args(arguments)
    test = read_zip(options.zip, 32).test
    pictures = test.images.permute(0, 2, 3, 1).numpy()
    for name in options.names or known:
        network = load(name)
        inputs = np.stack([network.preprocess(pixels) for pixels in pictures])
        before = broken_studies(options.file) if options.file.is_file() else {}
        for study in studied(network, inputs, test.labels.numpy(), digest(name), before.get(name.partition("/")[2])):
            write_broken(study, options.file)


if __name__ == "__main__":
    main()
