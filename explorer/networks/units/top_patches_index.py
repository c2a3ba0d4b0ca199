"""What the units of bundled networks like best among the test pictures of CIFAR-10, found ahead.

``python -m explorer.networks.units.top_patches_index cifar10.zip`` looks through the pictures and writes an index
of each network beside its weights: numbers of pictures and places in them, no pixel. The
pictures are shown where their ZIP lies on the machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from explorer.errors import DataError, ExplorerError, NetworkError
from explorer.graph import Report
from explorer.networks.catalogue import BUNDLED, catalogue, entry
from explorer.networks.inference.network_input import network_input
from explorer.networks.network import Network, load, report_of
from explorer.networks.units.top_images import PictureZip, TopImages, picture_zip, top_images
from explorer.networks.units.top_patches import TopPatch, box_of
from explorer.runtime import digest, size_text
from explorer.settings import settings

COMMAND = "python -m explorer.networks.units.top_patches_index cifar10.zip {short}"


@dataclass(frozen=True, slots=True, eq=False)
class TopPatchIndex:
    """For each unit of some layers the pictures that excite it most."""

    weights: str
    """SHA-256 of the file of weights it was made with."""
    pictures: str
    """``Listing.key`` of the pictures it was made with."""
    layers: dict[str, TopImages]


def zip_path() -> Path:
    """Return where the ZIP of CIFAR-10 belongs on this machine, there or not."""
    return Path(settings().cifar10 or Path(settings().data) / "cifar10.zip")


def index_of(network: Network, folder: Path = BUNDLED) -> TopPatchIndex:
    """Return the index of a bundled network.

    Raises:
        NetworkError: there is none, or it was made with other weights.
    """
    short = network.name.partition("/")[2]
    file, command = folder / f"{short}.liked.npz", COMMAND.format(short=short)
    if not file.is_file():
        raise NetworkError("Nobody has looked through the test pictures for {network} yet. Do it with: {command}",
                           network=network.name, command=command)
    found = _read(file, file.stat().st_mtime_ns)
    weights = entry(network.name).weight_set()
    if network.weights != weights.name or digest(BUNDLED / weights.file) != found.weights:
        raise NetworkError("The test pictures were looked through with other weights of {network}. Choose the weights "
                           "that come with the app, or do it again with: {command}", network=network.name,
                           command=command)
    return found


def indexed_top_patches(network: Network, report: Report, layer: str, channel: int, pictures: Path,
          folder: Path = BUNDLED) -> list[TopPatch]:
    """Return what excites a unit most among the test pictures, the strongest first.

    Args:
        network: a bundled one with the weights it comes with, at its own side.
        report: its report.
        layer: one that the index holds.
        channel: of that layer.
        pictures: ZIP of CIFAR-10.
        folder: where the index lies.

    Raises:
        NetworkError: no index, or it does not hold the layer, or was made with other weights.
        DataError: no such ZIP, or not the one that the index was made with.
    """
    index, found = index_of(network, folder), picture_zip(pictures)
    if index.pictures != found.key:
        raise DataError("{name} holds other pictures than those that were looked through. Name the ZIP that was, or "
                        "do it again with: {command}", name=pictures.name,
                        command=COMMAND.format(short=network.name.partition("/")[2]))
    if layer not in index.layers:
        raise NetworkError("Test pictures were looked through for activations and poolings, not for {layer}. Open "
                           "{near}.", layer=layer, near=near_layer(report, layer) or next(iter(index.layers)))
    best = index.layers[layer]
    width = (*(report[layer].output_shape or ()), 1, 1)[2]
    places = []
    for picture, cell, value in zip(found.pictures(best.numbers[channel]), best.cells[channel], best.values[channel],
                                    strict=True):
        top, left, bottom, right = box_of(report, layer, divmod(int(cell), width))
        pixels = network_input(network, picture).pixels[top:bottom, left:right]
        places.append(TopPatch(picture.name, float(value), pixels))
    return places


def indexed_layers(report: Report) -> tuple[str, ...]:
    """Return the layers an index holds: what units put out after their activation, poolings, and the classes."""
    last = report.rows[-1].name
    return tuple(row.name for row in report.rows
                 if row.layer.family in ("activation", "pooling") or row.name == last)


def near_layer(report: Report, layer: str) -> str | None:
    """Return the layer of an index that holds the units of ``layer``, behind their activation; None: none does."""
    names = [row.name for row in report.rows]
    if layer not in names:
        return None
    held = set(indexed_layers(report))
    near = next(name for name in names[names.index(layer):] if name in held)
    same = (report[near].output_shape or ())[:1] == (report[layer].output_shape or ())[:1]
    return near if same else None


def make(name: str, pictures: PictureZip, folder: Path = BUNDLED) -> Path:
    """Look through the test pictures for one bundled network, write its index, and return where it lies."""
    network = load(name)
    weights = entry(name).weight_set()
    report = report_of(network)
    found = top_images(network, indexed_layers(report), pictures)
    file = folder / f"{name.partition('/')[2]}.liked.npz"
    _write(TopPatchIndex(digest(BUNDLED / weights.file), pictures.key, found), file)
    return file


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.networks.units.top_patches_index",
                                     description="Find what the units of bundled networks like best.")
    parser.add_argument("zip", type=Path, help="ZIP of CIFAR-10 with folders test/<class>")
    parser.add_argument("names", nargs="*", help="such as resnet20; all that come with the app if none is named")
    parser.add_argument("--folder", type=Path, default=BUNDLED, help="where to write (default: beside the weights)")
    options = parser.parse_args(arguments)
    names = options.names or [known.name.partition("/")[2] for known in catalogue()
                              if known.kind == "bundled" and known.default == "CIFAR10"]
    try:
        for name in names:
            file = make(f"bundled/{name}", picture_zip(options.zip), options.folder)
            print(f"{file.name}: {size_text(file.stat().st_size)}")
    except ExplorerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _write(index: TopPatchIndex, file: Path) -> None:
    parts = index.layers.values()
    np.savez_compressed(
        file, weights=index.weights, pictures=index.pictures, layers=np.array(list(index.layers)),
        counts=np.array([len(part.numbers) for part in parts], dtype=np.uint16),
        numbers=np.concatenate([part.numbers for part in parts]).astype(np.uint16),
        cells=np.concatenate([part.cells for part in parts]).astype(np.uint16),
        values=np.concatenate([part.values for part in parts]).astype(np.float16))


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int) -> TopPatchIndex:
    try:
        with np.load(file, allow_pickle=False) as kept:
            ends = np.cumsum(kept["counts"])[:-1]
            parts = [np.split(kept[name], ends) for name in ("numbers", "cells", "values")]
            layers = {str(layer): TopImages(*three) for layer, *three in zip(kept["layers"], *parts, strict=True)}
            return TopPatchIndex(str(kept["weights"]), str(kept["pictures"]), layers)
    except (OSError, EOFError, ValueError, LookupError, BadZipFile) as error:
        raise NetworkError("{name} is damaged. Make it again with: {command}", name=file.name,
                           command=COMMAND.format(short=file.name.partition(".")[0])) from error


if __name__ == "__main__":
    raise SystemExit(main())
