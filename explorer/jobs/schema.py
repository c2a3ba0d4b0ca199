"""Which form the tables of this server's database have: one number, and steps that lead from each form to the next.

The number stands in a table of its own. A database without it is of form 1, which all versions wrote before there were
numbers. Tables that are missing are not a step: each room of the library makes its own where it first needs them, in
the form of today. A step changes what is there: a new column, another type, rows that are told otherwise. To add one,
write it into `explorer.jobs.migrations`, count `FORM` up, and keep the steps before it as they are for ever.
"""

from __future__ import annotations

import sqlalchemy as sa

from explorer.errors import JobError
from explorer.jobs.database import engine, file_of
from explorer.jobs.paths import database_url

FORM = 1
"""The form that this version of the app reads and writes; 1 more than there are steps."""
LOCK = 0x434E4E
"""Of PostgreSQL, held by whoever changes the form; any number that no other program takes."""
OWN = "explorer_"
"""How our tables' names begin; DBOS looks after its own."""
_TABLES = sa.MetaData()
TABLE = sa.Table("explorer_schema", _TABLES, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
                 sa.Column("version", sa.Integer, nullable=False))


def settle(database: sa.Engine) -> None:
    """Bring the tables to the form of this version: one process does so, others that start meanwhile wait for it.

    Where nothing is to be done this costs two small questions, and Alembic is not loaded.

    Raises:
        JobError: the database was written by a newer version of the app.
    """
    with database.connect() as connection:
        if _form(connection) == FORM:
            return
    with database.begin() as connection:
        _lock(connection)
        found = _form(connection)
        refuse_newer(found)
        if found != FORM:
            _advance(connection, found)


def check_form() -> None:
    """Look once, before a process begins, whether it may write to the database; one that is away is not waited for.

    Raises:
        JobError: the database was written by a newer version of the app.
    """
    refuse_newer(form_of(database_url()))


def form_of(url: str) -> int | None:
    """Return the form of the database ``url``; None where there is none yet, or none that answers."""
    file = file_of(url)
    if file and not file.exists():
        return None
    made = engine(url)
    try:
        with made.connect() as connection:
            return _form(connection)
    except (sa.exc.DBAPIError, OSError):
        return None
    finally:
        made.dispose()


def refuse_newer(found: int | None, known: int | None = None) -> None:
    """Raise `JobError` where the form ``found`` is newer than the one ``known`` (``FORM``)."""
    known = FORM if known is None else known
    if found is not None and found > known:
        raise JobError("The database of this server has form {found}, which a newer version of the app has given it; "
                       "this one knows forms up to {known}. Start the newer version again, or restore a backup that "
                       "was made before it.", found=found, known=known)


def _form(connection: sa.Connection) -> int | None:
    """Return the form; None where none of our tables is there yet."""
    names = sa.inspect(connection).get_table_names()
    if TABLE.name in names and (found := connection.execute(sa.select(TABLE.c.version)).scalar()):
        return int(found)
    return 1 if any(name.startswith(OWN) and name != TABLE.name for name in names) else None


def _lock(connection: sa.Connection) -> None:
    """Wait until no other process changes the form; it is held to the end of the transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def _advance(connection: sa.Connection, found: int | None) -> None:
    """Take the steps from the form ``found``, and write down where they led."""
    if found is not None and found < FORM:
        from explorer.jobs.migrations import take_steps
        take_steps(connection, found, FORM)
    _TABLES.create_all(connection)
    connection.execute(sa.delete(TABLE))
    connection.execute(sa.insert(TABLE).values(id=1, version=FORM))
