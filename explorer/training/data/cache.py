"""Data sets that take long to decode, kept on disk as they are used: one file of pixels per name and side."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from explorer.errors import Message
from explorer.images import Fit
from explorer.runtime import run_files
from explorer.settings import settings
from explorer.training.data.dataset import Pictures, UnsplitSet
from explorer.training.data.scene_truth import SceneTruth

VERSION = 2
"""Counts the ways in which pictures were prepared; files of another version are not read."""
ROWS = "rows."
TWINS = "twins."
TRUTH = "truth."


def folder() -> Path:
    """Return where they lie. All of it may be removed at any time."""
    return Path(settings().data) / "prepared"


def file_of(name: str, side: int, fit: Fit = "crop") -> Path:
    """Return where one belongs, there or not."""
    return folder() / f"{name.replace('/', '-')}-{side}{'' if fit == 'crop' else fit}-{VERSION}.safetensors"


def cached(name: str, side: int, make: Callable[[], UnsplitSet], fit: Fit = "crop") -> UnsplitSet:
    """Return what :func:`make` returned for these before, or does now; pixels are read when used."""
    path = file_of(name, side, fit)
    found = _read(path)
    if found is None:
        found = make()
        _write(found, path)
    return found


def forget(name: str) -> None:
    """Remove what is kept of a data set, at any side."""
    for path in folder().glob(f"{name.replace('/', '-')}-*"):
        path.unlink(missing_ok=True)


def _read(path: Path) -> UnsplitSet | None:
    try:
        os.utime(path)
        with safe_open(path, framework="pt") as file:
            head: dict[str, Any] = json.loads(file.metadata()["head"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except FileNotFoundError:
        return None
    except SafetensorError:
        path.unlink(missing_ok=True)
        return None
    rows, twins, truth = ({name.removeprefix(prefix): value for name, value in tensors.items()
                           if name.startswith(prefix)} for prefix in (ROWS, TWINS, TRUTH))
    notes, told = (tuple(Message(template, values) for template, values in head[name]) for name in ("notes", "told"))
    pictures = Pictures(tensors["images"], tensors["labels"], SceneTruth(**truth) if truth else None)
    return UnsplitSet(pictures, rows, tuple(head["categories"]), notes, told,
                      twins, tuple(head["shown"]))


def _write(stored: UnsplitSet, path: Path) -> None:
    """Keep ``stored`` as long as there is room; that a disk is full is no reason not to go on."""
    size = stored.pictures.images.nbytes
    if size > settings().prepared_bytes:
        return
    head = {"categories": stored.categories, "shown": stored.shown,
            "notes": [(note.template, note.values) for note in stored.notes],
            "told": [(note.template, note.values) for note in stored.told]}
    tensors = {"images": stored.pictures.images, "labels": stored.pictures.labels}
    tensors |= {prefix + name: rows for prefix, parts in ((ROWS, stored.rows), (TWINS, stored.twins))
                for name, rows in parts.items()}
    if (truth := stored.pictures.truth) is not None:
        tensors |= {TRUTH + one.name: getattr(truth, one.name) for one in fields(truth)}
    with suppress(OSError, SafetensorError):
        path.parent.mkdir(parents=True, exist_ok=True)
        make_room(folder(), size, settings().prepared_bytes)
        with run_files.aside(path) as beside:
            save_file(tensors, beside, {"head": json.dumps(head)})


def make_room(place: Path, size: int, most: int) -> None:
    """Remove the files in ``place`` that were used longest ago until ``size`` bytes more are at most ``most``."""
    known = sorted(((path.stat(), path) for path in place.iterdir()), key=lambda pair: pair[0].st_mtime)
    used = sum(about.st_size for about, _ in known)
    for about, path in known:
        if used + size <= most:
            return
        path.unlink(missing_ok=True)
        used -= about.st_size
