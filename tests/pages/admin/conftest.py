"""A server to look at: jobs without a queue, a book in a file, and a secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from explorer import monitoring
from explorer.monitoring import StatusBook
from explorer.runtime import Flood, switches
from pages.ui import admins
from tests.pages.jobs.jobs_page import Desk, seat

SECRET = "a secret of this server"


@pytest.fixture
def desk(tmp_path, configure, monkeypatch) -> Desk:
    """Return the desk of a server whose secret is `SECRET`."""
    configure(data=tmp_path, admin_secret=SECRET)
    monkeypatch.setattr(admins, "_own", Flood(admins.OWN_TRIES, admins.OWN_PER_S))
    monkeypatch.setattr(admins, "_all", Flood(admins.ALL_TRIES, admins.ALL_PER_S))
    return seat(Desk(tmp_path), monkeypatch)


@pytest.fixture
def book(desk, tmp_path, monkeypatch) -> Iterator[StatusBook]:
    """Yield the book of that server."""
    with closing(StatusBook(f"sqlite:///{tmp_path / 'jobs.sqlite'}")) as made:
        monkeypatch.setattr(monitoring, "server_book", lambda: made)
        yield made
    switches.follow({})
