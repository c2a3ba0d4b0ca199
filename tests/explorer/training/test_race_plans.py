"""Two runs against each other: what they share, and what they must not."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from explorer.errors import DataError
from explorer.training import Augmentation, Plan, plan_from_json, to_json
from explorer.training.advice import RATE
from explorer.training.race_plans import can_transfer, race_plans

PLAN = Plan(network="bundled/resnet20", data="digits", side=32, how="head", epochs=9, batch_size=16, seed=5,
            augmentation=Augmentation(rotate=10), learning_rate=0.01)


def raced(plan):
    return race_plans(plan, "r1", pictures=48, classes=2)


@pytest.mark.parametrize("changes", [{}, {"how": "all", "learning_rate": 0.0002}, {"how": "two_phases",
                                     "second_rate": 0.01}, {"how": "last_blocks", "frozen": ("conv1",)}])
def test_both_see_the_same_pictures_as_often_and_in_the_same_batches(changes):
    plan = replace(PLAN, **changes)
    knowing, scratch = raced(plan)
    assert knowing == replace(plan, race="r1")
    same = ("data", "network", "side", "seed", "epochs", "batch_size", "augmentation", "fit", "twins", "race")
    assert {name: asdict(knowing)[name] for name in same} == {name: asdict(scratch)[name] for name in same}
    assert (scratch.how, scratch.weights, scratch.frozen, scratch.learning_rate) == ("scratch", "random", (), RATE)


def test_a_plan_from_scratch_runs_against_what_is_advised():
    plan = replace(PLAN, how="scratch", weights="random", learning_rate=0.003)
    knowing, scratch = raced(plan)
    assert (knowing.how, knowing.weights, knowing.epochs) == ("last_blocks", "DEFAULT", 9)
    assert scratch == replace(plan, race="r1")


@pytest.mark.parametrize("plan", [
    replace(PLAN, weights="random", how="all"),
    Plan(network="stack/3x16x16/conv.o4~gap~flatten~linear.o10", data="digits", weights="random", how="scratch"),
    Plan(network="bundled/detect", data="scenes/detect", how="all")])
def test_without_anything_known_there_is_no_race(plan):
    assert not can_transfer(plan)
    with pytest.raises(DataError, match="needs a network that has learned"):
        raced(plan)


def test_a_race_outlives_the_way_to_the_worker():
    for plan in raced(PLAN):
        assert plan_from_json(to_json(plan)) == plan
    with pytest.raises(DataError):
        replace(PLAN, race="x" * 41)
