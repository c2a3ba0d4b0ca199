"""Long computations with progress that can be stopped."""

from __future__ import annotations

import threading
from contextvars import ContextVar
from threading import Event, Thread, current_thread

import numpy as np
import pytest

from explorer.errors import BusyError, NetworkError, message
from explorer.runtime import tasks as module
from explorer.runtime.tasks import Tasks, find, ignore, start

PATIENCE_S = 20


@pytest.fixture
def gate():
    event = Event()
    yield event
    event.set()


def waiting(gate):
    """Return work that reports until the gate opens, and the event that says that it has begun."""
    begun = Event()

    def work(report):
        while not gate.wait(0.005):
            report(0.5, message("waiting"), np.zeros((2, 2)))
            begun.set()
        return "through"

    return work, begun


def test_work_is_done_on_a_thread_of_its_own():
    task = Tasks(1).start("name", lambda _report: current_thread())
    assert task.wait(PATIENCE_S)
    assert task.result is not current_thread()
    assert (task.state, task.share, task.error) == ("done", 1.0, None)


def test_reports_are_seen_while_it_runs(gate):
    work, begun = waiting(gate)
    task = Tasks(1).start("name", work)
    assert begun.wait(PATIENCE_S)
    assert (task.state, task.share, str(task.note), task.picture.shape) == ("running", 0.5, "waiting", (2, 2))
    assert task.seconds > 0
    gate.set()
    assert task.wait(PATIENCE_S)
    assert task.result == "through"
    assert task.seconds == task.seconds


def test_a_report_without_note_or_picture_leaves_the_last_ones():
    def work(report):
        report(0.1, message("one"), np.ones(1))
        report(2.0)

    task = Tasks(1).start("name", work)
    assert task.wait(PATIENCE_S)
    assert (str(task.note), task.picture.tolist(), task.share) == ("one", [1.0], 1.0)


def test_the_same_key_is_the_same_task_while_it_runs_and_afterwards(gate):
    tasks = Tasks(1)
    work, _begun = waiting(gate)
    first = tasks.start("name", work)
    assert tasks.start("name", work) is first
    gate.set()
    assert first.wait(PATIENCE_S)
    assert tasks.start("name", work) is first
    assert tasks.find("name") is first
    assert tasks.find("another") is None


def test_a_cancelled_task_stops_and_can_be_started_again(gate):
    tasks = Tasks(1)
    work, begun = waiting(gate)
    task = tasks.start("name", work)
    assert begun.wait(PATIENCE_S)
    task.cancel()
    assert task.wait(PATIENCE_S)
    assert (task.state, task.error, task.result) == ("cancelled", None, None)
    assert tasks.find("name") is task
    assert tasks.start("name", same("new")) is not task


def test_who_cancels_lets_go_of_their_own_interest_only(gate):
    tasks = Tasks(1)
    work, begun = waiting(gate)
    task = tasks.start("name", work, "ada")
    assert tasks.start("name", work, "bob") is task
    task.cancel("ada")
    assert goes_on(begun)
    assert (task.state, task.watch("ada"), task.watch("bob")) == ("running", False, True)
    task.cancel("bob")
    assert task.wait(PATIENCE_S)
    assert task.state == "cancelled"


def test_who_looks_at_it_waits_for_it_even_without_having_started_it(gate):
    work, begun = waiting(gate)
    task = Tasks(1).start("name", work, "ada")
    assert task.watch("bob")
    task.cancel("ada")
    assert goes_on(begun)
    gate.set()
    assert task.wait(PATIENCE_S)
    assert task.result == "through"


def test_whoever_starts_it_again_waits_for_it_again(gate):
    tasks = Tasks(1)
    work, begun = waiting(gate)
    task = tasks.start("name", work, "ada")
    task.watch("bob")
    task.cancel("ada")
    assert tasks.start("name", work, "ada") is task
    task.cancel("bob")
    assert goes_on(begun)
    assert task.watch("ada")


def test_who_has_not_looked_for_long_does_not_keep_it_from_being_stopped(gate, monkeypatch):
    work, begun = waiting(gate)
    task = Tasks(1).start("name", work, "closed tab")
    task.watch("ada")
    monkeypatch.setattr(module, "AWAY_S", 0.0)
    assert goes_on(begun)  # nobody has cancelled it
    task.cancel("ada")
    assert task.wait(PATIENCE_S)
    assert task.state == "cancelled"


