"""The jobs' database as one file, and back: SQLite by its own backup call, PostgreSQL by ``pg_dump``.

All of it is taken at one moment, DBOS's tables and ours together, while others write.

Source:
    sqlite.org/backup.html; postgresql.org/docs/current/app-pgdump.html.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from explorer.errors import ExplorerError
from explorer.jobs import engine, file_of

SCHEMA = "dbos"
"""Of DBOS's tables in PostgreSQL."""
OURS = "explorer_"
JOBS = "workflow_status"
PASSING = {"explorer_schema", "explorer_gate", "explorer_workers", "explorer_processes", "explorer_faults"}
"""Tables with rows though no reader has done anything yet."""
BESIDE = ("", "-journal", "-wal", "-shm")
LIMIT_S = 6 * 3600


def kind_of(url: str) -> str:
    """Return ``sqlite`` or ``postgresql``."""
    return "sqlite" if file_of(url) else "postgresql"


def is_there(url: str) -> bool:
    """Say whether there is a database yet. A server that does not answer is an error.

    Raises:
        ExplorerError: it does not answer.
    """
    file = file_of(url)
    if file:
        return file.exists()
    with _asked(url) as connection:
        return bool(_tables(connection))


def size_of(url: str) -> int:
    """Return about how many bytes a dump will have at most."""
    file = file_of(url)
    if file:
        return file.stat().st_size
    with _asked(url) as connection:
        return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())


def dump(url: str, target: Path) -> None:
    """Write all of the database into the file ``target``, which must not be there.

    Raises:
        ExplorerError: it is damaged or does not answer, or PostgreSQL's client is missing or too old.
        OSError: the file cannot be written.
    """
    file = file_of(url)
    if file:
        _dump_sqlite(file, target)
    else:
        _check_client("pg_dump", url)
        _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def _dump_sqlite(file: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as source, \
                closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            sound = copy.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError as error:
        raise _damaged(file) from error
    if not sound:
        raise _damaged(file)


def _damaged(file: Path) -> ExplorerError:
    return ExplorerError("{name} is damaged or locked. Start the app once: it puts a damaged file aside and finds the "
                         "jobs again in their folders. Then take the backup.", name=file.name)


def load(url: str, source: Path) -> None:
    """Fill an empty database with what `dump` wrote of one of the same kind.

    Raises:
        ExplorerError: PostgreSQL refuses it, does not answer, or its client is missing or too old.
        OSError: the file cannot be written.
    """
    file = file_of(url)
    if file:
        source.replace(file)
    else:
        _run("pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source))


def check_client(url: str) -> None:
    """Check that the programs that `dump` and `load` need are here.

    Raises:
        ExplorerError: they are missing, or older than the server.
    """
    if not file_of(url):
        for program in ("pg_dump", "pg_restore"):
            _check_client(program, url)


def is_used(url: str) -> bool:
    """Say whether readers have left anything in the database: jobs, rooms, links."""
    file = file_of(url)
    if file and not file.exists():
        return False
    try:
        with _asked(url) as connection:
            return any(connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).scalar()
                       for table in _tables(connection) if table.name not in PASSING)
    except sa.exc.DatabaseError:
        return True  # a damaged file, which may be what somebody wants to look at


def put_aside(url: str, target: Path | None) -> None:
    """Empty a database that nobody uses: a SQLite file is moved, PostgreSQL's tables are dumped and removed.

    Args:
        target: where to; None: nothing in it is worth keeping.
    """
    file = file_of(url)
    if file:
        for ending in BESIDE:
            beside = file.with_name(file.name + ending)
            if beside.exists() and target:
                beside.rename(target.with_name(target.name + ending))
            beside.unlink(missing_ok=True)
        return
    if target:
        dump(url, target)
    with _asked(url) as connection:
        for table in _tables(connection):
            if table.name.startswith(OURS):
                connection.execute(sa.schema.DropTable(table, if_exists=True))
        connection.execute(sa.schema.DropSchema(SCHEMA, cascade=True, if_exists=True))
        connection.commit()


def carry_over(source: Path, url: str) -> None:
    """Make our own tables of a SQLite dump anew in the empty database ``url`` of another kind, with all their rows.

    DBOS's are left out: jobs are found again in their folders.
    """
    found, target = engine(f"sqlite:///{source}"), engine(url)
    try:
        with found.connect() as old, target.begin() as new:
            tables = sa.MetaData()
            for table in _tables(old):
                if table.name.startswith(OURS) and table.name not in PASSING - {"explorer_schema"}:
                    _carry(old, new, table.name, tables)
    finally:
        found.dispose()
        target.dispose()


def _carry(old: sa.Connection, new: sa.Connection, name: str, tables: sa.MetaData) -> None:
    """Make one table anew, and copy its rows."""
    table = sa.Table(name, tables, autoload_with=old)
    for column in table.columns:
        column.type = column.type.as_generic()
        column.server_default = None
    table.create(new)
    for rows in old.execute(sa.select(table)).mappings().partitions(500):
        new.execute(sa.insert(table), [dict(row) for row in rows])


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """Return DBOS's tables and ours that are there."""
    asked = sa.inspect(connection)
    own = [sa.Table(name, sa.MetaData()) for name in asked.get_table_names() if name.startswith(OURS) or name == JOBS]
    if connection.dialect.name == "postgresql" and asked.has_table(JOBS, schema=SCHEMA):
        own.append(sa.Table(JOBS, sa.MetaData(), schema=SCHEMA))
    return own


@contextmanager
def _asked(url: str) -> Iterator[sa.Connection]:
    made = engine(url)
    try:
        with made.connect() as connection:
            yield connection
    except sa.exc.OperationalError as error:
        reason = str(error.orig).strip().splitlines()
        raise ExplorerError("The database does not answer ({reason}). Look at EXPLORER_DATABASE_URL, and whether the "
                            "database is there.", reason=reason[-1][:200] if reason else "-") from error
    finally:
        made.dispose()


def _check_client(program: str, url: str) -> None:
    if shutil.which(program) is None:
        raise ExplorerError("{program} is missing. Install PostgreSQL's client on this machine (Debian: apt-get "
                            "install postgresql-client).", program=program)
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=30).stdout
    own = int(number[1]) if (number := re.search(r"(\d+)(\.|\s|$|beta|rc|devel)", said)) else 0
    with _asked(url) as connection:
        server = int(connection.execute(sa.text("SHOW server_version_num")).scalar_one()) // 10000
    if own < server:
        raise ExplorerError("{program} is of PostgreSQL {own}, and the server is of {server}: an older client cannot "
                            "read it. Install the client of version {server} (postgresql-client-{server}).",
                            program=program, own=own, server=server)


def _run(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password is handed over where other users cannot see it."""
    made = sa.make_url(url)
    address = sa.URL.create("postgresql", username=made.username, host=made.host, port=made.port,
                            database=made.database, query=made.query).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(made.password)} if made.password else {})
    said = subprocess.run([program, f"--dbname={address}", *arguments], env=environment, capture_output=True,
                          text=True, check=False, timeout=LIMIT_S, stdin=subprocess.DEVNULL)
    if said.returncode:
        lines = said.stderr.strip().splitlines() or ["-"]
        raise ExplorerError("{program} ended with {code}: {reason}", program=program, code=said.returncode,
                            reason=lines[0][:300])
