"""What each unit of a network answers to most among the views of the photo bank, found for all units in one pass.

Of EfficientNet-Lite0 this is shipped: ``python -m explorer.networks.units.best_patches`` makes its index, numbers of
views and places in them, no pixel. Of other networks it is found when it is first asked for, and kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from explorer.errors import ExplorerError, NetworkError
from explorer.graph import Report
from explorer.images import BankCrop, bank_key, crop_picture, crops
from explorer.networks.catalogue import BUNDLED, PACKAGE_NETWORK
from explorer.networks.inference.network_input import PixelBox, network_input
from explorer.networks.network import Network, load, report_of
from explorer.networks.units.top_images import TopImages, strongest
from explorer.networks.units.top_patches import TopPatch, box_of, counted_side
from explorer.runtime import Cache, bytes_of, size_text

CANDIDATES = 12
"""So many views are kept of each unit; those that show nearly the same are passed over when they are shown."""
PATCHES = 6
BATCH = 8
MOST_MACS = 350 * 10**9
"""Of a large network fewer views are asked, so that all together need about so many multiply-accumulates."""
FEWEST = 12
ALIKE = 0.3
"""Two patches of one photo whose boxes share more than this of the smaller one show nearly the same."""
KEPT_BYTES = 48 * 2**20
FILE = BUNDLED / "efficientnet_lite0.liked.npz"


@dataclass(frozen=True, slots=True, eq=False)
class BankAnswers:
    """For each unit of some layers the views that excite it most, and which views were asked."""

    views: tuple[int, ...]
    """Numbers of the crops of the bank; what ``TopImages.numbers`` count is places in this."""
    layers: dict[str, TopImages]

    @property
    def arrays(self) -> tuple[TopImages, ...]:
        """Return what takes memory."""
        return tuple(self.layers.values())


def best_patches(network: Network, layer: str, unit: int, count: int = PATCHES) -> tuple[TopPatch, ...]:
    """Return what a unit of a layer sees where it answers most in the photo bank, the strongest first.

    Nearly the same place is shown once, and nothing where a unit is silent. The first call for a network that is not
    shipped takes seconds.

    Args:
        network: reads pictures.
        layer: a layer of its graph.
        unit: a channel of it; of a row of scores, a class.
        count: of patches; there may be fewer.

    Raises:
        NetworkError: no such layer or unit.
        ImageError: a photo's package is not installed.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    report = report_of(network)
    channels = (report[layer].output_shape or (0,))[0] if layer in network.graph else 0
    if not 0 <= unit < channels:
        raise NetworkError("{network} has no unit {unit} in {layer}. Choose a layer and a unit that it has.",
                           network=network.name, unit=unit + 1, layer=layer)
    answers = _answers(network, layer)
    best = answers.layers[layer]
    width = (*(report[layer].output_shape or ()), 1, 1)[2]
    shown: list[tuple[BankCrop, PixelBox]] = []
    found: list[TopPatch] = []
    never_below = bool((best.values >= 0).all())  # then 0 says that a unit was silent
    for number, cell, value in zip(best.numbers[unit], best.cells[unit], best.values[unit], strict=True):
        if never_below and value == 0:
            break
        crop = crops()[answers.views[int(number)]]
        box = looked_at(report, layer, divmod(int(cell), width))
        if len(found) < count and not any(_overlap(network, (crop, box), other) > ALIKE for other in shown):
            shown.append((crop, box))
            top, left, bottom, right = box
            picture = crop_picture(crop)
            found.append(TopPatch(picture.name, float(value),
                                  network_input(network, picture).pixels[top:bottom, left:right]))
    return tuple(found)


def looked_at(report: Report, layer: str, cell: tuple[int, int]) -> PixelBox:
    """Return what is shown of the field of the unit at ``cell``, px: as much around its middle as counts."""
    box = box_of(report, layer, cell)
    side = counted_side(report, layer)
    if side >= max(report.input_shape[1:]) or side == getattr(report[layer].field, "size", side):
        return box
    spans = []
    for place, most, cells in zip(cell, report.input_shape[1:], (report[layer].output_shape or ())[1:], strict=True):
        start = min(max(0, round((place + 0.5) * most / cells - side / 2)), max(0, most - side))
        spans.append((start, min(most, start + side)))
    (top, bottom), (left, right) = spans
    return top, left, bottom, right


