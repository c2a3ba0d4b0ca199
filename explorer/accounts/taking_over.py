"""What a browser's anonymous reader has, counted, and made the account's: once, and again where it failed halfway.

Jobs that run or wait go on: only whose they are is written anew. Notes in folders, which are counted, come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from explorer.classroom import LENT, MEMBERS, ROOMS, TEACHERS
from explorer.errors import DataError, JobError
from explorer.homework import LINKS
from explorer.jobs import database_url, engine, file_of, hand_over_note, held_by, owner_of
from explorer.runtime import run_files
from explorer.settings import settings

MARK = 32
"""Digits of a reader's SHA-256 in the names of notes about files."""
ZIPS, NETWORKS = "upload_owners/*/{mark}", "networks/*/owner-{mark}"
"""Where those notes lie in the data folder."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """How many things a reader has. ``rooms``: those that this reader leads or is in."""

    jobs: int = 0
    zips: int = 0
    networks: int = 0
    rooms: int = 0
    links: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))


def belongings(reader: str) -> Belongings:
    """Return what is kept under a reader's name.

    Raises:
        JobError: the database does not answer.
    """
    owner = owner_of(reader)
    rooms: set[str] = set()
    links: set[str] = set()
    with _transaction() as tx:
        if tx is not None:
            rooms = _codes(tx, TEACHERS, "reader", owner) | _codes(tx, MEMBERS, "reader", owner)
            links = _codes(tx, LINKS, "owner", owner)
    return Belongings(jobs=len(held_by(owner)), zips=len(_notes(ZIPS, owner)), networks=len(_notes(NETWORKS, owner)),
                      rooms=len(rooms), links=len(links))


def take_over(reader: str, account: str) -> None:
    """Make all that a reader has the account's; done twice, it changes nothing more.

    Raises:
        JobError: the database does not answer.
        DataError: a note cannot be written, as on a full disk.
    """
    old, new = owner_of(reader), owner_of(account)
    with _transaction() as tx:
        if tx is not None:
            _hand_over_jobs(tx, (reader, old), account)
            for table, column in ((TEACHERS, "reader"), (MEMBERS, "reader")):
                _hand_over_places(tx, table, column, old, new)
            for table in (ROOMS, LENT, LINKS):
                if _has(tx, table.name):
                    tx.execute(sa.update(table).where(table.c.owner == old).values(owner=new))
    for pattern in (ZIPS, NETWORKS):
        for note in _notes(pattern, old):
            _rename(note, note.name.replace(old[:MARK], new[:MARK]))
    for folder in held_by(old):
        hand_over_note(folder, new)


def leave(reader: str, account: str) -> None:
    """Note that an account does not want what a browser has, and is not to be asked again.

    Raises:
        DataError: it cannot be written.
    """
    note = _left(reader, account)
    note.parent.mkdir(parents=True, exist_ok=True)
    run_files.write_whole(note, b"")


def was_left(reader: str, account: str) -> bool:
    """Say whether an account has left what a browser has."""
    return _left(reader, account).exists()


def _left(reader: str, account: str) -> Path:
    return Path(settings().data) / "left" / owner_of(f"{account} {reader}")


def _rename(note: Path, name: str) -> None:
    try:
        note.replace(note.with_name(name))
    except OSError as error:
        raise DataError("Not everything could be taken along ({reason}). Nothing is lost; try again in a minute.",
                        reason=error.strerror or str(error)) from error


def _hand_over_jobs(tx: sa.Connection, names: tuple[str, ...], account: str) -> None:
    """Name the account in DBOS's table; its client offers no change of these columns."""
    schema = None if tx.dialect.name == "sqlite" else "dbos"
    if _has(tx, "workflow_status", schema):
        table = sa.table("workflow_status", sa.column("authenticated_user"), sa.column("queue_partition_key"),
                         schema=schema)
        for column in (table.c.queue_partition_key, table.c.authenticated_user):
            tx.execute(sa.update(table).where(column.in_(names)).values({column.name: account}))


def _hand_over_places(tx: sa.Connection, table: sa.Table, column: str, old: str, new: str) -> None:
    """Give the account the old reader's places in rooms; where it has one already, that one stays its own."""
    if _has(tx, table.name):
        taken = set(tx.execute(sa.select(table.c.code).where(table.c[column] == new)).scalars())
        own = sa.update(table).where(table.c[column] == old)
        tx.execute(own.where(table.c.code.not_in(taken)).values({column: new}))
        tx.execute(own.values({column: f"left {old}"}))  # what was said there stays; nobody has this name


def _codes(tx: sa.Connection, table: sa.Table, column: str, owner: str) -> set[str]:
    if not _has(tx, table.name):
        return set()
    return set(tx.execute(sa.select(table.c.code).where(table.c[column] == owner)).scalars())


def _has(tx: sa.Connection, table: str, schema: str | None = None) -> bool:
    return sa.inspect(tx).has_table(table, schema=schema)


@contextmanager
def _transaction() -> Iterator[sa.Connection | None]:
    """Yield a transaction in the jobs' database; None where there is no database yet."""
    file = file_of(database_url())
    if file and not file.exists():
        yield None
        return
    database = engine(database_url())
    try:
        with database.begin() as tx:
            yield tx
    except SQLAlchemyError as error:
        raise JobError("The database of the jobs does not answer. Nothing is lost; try again in a minute.") from error
    finally:
        database.dispose()


def _notes(pattern: str, owner: str) -> list[Path]:
    return list(Path(settings().data).glob(pattern.format(mark=owner[:MARK])))
