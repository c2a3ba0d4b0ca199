"""What pages ask of jobs: submit, list, watch, stop, resume, delete. Nothing is computed here; DBOS keeps the queue.

Whoever asks names the reader, and gets that reader's jobs only: another one's does not exist for them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from dbos import EnqueueOptions, WorkflowSerializationFormat, WorkflowStatus, error as dbos_error

from explorer.errors import N_, JobError, LimitError
from explorer.jobs import database
from explorer.jobs.connection import Connection
from explorer.jobs.database import QUEUE, VERSION, WORKFLOW
from explorer.jobs.folders import folders, no_job, note_owner, note_state, owner_in, owner_of
from explorer.jobs.forecast import Forecast
from explorer.jobs.paths import database_url, held, jobs_folder, no_room
from explorer.jobs.records import TOLD, Job, job_of, read_starts
from explorer.runtime import CLOSE, kept_files, run_files, size_text
from explorer.settings import settings

TRIES, PAUSE_S = 5, 0.2
ENDING_S = 10.0
"""How long a page waits for a stopped job's process to be gone, s."""


@cache
def connected() -> Jobs:
    """Return the jobs of this server, connected when first asked for."""
    return Jobs(database_url(), jobs_folder())


class Jobs:
    """The jobs in the database ``url``, whose files lie in ``root``, one folder each."""

    def __init__(self, url: str, root: Path) -> None:
        self.root, self._database, self._forecast = root, Connection(url, root), Forecast(root)
        self._database.patiently(lambda: None)

    def submit(self, reader: str, plan: Mapping[str, Any], *, epochs: int, images: int,
               seconds: float | None = None, lent_by: str = "", times: float = 1.0) -> Job:
        """Queue a training.

        Args:
            plan: what ``explorer.training`` reads; its ``title`` names the job.
            epochs, images: its size, held against the limits.
            seconds: how long all its epochs take, as measured; None: not known.
            lent_by: who lends this reader the network to start from, as `owner_of` says it; empty: nobody.
            times: how many times as many jobs as of other readers may wait, as those of teachers.

        Raises:
            LimitError: more than this server allows: too long, too large, too many, or no room on the disk.
            JobError: the database does not answer, or the network to start from is another reader's job.
            NetworkError: it is another reader's file.
        """
        _refuse_above(N_("{count:,} epochs are more than the {most:,} that this server trains. Choose fewer."),
                      epochs, settings().epochs)
        _refuse_above(N_("{count:,} pictures are more than the {most:,} that this server trains on. Choose fewer."),
                      images, settings().train_images)
        self._refuse_foreign_network(reader, str(plan.get("network", "")), lent_by)
        self._refuse_full_disk()
        job = uuid4().hex
        folder = self.root / job
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
            _make(folder)
            run_files.write_json(folder / run_files.PLAN, plan)
            note_owner(folder, owner_of(reader))
            note_state(folder, "queued")
            self._database.patiently(lambda: self._enqueue(job, reader, dict(plan), seconds, times))
            undo.pop_all()
        return self.get(reader, job)

    def of(self, reader: str) -> list[Job]:
        """Return all jobs of ``reader``, the newest first."""
        return self._newest_first(self._list(user=_names(reader)), lambda _one: reader)

    def of_everybody(self, most: int) -> list[Job]:
        """Return the jobs of all readers that wait or run, and the newest ``most`` besides, the newest first."""
        found = [*self._list(status=["ENQUEUED", "PENDING"]), *self._list(limit=most, sort_desc=True)]
        known = {one.workflow_id: one for one in found}
        return self._newest_first(list(known.values()), lambda one: one.authenticated_user or "")

    def owned_by(self, owners: Collection[str], only: Collection[str] | None = None) -> list[Job]:
        """Return the jobs of readers who are known by what `owner_of` says of them, the newest first.

        Args:
            owners: whose; a job's ``reader`` is one of them then.
            only: which of their jobs; None: all.
        """
        whose = {folder.name: owner for folder in folders(self.root)
                 if (only is None or folder.name in only) and (owner := owner_in(folder)) in owners}
        found = self._list(workflow_ids=list(whose)) if whose else []
        return self._newest_first(found, lambda one: whose[one.workflow_id])

    def get(self, reader: str, job: str) -> Job:
        """Return one job of ``reader``.

        Raises:
            JobError: there is none of that name, or it is somebody else's.
        """
        found = self._list(workflow_ids=[job], user=_names(reader))
        if not found:
            raise no_job(job)
        queue, waits = self._line() if found[0].status == "ENQUEUED" else ([], [])
        return self._job(found[0], queue, waits, reader)

    def stop(self, reader: str, job: str) -> Job:
        """Stop a job that waits or runs; it can be resumed from its last checkpoint. A job that is over stays so."""
        self.get(reader, job)
        self._database.patiently(lambda: self._database.client.cancel_workflow(job))
        known = self.get(reader, job)
        if known.state == "stopped":
            note_state(self.root / job, "stopped")
        return known

    def resume(self, reader: str, job: str, times: float = 1.0) -> Job:
        """Queue a stopped or failed job again; it goes on from its last checkpoint. ``times``: as in `submit`.

        Raises:
            JobError: it is not there, not over, or done.
            LimitError: too many jobs wait.
        """
        known = self.get(reader, job)
        if known.state not in {"stopped", "failed"}:
            raise JobError("This job is {state}; only one that was stopped or has failed can be resumed.",
                           state=TOLD[known.state])
        self._refuse_full_disk()
        self._database.patiently(lambda: self._enqueue_again(job, reader, times))
        note_state(self.root / job, "queued")
        return self.get(reader, job)

    def retry(self, reader: str, job: str, changes: Mapping[str, Any], *, epochs: int, images: int) -> Job:
        """Queue a new job with the plan of an old one and some ``changes``. Raises what ``submit`` raises."""
        return self.submit(reader, {**self.get(reader, job).plan, **changes}, epochs=epochs, images=images)

    def delete(self, reader: str, job: str) -> None:
        """Stop a job and remove it with all its files.

        Raises:
            JobError: it is not there, or its process does not end.
        """
        folder = self.root / self.stop(reader, job).id
        if folder.exists():
            self._remove(folder)
        self._database.patiently(lambda: self._database.client.delete_workflow(job))

    def folder(self, reader: str, job: str) -> Path:
        """Return the folder with the files of a job of ``reader``."""
        return self.root / self.get(reader, job).id

    def progress(self, reader: str, job: str) -> dict[str, Any]:
        """Return what the training last said of itself, nothing before it has begun."""
        return run_files.read_record(self.folder(reader, job) / run_files.PROGRESS)

    def curve(self, reader: str, job: str) -> list[dict[str, float]]:
        """Return the finished epochs, one row each."""
        return run_files.curve_rows(self.folder(reader, job))

    def outlook(self, reader: str, seconds: float) -> tuple[float, float]:
        """Return what a job submitted by ``reader`` now would take once it has begun, s, and when it would begin.

        A short one would begin earlier than a long one.

        Args:
            seconds: how long all its epochs take, as measured.
        """
        return self._forecast.outlook(*self._waiting(patience_s=0), reader, seconds)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _list(self, patience_s: float | None = None, **wanted: Any) -> list[WorkflowStatus]:
        return self._database.patiently(lambda: self._database.client.list_workflows(name=WORKFLOW, **wanted),
                                        patience_s)

    def _newest_first(self, found: list[WorkflowStatus], reader: Callable[[WorkflowStatus], str]) -> list[Job]:
        queue, waits = self._line() if any(one.status == "ENQUEUED" for one in found) else ([], [])
        return [self._job(one, queue, waits, reader(one)) for one in sorted(found, key=_number, reverse=True)]

    def _job(self, status: WorkflowStatus, queue: list[WorkflowStatus], waits: list[float], reader: str) -> Job:
        return replace(job_of(status, queue, read_starts(self.root / status.workflow_id), waits), reader=reader)

    def _enqueue(self, job: str, reader: str, plan: dict[str, Any], seconds: float | None, times: float) -> None:
        with self._database.engine.begin() as connection:
            # DBOS knows the second of a submission at best; its number keeps the order of those in the same one.
            options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=QUEUE, workflow_id=job, app_version=VERSION,
                                     authenticated_user=reader, queue_partition_key=reader,
                                     priority=database.take_turn(connection),
                                     serialization_type=WorkflowSerializationFormat.PORTABLE)
            due = self._forecast.due(reader, seconds, self._refuse_full_queue(reader, times))
            run_files.write_json(self.root / job / run_files.EXPECTED, {"seconds": seconds, "due": due})
            self._database.client.enqueue_in_transaction(connection, options, plan)  # Tried twice, it is still one job.

    def _enqueue_again(self, job: str, reader: str, times: float) -> None:
        with self._database.engine.begin() as connection:
            database.take_turn(connection)
            self._refuse_full_queue(reader, times)
        try:
            self._database.client.rewind_workflow(job, queue_name=QUEUE, queue_partition_key=reader)
        except dbos_error.DBOSException as error:
            raise JobError("This job was resumed or deleted at the same moment. Look at it again.") from error

    def _refuse_foreign_network(self, reader: str, network: str, lent_by: str) -> None:
        if network.startswith("job/") and not (lent_by and self.owned_by([lent_by], [network.split("/")[1]])):
            self.get(reader, network.split("/")[1])
        kept_files.check_network_owner(reader, network, lent_by=lent_by)

    def _waiting(self, patience_s: float | None = None) -> tuple[list[WorkflowStatus], list[WorkflowStatus], int]:
        """Return all jobs that wait, in turn; those that run; and how many workers there are."""
        bare = {"load_input": False, "load_output": False}
        queue = self._forecast.in_turn(self._list(patience_s, status="ENQUEUED", **bare))
        workers = self._database.patiently(lambda: database.workers(self._database.engine), patience_s)
        return queue, self._list(patience_s, status="PENDING", **bare), workers

    def _line(self) -> tuple[list[WorkflowStatus], list[float]]:
        """Return all jobs that wait, in turn, and when each will start, s from now."""
        queue, pending, workers = self._waiting()
        return queue, self._forecast.starts(queue, pending, workers)

    def _refuse_full_queue(self, reader: str, times: float) -> list[WorkflowStatus]:
        """Return all jobs that wait or run, if one more may wait."""
        found = self._database.client.list_workflows(name=WORKFLOW, status=["ENQUEUED", "PENDING"], load_input=False,
                                                     load_output=False)
        queue = [one for one in found if one.status == "ENQUEUED"]
        own = sum(one.authenticated_user in _names(reader) for one in queue)
        most = int(settings().jobs_queued_per_reader * times)
        if own >= most:
            raise LimitError("{count} jobs of yours wait already; {most} may. Delete one, or wait until one starts.",
                             count=own, most=most)
        if len(queue) >= settings().jobs_queued:
            raise LimitError("{count} jobs wait on this server; {most} may. Try again when some are done.",
                             count=len(queue), most=settings().jobs_queued)
        return found

    def _refuse_full_disk(self) -> None:
        if full := no_room():
            raise LimitError(full.template, **full.values)
        taken = sum(map(_size, self.root.glob("*/*")))
        if taken > settings().data_bytes:
            raise LimitError("The jobs of this server take {taken}; {most} may be taken. Delete jobs "
                             "that you no longer need.", taken=size_text(taken, digits=CLOSE),
                             most=size_text(settings().data_bytes, digits=CLOSE))

    def _remove(self, folder: Path) -> None:
        with held(folder / run_files.LOCK, ENDING_S) as free:
            for _ in range(TRIES if free else 0):
                with suppress(OSError):  # Its supervisor may write a last word meanwhile.
                    shutil.rmtree(folder)
                    return
                time.sleep(PAUSE_S)
            raise JobError("This job is still ending. Try again in a minute.")


def _size(file: Path) -> int:
    """Return the bytes of a file; 0 of what is none, or has just been renamed or removed by another process."""
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0


def _names(reader: str) -> list[str]:
    """Return the names that a job of ``reader`` may be under; one that was found again is under its folder's note."""
    return [reader, owner_of(reader)]


def _make(folder: Path) -> None:
    try:
        folder.mkdir()
    except OSError as error:
        raise JobError("This server cannot make a folder for the job ({reason}). Tell whoever runs it.",
                       reason=error.strerror or str(error)) from error


def _number(status: WorkflowStatus) -> int:
    """Return the number of a submission."""
    return status.priority or 0


def _refuse_above(template: str, count: int, most: int) -> None:
    if count > most:
        raise LimitError(template, count=count, most=most)
