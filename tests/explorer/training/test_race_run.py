"""A race run for real, on the pieces of photos and in seconds; and both rates of two phases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.runtime import run_files
from explorer.training import Plan, default_plan, plan_from_json, train
from explorer.training.data.photo_pieces import COUNT, EACH
from explorer.training.race_plans import race_plans

PLAN = replace(default_plan("pieces", "bundled/resnet20"), epochs=4, precision="float32")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Train both runners; return their plans, results and curves."""
    found = {}
    for plan in race_plans(PLAN, "r", pictures=COUNT, classes=4):
        folder = tmp_path_factory.mktemp(plan.how)
        result = train(plan, folder)
        found[plan.how] = (folder, result, run_files.curve_rows(folder))
    return found


def test_the_app_would_train_a_head_on_them():
    assert (PLAN.how, PLAN.weights, PLAN.side) == ("head", "DEFAULT", 32)


def test_both_learn_more_than_guessing_would_be_right(run):
    for _folder, _result, curve in run.values():
        assert max(point["val_accuracy"] for point in curve) > 1.5 / 4  # guessing is right for one in four


def test_both_saw_the_same_pictures(run):
    records = [run_files.read_record(folder / run_files.CHECKSUMS) for folder, _result, _curve in run.values()]
    assert records[0]["pixels"] == records[1]["pixels"]
    assert records[0]["order"][0] == records[1]["order"][0]
    assert all(result["pictures"] == {part: 4 * count for part, count in EACH.items()}
               for _folder, result, _curve in run.values())


def test_each_writes_down_the_race_that_it_runs_in(run):
    plans = [plan_from_json(run_files.read_record(folder / run_files.PLAN)) for folder, _result, _curve in run.values()]
    assert [plan.race for plan in plans] == ["r", "r"]
    assert [plan.how for plan in plans] == ["head", "scratch"]


@pytest.mark.parametrize(("second", "highest"), [(0.0, 0.002), (0.005, 0.005)])
def test_the_second_phase_learns_at_most_as_fast_as_its_rate_says(second, highest, tmp_path):
    plan = Plan(network="bundled/resnet20", data="pieces", side=16, how="two_phases", learning_rate=0.02, epochs=3,
                second_rate=second, schedule="constant", precision="float32")
    train(plan, tmp_path)
    rates = [point["learning_rate"] for point in run_files.curve_rows(tmp_path)]
    assert rates == pytest.approx([0.02, highest, highest])
