"""What one click on *Race* queues, without the page: two plans that differ in where they start, and in nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from explorer import training
from explorer.errors import DataError
from explorer.training import Plan
from pages.fine_tune import race_step

PLAN = Plan(network="bundled/resnet20", data="digits", side=32, how="head", epochs=4, seed=9)


@pytest.fixture
def queued(monkeypatch):
    """Note what is submitted instead of running it."""
    found = []
    queue = SimpleNamespace(submit=lambda owner, plan, **more: found.append((owner, plan, more)))
    monkeypatch.setattr(race_step.jobs, "connected", lambda: queue)
    monkeypatch.setattr(race_step, "reader", lambda: "somebody")
    monkeypatch.setattr(race_step, "extent", lambda _plan: (1797, 10))
    return found


def test_two_runs_of_one_reader_are_queued_that_differ_in_how_they_start(queued, monkeypatch):
    monkeypatch.setattr(race_step.allowance, "factor", lambda: 3.0)
    race_step.start_race(PLAN, "digits")
    (owner, knowing, asked), (other, scratch, more) = queued
    assert owner == other == "somebody"
    assert asked == more == {"epochs": 4, "images": 1797, "seconds": None, "lent_by": "", "times": 3.0}
    assert {name for name in knowing if knowing[name] != scratch[name]} <= {
        "how", "weights", "title", "learning_rate"}
    assert (knowing["how"], scratch["how"], scratch["weights"]) == ("head", "scratch", "random")
    assert knowing["title"] == "Race · digits · Only the head"
    assert scratch["title"] == "Race · digits · From scratch"


def test_each_click_is_a_race_of_its_own(queued):
    for _click in range(3):
        race_step.start_race(PLAN, "digits")
    names = [plan["race"] for _owner, plan, _more in queued]
    assert len(set(names)) == 3
    assert names[0::2] == names[1::2]
    assert all(len(name) == 12 and int(name, 16) >= 0 for name in names)


@pytest.mark.parametrize("plan", [
    Plan(network="bundled/resnet20", data="digits", side=32, how="all", weights="random"),
    Plan(network="stack/3x16x16/conv.o4~gap~flatten~linear.o10", data="digits", how="scratch", weights="random")])
def test_where_nothing_is_known_nothing_is_queued(queued, plan):
    with pytest.raises(DataError, match="learned before"):
        race_step.start_race(plan, "digits")
    assert queued == []


def test_pictures_of_another_reader_are_not_raced_on(queued, monkeypatch):
    def refuse(owner, data):
        raise DataError("These pictures are not yours.")
    monkeypatch.setattr(training, "check_owner", refuse)
    with pytest.raises(DataError, match="not yours"):
        race_step.start_race(PLAN, "digits")
    assert queued == []
