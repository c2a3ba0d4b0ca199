"""What a run saw: numbers that are equal where the pictures, their split and their order are.

Runs are compared by them, so that nobody is told that three data sets were the same pictures. They are checksums, not
signatures: whoever can write a run's folder can write them.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from explorer.runtime import run_files
from explorer.training.data.dataset import DataSet


def note_pictures(folder: Path, data: DataSet) -> None:
    """Write down which pictures are learned from, watched and measured on; the order so far is kept."""
    pixels = labels = 0
    for part in (data.train, data.val, data.test):
        pixels, labels = _checksum(part.images, pixels), _checksum(part.labels, labels)
    _note(folder, {"pixels": pixels, "labels": labels})


def note_order(folder: Path, number: int, batches: Sequence[Tensor]) -> None:
    """Write down in which order pictures came in the epoch that follows ``number`` finished ones."""
    order = _checksum(torch.cat(list(batches)), 0)
    before: list[int] = run_files.read_record(folder / run_files.CHECKSUMS).get("order", [])
    _note(folder, {"order": [*before[:number], order]})


def _checksum(values: Tensor, before: int) -> int:
    """Return a checksum of the values, and of what the checksum ``before`` stands for."""
    array = np.ascontiguousarray(values.numpy())
    return zlib.crc32(array.reshape(-1).view(np.uint8).data, zlib.crc32(str(len(array)).encode(), before))


def _note(folder: Path, news: dict[str, object]) -> None:
    run_files.write_json(folder / run_files.CHECKSUMS, run_files.read_record(folder / run_files.CHECKSUMS) | news)
