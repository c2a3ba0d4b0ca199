"""Whether runs saw the same is said by what real runs have written down, and by their plans where they have not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from explorer.runtime.run_files import CHECKSUMS, read_record
from explorer.training import Augmentation, DataSet, Pictures, Plan, to_json, train
from explorer.training.loop import batches, fit as fit_module
from pages.jobs.likeness import likeness, likeness_text

PLAN = Plan(network="stack/3x8x8/flatten~linear.o2", weights="random", data="digits", side=8, how="scratch", epochs=2,
            batch_size=8, precision="float32", seed=3)
PIXELS = torch.arange(40 * 192, dtype=torch.int64).remainder(251).to(torch.uint8).view(40, 3, 8, 8)


def pictures(rows):
    return Pictures(PIXELS[rows], torch.as_tensor(rows) % 2)


def data_of(first, second):
    return DataSet(train=pictures(first), val=pictures(second), test=pictures(second), categories=("a", "b"))


DATA = data_of(range(30), range(30, 40))
OTHERS = data_of(range(10, 40), range(10))
"""The same pictures and the same labels, but for the part that they are in."""


def run(folder, data=DATA, **changes):
    """Train, and return the plan, what was written down, and the order in which torch was given the pictures."""
    plan, given, real = replace(PLAN, **changes), [], batches.row_batches

    def listening(*asked):
        found = real(*asked)
        given.append(torch.cat(list(found)).tolist())
        return found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit_module, "row_batches", listening)
        train(plan, folder, data=data)
    return to_json(plan), read_record(folder / CHECKSUMS), given


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A run that others are compared with."""
    return run(tmp_path_factory.mktemp("first"))


@pytest.mark.parametrize(("changes", "found"), [
    ({"epochs": 1, "learning_rate": 0.1}, "order"), ({"batch_size": 16}, "order"),
    ({"seed": 4}, "seeds"), ({"augmentation": Augmentation(flip=0.5)}, "shuffled")])
def test_what_is_said_of_two_runs_is_what_torch_was_given(changes, found, first, tmp_path):
    (plan, seen, given), (other, others_seen, others_given) = first, run(tmp_path, **changes)
    assert likeness([plan, other], [seen, others_seen]) == found
    shorter = min(len(given), len(others_given))
    assert (given[:shorter] == others_given[:shorter]) is (found == "order")


def test_the_same_labels_of_other_pictures_are_not_the_same_pictures(first, tmp_path):
    (plan, seen, _), (other, others_seen, _) = first, run(tmp_path, OTHERS, seed=4)
    assert seen["labels"] == others_seen["labels"]
    assert likeness([plan, other], [seen, others_seen]) == "split"


DIGITS = {"data": "digits", "seed": 3, "batch_size": 8, "augmentation": {"flip": 0}}


@pytest.mark.parametrize(("changes", "found"), [
    ({}, "order"), ({"data": "shapes"}, "data"), ({"seed": 4}, "split"), ({"batch_size": 9}, "order"),
    ({"augmentation": {"flip": 0.5}}, "shuffled")])
def test_before_they_begin_their_plans_tell_as_far_as_they_can(changes, found):
    assert likeness([DIGITS, DIGITS, DIGITS | changes], [{}, {}, {}]) == found


def test_three_data_sets_are_never_called_the_same_pictures():
    plans = [DIGITS | {"data": name} for name in ("digits", "shapes", "upload/1")]
    said = likeness_text(likeness(plans, [{"pixels": 1, "labels": 1, "order": [1]}] * 3), [3])
    assert "same pictures" not in said
    assert "different pictures" in said


def test_each_likeness_has_a_sentence_of_its_own():
    assert len({likeness_text(one, [3]) for one in ("data", "split", "seeds", "shuffled", "order")}) == 5