def _overlap(network: Network, one: tuple[BankCrop, PixelBox], other: tuple[BankCrop, PixelBox]) -> float:
    """Return which share of the smaller of two patches both show, 0 to 1; 0 for those of different photos."""
    if one[0].photo != other[0].photo:
        return 0.0
    spans = []
    for crop, (top, left, bottom, right) in (one, other):
        zoom = crop.side / network.input_shape[1]
        spans.append((crop.top + top * zoom, crop.left + left * zoom, crop.top + bottom * zoom,
                      crop.left + right * zoom))
    (a, b, c, d), (e, f, g, h) = spans
    shared = max(0.0, min(c, g) - max(a, e)) * max(0.0, min(d, h) - max(b, f))
    return shared / max(1e-9, min((c - a) * (d - b), (g - e) * (h - f)))


def _answers(network: Network, layer: str) -> BankAnswers:
    """Return the shipped index if it holds the layer, else what is found now and kept."""
    if network.name == PACKAGE_NETWORK and network.weights == "IMAGENET" and network.input_shape == (3, 224, 224):
        shipped = _shipped(FILE)
        if shipped and layer in shipped.layers:
            return shipped
    return _found.get(network.number, lambda: asked(network, tuple(network.graph.places)))


def asked(network: Network, layers: Sequence[str]) -> BankAnswers:
    """Return what the units of ``layers`` answer to most, by one pass over the bank."""
    most = max(FEWEST, min(len(crops()), MOST_MACS // max(1, report_of(network).macs)))
    views = tuple(int(view) for view in np.linspace(0, len(crops()) - 1, most).round())
    found = strongest(network, layers, _batches(network, views), CANDIDATES)
    return BankAnswers(views, {layer: _small(best) for layer, best in found.items()})


def _small(best: TopImages) -> TopImages:
    return TopImages(best.numbers.astype(np.uint8), best.cells.astype(np.int32), best.values.astype(np.float32))


def _batches(network: Network, views: Sequence[int]) -> Iterator[tuple[Tensor, Tensor]]:
    for first in range(0, len(views), BATCH):
        prepared = [network.preprocess(crop_picture(crops()[view]).pixels) for view in views[first:first + BATCH]]
        yield torch.arange(first, first + len(prepared)), torch.from_numpy(np.stack(prepared))


def shipped_layers(report: Report) -> tuple[str, ...]:
    """Return the layers whose answers are shipped: where blocks end, what the first and last layers say, the classes.

    Others are found when they are asked for.
    """
    ends = {name for name in report.graph.cut_nodes if report[name].layer.family != "reshape"}
    narrow = [row.name for row in report if row.name in ends and (
        row.name.endswith((".add", "project.bn")) or row.name in ("stem.relu6", "head.relu6"))]
    return (*narrow, report.rows[-1].name)


@cache
def _shipped(file: Path) -> BankAnswers | None:
    """Return the index that is shipped; None: there is none, or it was made with other photos."""
    if not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as kept:
        if str(kept["bank"]) != bank_key():
            return None
        ends = np.cumsum(kept["counts"])[:-1]
        parts = [np.split(kept[name], ends) for name in ("numbers", "cells", "values")]
        layers = {str(layer): TopImages(*three) for layer, *three in zip(kept["layers"], *parts, strict=True)}
        return BankAnswers(tuple(range(len(crops()))), layers)


def make(file: Path = FILE) -> Path:
    """Ask EfficientNet-Lite0 about the whole bank and write its index."""
    network = load(PACKAGE_NETWORK)
    found = asked(network, shipped_layers(report_of(network)))
    parts = found.arrays
    np.savez_compressed(
        file, bank=bank_key(), layers=np.array(list(found.layers)),
        counts=np.array([len(part.numbers) for part in parts], dtype=np.uint16),
        numbers=np.concatenate([part.numbers for part in parts]),
        cells=np.concatenate([part.cells for part in parts]).astype(np.uint16),
        values=np.concatenate([part.values for part in parts]).astype(np.float16))
    return file


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.networks.units.best_patches",
                                     description="Find what the units of EfficientNet-Lite0 like best.")
    parser.add_argument("--file", type=Path, default=FILE, help="where to write (default: beside the networks)")
    options = parser.parse_args(arguments)
    try:
        print(f"{options.file.name}: {size_text(make(options.file).stat().st_size)}")
    except ExplorerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


_found: Cache[int, BankAnswers] = Cache(KEPT_BYTES, lambda answers: bytes_of(answers.arrays))


if __name__ == "__main__":
    raise SystemExit(main())
