"""Short links, kept in the jobs' database: five signs stand for a page and its parameters, half a year after use."""

from __future__ import annotations

import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError

from explorer.errors import JobError, LimitError, TaskError
from explorer.jobs import AWAY, database_url, engine, file_of, is_damage, settle
from explorer.settings import settings

T = TypeVar("T")
SIGNS = "bcdfghjkmnpqrstvwxz23456789"
"""No vowels, so that no words come about, and none that looks like another."""
LENGTH = 5
LONGEST_TARGET = 8000
"""Characters of what a short link stands for."""
PATIENCE_S, PAUSE_S = 4.0, 0.1
DAY_S = 24 * 3600.0
_TARGET = re.compile(r"([a-z][a-z0-9_]{0,39})?(\?[\x21-\x7e]*)?")
_TABLES = sa.MetaData()
LINKS = sa.Table(
    "explorer_short_links", _TABLES, sa.Column("code", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, nullable=False), sa.Column("owner", sa.Text, nullable=False, index=True),
    sa.Column("used", sa.Float, nullable=False))


@cache
def short_links() -> ShortLinks:
    """Return the short links of this server."""
    return ShortLinks(database_url())


class ShortLinks:
    """Short links in the database ``url``, for many threads and processes at once.

    Args:
        clock: of the wall, s since 1970; machines may differ by some minutes.
        choose: picks a sign by chance.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.time,
                 choose: Callable[[Sequence[str]], str] = secrets.choice) -> None:
        self._engine, self._file = engine(url), file_of(url)
        self._clock, self._choose = clock, choose
        self._ready = False

    def make(self, reader: str, target: str) -> str:
        """Return the code that stands for ``target``, the same for the same reader.

        Args:
            target: a page's name and its parameters, such as ``pixels?side=8``.

        Raises:
            LimitError: this reader has too many, or all readers together.
            TaskError: it is no address of a page, or the database does not answer.
        """
        if len(target) > LONGEST_TARGET or not _TARGET.fullmatch(target):
            raise TaskError("This link is too long to be shortened, or leads to no page of this app.")
        owner = sha256(reader.encode()).hexdigest()
        return self._patiently(lambda connection: self._made(connection, owner, target))

    def target(self, code: str) -> str | None:
        """Return what a code stands for; None: it was never given, or has ended. Capitals do not count.

        Raises:
            TaskError: the database does not answer.
        """
        told = code[:LENGTH + 1].lower()
        if len(told) != LENGTH or not set(told) <= set(SIGNS) or (self._file and not self._file.exists()):
            return None
        return self._patiently(lambda connection: self._found(connection, told))

    def _made(self, connection: sa.Connection, owner: str, target: str) -> str:
        now = self._clock()
        connection.execute(sa.delete(LINKS).where(LINKS.c.used < self._oldest(now)))
        same = connection.execute(sa.select(LINKS.c.code).where(
            LINKS.c.owner == owner, LINKS.c.target == target)).scalar()
        if same is not None:
            connection.execute(sa.update(LINKS).where(LINKS.c.code == same).values(used=now))
            return str(same)
        counted = sa.select(sa.func.count()).select_from(LINKS)
        for most, count in ((settings().short_links_per_reader, counted.where(LINKS.c.owner == owner)),
                            (settings().short_links, counted)):
            if connection.execute(count).scalar_one() >= most:
                raise LimitError("There are {most:,} short links, and no more are kept at once. Use the long one.",
                                 most=most)
        code = "".join(self._choose(SIGNS) for _ in range(LENGTH))
        connection.execute(sa.insert(LINKS).values(code=code, target=target, owner=owner, used=now))
        return code

    def _found(self, connection: sa.Connection, code: str) -> str | None:
        now = self._clock()
        row = connection.execute(sa.select(LINKS.c.target, LINKS.c.used).where(
            LINKS.c.code == code, LINKS.c.used >= self._oldest(now))).first()
        if row is None:
            return None
        if row.used < now - DAY_S:  # not with each of a class
            connection.execute(sa.update(LINKS).where(LINKS.c.code == code).values(used=now))
        return str(row.target)

    @staticmethod
    def _oldest(now: float) -> float:
        return now - DAY_S * settings().short_link_days

    def _patiently(self, work: Callable[[sa.Connection], T]) -> T:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._make_table()
                with self._engine.begin() as connection:
                    return work(connection)
            except JobError as error:  # of a newer version
                raise TaskError(error.message.template, **error.message.values) from error
            except (OSError, SQLAlchemyError, sqlite3.Error) as error:
                # The file may have been put aside; or another process chose the same code at the same moment.
                if not is_damage(error) and not isinstance(error, (OSError, IntegrityError, *AWAY)):
                    raise
                self._ready = False
                if time.monotonic() > deadline:
                    raise TaskError("The database of this server does not answer, so short links do not work at "
                                    "present. Long ones do.") from error
            time.sleep(PAUSE_S)

    def _make_table(self) -> None:
        if self._ready:
            return
        if self._file:
            Path(self._file).parent.mkdir(parents=True, exist_ok=True)
        self._engine.dispose()
        settle(self._engine)
        with suppress(IntegrityError, ProgrammingError):  # another process is making it at the same moment
            _TABLES.create_all(self._engine)
        self._ready = True

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
