"""Weights on disk, in torch's own cache folder, and downloads into it.

``python -m explorer.networks.weights resnet18 vgg16`` fetches weights ahead of a lesson; ``--weights IMAGENET1K_V1``
chooses others than torchvision's default.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from explorer.errors import Message, NetworkError, message
from explorer.networks.catalogue import Entry, WeightSet, entry
from explorer.runtime import Task, digest, downloads, fetch, in_bytes, size_text, switches
from explorer.settings import settings


def folder() -> Path:
    """Return where weights lie: ``checkpoints`` in torch's cache, which ``TORCH_HOME`` moves."""
    return Path(torch.hub.get_dir()) / "checkpoints"


def file_of(chosen: WeightSet) -> Path:
    """Return where the file of ``chosen`` belongs, there or not."""
    return folder() / chosen.file


def is_here(chosen: WeightSet) -> bool:
    """Say whether ``chosen`` comes with the app or lies on this machine; its hash is checked when it is loaded."""
    return not chosen.url or file_of(chosen).is_file()


def checked_file(known: Entry, chosen: WeightSet) -> Path:
    """Return the file of ``chosen``, its hash checked.

    Raises:
        NetworkError: it is not there, or is not what torchvision published.
    """
    path = file_of(chosen)
    if not path.is_file():
        raise NetworkError("The weights {weights} of {network} ({size}) are not on this machine. Download "
                           "them, or fetch them ahead with: python -m explorer.networks.weights {short}. By hand: put "
                           "{url} into {folder}. Or open the network with random weights.", weights=chosen.name,
                           network=Message(known.title), size=size_text(chosen.size),
                           short=known.name.partition("/")[2], url=chosen.url, folder=shown(path.parent))
    found = digest(path)
    if not found.startswith(chosen.digits):
        raise NetworkError("The file {file} is damaged: its SHA-256 begins with {found}, not with {digits}. Remove it "
                           "and download it again.", file=shown(path), found=found[:len(chosen.digits)],
                           digits=chosen.digits)
    return path


def shown(path: Path) -> str:
    """Return a path as readers see it, ``~`` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except ValueError:
        return str(path)


def download(chosen: WeightSet, reader: str = "") -> Task[Path]:
    """Return the download of ``chosen``, started now unless it is on its way already: all who ask share it.

    Args:
        chosen: which weights.
        reader: who waits for it, by a name of their own.

    Raises:
        NetworkError: this server downloads nothing.
        LimitError: an admin has switched downloads off.
    """
    if settings().downloads != "on":
        raise NetworkError("This server downloads nothing (EXPLORER_DOWNLOADS is {value!r}). Choose a bundled network, "
                           "or ask who runs it to put {file} into {folder}.", value=settings().downloads,
                           file=chosen.file, folder=shown(folder()))
    switches.refuse_downloads()
    path = file_of(chosen)
    return downloads.start(path, lambda report: fetch(chosen.url, path, chosen.digits, in_bytes(
        report, chosen.size, what=chosen.file)), reader, title=message("The download of {file}", file=chosen.file))


def under_way(chosen: WeightSet) -> Task[Path] | None:
    """Return the download of ``chosen`` in this process, or the last one that failed or was cancelled."""
    return downloads.under_way(file_of(chosen))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.networks.weights",
                                     description="Download weights of torchvision's networks.")
    parser.add_argument("names", nargs="+", help="such as resnet18")
    parser.add_argument("--weights", default="DEFAULT", help="such as IMAGENET1K_V1")
    options = parser.parse_args(arguments)
    return downloads.from_terminal(options.names, lambda name: _begun(
        entry(f"torchvision/{name}").weight_set(options.weights)))


def _begun(chosen: WeightSet) -> Task[Path] | str:
    path = file_of(chosen)
    is_whole = path.is_file() and digest(path).startswith(chosen.digits)
    return f"{shown(path)} is there already." if is_whole else download(chosen)


if __name__ == "__main__":
    raise SystemExit(main())
