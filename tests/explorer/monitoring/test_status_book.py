"""Processes tell one another how they are, on both databases."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from explorer.errors import JobError
from explorer.monitoring import status_book
from explorer.monitoring.faults import FaultKind
from explorer.monitoring.status_book import GONE_S, MOST_FAULTS, StatusBook

ROOT = Path(__file__).parents[3]
OTHER = """
import sys
from explorer.monitoring import StatusBook
book = StatusBook(sys.argv[1])
book.beat("other", {"pid": 7}, {})
book.switch("uploads", "off")
print([told["name"] for _age, told in book.processes()])
"""
FAULT = FaultKind("KeyError", "page", "pages/x.py:3 page")


def names(book):
    return sorted(told["name"] for _age, told in book.processes())


def test_two_processes_see_each_other(url):
    with closing(StatusBook(url)) as book:
        book.beat("this", {"pid": 1}, {})
        said = subprocess.run([sys.executable, "-c", OTHER, url], cwd=ROOT, capture_output=True, text=True, check=True)
        assert sorted(eval(said.stdout)) == names(book) == ["other", "this"]
        assert book.beat("this", {"pid": 1}, {})["uploads"][0] == "off"


def test_what_a_process_tells_replaces_what_it_told_before(book):
    book.beat("a", {"memory": 1}, {})
    book.beat("a", {"memory": 2}, {})
    ((age_s, told),) = book.processes()
    assert told == {"memory": 2, "name": "a"}
    assert 0 <= age_s < 5


def test_a_process_that_ends_is_off_the_list_at_once(book):
    book.beat("a", {}, {})
    book.leave("a")
    assert names(book) == []


def test_a_process_that_died_goes_by_itself(tmp_path, clock):
    with closing(StatusBook(f"sqlite:///{tmp_path / 'jobs.sqlite'}", clock)) as book:
        book.beat("dead", {}, {})
        clock.now = GONE_S - 1
        book.beat("alive", {}, {})
        assert names(book) == ["alive", "dead"]
        clock.now = GONE_S + 1
        assert names(book) == ["alive"]
        book.sweep()
        clock.now = 0
        assert names(book) == ["alive"]


def test_equal_errors_of_two_processes_are_one_with_their_number(book):
    book.beat("a", {}, {FAULT: 3})
    book.beat("b", {}, {FAULT: 4, FaultKind("OSError", "worker", ""): 1})
    found = {fault.kind: fault for fault in book.faults()}
    assert {kind: fault.count for kind, fault in found.items()} == {"KeyError": 7, "OSError": 1}
    assert found["KeyError"].trace == FAULT.trace


def test_errors_older_than_an_hour_are_not_counted_and_go(tmp_path, clock):
    with closing(StatusBook(f"sqlite:///{tmp_path / 'jobs.sqlite'}", clock)) as book:
        book.beat("a", {}, {FAULT: 3})
        clock.now = 3000
        book.beat("a", {}, {FAULT: 2})
        assert [fault.count for fault in book.faults()] == [5]
        clock.now = 4000
        book.sweep()
        assert [fault.count for fault in book.faults()] == [2]


def test_a_storm_of_different_errors_leaves_so_many_rows(tmp_path, clock):
    with closing(StatusBook(f"sqlite:///{tmp_path / 'jobs.sqlite'}", clock)) as book:
        for moment in range(30):
            clock.now = float(moment)
            book.beat("a", {}, {FaultKind("E", "page", f"{moment} {number}"): 1 for number in range(20)})
        assert len(book.faults()) <= MOST_FAULTS + 20
        assert {fault.trace.split()[0] for fault in book.faults()} >= {"29", "28", "27"}


def test_a_switch_keeps_its_last_state(book):
    book.switch("uploads", "off")
    book.switch("uploads", "on")
    assert book.switch("downloads", "off").keys() == {"uploads", "downloads"}
    assert {name: state for name, (state, _moment) in book.switches().items()} == {"uploads": "on", "downloads": "off"}


def test_the_size_is_that_of_the_file_and_the_version_names_the_database(book, url):
    book.beat("a", {}, {})
    assert book.size() > 0
    assert book.version().split()[0] == ("SQLite" if url.startswith("sqlite") else "PostgreSQL")
    if url.startswith("sqlite"):
        assert book.size() == Path(url.removeprefix("sqlite:///")).stat().st_size


def test_a_database_that_is_away_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(status_book, "PATIENCE_S", 0.2)
    blocked = tmp_path / "file"
    blocked.touch()
    with closing(StatusBook(f"sqlite:///{blocked / 'jobs.sqlite'}")) as book, pytest.raises(JobError, match="in a min"):
        book.processes()


def test_a_database_that_was_put_aside_is_made_anew(file_book, tmp_path):
    file_book.beat("a", {}, {})
    (tmp_path / "jobs.sqlite").rename(tmp_path / "aside")
    file_book.beat("b", {}, {})
    assert names(file_book) == ["b"]
