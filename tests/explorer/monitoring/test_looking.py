"""One look tells whether all is well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.jobs import Job
from explorer.monitoring.faults import Fault, FaultKind
from explorer.monitoring.looking import LITTLE_FREE, LONG_S, SILENT_S, ServerLook, look, troubles
from explorer.monitoring.processes import ProcessStatus

APP = ProcessStatus(name="a", kind="app", host="h", pid=1, version="1", started=0, pages={"home": 2})
WORKER = replace(APP, name="w", kind="worker", pages={})
WELL = ServerLook(processes=[APP, WORKER], jobs=[], faults=[], switches={}, disk_free=LITTLE_FREE * 2,
                  disk_total=LITTLE_FREE * 4, database="SQLite", moment=10_000.0)


def waiting(created):
    return Job(id="1", reader="ada", state="queued", created=created)


def test_where_all_is_well_nothing_is_said():
    assert troubles(WELL) == []


@pytest.mark.parametrize(("change", "word"), [
    ({"processes": [APP]}, "No worker is alive"),
    ({"processes": [APP, replace(WORKER, age_s=SILENT_S)]}, "No worker is alive"),
    ({"disk_free": LITTLE_FREE - 1}, "The disk has only"),
    ({"processes": [APP, WORKER, replace(APP, name="b", age_s=50)]}, "ended: 1"),
    ({"faults": [Fault("E", "page", "", 3, 1.0)]}, "last hour: 3"),
    ({"jobs": [waiting(10_000 - LONG_S - 60)]}, "waited for 31 min"),
    ({"processes": [APP, replace(WORKER, version="2")]}, "2 versions")])
def test_what_is_not_as_it_should_be_is_said(change, word):
    said = [str(one) for one in troubles(replace(WELL, **change))]
    assert word in said[0]


def test_numbers_are_added_up():
    jobs = [waiting(9_000.0), waiting(9_500.0), Job(id="2", reader="bob", state="running"),
            Job(id="3", reader="bob", state="done")]
    found = replace(WELL, jobs=jobs, processes=[APP, replace(APP, pages={"pixels": 5}), WORKER])
    assert (found.readers, found.workers, found.running, found.waiting, found.errors) == (7, 1, 1, 2, 0)
    assert found.longest_wait_s == 1000


def test_a_look_holds_what_was_written_into_the_book(file_book, configure, tmp_path):
    configure(data=tmp_path)
    file_book.beat("w", {"kind": "worker", "started": 1}, {FaultKind("KeyError", "page", ""): 2})
    file_book.beat("a", {"kind": "app", "started": 5}, {})
    file_book.switch("uploads", "off")
    found = look([], file_book)
    assert [one.name for one in found.processes] == ["a", "w"]
    assert (found.errors, found.switches["uploads"][0]) == (2, "off")
    assert 0 < found.disk_free < found.disk_total
