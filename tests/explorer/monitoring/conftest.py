"""Books of a test's own, on both databases."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from explorer.monitoring import faults
from explorer.monitoring.processes import OwnStatus
from explorer.monitoring.status_book import StatusBook
from explorer.runtime import switches
from tests.explorer.jobs.conftest import postgres  # noqa: F401 (a fixture)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    server, name = request.getfixturevalue("postgres"), f"m{time.time_ns()}"
    made = sa.create_engine(server.url.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"),
                            isolation_level="AUTOCOMMIT")
    with made.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    made.dispose()
    return str(server.url.format(name=name).replace("postgresql:", "postgresql+psycopg:"))


@pytest.fixture
def book(url) -> Iterator[StatusBook]:
    """Yield a book."""
    with closing(StatusBook(url)) as made:
        yield made


@pytest.fixture
def file_book(tmp_path) -> Iterator[StatusBook]:
    """Yield a book in a SQLite file."""
    with closing(StatusBook(f"sqlite:///{tmp_path / 'jobs.sqlite'}")) as made:
        yield made


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """Leave no error and no switch for other tests."""
    faults.OWN.take()
    yield
    faults.OWN.take()
    switches.follow({})


@pytest.fixture
def own() -> OwnStatus:
    """Return what a process with three readers tells."""
    return OwnStatus("app", lambda: {"pixels": 2, "home": 1}, lambda: 1234)
