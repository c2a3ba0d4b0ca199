"""The files of torchvision's data sets: where they are published, and how they are laid out for torchvision to read."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.errors import DataError
from explorer.settings import settings


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
