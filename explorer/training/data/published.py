"""torchvision's data sets, read from this server's disk."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zlib
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from torch import Tensor

from explorer.errors import DataError
from explorer.images import Fit, photo_framed, share_in_square
from explorer.runtime import size_text
from explorer.settings import settings
from explorer.training.data.catalogue import SETS
from explorer.training.data.dataset import CHANNELS, Pictures, UnsplitSet, check_room, scaled


@dataclass(frozen=True, slots=True)
class File:
    """One file to fetch."""

    url: str
    md5: str
    """As torchvision publishes it."""
    below: str
    """Folder in which torchvision looks for what is in it."""

    @property
    def name(self) -> str:
        """Last part of its address."""
        return self.url.rpartition("/")[2]


def files(name: str) -> tuple[File, ...]:
    """Return the files of a data set that is downloaded, as the installed torchvision names them."""
    from torchvision import datasets  # takes 4 s
    if name in {"mnist", "fashion_mnist"}:
        kind: Any = datasets.MNIST if name == "mnist" else datasets.FashionMNIST
        return tuple(File(kind.mirrors[0] + file, md5, f"{kind.__name__}/raw") for file, md5 in kind.resources)
    if name == "cifar10":
        return (File(datasets.CIFAR10.url, datasets.CIFAR10.tgz_md5, ""),)
    if name == "flowers102":
        prefix, listed = datasets.Flowers102._download_url_prefix, datasets.Flowers102._file_dict.values()
        return tuple(File(prefix + file, md5, "flowers-102") for file, md5 in listed)
    return tuple(File(url, md5, "oxford-iiit-pet") for url, md5 in datasets.OxfordIIITPet._RESOURCES)


def shelf() -> Path:
    """Return the folder of all downloaded data sets."""
    return Path(settings().data) / "sets"


def home(name: str) -> Path:
    """Return the folder of one; it exists only once everything is in it."""
    return shelf() / name


def waiting_room(name: str) -> Path:
    """Return the folder in which a data set is put together."""
    return shelf() / f"{name}.coming"


def unpack(name: str, wanted: Sequence[File]) -> None:
    """Unpack what has arrived, remove the archives, and give the folder its name.

    Raises:
        DataError: an archive is damaged or holds a path or link that leads out of it. Nothing is left behind.
    """
    room = waiting_room(name)
    try:
        for file in wanted:
            _unpack(room / file.name, room / file.below)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        shutil.rmtree(room, ignore_errors=True)
        raise DataError("{file} arrived, but cannot be unpacked ({reason}). Nothing was kept. Download it again.",
                        file=file.name, reason=str(error)) from error
    for file in wanted:
        (room / file.name).unlink()
    room.replace(home(name))


def _unpack(archive: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if archive.name.endswith((".tgz", ".tar.gz")):
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    elif archive.suffix == ".gz":
        with gzip.open(archive) as packed, (folder / archive.stem).open("wb") as file:
            shutil.copyfileobj(packed, file)
    else:
        shutil.copyfile(archive, folder / archive.name)


READ_WITH = {"mnist": "MNIST", "fashion_mnist": "FashionMNIST", "cifar10": "CIFAR10", "flowers102": "Flowers102",
             "oxford_pets": "OxfordIIITPet"}
PHOTOS: dict[str, dict[str, str]] = {
    "flowers102": {"train": "train", "val": "val", "test": "test"},
    "oxford_pets": {"train": "trainval", "test": "test"},
}
"""Data sets of files of many sizes: our parts and torchvision's names for them."""


def published(name: str, side: int, fit: Fit = "crop") -> UnsplitSet:
    """Return a data set that was downloaded before.

    Raises:
        DataError: it is not on this server, or damaged.
        LimitError: it would not fit into memory.
    """
    if not home(name).is_dir():
        raise DataError("{title} ({size}) is not on this server. Download it first, or choose the digits.",
                        title=SETS[name].title, size=size_text(SETS[name].size))
    check_room(SETS[name].pictures, side)
    try:
        return _photos(name, side, fit) if name in PHOTOS else _arrays(name, side)
    except (RuntimeError, OSError, ValueError, LookupError, AssertionError) as error:
        raise DataError("{title} is damaged on this server ({reason}). Remove the folder {folder} of its data sets "
                        "and download it again.", title=SETS[name].title, reason=str(error), folder=name) from error


def _reader(name: str) -> Callable[..., Any]:
    from torchvision import datasets  # takes 4 s
    reader: Callable[..., Any] = getattr(datasets, READ_WITH[name])
    return reader


def _arrays(name: str, side: int) -> UnsplitSet:
    """Read pictures that are stored as arrays; CIFAR-10's files are opened only with the hash torchvision knows."""
    found = {part: _reader(name)(home(name), train=part == "train") for part in ("train", "test")}
    images = [torch.as_tensor(one.data) for one in found.values()]
    planes = [some[:, None] if some.dim() == 3 else some.permute(0, 3, 1, 2) for some in images]
    labels = torch.cat([torch.as_tensor(one.targets, dtype=torch.int64) for one in found.values()])
    categories = tuple(str(one).rpartition(" - ")[2] for one in found["train"].classes)
    return UnsplitSet(Pictures(scaled(torch.cat(planes), side), labels), _rows(found), categories)


def _photos(name: str, side: int, fit: Fit) -> UnsplitSet:
    """Read pictures that are files of many sizes, one at a time."""
    found = {part: _reader(name)(home(name), split=theirs) for part, theirs in PHOTOS[name].items()}
    images = torch.empty(sum(map(len, found.values())), CHANNELS, side, side, dtype=torch.uint8)
    labels: list[int] = []
    shares: list[float] = []
    for image, label in (pair for one in found.values() for pair in (one[place] for place in range(len(one)))):
        images[len(labels)] = torch.tensor(photo_framed(image, side, fit)).permute(2, 0, 1)
        shares.append(share_in_square(image.size))
        labels.append(label)
    return UnsplitSet(Pictures(images, torch.tensor(labels)), _rows(found), tuple(found["train"].classes),
                      shown=(fmean(shares), min(shares)))


def _rows(found: Mapping[str, Sized]) -> dict[str, Tensor]:
    """Return row numbers of parts that lie one behind the other."""
    sizes = [len(one) for one in found.values()]
    return dict(zip(found, torch.arange(sum(sizes)).split(sizes), strict=True))
