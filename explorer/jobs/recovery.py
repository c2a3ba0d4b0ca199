"""The jobs' database, ready to be used: a damaged SQLite file is put aside, and a lost one made again from the folders.

What DBOS keeps of a job is its turn, its state and its plan; all of it stands in the job's folder too. Rows are written
as DBOS 3 writes them, for it has no call for a job that is over already.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowSerializationFormat

from explorer.errors import JobError
from explorer.jobs import database, folders, schema
from explorer.jobs.database import APP, QUEUE, VERSION, WORKFLOW
from explorer.jobs.paths import held
from explorer.jobs.records import Job, done, failed, job_of, read_starts

LOCK = "jobs.lock"
LOCK_S = 60.0
LOG = logging.getLogger(__name__)
BESIDE = ("", "-journal", "-wal", "-shm")
"""What SQLite keeps beside its file belongs to it."""


def prepare(url: str, root: Path) -> None:
    """Make the database ``url`` of the jobs in ``root`` ready. One process does so at a time.

    Raises:
        JobError: another process has been at it for a minute.
        OSError, sqlalchemy.exc.DBAPIError: the folder or the database cannot be used.
    """
    with held(root.parent / LOCK, LOCK_S) as free:
        if not free:
            raise JobError("The database of the jobs is being made ready. Try again in a minute.")
        file = database.file_of(url)
        aside = _put_aside(file) if file and _is_damaged(file) else None
        DBOS.migrate(url)  # which makes a database that is missing on its server
        engine = database.engine(url)
        try:
            schema.settle(engine)
            known = sa.inspect(engine).has_table(database.GATE.name)
            database.make_tables(engine)
            _complete(url, engine, root, known=known, aside=aside)
        finally:
            engine.dispose()


def _complete(url: str, engine: sa.Engine, root: Path, *, known: bool, aside: Path | None) -> None:
    """Let database and folders know the same jobs."""
    client = DBOSClient(system_database_url=url, application_name=APP, lazy=True, retry_connection_errors=False)
    try:
        if known:
            _note_down(client, root)
            return
        count = _find_again(client, engine, root)
        if aside:
            LOG.error("The database of the jobs was damaged. It is kept as %s, and a new one was made; %d jobs were "
                      "found again in %s", aside, count, root)
        elif count:
            LOG.error("The database of the jobs was gone, and a new one was made; %d jobs were found again in %s",
                      count, root)
    finally:
        client.destroy()


def reconcile(url: str, root: Path) -> tuple[int, int]:
    """Let a database and folders that were copied one after the other know the same jobs; nobody uses them meanwhile.

    No worker is taken to be alive, so those that start take all jobs over.

    Returns:
        How many jobs were found again in their folders, and how many were forgotten that have none any more.
    """
    engine = database.engine(url)
    client = DBOSClient(system_database_url=url, application_name=APP, lazy=True, retry_connection_errors=False)
    try:
        with engine.begin() as connection:
            connection.execute(sa.delete(database.WORKERS))
        known = {one.workflow_id for one in client.list_workflows(name=WORKFLOW, load_input=False, load_output=False)}
        there = {folder.name for folder in folders.folders(root)}
        for job in known - there:
            client.delete_workflow(job)
        return _find_again(client, engine, root, but=known), len(known - there)
    finally:
        client.destroy()
        engine.dispose()


def _is_damaged(file: Path) -> bool:
    """Say whether a SQLite file is none, or not whole.

    Raises:
        sqlite3.Error: it is locked or cannot be opened, so that nobody can say.
    """
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=database.QUICK_S)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except sqlite3.Error as error:
        if database.is_damage(error):
            return True
        raise


def _put_aside(file: Path) -> Path:
    """Give a damaged file another name, and return that."""
    name = f"{file.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    for ending in BESIDE:
        beside = file.with_name(file.name + ending)
        if beside.exists():
            beside.rename(file.with_name(name + ending))
    return file.with_name(name)


def _find_again(client: DBOSClient, engine: sa.Engine, root: Path, but: Collection[str] = ()) -> int:
    """Enter the jobs of all folders ``but`` some, in the order of their submission; return how many. Those that are
    not over and were not stopped go on."""
    found = [(folders.job_in(folder), folders.owner_in(folder)) for folder in folders.folders(root)
             if folder.name not in but]
    found = [(job, owner) for job, owner in found if job.plan]
    for job, owner in sorted(found, key=lambda one: one[0].created):
        with engine.begin() as connection:
            options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=QUEUE, workflow_id=job.id, app_version=VERSION,
                                     authenticated_user=owner, queue_partition_key=owner,
                                     priority=database.take_turn(connection),
                                     serialization_type=WorkflowSerializationFormat.PORTABLE)
            client.enqueue_in_transaction(connection, options, job.plan)
            connection.execute(_settle(engine), _row(job))
    return len(found)


def _settle(engine: sa.Engine) -> sa.Update:
    """Return the statement that gives a job the state and the times of its row."""
    names = ("workflow_uuid", "status", "created_at", "completed_at", "output")
    table = sa.table("workflow_status", *(sa.column(name) for name in names),
                     schema=None if engine.dialect.name == "sqlite" else "dbos")
    return sa.update(table).where(table.c.workflow_uuid == sa.bindparam("job")).values(
        {name: sa.bindparam(f"new_{name}") for name in names[1:]})


def _row(job: Job) -> dict[str, str | int | None]:
    status = {"done": "SUCCESS", "failed": "SUCCESS", "stopped": "CANCELLED"}.get(job.state, "ENQUEUED")
    answer = done() if job.reason is None else failed(job.reason)
    over = status != "ENQUEUED"
    return {"job": job.id, "new_status": status, "new_created_at": int(1000 * job.created),
            "new_completed_at": int(1000 * (job.ended or job.created)) if over else None,
            "new_output": json.dumps(answer) if status == "SUCCESS" else None}


def _note_down(client: DBOSClient, root: Path) -> None:
    """Write into the folders of earlier versions what only the database knows of them."""
    bare = {folder.name: folder for folder in folders.folders(root) if not folders.is_noted(folder)}
    if not bare:
        return
    for status in client.list_workflows(name=WORKFLOW, workflow_ids=list(bare)):
        folder, job = bare[status.workflow_id], job_of(status, (), read_starts(bare[status.workflow_id]))
        if not (folder / folders.OWNER).exists():
            folders.note_owner(folder, folders.owner_of(job.reader))
            os.utime(folder / folders.OWNER, (job.created, job.created))
        folders.note_state(folder, "queued" if job.state == "running" else job.state, job.reason)
