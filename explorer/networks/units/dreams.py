"""Dream pictures that come with the app: what was made ahead to excite a choice of units of the networks it brings.

``nice python -m explorer.networks.units.dreams efficientnet_lite0 resnet20 vgg`` makes them anew, on one thread: the
units that answer most to the sample photos on each floor of a network, and the classes named for them. A unit's
picture climbs from the same noise as on the pages, but is smaller than the network's input where its field is small.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from explorer.errors import NetworkError
from explorer.graph import INPUT, Graph, floors, stages
from explorer.images import SAMPLES, sample
from explorer.networks.catalogue import BUNDLED, catalogue
from explorer.networks.inference.all_maps import all_maps
from explorer.networks.inference.network_input import network_input
from explorer.networks.network import Network, at_side, load, report_of
from explorer.networks.units.activation_maximisation import Ascent
from explorer.runtime import size_text

SIDES = (96, 128)
"""Sides that pictures of a large network have, px: the smallest that is larger than the field, else the last."""
SMALL_SIDE = 64
"""Of a network whose own input is no larger than this."""
STEPS = {SMALL_SIDE: 96, 96: 48, 128: 64}
QUALITY = 78
"""Of WebP, 0 to 100."""
CLASSES = 2
"""So many classes are taken for each sample photo, the likeliest; of other floors the unit that answers most."""


def dreamed(network: Network, layer: str, unit: int) -> NDArray[np.uint8] | None:
    """Return the picture that was made to excite a unit, RGB, [H, W, 3]; None: none was made for it.

    What pools whole maps answers as what it reads, so its units have the same pictures.
    """
    name = f"{_read_whole(network.graph, layer)}/{unit}.webp"
    file = _file(network)
    if file is None or name not in _listed(file, file.stat().st_mtime_ns):
        return None
    try:
        with ZipFile(file) as kept, Image.open(io.BytesIO(kept.read(name)), formats=("WEBP",)) as image:
            return np.asarray(image.convert("RGB"))
    except (OSError, BadZipFile, UnidentifiedImageError) as error:
        raise NetworkError("{name} is damaged. Fetch the app's files again.", name=file.name) from error


def dreamed_units(network: Network, layer: str) -> tuple[int, ...]:
    """Return the units of a layer that pictures were made for, in order."""
    file = _file(network)
    layer = _read_whole(network.graph, layer)
    names = _listed(file, file.stat().st_mtime_ns) if file else frozenset()
    return tuple(sorted(int(name.rpartition("/")[2].partition(".")[0]) for name in names
                        if name.rpartition("/")[0] == layer))


def _file(network: Network) -> Path | None:
    """Return where a network's pictures lie; None: it has other weights than those they were made with, or no file."""
    kind, _, short = network.name.partition("/")
    file = BUNDLED / f"{short}.dreams.zip"
    known = next((entry for entry in catalogue() if entry.name == network.name), None)
    its_own = kind in ("bundled", "package") and known is not None and network.weights == known.default
    return file if its_own and file.is_file() else None


@lru_cache(maxsize=8)
def _listed(file: Path, _changed: int) -> frozenset[str]:
    with ZipFile(file) as kept:
        return frozenset(kept.namelist())


def _read_whole(graph: Graph, layer: str) -> str:
    """Return the layer whose whole maps ``layer`` pools, else ``layer``."""
    is_whole = layer in graph and type(graph[layer].layer).__name__ == "AdaptiveAvgPool2d"
    return graph[layer].inputs[0] if is_whole else layer


def units_of(network: Network) -> dict[str, tuple[int, ...]]:
    """Return the units to make pictures for: on each floor those that the sample photos excite most."""
    found: dict[str, set[int]] = {}
    layers = [floor.layer for floor in floors(report_of(network)) if floor.layer != INPUT]
    for name in SAMPLES:
        maps = all_maps(network, network_input(network, sample(name)).values, layers)
        for layer in layers:
            values = maps[layer]
            taken = CLASSES if layer == network.graph.output else 1
            best = np.argsort(-values.reshape(len(values), -1).max(axis=1), kind="stable")[:taken]
            found.setdefault(_read_whole(network.graph, layer), set()).update(int(one) for one in best)
    ends = {stage.name for stage in stages(report_of(network))}
    order = sorted(found, key=lambda layer: (layer != network.graph.output, layer not in ends, len(found[layer]) > 20))
    return {layer: tuple(sorted(found[layer])) for layer in order}


def dream_of(network: Network, layer: str, unit: int) -> bytes:
    """Make the picture of a unit, as WebP; the same every time on the same machine."""
    extent = report_of(network)[layer].field
    field = extent.size if extent and isinstance(extent.size, int) else SIDES[-1]
    side = SMALL_SIDE if network.input_shape[1] <= SMALL_SIDE else next(
        (side for side in SIDES if field < side), SIDES[-1])
    soft = field >= max(network.input_shape[1:])  # a thing is seen better without grain, a texture with it
    ascent = Ascent(at_side(network, side), layer, unit, "fourier", side // 12, 0, soft=soft)
    while len(ascent.curve) < STEPS[side]:
        ascent.piece(torch.device("cpu"), STEPS[side])
    kept = io.BytesIO()
    Image.fromarray(ascent.pixels()).save(kept, "WEBP", quality=QUALITY, method=6)
    return kept.getvalue()


def make(network: Network, units: dict[str, tuple[int, ...]], file: Path) -> Iterator[str]:
    """Write pictures of ``units`` into ``file``, a ZIP; those it holds stay. Yields the name of each new one."""
    there = _listed(file, file.stat().st_mtime_ns) if file.is_file() else frozenset()
    for layer, numbers in units.items():
        for unit in numbers:
            if (name := f"{layer}/{unit}.webp") not in there:
                picture = dream_of(network, layer, unit)
                with ZipFile(file, "a", ZIP_STORED) as kept:  # whole after each picture, whenever the run is ended
                    kept.writestr(name, picture)
                yield name


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.networks.units.dreams",
                                     description="Make pictures that excite units of the networks that come along.")
    parser.add_argument("names", nargs="+", help="such as resnet20")
    parser.add_argument("--folder", type=Path, default=BUNDLED, help="where to write (default: beside the weights)")
    parser.add_argument("--units", type=json.loads, default=None, help='such as {"fc": [3]}; else a choice')
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    known = {entry.name.partition("/")[2]: entry.name for entry in catalogue() if entry.kind in ("bundled", "package")}
    if strange := set(options.names) - known.keys():
        print(f"There is no network {', '.join(sorted(strange))}. Known: {', '.join(known)}.", file=sys.stderr)
        return 1
    for short in options.names:
        network = load(known[short])
        file = options.folder / f"{short}.dreams.zip"
        for name in make(network, options.units or units_of(network), file):
            print(name, flush=True)
        print(f"{file.name}: {size_text(file.stat().st_size)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
