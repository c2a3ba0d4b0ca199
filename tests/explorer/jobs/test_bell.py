"""A worker's threads sleep while nothing is to be done, and wake up for a submission."""

import threading
import time

import pytest
import sqlalchemy as sa

from explorer.jobs import bell as bells
from explorer.jobs.bell import Bell
from explorer.jobs.database import engine, make_tables, take_turn


@pytest.fixture
def database(tmp_path):
    """Return an empty database of jobs."""
    found = engine(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    make_tables(found)
    return found


@pytest.fixture
def sleeping(database, clock):
    """Return a bell whose threads sleep."""
    found = Bell(database, clock)
    found.listen()
    clock.now += 2 * bells.AWAKE_S
    found.rest()
    return found


def submit(database):
    with database.begin() as connection:
        take_turn(connection)


def test_a_submission_of_another_process_rings_once(database, sleeping):
    assert not sleeping.listen()
    submit(engine(str(database.url)))
    assert [sleeping.listen(), sleeping.listen()] == [True, False]
    assert not sleeping.sleeps


def test_nobody_falls_asleep_again_right_after_the_bell(database, sleeping, clock):
    submit(database)
    sleeping.listen()
    clock.now += bells.AWAKE_S / 2
    sleeping.rest()
    assert not sleeping.sleeps
    clock.now += bells.AWAKE_S
    sleeping.rest()
    assert sleeping.sleeps


def test_a_submission_between_the_last_look_and_falling_asleep_is_heard(database, clock):
    bell = Bell(database, clock)
    bell.listen()
    clock.now += 2 * bells.AWAKE_S
    submit(database)
    bell.rest()
    assert bell.listen()


def test_whoever_waits_sleeps_on_until_the_bell_is_rung(database, sleeping):
    stop, woken = threading.Event(), []
    sleeping.teach([stop])
    waiting = threading.Thread(target=lambda: woken.append(stop.wait(timeout=0.01)))
    waiting.start()
    waiting.join(0.2)
    assert woken == []
    submit(database)
    sleeping.listen()
    waiting.join(5)
    assert woken == [False]


def test_threads_that_have_nothing_to_do_with_it_sleep_on_and_still_end_at_once(database, sleeping):
    stop, woken = threading.Event(), []
    sleeping.teach([stop])
    waiting = threading.Thread(target=lambda: woken.append(stop.wait(timeout=0.01)), name=bells.UNNEEDED[0])
    waiting.start()
    submit(database)
    sleeping.listen()
    waiting.join(0.2)
    assert woken == []
    stop.set()
    waiting.join(5)
    assert woken == [True]


def test_whoever_waits_while_there_is_work_waits_as_long_as_before(database):
    stop = threading.Event()
    Bell(database).teach([stop])
    began = time.monotonic()
    assert not stop.wait(timeout=0.05)
    assert 0.05 <= time.monotonic() - began < 5
    stop.set()
    assert stop.wait()


def test_a_database_that_does_not_answer_wakes_everybody_and_is_asked_again(database, sleeping):
    with database.begin() as connection:
        connection.execute(sa.text("ALTER TABLE explorer_gate RENAME TO away"))
    assert sleeping.listen()
    assert not sleeping.sleeps
    with database.begin() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO explorer_gate"))
    sleeping.listen()
    assert not sleeping.listen()
