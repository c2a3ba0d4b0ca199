"""What a run tells while it goes on, by a clock that the tests turn."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.utils.class_weight import compute_class_weight

from explorer import networks
from explorer.errors import message
from explorer.runtime.run_files import PROGRESS, read_json
from explorer.training import DataSet, Plan
from explorer.training.loop.run import EVERY_S, Progress, Run, ignore
from explorer.training.network.freezing import Phase, split
from explorer.training.network.start import start_from

STACK = "stack/3x16x16/flatten~linear.o2"


@pytest.fixture
def progress(clock, tmp_path):
    return Progress(tmp_path, epochs=4, clock=clock)


def told(tmp_path):
    return read_json(tmp_path / PROGRESS)


def step(progress, number, batch, **given):
    progress.batch(number, batch, 10, **({"learning_rate": 0.1, "loss": 1.0} | given))


def test_the_share_counts_epochs_and_batches(progress, tmp_path):
    step(progress, 2, 5, loss=0.25, learning_rate=0.02)
    found = told(tmp_path)
    assert (found["epoch"], found["epochs"], found["batch"], found["batches"]) == (3, 4, 5, 10)
    assert found["share"] == pytest.approx(2.5 / 4)
    assert (found["loss"], found["learning_rate"]) == (0.25, 0.02)


def test_time_left_is_the_pace_so_far_and_unknown_at_first(progress, clock, tmp_path):
    step(progress, 0, 1)
    assert told(tmp_path)["seconds_left"] is None
    clock.now += 6
    step(progress, 1, 0)  # from 0.025 to 0.25 in 6 s: 0.75 more take 20 s
    assert told(tmp_path)["seconds_left"] == pytest.approx(20.0)


def test_a_run_that_goes_on_takes_its_pace_from_this_process_alone(progress, clock, tmp_path):
    step(progress, 2, 0)  # half was done yesterday
    clock.now += 3
    step(progress, 3, 0)  # a quarter in 3 s, a quarter is left
    assert told(tmp_path)["seconds_left"] == pytest.approx(3.0)


def test_files_are_written_at_most_twice_a_second(progress, clock, tmp_path):
    step(progress, 0, 1)
    for batch in (2, 3):
        clock.now += EVERY_S / 4
        step(progress, 0, batch)
    assert told(tmp_path)["batch"] == 1
    clock.now += EVERY_S
    step(progress, 0, 4)
    assert told(tmp_path)["batch"] == 4


def test_notes_and_warnings_are_written_at_once_and_a_batch_ends_the_note(progress, clock, tmp_path):
    step(progress, 0, 1)
    progress.note(message("Waiting for {what}.", what="memory"))
    assert told(tmp_path)["note"] == {"template": "Waiting for {what}.", "values": {"what": "memory"}}
    progress.warn([message("Too fast.")])
    assert [one["template"] for one in told(tmp_path)["warnings"]] == ["Too fast."]
    clock.now += 1
    step(progress, 0, 2)
    assert told(tmp_path)["note"] is None
    assert told(tmp_path)["warnings"]


def test_the_end_is_all_of_it_and_no_time_left(progress, tmp_path):
    step(progress, 3, 9)
    progress.end()
    assert (told(tmp_path)["share"], told(tmp_path)["seconds_left"]) == (1.0, 0.0)


def run_of(data, folder, **plan):
    network = networks.load(STACK)
    chosen = Plan(**({"network": STACK, "weights": "random", "data": "stripes", "side": 16, "how": "all",
                      "precision": "float32"} | plan))
    return Run(plan=chosen, folder=folder, data=data, begun=start_from(network, data, seed=0),
               device=torch.device("cpu"), progress=Progress(folder, 1), report=ignore, between_batches=ignore)


@pytest.mark.parametrize("kept", [[0, 1], [0] * 7 + [1], [0, 0, 0, 1, 1]])
def test_classes_weigh_what_scikit_learn_calls_balanced(kept, stripes, tmp_path):
    rows = torch.tensor([int((stripes.train.labels == label).nonzero()[0]) for label in kept])
    data = DataSet(train=stripes.train.at(rows), val=stripes.val, test=stripes.test, categories=stripes.categories)
    found = run_of(data, tmp_path, class_weights=True).class_weights
    labels = data.train.labels.numpy()
    assert found.tolist() == pytest.approx(compute_class_weight("balanced", classes=np.arange(2), y=labels).tolist())
    assert float(found[labels].mean()) == pytest.approx(1)


def test_without_being_asked_all_classes_weigh_the_same(stripes, tmp_path):
    assert run_of(stripes, tmp_path).class_weights is None


def test_without_validation_pictures_the_test_pictures_are_watched(stripes, tmp_path):
    bare = DataSet(train=stripes.train, val=stripes.val.at(torch.empty(0, dtype=torch.int64)),
                   test=stripes.test.at(torch.arange(5)), categories=stripes.categories)
    assert len(run_of(bare, tmp_path).watched) == 5
    assert len(run_of(stripes, tmp_path).watched) == len(stripes.val)


def test_a_halved_batch_is_noted_once_and_kept_for_its_phase_only(stripes, tmp_path):
    run = run_of(stripes, tmp_path)
    phase, parts = run.phases[0], split(run.begun, frozenset())
    precision = run.precision(phase, parts)
    run.halve(phase, precision, message("Halved to {after}.", after=precision.batch_size // 2))
    assert run.precision(phase, parts).batch_size == precision.batch_size // 2
    assert run.precision(Phase(5, 6, 0.1, frozenset()), parts).batch_size == precision.batch_size
    assert [str(note) for note in run.notes()] == [f"Halved to {precision.batch_size // 2}."]
