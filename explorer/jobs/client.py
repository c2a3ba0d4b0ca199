"""What pages ask of jobs: submit, list, watch, stop, resume, delete. Nothing is computed here; DBOS keeps the queue.

Whoever asks names the reader, and gets that reader's jobs only: another one's does not exist for them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowSerializationFormat, WorkflowStatus, error as dbos_error
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeoutError

from explorer.errors import JobError, LimitError
from explorer.jobs import database
from explorer.jobs.database import APP, QUEUE, VERSION, WORKFLOW
from explorer.jobs.forecast import Forecast
from explorer.jobs.paths import database_url, held, jobs_folder
from explorer.jobs.readers import note_owner
from explorer.jobs.records import Job, job_of, read_starts
from explorer.runtime import CLOSE, run_files, size_text
from explorer.settings import settings

T = TypeVar("T")
PATIENCE_S = 20.0
"""How long a page waits for a database that does not answer, s."""
PAUSE_S = 0.5
ENDING_S = 10.0
"""How long a page waits for a stopped job's process to be gone, s."""
AWAY = (OperationalError, InterfaceError, PoolTimeoutError)


@cache
def connected() -> Jobs:
    """Return the jobs of this server, connected when first asked for."""
    return Jobs(database_url(), jobs_folder())


class Jobs:
    """The jobs in the database ``url``, whose files lie in ``root``, one folder each."""

    def __init__(self, url: str, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self._engine = database.engine(url)
        self._client = DBOSClient(system_database_url=url, application_name=APP, lazy=True,
                                  retry_connection_errors=False)
        self._forecast = Forecast(root)
        _patiently(lambda: DBOS.migrate(url))
        _patiently(lambda: database.make_tables(self._engine))

    def submit(self, reader: str, plan: Mapping[str, Any], *, epochs: int, images: int,
               seconds: float | None = None) -> Job:
        """Queue a training.

        Args:
            plan: what ``explorer.training`` reads; its ``title`` names the job.
            epochs, images: its size, held against the limits.
            seconds: how long all its epochs take, as measured; None: not known.

        Raises:
            LimitError: more than this server allows: too long, too large, too many, or no room on the disk.
            JobError: the database does not answer, or the network to start from is another reader's job.
        """
        _refuse_above("epochs", epochs, settings().epochs)
        _refuse_above("pictures", images, settings().train_images)
        self._refuse_foreign_network(reader, str(plan.get("network", "")))
        self._refuse_full_disk()
        job = uuid4().hex
        folder = self.root / job
        folder.mkdir()
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
            run_files.write_json(folder / run_files.PLAN, plan)
            note_owner(folder, reader)
            if seconds is not None:
                run_files.write_json(folder / run_files.EXPECTED, {"seconds": seconds})
            _patiently(lambda: self._enqueue(job, reader, dict(plan)))
            undo.pop_all()
        return self.get(reader, job)

    def of(self, reader: str) -> list[Job]:
        """Return all jobs of ``reader``, the newest first."""
        found = _patiently(lambda: self._client.list_workflows(name=WORKFLOW, user=reader, sort_desc=True))
        queue, waits = self._line() if any(one.status == "ENQUEUED" for one in found) else ([], [])
        found.sort(key=_number, reverse=True)
        return [job_of(one, queue, read_starts(self.root / one.workflow_id), waits) for one in found]

    def get(self, reader: str, job: str) -> Job:
        """Return one job of ``reader``.

        Raises:
            JobError: there is none of that name, or it is somebody else's.
        """
        found = _patiently(lambda: self._client.list_workflows(workflow_ids=[job], name=WORKFLOW, user=reader))
        if not found:
            raise JobError("There is no job {job} of yours. It was deleted, or was trained in another browser, and "
                           "opens only there. Choose another network, or train one.", job=job)
        queue, waits = self._line() if found[0].status == "ENQUEUED" else ([], [])
        return job_of(found[0], queue, read_starts(self.root / job), waits)

    def stop(self, reader: str, job: str) -> Job:
        """Stop a job that waits or runs; it can be resumed from its last checkpoint. A job that is over stays so."""
        self.get(reader, job)
        _patiently(lambda: self._client.cancel_workflow(job))
        return self.get(reader, job)

    def resume(self, reader: str, job: str) -> Job:
        """Queue a stopped or failed job again; it goes on from its last checkpoint.

        Raises:
            JobError: it is not there, not over, or done.
            LimitError: too many jobs wait.
        """
        known = self.get(reader, job)
        if known.state not in {"stopped", "failed"}:
            raise JobError("This job is {state}; only one that was stopped or has failed can be resumed.",
                           state=known.state)
        self._refuse_full_disk()
        _patiently(lambda: self._enqueue_again(job, reader))
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
        _patiently(lambda: self._client.delete_workflow(job))

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

        Args:
            seconds: how long all its epochs take, as measured.
        """
        try:
            wait = self._line(reader, ask=lambda work: work())[1][-1]
        except AWAY as error:
            raise JobError("The database of the jobs does not answer. Jobs that run go on; try again in a minute."
                           ) from error
        return self._forecast.learned().total(seconds), wait

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()
        self._engine.dispose()

    def _enqueue(self, job: str, reader: str, plan: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            # DBOS knows the second of a submission at best; its number keeps the order of those in the same one.
            options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=QUEUE, workflow_id=job, app_version=VERSION,
                                     authenticated_user=reader, queue_partition_key=reader,
                                     priority=database.take_turn(connection),
                                     serialization_type=WorkflowSerializationFormat.PORTABLE)
            self._refuse_full_queue(reader)
            self._client.enqueue_in_transaction(connection, options, plan)  # Tried twice, it is still one job.

    def _enqueue_again(self, job: str, reader: str) -> None:
        with self._engine.begin() as connection:
            database.take_turn(connection)
            self._refuse_full_queue(reader)
        try:
            self._client.rewind_workflow(job, queue_name=QUEUE, queue_partition_key=reader)
        except dbos_error.DBOSException as error:
            raise JobError("This job was resumed or deleted at the same moment. Look at it again.") from error

    def _refuse_foreign_network(self, reader: str, network: str) -> None:
        if network.startswith("job/"):
            self.get(reader, network.split("/")[1])

    def _queue(self, ask: Callable[[Callable[[], Any]], Any]) -> list[Any]:
        """Return all jobs that wait, the oldest first."""
        return sorted(ask(lambda: self._client.list_workflows(
            name=WORKFLOW, status="ENQUEUED", load_input=False, load_output=False)), key=_number)

    def _line(self, *more: str, ask: Callable[[Callable[[], Any]], Any] | None = None) -> tuple[list[Any], list[float]]:
        """Return all jobs that wait, the oldest first, and when each will start, s from now; then those of ``more``."""
        ask = ask or _patiently
        queue = self._queue(ask)
        pending = ask(lambda: self._client.list_workflows(
            name=WORKFLOW, status="PENDING", load_input=False, load_output=False))
        return queue, self._forecast.starts(queue, pending, ask(lambda: database.workers(self._engine)), more)

    def _refuse_full_queue(self, reader: str) -> None:
        queue = self._client.list_workflows(name=WORKFLOW, status="ENQUEUED", load_input=False, load_output=False)
        own = sum(one.authenticated_user == reader for one in queue)
        if own >= settings().jobs_queued_per_reader:
            raise LimitError("{count} jobs of yours wait already; {most} may. Delete one, or wait until one starts.",
                             count=own, most=settings().jobs_queued_per_reader)
        if len(queue) >= settings().jobs_queued:
            raise LimitError("{count} jobs wait on this server; {most} may. Try again when some are done.",
                             count=len(queue), most=settings().jobs_queued)

    def _refuse_full_disk(self) -> None:
        taken = sum(map(_size, self.root.glob("*/*")))
        if taken > settings().data_bytes:
            raise LimitError("The jobs of this server take {taken}; {most} may be taken. Delete jobs "
                             "that you no longer need.", taken=size_text(taken, digits=CLOSE),
                             most=size_text(settings().data_bytes, digits=CLOSE))

    def _remove(self, folder: Path) -> None:
        with held(folder / run_files.LOCK, ENDING_S) as free:
            if not free:
                raise JobError("This job is still ending. Try again in a minute.")
            shutil.rmtree(folder)


def _size(file: Path) -> int:
    """Return the bytes of a file; 0 of what is none, or has just been renamed or removed by another process."""
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0


def _number(status: WorkflowStatus) -> int:
    """Return the number of a submission."""
    return status.priority or 0


def _refuse_above(what: str, count: int, most: int) -> None:
    if count > most:
        raise LimitError("{count:,} {what} are more than the {most:,} that this server trains on. Choose fewer.",
                         count=count, what=what, most=most)


def _patiently(work: Callable[[], T]) -> T:
    """Return what ``work`` returns; where the database is away, try again for a while.

    Raises:
        JobError: it did not come back.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return work()
        except AWAY as error:
            if time.monotonic() > deadline:
                raise JobError("The database of the jobs does not answer since {seconds:.0f} s. Jobs that run go on; "
                               "try again in a minute.", seconds=PATIENCE_S) from error
            time.sleep(PAUSE_S)
