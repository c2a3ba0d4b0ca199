"""Arrays: how many bytes they hold, and as files of a run. Apart from both, since a worker of jobs needs no numpy."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from explorer.runtime.run_files import write_whole


def bytes_of(value: object) -> int:
    """Return how many bytes the arrays in ``value`` hold; it looks into tuples, lists and dataclasses."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, tuple | list):
        return sum(map(bytes_of, value))
    if is_dataclass(value):
        return sum(bytes_of(getattr(value, entry.name)) for entry in fields(value))
    return 64


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a compressed ``.npz`` file."""
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    write_whole(path, content.getvalue())


def read_arrays(path: Path) -> Mapping[str, NDArray[Any]] | None:
    """Return the arrays of an ``.npz`` file, or None where it is missing or cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, BadZipFile):
        return None
