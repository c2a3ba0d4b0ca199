"""Errors are counted by kind and place, and nothing of a reader's is taken down with them."""

from __future__ import annotations

import logging
from threading import Thread

import pytest

from explorer.monitoring import faults
from explorer.monitoring.faults import MOST_PENDING, OTHERS, FaultKind, FaultLog, note_error
from explorer.runtime.logs import FRAMES, ROOT, short_path

SECRET = "cookie-8fa3 ?stack=conv my-photo.jpg"


def failing(value=SECRET, depth=0):
    if depth:
        return failing(value, depth - 1)
    raise ValueError(value)


def caught(*arguments):
    try:
        failing(*arguments)
    except ValueError as error:
        return error
    raise AssertionError


def test_the_trace_names_file_line_and_function_of_this_app():
    note_error(caught(), "page")
    (found,) = faults.OWN.take()
    lines = found.trace.splitlines()
    assert [line.split()[1] for line in lines] == ["caught", "failing"]
    assert lines[1].startswith("tests/explorer/monitoring/test_faults.py:")


def test_nothing_that_a_reader_wrote_is_taken_down():
    note_error(caught(), "page")
    (found,) = faults.OWN.take()
    assert not any(word in repr(found) for word in SECRET.split())


@pytest.mark.parametrize(("path", "short"), [
    (str(ROOT / "pages/jobs/page.py"), "pages/jobs/page.py"),
    ("/home/ada/.venv/lib/python3.11/site-packages/torch/nn/module.py", "torch/nn/module.py"),
    ("/usr/lib/python3.11/json/decoder.py", "decoder.py"), ("<string>", "<string>")])
def test_paths_lose_what_is_this_machines_own(path, short):
    assert short_path(path) == short


def test_equal_errors_are_counted_together_and_others_apart():
    for _ in range(1000):
        note_error(caught(), "page")
    note_error(caught(SECRET, 1), "page")
    note_error(caught(), "worker")
    assert sorted(faults.OWN.take().values()) == [1, 1, 1000]


def test_an_error_that_passes_several_edges_is_counted_once():
    error = caught()
    note_error(error, "service")
    note_error(error, "page")
    assert list(faults.OWN.take().values()) == [1]


def test_a_long_trace_keeps_its_innermost_places():
    note_error(caught(SECRET, 500), "page")
    (found,) = faults.OWN.take()
    assert found.trace.count("\n") == FRAMES - 1
    assert found.trace.endswith("failing")


def test_a_storm_of_different_errors_is_counted_in_little_memory():
    log = FaultLog()
    for number in range(5000):
        log.give_back({FaultKind("E", "page", str(number)): 1})
    taken = log.take()
    assert len(taken) == MOST_PENDING + 1
    assert taken[FaultKind(OTHERS, "", "")] == 5000 - MOST_PENDING


def test_what_is_logged_with_a_trace_and_what_ends_a_thread_is_counted(monkeypatch):
    monkeypatch.setattr("threading.excepthook", lambda _told: None)
    with faults.errors_noted():
        try:
            failing()
        except ValueError:
            logging.getLogger("explorer.somewhere").exception("it broke")
        logging.getLogger("explorer.somewhere").error("without a trace")
        thread = Thread(target=failing, name="task-17")
        thread.start()
        thread.join()
    assert {(found.place, count) for found, count in faults.OWN.take().items()} == {
        ("explorer.somewhere", 1), ("task", 1)}


def test_afterwards_all_is_as_before():
    before = logging.getLogger().handlers[:]
    with faults.errors_noted():
        assert len(logging.getLogger().handlers) == len(before) + 1
    assert logging.getLogger().handlers == before


def test_errors_of_any_kind_can_be_noted():
    class OddError(Exception):
        __slots__ = ("value",)

        def __str__(self):
            raise RuntimeError("even this")

    for error in (OddError(), SystemExit(), KeyboardInterrupt(), ExceptionGroup("several", [caught()])):
        note_error(error, "page" * 100)
    assert len(faults.OWN.take()) == 4
