"""Live runs: one at a time, shared, cancelled at once, ended when nobody looks, and never taking the page with them."""

from __future__ import annotations

import os
import time

import pytest

from explorer.errors import BusyError
from explorer.experiments import Experiment, live
from explorer.experiments.live import LiveRuns

PATIENCE_S = 30
HERE = "tests.explorer.experiments.samples"
SLOW = {"steps": 500, "pause": 0.02}


@pytest.fixture
def runs():
    """Return the runs of this test, all ended after it."""
    own = LiveRuns()
    yield own
    for run in list(own._runs.values()):
        for name in ("ada", "bob", "eve"):
            run.cancel(name)
        assert run.wait(PATIENCE_S)
    own.dismiss()


def experiment(function="count", **settings):
    return Experiment(f"{HERE}.{function}", steps=settings.get("steps", 1), seconds=1, settings=settings)


def until(true):
    """Wait until ``true()``."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def ended(run):
    assert run.wait(PATIENCE_S)
    return run


def test_points_come_in_order_from_a_process_that_serves_the_next_run_too(runs):
    first, second = (ended(runs.start(experiment(steps=steps), "ada")) for steps in (3, 4))
    assert [(step, values["square"]) for step, values in first.points] == [(1, 1), (2, 4), (3, 9)]
    assert (first.state, second.state, first.share, len(second.points)) == ("done", "done", 1.0, 4)
    processes = {values["process"] for run in (first, second) for _step, values in run.points}
    assert len(processes) == 1
    assert os.getpid() not in processes


def test_the_same_settings_are_one_run_for_all_and_stay_when_one_of_them_leaves(runs):
    ada, bob = (runs.start(experiment(**SLOW), reader) for reader in ("ada", "bob"))
    assert ada is bob
    until(lambda: ada.points)
    ada.cancel("ada")
    assert not ada.watch("ada")
    came = len(ada.points)
    until(lambda: len(ada.points) > came + 5)
    assert ada.state == "running"


def test_cancel_stops_it_at_once_and_kills_its_process(runs):
    run = runs.start(experiment("hang"), "ada")
    until(lambda: run.points)
    began = time.monotonic()
    run.cancel("ada")
    assert ended(run).state == "cancelled"
    assert time.monotonic() - began < 2
    assert runs._spare is None
    assert ended(runs.start(experiment(steps=1), "ada")).state == "done"


def test_one_computes_and_the_others_wait_in_line(runs):
    ada, bob, eve = (runs.start(experiment(**SLOW, seed=seed), reader)
                     for seed, reader in enumerate(("ada", "bob", "eve")))
    until(lambda: ada.points)
    until(lambda: eve.ahead == 2)
    assert (ada.ahead, bob.ahead, bob.points, bob.seconds) == (0, 1, (), 0)
    bob.cancel("bob")
    assert ended(bob).state == "cancelled"
    until(lambda: eve.ahead == 1)
    ada.cancel("ada")
    until(lambda: eve.points)
    assert eve.ahead == 0


def test_who_starts_another_one_leaves_the_one_before(runs):
    before = runs.start(experiment(**SLOW), "ada")
    after = runs.start(experiment(steps=2), "ada")
    assert (ended(before).state, ended(after).state) == ("cancelled", "done")


def test_it_ends_when_nobody_looks_any_more(runs, monkeypatch):
    monkeypatch.setattr(live, "AWAY_S", 0.4)
    run = runs.start(experiment(**SLOW), "ada")
    for _look in range(8):
        assert run.watch("ada")
        time.sleep(0.1)
    assert run.state == "running"
    assert ended(run).state == "cancelled"


def test_one_that_takes_much_too_long_is_ended_and_says_so(runs, monkeypatch):
    monkeypatch.setattr(live, "LONGEST_S", 0.3)
    run = ended(runs.start(experiment("hang"), "ada"))
    assert (run.state, runs._spare) == ("failed", None)
    assert "took more than" in str(run.error)


@pytest.mark.parametrize(("function", "told"), [("refuse", "7 are too many."), ("crash", "broke down on this server")])
def test_what_goes_wrong_is_told_and_the_next_run_is_served(runs, function, told):
    run = ended(runs.start(experiment(function), "ada"))
    assert (run.state, len(run.points)) == ("failed", 1)
    assert told in str(run.error)
    assert ended(runs.start(experiment(steps=1), "ada")).state == "done"


def test_a_run_that_failed_is_begun_anew_and_one_that_was_done_is_shown_again(runs):
    failed, done = (ended(runs.start(experiment(function, steps=1), "ada")) for function in ("missing", "count"))
    assert (failed.state, done.state) == ("failed", "done")
    assert runs.start(experiment("missing", steps=1), "bob") is not failed
    assert runs.start(experiment(steps=1), "bob") is done
    assert runs.find(experiment(steps=1)) is done


def test_no_more_wait_than_may(runs, monkeypatch):
    monkeypatch.setattr(live, "MOST_WAITING", 1)
    for seed, reader in enumerate(("ada", "bob")):
        runs.start(experiment(**SLOW, seed=seed), reader)
    with pytest.raises(BusyError, match="1 trainings wait"):
        runs.start(experiment(**SLOW, seed=2), "eve")


def test_only_so_many_are_remembered(runs, monkeypatch):
    monkeypatch.setattr(live, "REMEMBERED", 2)
    for steps in (1, 2, 3, 4):
        ended(runs.start(experiment(steps=steps), "ada"))
    assert [runs.find(experiment(steps=steps)) is None for steps in (1, 2, 3, 4)] == [True, False, False, False]


def test_a_process_that_nobody_needs_ends(runs, monkeypatch):
    monkeypatch.setattr(live, "IDLE_S", 0.05)
    ended(runs.start(experiment(steps=1), "ada"))
    until(lambda: runs._spare is None)


def test_the_key_tells_settings_apart_whatever_their_order():
    one, same = experiment(steps=2, seed=1), experiment(seed=1, steps=2)
    assert one.key == same.key
    assert one.key != experiment(steps=2, seed=2).key


def test_who_cancelled_may_ask_again_while_others_keep_it(runs):
    run = runs.start(experiment(**SLOW), "ada")
    assert runs.start(experiment(**SLOW), "bob") is run
    run.cancel("ada")
    assert runs.start(experiment(**SLOW), "ada") is run
    assert run.watch("ada")
    run.cancel("bob")
    came = len(run.points)
    until(lambda: len(run.points) > came + 3)


def test_a_run_that_was_stopped_is_begun_anew(runs):
    first = runs.start(experiment(**SLOW), "ada")
    first.cancel("ada")
    assert ended(first).state == "cancelled"
    second = runs.start(experiment(**SLOW), "ada")
    assert second is not first
    assert runs.find(experiment(**SLOW)) is second


def test_the_share_is_the_step_of_all_steps(runs):
    run = runs.start(experiment(**SLOW), "ada")
    until(lambda: len(run.points) > 20)
    assert 0.02 < run.share < 0.5
    assert 0.2 < run.seconds < PATIENCE_S


def test_time_stands_still_when_it_is_over(runs):
    run = ended(runs.start(experiment(steps=2), "ada"))
    assert run.seconds == run.seconds
    assert run.seconds < PATIENCE_S


def test_a_server_has_one_line_for_all(monkeypatch, runs):
    monkeypatch.setattr(live, "_runs", lambda: runs)
    run = ended(live.start(experiment(steps=2), "ada"))
    assert live.find(experiment(steps=2)) is run
    assert live.find(experiment(steps=3)) is None


def test_a_process_that_died_while_idle_is_replaced(runs):
    first = ended(runs.start(experiment(steps=1), "ada"))
    helper, _timer = runs._spare
    helper.end()
    second = ended(runs.start(experiment(steps=2), "ada"))
    assert (first.state, second.state) == ("done", "done")
    assert runs._spare[0] is not helper
