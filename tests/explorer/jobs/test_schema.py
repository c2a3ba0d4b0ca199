"""The database's tables have a form with a number; steps lead from each to the next, once, whoever starts then."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from dbos import DBOS

from explorer.classroom.store import Store
from explorer.errors import JobError
from explorer.homework.expected import TaskError
from explorer.homework.shortened import ShortLinks
from explorer.jobs import migrations, schema
from explorer.jobs.client import Jobs
from explorer.jobs.database import engine
from explorer.jobs.schema import check_form, form_of, settle
from tests.explorer.jobs.conftest import ROOT


@pytest.fixture
def database(site):
    """Yield an empty database of either kind."""
    DBOS.migrate(site.address)
    made = engine(site.address)
    yield made
    made.dispose()


def written(database, *lines):
    with database.begin() as connection:
        for line in lines:
            connection.exec_driver_sql(line)


def rows(database, line):
    with database.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(line)]


OLD = ("CREATE TABLE explorer_pets (name TEXT PRIMARY KEY, age INTEGER)", "INSERT INTO explorer_pets VALUES ('cat', 7)")


def _pets_have_a_sound(op):
    assert migrations.has_table(op, "explorer_pets")
    assert not migrations.has_table(op, "explorer_plants")
    with op.batch_alter_table("explorer_pets") as table:
        table.add_column(sa.Column("sound", sa.Text, nullable=False, server_default="meow"))


def _ages_are_texts(op):
    with op.batch_alter_table("explorer_pets") as table:
        table.alter_column("age", type_=sa.Text, postgresql_using="age::text")
    op.execute("UPDATE explorer_pets SET age = age || ' years'")


@pytest.fixture
def later(monkeypatch):
    """Let this be a version of form 3."""
    monkeypatch.setattr(migrations, "STEPS", (_pets_have_a_sound, _ages_are_texts))
    monkeypatch.setattr(schema, "FORM", 3)


def test_there_is_a_step_to_each_form_but_the_first():
    assert len(migrations.STEPS) + 1 == schema.FORM


def test_a_new_database_has_the_form_of_today_and_a_nameless_one_the_first(database, site, later):
    assert form_of(site.address) is None
    settle(database)
    assert form_of(site.address) == 3
    written(database, "DROP TABLE explorer_schema", *OLD)
    assert form_of(site.address) == 1


def test_steps_are_taken_in_order_and_once_and_keep_what_is_there(database, site, later):
    written(database, *OLD)
    for _ in range(2):
        settle(database)
        assert rows(database, "SELECT name, age, sound FROM explorer_pets") == [("cat", "7 years", "meow")]
        assert form_of(site.address) == 3


def test_a_database_of_the_second_form_takes_the_last_step_only(database, monkeypatch, later):
    written(database, *OLD)
    monkeypatch.setattr(schema, "FORM", 2)
    settle(database)
    assert rows(database, "SELECT age, sound FROM explorer_pets") == [(7, "meow")]
    monkeypatch.setattr(schema, "FORM", 3)
    settle(database)
    assert rows(database, "SELECT age, sound FROM explorer_pets") == [("7 years", "meow")]


def test_a_step_that_fails_leaves_everything_as_it_was(database, site, monkeypatch, later):
    def fail(_op):
        raise ZeroDivisionError

    written(database, *OLD)
    monkeypatch.setattr(migrations, "STEPS", (_pets_have_a_sound, fail))
    with pytest.raises(ZeroDivisionError):
        settle(database)
    assert form_of(site.address) == 1
    assert rows(database, "SELECT * FROM explorer_pets") == [("cat", 7)]


def test_eight_that_start_at_once_take_each_step_once(database, site, monkeypatch, later):
    taken = []
    steps = (lambda op: taken.append(1) or _pets_have_a_sound(op), lambda op: taken.append(2) or _ages_are_texts(op))
    monkeypatch.setattr(migrations, "STEPS", steps)
    written(database, *OLD)
    engines = [engine(site.address) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle, engines))
    assert taken == [1, 2]
    assert rows(database, "SELECT COUNT(*) FROM explorer_schema") == [(1,)]
    for one in engines:
        one.dispose()


def test_a_newer_database_is_refused_with_a_sentence_by_all_who_open_it(database, site, configure):
    settle(database)
    written(database, "UPDATE explorer_schema SET version = 7")
    configure(data=site.folder, database_url=site.url)
    said = "form 7.*newer version.*up to 1.*Start the newer version"
    for opened, kind in ((lambda: Jobs(site.address, site.folder / "jobs"), JobError), (check_form, JobError),
                         (lambda: Store(site.address).write(lambda _: None), JobError),
                         (lambda: ShortLinks(site.address).make("ada", "pixels"), TaskError)):
        with pytest.raises(kind, match=said):
            opened()
    assert form_of(site.address) == 7


def test_a_worker_ends_with_that_sentence(sqlite_site):
    made = engine(sqlite_site.address)
    settle(made)
    written(made, "UPDATE explorer_schema SET version = 7")
    made.dispose()
    assert sqlite_site.worker().wait(timeout=30) == 1


def test_where_there_is_nothing_to_do_alembic_is_not_loaded(sqlite_site):
    code = ("import sys; from explorer.jobs.database import engine; from explorer.jobs.schema import settle\n"
            f"for _ in range(2): settle(engine({sqlite_site.address!r}))\nprint('alembic' in sys.modules)")
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"