def test_one_that_is_stopping_is_not_joined_but_begun_anew():
    tasks, told, stopping, end = Tasks(2), Event(), Event(), Event()

    def work(report):
        told.wait(PATIENCE_S)
        try:
            report(0.5)
        finally:
            stopping.set()
            end.wait(PATIENCE_S)

    task = tasks.start("name", work, "ada")
    task.cancel("ada")
    told.set()
    assert stopping.wait(PATIENCE_S)
    again = tasks.start("name", same("new"), "bob")
    assert again is not task
    assert again.wait(PATIENCE_S)
    end.set()
    assert task.wait(PATIENCE_S)
    assert tasks.find("name") is again


def test_a_known_error_reaches_the_reader():
    error = NetworkError("Too small.")

    def work(report):
        raise error

    tasks = Tasks(1)
    task = tasks.start("name", work)
    assert task.wait(PATIENCE_S)
    assert (task.state, task.error) == ("failed", error)
    assert tasks.find("name") is task


def test_an_unforeseen_error_ends_the_task_and_goes_to_the_log(monkeypatch):
    logged = []
    monkeypatch.setattr(threading, "excepthook", lambda hooked: logged.append(hooked.exc_type))
    task = Tasks(1).start("name", lambda _report: 1 // 0)
    assert task.wait(PATIENCE_S)
    assert task.state == "failed"
    assert "log" in str(task.error)
    assert until(lambda: logged == [ZeroDivisionError])


def test_its_outcome_is_what_came_out_or_why_nothing_did(gate):
    tasks = Tasks()
    assert tasks.start("name", same(3)).outcome() == 3
    work, begun = waiting(gate)
    stopped = tasks.start("stopped", work, title=message("The copy of {file}", file="a.txt"))
    assert begun.wait(PATIENCE_S)
    stopped.cancel()
    with pytest.raises(NetworkError, match=r"The copy of a\.txt was cancelled"):
        stopped.outcome()


def test_more_than_allowed_are_refused_until_one_is_over(gate):
    tasks = Tasks(2)
    work, _begun = waiting(gate)
    running = [tasks.start(name, work) for name in "ab"]
    with pytest.raises(BusyError, match="2 long computations"):
        tasks.start("c", work)
    gate.set()
    assert all(task.wait(PATIENCE_S) for task in running)
    assert tasks.start("c", work).wait(PATIENCE_S)


def test_results_are_kept_as_long_as_they_fit():
    tasks = Tasks(1, most_bytes=1000)
    for name in "ab":
        assert tasks.start(name, same(np.zeros(600, np.uint8))).wait(PATIENCE_S)
    assert tasks.find("a") is None
    assert tasks.find("b") is not None


def test_the_work_sees_the_context_of_whoever_starts_it():
    asked = ContextVar("asked", default="nothing")
    asked.set("the second device")
    task = Tasks(1).start("name", lambda _report: asked.get())
    assert task.wait(PATIENCE_S)
    assert task.result == "the second device"


def test_many_threads_that_ask_together_get_one_task(gate):
    tasks, found = Tasks(1), []
    work, _begun = waiting(gate)
    threads = [Thread(target=lambda: found.append(tasks.start("name", work))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_the_server_has_tasks_of_its_own():
    task = start(("test", "own"), same(3))
    assert task.wait(PATIENCE_S)
    assert find(("test", "own")) is task
    assert ignore(0.5) is None


def goes_on(begun):
    """Say whether the work reports at least once more, from now on."""
    for _ in range(2):  # the first may have been on its way
        begun.clear()
        if not begun.wait(PATIENCE_S):
            return False
    return True


def same(value):
    return lambda _report: value


def until(condition):
    pause = Event()
    return any(condition() or pause.wait(0.01) for _ in range(500))


def test_a_task_that_needs_looking_at_stops_once_nobody_does(gate):
    work, begun = waiting(gate)
    task = module.Task(away_s=0.2)
    task.join("ada")
    thread = Thread(target=task.run, args=(work,), daemon=True)
    thread.start()
    assert begun.wait(PATIENCE_S)
    for _look in range(5):
        assert task.watch("ada")
        assert not task.over.wait(0.1)
    assert task.state == "running"
    thread.join(PATIENCE_S)
    assert task.state == "cancelled"
    assert not task.join("bob")


def test_any_other_task_goes_on_unseen(gate, monkeypatch):
    monkeypatch.setattr(module, "AWAY_S", 0.05)
    work, begun = waiting(gate)
    task = Tasks(1).start("name", work, "ada")
    assert begun.wait(PATIENCE_S)
    assert not task.over.wait(0.3)
    gate.set()
    assert task.outcome() == "through"
