"""The files of a run: what they are called, and how they are read and written, so that none is ever half there.

A run is read by pages and the queue of jobs, which need neither torch nor numpy for it; arrays are written by
`runtime.arrays`, tensors by ``explorer.training``.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

from explorer.errors import DataError
from explorer.runtime.sizes import size_text

PLAN, NETWORK, PRECISION, PROGRESS, RESULT = "plan.json", "network.json", "way.json", "progress.json", "result.json"
CHECKPOINT, BEST, LAST = "checkpoint.safetensors", "best.safetensors", "last.safetensors"
CURVE, SAMPLES, SHOWN, FILTERS = "curve.csv", "samples.npz", "shown.npz", "filters.npz"
ERROR, STARTS, LOCK = "error.json", "starts.json", "lock"
CHECKSUMS, EXPECTED = "checksums.json", "expected.json"
FORMAT = 1
"""Of what networks and checkpoints are told in; counted up when an older version could no longer read them rightly."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Yield where to write what is renamed to ``path`` at the end, and removed if anything goes wrong before."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` under ``path`` whole or not at all.

    Raises:
        DataError: the disk is full, or the folder cannot be written to; what was there before stays.
    """
    try:
        with aside(path) as beside, beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in FULL:
            raise DataError("The disk is full: {name} ({size}) cannot be written. Everything up to the last checkpoint "
                            "is kept. Delete jobs that are no longer needed, then resume.",
                            name=path.name, size=size_text(len(content))) from error
        raise DataError("{name} cannot be written ({reason}). Everything up to the last checkpoint is kept.",
                        name=path.name, reason=error.strerror or str(error)) from error


def write_json(path: Path, record: Any) -> None:
    """Write ``record`` as JSON."""
    write_whole(path, (json.dumps(record, indent=1) + "\n").encode())


def read_json(path: Path) -> Any:
    """Return what a JSON file holds; None where there is none.

    Raises:
        DataError: it is damaged.
    """
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise DataError("{name} is damaged. Delete the job and start it again.", name=path.name) from error


def read_record(path: Path) -> dict[str, Any]:
    """Return the names and values that a JSON file holds, none where it is missing, damaged or something else."""
    try:
        found = read_json(path)
    except (OSError, DataError):
        return {}
    return found if isinstance(found, dict) else {}


def refuse_newer(found: object, name: str) -> None:
    """Check that a file called ``name`` is told in a format that this version knows; one that says none is of format 1.

    Raises:
        DataError: a newer version of the app wrote it.
    """
    if str(found or 1) != str(FORMAT):
        raise DataError("{name} was written by a newer version of the app, in format {found}; this one reads formats "
                        "up to {known}. Open it with the newer version.", name=name,
                        found=str(found)[:20], known=FORMAT)


def curve_rows(folder: Path) -> list[dict[str, float]]:
    """Return the rows of the curve so far, one per epoch; what is no number is left out."""
    try:
        with (folder / CURVE).open(newline="", encoding="utf-8") as file:
            return [_numbers(row) for row in csv.DictReader(file)]
    except OSError:
        return []


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a table as CSV, its columns' names in the first line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _numbers(row: Mapping[str, str]) -> dict[str, float]:
    found = {}
    for name, text in row.items():
        try:
            found[name] = float(text)
        except (TypeError, ValueError):
            continue
    return found
