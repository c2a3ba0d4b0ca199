"""The pictures of many that excite each unit of some layers most, found in one pass over all of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx

from explorer.errors import DataError, NetworkError
from explorer.images import Picture, open_image
from explorer.networks.inference.feature_maps import move
from explorer.networks.inference.service import run
from explorer.networks.network import Network

FOLDER = "test"


@dataclass(frozen=True, slots=True)
class PictureZip:
    """The test pictures of a ZIP, in the order of their names."""

    path: Path
    names: tuple[str, ...]
    key: str
    """SHA-256 of names and checksums: the same key means the same pictures in the same order."""

    def pictures(self, numbers: Iterable[int]) -> list[Picture]:
        """Return the pictures of these numbers, each named after its class.

        Raises:
            DataError: the ZIP is not what it was, or holds no such picture.
            ImageError, LimitError: see :func:`explorer.images.open_image`.
        """
        try:
            with ZipFile(self.path) as archive:
                return [open_image(archive.read(self.names[number]), category(self.names[number]))
                        for number in numbers]
        except (OSError, BadZipFile, zlib.error, LookupError, RuntimeError, NotImplementedError) as error:
            raise _unreadable(self.path, error) from error


def picture_zip(path: Path) -> PictureZip:
    """Return what lies in the test folders of a ZIP; nothing is unpacked.

    Raises:
        DataError: there is no such file, it is no ZIP, or holds no such folders.
    """
    try:
        state = path.stat()
        return _listing(path, state.st_mtime_ns, state.st_size)
    except (OSError, BadZipFile) as error:
        raise _unreadable(path, error) from error


def category(name: str) -> str:
    """Return the class of the picture called ``test/<class>/<file>``."""
    return PurePosixPath(name).parts[1]


@lru_cache(maxsize=4)
def _listing(path: Path, _changed: int, _size: int) -> PictureZip:
    with ZipFile(path) as archive:
        sums = {entry.filename: entry.CRC for entry in archive.infolist() if _is_test(entry.filename)}
    if not sums:
        raise DataError("{name} has no folders test/<class> with pictures. Choose the ZIP of the data set.",
                        name=path.name)
    names = tuple(sorted(sums))
    return PictureZip(path, names, sha256("".join(f"{name}:{sums[name]};" for name in names).encode()).hexdigest())


def _is_test(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return len(parts) == 3 and parts[0] == FOLDER and not name.endswith("/")


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError("{name} cannot be read as a ZIP of pictures ({reason}). Name the ZIP of the data set.",
                     name=path.name, reason=getattr(error, "strerror", None) or str(error))


MOST = 9
BATCH = 250


class TopImages(NamedTuple):
    """Of each of C units the pictures that excite it most, usually `MOST`, the strongest first; all (C, count)."""

    numbers: NDArray[Any]
    """Of the pictures, whole numbers."""
    cells: NDArray[Any]
    """Where in the map the unit answered most, counted row by row."""
    values: NDArray[Any]
    """What it answered there."""


class _Taps(fx.Interpreter):
    """Runs a network and notes the largest value of each unit of ``layers`` and its cell, (N, C) each."""

    def __init__(self, module: fx.GraphModule, layers: Sequence[str]) -> None:
        super().__init__(module)
        self.layers = set(layers)
        self.found: dict[str, tuple[Tensor, Tensor]] = {}

    def call_module(self, target: Any, args: Any, kwargs: Any) -> Any:
        """Run one layer."""
        output = super().call_module(target, args, kwargs)
        if target in self.layers:
            values, cells = output.reshape(*output.shape[:2], -1).max(dim=2)
            self.found[target] = values.cpu(), cells.cpu()
        return output


def top_images(network: Network, layers: Sequence[str], pictures: PictureZip) -> dict[str, TopImages]:
    """Return for each of ``layers`` what excites its units most among ``pictures``; see :func:`strongest`."""
    return strongest(network, layers, _batches(network, pictures), MOST)


def strongest(network: Network, layers: Sequence[str], batches: Iterable[tuple[Tensor, Tensor]],
              most: int) -> dict[str, TopImages]:
    """Return for each of ``layers`` the ``most`` pictures that excite each unit most; of one picture, one place.

    Args:
        network: what is looked into.
        layers: nodes of its graph.
        batches: numbers (N,) of pictures and what the network is given of them, (N, C, H, W).
        most: how many are kept, of fewer pictures all.

    Raises:
        NetworkError: the network was not traced, or has fewer layers.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    module = network.module
    if not isinstance(module, fx.GraphModule):
        raise NetworkError("{network} was not traced, so its layers cannot be looked at together.",
                           network=network.name)
    best: dict[str, tuple[Tensor, Tensor, Tensor]] = {}
    for numbers, inputs in batches:
        found = run(partial(_largest, module, layers, inputs), long=True)
        for layer, (values, cells) in found.items():
            best[layer] = _merged(best.get(layer), values, cells, numbers, most)
    return {layer: TopImages(*(part.numpy() for part in best[layer])) for layer in layers}


def _batches(network: Network, pictures: PictureZip) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield numbers (N,) and inputs (N, C, H, W) of some pictures after the other."""
    for first in range(0, len(pictures.names), BATCH):
        numbers = range(first, min(first + BATCH, len(pictures.names)))
        prepared = [network.preprocess(picture.pixels) for picture in pictures.pictures(numbers)]
        yield torch.tensor(numbers), torch.from_numpy(np.stack(prepared))


def _largest(module: fx.GraphModule, layers: Sequence[str], inputs: Tensor,
             device: torch.device) -> dict[str, tuple[Tensor, Tensor]]:
    move(module, device)
    taps = _Taps(module, layers)
    with torch.inference_mode():
        taps.run(inputs.to(device))
    return taps.found


def _merged(best: tuple[Tensor, Tensor, Tensor] | None, values: Tensor, cells: Tensor,
            numbers: Tensor, most: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return numbers, cells and values (C, most) of the strongest so far and of a batch, (N, C), together."""
    new = numbers[None].expand_as(values.T), cells.T, values.T
    joined = new if best is None else tuple(torch.cat(pair, dim=1) for pair in zip(best, new, strict=True))
    places = joined[2].topk(min(most, joined[2].shape[1]), dim=1).indices
    numbers, cells, values = (part.gather(1, places) for part in joined)
    return numbers, cells, values
