from __future__ import annotations

import json
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file

from explorer.errors import DataError
from explorer.runtime.run_files import BEST, CHECKPOINT, LAST, RESULT, read_json
from explorer.training import Augmentation, Plan
from explorer.training.run_folder.files import read_curve

# Batch norm, dropout, pooling: all that has a state or draws at random.
STACK = "stack/3x16x16/conv.o8.k3~bn~relu~dropout.p0_2~maxpool~flatten~linear.o8~relu~linear.o4"
PLAN = Plan(network=STACK, weights="random", data="stripes", side=16, how="all", epochs=4, batch_size=16,
            learning_rate=0.01, precision="float32")
PLANS = {
    "adamw": PLAN,
    "adam, one cycle, augmented, uneven batches": replace(
        PLAN, optimiser="adam", augmentation=Augmentation(flip=0.5, crop=0.1), batch_size=20),
    "sgd": replace(PLAN, optimiser="sgd", learning_rate=0.05, schedule="rise_stay_fall", class_weights=True),
    "stored features": replace(PLAN, how="head"),
    "two phases": replace(PLAN, how="two_phases"),
    "two phases, augmented": replace(PLAN, how="two_phases", augmentation=Augmentation(rotate=10, brightness=0.2)),
    "frozen end": replace(PLAN, frozen=("drop1",), how="last_blocks"),
    "early stopping": replace(PLAN, early_stopping=1, schedule="constant", learning_rate=0.05, epochs=6),
    "bfloat16": replace(PLAN, precision="bfloat16", optimiser="sgd", momentum=0.0),
}


@pytest.fixture
def _several_threads(plan):
    """Let one of the plans be computed as it is where the app runs, on several threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(2 if plan == PLAN else before)
    yield
    torch.set_num_threads(before)


class StopError(Exception):
    """Whoever watches has had enough."""


def interrupt_at(call):
    """Return a ``between_batches`` that raises when it is called for the ``call``-th time."""
    left = [call]

    def between_batches():
        left[0] -= 1
        if left[0] == 0:
            raise StopError

    return between_batches


def same_tensors(one, other):
    first, second = load_file(one), load_file(other)
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def timeless(folder):
    """Return curve and result without what a clock says."""
    result = read_json(folder / RESULT)
    del result["seconds"]
    return [replace(point, seconds=0) for point in read_curve(folder)], result


@pytest.mark.usefixtures("_several_threads")
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_run_broken_again_and_again_equals_an_unbroken_one_bit_for_bit(plan, run_in):
    calls = []
    unbroken = run_in("unbroken", plan, between_batches=lambda: calls.append(1))
    moments = torch.randperm(len(calls), generator=torch.Generator().manual_seed(len(calls)))[:6] + 1
    for moment in moments.tolist():
        torch.manual_seed(99)  # another process, another random state
        try:
            broken = run_in("broken", plan, between_batches=interrupt_at(moment))
        except StopError:
            continue
    broken = run_in("broken", plan)
    assert timeless(unbroken) == timeless(broken)
    for name in (CHECKPOINT, BEST, LAST):
        assert same_tensors(unbroken / name, broken / name), name


def test_a_network_learns_and_reports_each_epoch(run_in):
    told = []
    folder = run_in("run", PLAN, report=told.append)
    assert [point.number for point in told] == [1, 2, 3, 4]
    assert told[-1].train_loss < told[0].train_loss
    assert read_json(folder / RESULT)["accuracy"] > 0.9


def test_a_finished_run_is_not_repeated(run_in):
    run_in("run", PLAN)
    run_in("run", PLAN, between_batches=pytest.fail, report=pytest.fail)


def test_nothing_is_left_beside_the_files_that_are_named(run_in):
    folder = run_in("run", replace(PLAN, epochs=1))
    assert sorted(file.name for file in folder.iterdir()) == [
        "best.safetensors", "checkpoint.safetensors", "checksums.json", "curve.csv", "filters.npz", "last.safetensors",
        "network.json", "plan.json", "progress.json", "result.json", "samples.npz", "shown.npz", "way.json"]


@pytest.mark.parametrize(("other", "reason"), [
    (replace(PLAN, seed=1), "another plan"),
    (replace(PLAN, network=STACK.replace("o4", "o5")), "another plan"),
])
def test_a_checkpoint_of_another_run_is_refused(run_in, other, reason):
    folder = run_in("run", PLAN)
    (folder / RESULT).unlink()
    with pytest.raises(DataError, match=reason):
        run_in("run", other)


def test_a_damaged_checkpoint_is_refused(run_in):
    folder = run_in("run", PLAN)
    (folder / RESULT).unlink()
    (folder / CHECKPOINT).write_bytes((folder / CHECKPOINT).read_bytes()[:-50])
    with pytest.raises(DataError, match="damaged"):
        run_in("run", PLAN)


def test_a_checkpoint_holds_only_what_learns(run_in):
    folder = run_in("run", replace(PLAN, how="head"))
    names = {name for name in load_file(folder / CHECKPOINT) if name.startswith("network.")}
    assert names == {"network.fc2.weight", "network.fc2.bias"}


def test_progress_ends_at_one_and_tells_what_pages_need(run_in):
    folder = run_in("run", PLAN)
    progress = json.loads((folder / "progress.json").read_text())
    assert progress["share"] == 1
    assert {"epoch", "epochs", "batch", "batches", "seconds_left", "learning_rate", "loss", "note", "warnings"} < set(
        progress)
