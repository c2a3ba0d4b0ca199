"""The board of a class: what its students have trained since they joined, epoch by epoch, and how well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from explorer.classroom.records import ClassReader
from explorer.jobs import Job
from explorer.runtime import run_files

ACCURACY = "val_accuracy"
"""What is measured after each epoch where a job's record names nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A training on the board.

    Attributes:
        nickname: of its student.
        job: as the queue knows it; its ``reader`` is a hash.
        watched: the measure that the best epoch is chosen by, as `explorer.training` calls it.
        curve: the finished epochs, one row each.
        tested: share of the test pictures that were right at the end, 0 to 1; None: not done, or not measured.
    """

    nickname: str
    job: Job
    watched: str = ACCURACY
    curve: Sequence[Mapping[str, float]] = ()
    tested: float | None = None

    @property
    def data(self) -> str:
        """The data set, as plans name it: only what learned from the same pictures is comparable."""
        return str(self.job.plan.get("data", ""))

    @property
    def epochs(self) -> int:
        """How many epochs there will be."""
        return int(self.job.plan.get("epochs", 1))

    @property
    def best(self) -> float | None:
        """The best that was measured after an epoch, on pictures that are not learned from; None: nothing yet."""
        return max((share for _epoch, share in self.points), default=None)

    @property
    def points(self) -> list[tuple[int, float]]:
        """What was measured after each epoch: its number, and a share."""
        found = [(int(row["number"]), float(row[self.watched])) for row in self.curve if self.watched in row]
        return [(epoch, share) for epoch, share in found if isfinite(share)]


def board_rows(readers: Sequence[ClassReader], jobs: Sequence[Job], root: Path) -> list[BoardRow]:
    """Return what ``readers`` have trained since they joined, the best first, then what waits.

    Args:
        jobs: of those readers, each under the hash of its reader.
        root: folder of the jobs' folders.
    """
    known = {one.owner: one for one in readers}
    rows = [_row(known[job.reader].nickname, job, root / job.id) for job in jobs
            if job.reader in known and job.created >= known[job.reader].joined]
    return sorted(rows, key=lambda row: (-(row.best if row.best is not None else -1), row.job.place or 0,
                                         row.job.created))


def of_data(rows: Sequence[BoardRow]) -> dict[str, list[BoardRow]]:
    """Return the rows by data set, that with most of them first."""
    found: dict[str, list[BoardRow]] = {}
    for row in rows:
        found.setdefault(row.data, []).append(row)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def _row(nickname: str, job: Job, folder: Path) -> BoardRow:
    about, result = run_files.read_record(folder / run_files.NETWORK), run_files.read_record(folder / run_files.RESULT)
    return BoardRow(nickname=nickname, job=job, watched=str(about.get("watched") or ACCURACY),
                    curve=run_files.curve_rows(folder), tested=_share(result.get("accuracy")))


def _share(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and isfinite(value) else None
