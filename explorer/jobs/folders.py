"""What the jobs' folders say by themselves: whose each is, and how it stands. Nothing here asks the database.

So pages that only open what was trained need no database, and one that was lost is made again from the folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from explorer.errors import DataError, JobError, Message, message_from_json, message_to_json
from explorer.jobs.paths import jobs_folder
from explorer.jobs.records import Job, JobState
from explorer.runtime import run_files

ID = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}", re.ASCII)
NOTE = "state.json"
"""In a job's folder: that it waits or runs (``queued``), was ``stopped``, or has ``failed`` and why."""
OWNER = "owner"
"""In a job's folder: whose it is, as a hash that names nobody."""


def owner_of(reader: str) -> str:
    """Return by what a folder knows ``reader``."""
    return sha256(reader.encode()).hexdigest()


def note_owner(folder: Path, owner: str) -> None:
    """Write into a job's ``folder`` whose it is.

    Raises:
        DataError: it cannot be written.
    """
    run_files.write_whole(folder / OWNER, owner.encode("ascii"))


def note_state(folder: Path, state: JobState, reason: Message | None = None) -> None:
    """Write into a job's ``folder`` how it stands. Where that cannot be, as on a full disk, the database knows it."""
    with suppress(DataError):
        if folder.is_dir():
            run_files.write_json(folder / NOTE, {"state": state, "reason": message_to_json(reason) if reason else None})


def is_noted(folder: Path) -> bool:
    """Say whether a folder tells whose it is and how it stands; those of earlier versions do not."""
    return (folder / OWNER).exists() and (folder / NOTE).exists()


def folders(root: Path) -> Iterator[Path]:
    """Yield the folders of all jobs in ``root``."""
    if root.is_dir():
        yield from (Path(entry.path) for entry in os.scandir(root) if ID.fullmatch(entry.name) and entry.is_dir())


def job_in(folder: Path, reader: str = "") -> Job:
    """Return the job that a folder holds; one that is not over and was not noted down counts as stopped."""
    said = run_files.read_record(folder / NOTE)
    state, reason, ended = said.get("state", "stopped"), said.get("reason"), _moment(folder / NOTE)
    if run_files.read_record(folder / run_files.RESULT):
        state, reason, ended = "done", None, _moment(folder / run_files.RESULT)
    plan = _plan(str(folder), _moment(folder / run_files.PLAN))
    created = _moment(folder / OWNER)
    return Job(id=folder.name, reader=reader, state=state, reason=message_from_json(reason) if reason else None,
               title=str(plan.get("title", "")), plan=dict(plan), created=created, started=created,
               ended=ended if state in {"done", "failed"} else None)


def owner_in(folder: Path) -> str:
    """Return whose a folder is, as `owner_of` says it; empty where that is not written."""
    try:
        return _noted(str(folder), (folder / OWNER).stat().st_ctime_ns)
    except OSError:
        return ""


def finished(reader: str) -> list[Job]:
    """Return the finished trainings of ``reader``, the newest first."""
    owner = owner_of(reader)
    mine = [folder for folder in folders(jobs_folder()) if owner_in(folder) == owner]
    done = [job_in(folder, reader) for folder in mine if (folder / run_files.RESULT).exists()]
    return sorted((job for job in done if job.state == "done"), key=lambda job: job.created, reverse=True)


def held_by(owner: str) -> list[Path]:
    """Return the folders of the jobs of who is known by what `owner_of` says."""
    return [folder for folder in folders(jobs_folder()) if owner_in(folder) == owner]


def hand_over_note(folder: Path, owner: str) -> None:
    """Write that a job is another's now; its time of submission, which the note tells too, stays.

    Raises:
        DataError: it cannot be written.
    """
    made = (folder / OWNER).stat()
    note_owner(folder, owner)
    os.utime(folder / OWNER, ns=(made.st_atime_ns, made.st_mtime_ns))


def own_folder(reader: str, job: str, *, lent_by: str = "") -> Path:
    """Return the folder of a job of ``reader``.

    Args:
        lent_by: who lets this reader look at a job of theirs, as `owner_of` says it; empty: nobody.

    Raises:
        JobError: there is none of that name, or it is somebody else's.
    """
    folder = jobs_folder() / job
    if not ID.fullmatch(job) or (owner_in(folder) or None) not in (owner_of(reader), lent_by):
        raise no_job(job)
    return folder


def no_job(job: str) -> JobError:
    """Return what a reader is told of a job that is not theirs, whether it is there or not."""
    return JobError("There is no job {job} of yours. It was deleted, or was trained in another browser, and opens only "
                    "there. Choose another network, or train one.", job=job)


@lru_cache(maxsize=4096)
def _noted(folder: str, _written: int) -> str:
    """Return the note of a folder, which changes once at most: a reader may take their jobs along into an account."""
    return Path(folder, OWNER).read_text(encoding="ascii")


@lru_cache(maxsize=1024)
def _plan(folder: str, _changed: float) -> dict[str, Any]:
    return run_files.read_record(Path(folder) / run_files.PLAN)


def _moment(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
