"""Workers know each other dead or alive without comparing clocks."""

from __future__ import annotations

import pytest

from explorer.jobs.database import Leases, engine, make_tables


@pytest.fixture
def database(site):
    made = engine(site.address)
    site.jobs.of("nobody")  # makes the tables
    make_tables(made)
    yield made
    made.dispose()


def test_a_worker_that_stands_still_is_dead_and_one_that_counts_up_is_not(database, clock):
    observer, still, counting = (Leases(database, name, 20, clock) for name in ("observer", "still", "counting"))
    for lease in (observer, still, counting):
        lease.beat()
    for clock.now in range(0, 44, 4):
        counting.beat()
        dead = observer.dead(["observer", "still", "counting"])
        assert dead == ({"still"} if clock.now > 20 else set())
    still.beat()
    assert observer.dead(["still"]) == set()


def test_a_worker_that_left_or_never_was_there_is_dead_at_once(database, clock):
    observer, other = Leases(database, "observer", 20), Leases(database, "other", 20)
    other.beat()
    assert observer.dead(["other", "unknown"]) == {"unknown"}
    other.leave()
    assert observer.dead(["other"]) == {"other"}


def test_burying_spares_a_worker_that_came_back(database, clock):
    observer, other = Leases(database, "observer", 20, clock), Leases(database, "other", 20, clock)
    other.beat()
    observer.dead(["other"])
    clock.now = 30
    assert observer.dead(["other"]) == {"other"}
    other.beat()
    observer.bury("other")
    assert observer.dead(["other"]) == set()
    clock.now = 60
    assert observer.dead(["other"]) == {"other"}
    observer.bury("other")
    other.beat()  # and it may come back as if it were new
    assert observer.dead(["other"]) == set()
