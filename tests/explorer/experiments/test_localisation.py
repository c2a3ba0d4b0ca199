"""Runs of a network with two heads: what is shipped, and how it is made."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from explorer.detection import BoxPair, LocatedLoss, located
from explorer.experiments import localisation, localisation_training as training
from explorer.scenes import truth

RUNS = localisation.localisation_runs()


@pytest.fixture(scope="module")
def few():
    return training.lone_scenes(localisation.FIRST_MEASURED, 6)


@pytest.mark.parametrize("weight", localisation.RUN_WEIGHTS)
def test_a_shipped_run_says_something_after_each_epoch(weight):
    run = RUNS[weight]
    assert set(run.curves) == set(localisation.MEASURES) and run.weight == weight
    assert all(len(values) == localisation.EPOCHS + 1 for values in (*run.curves.values(), run.outputs))
    assert all(0 <= value <= 1 for values in run.curves.values() for value in values)
    answers = run.answers(localisation.EPOCHS)
    assert len(answers) == localisation.SHOWN
    assert answers[0].shares.sum() == pytest.approx(1) and all(0 <= value <= 1 for value in answers[0].centred)


def test_all_runs_begin_alike_and_the_weight_teaches_the_box():
    first = [run.outputs[0] for run in RUNS.values()]
    assert all(one == first[0] for one in first)
    ends = {weight: run.curves["iou"][-1] for weight, run in RUNS.items()}
    assert ends[0] < ends[2] - 0.2 and ends[0] < ends[50] - 0.2


def test_what_is_shown_of_the_last_epoch_fits_its_scenes_better_than_before_learning():
    def mean(epoch):
        pairs = zip(RUNS[2].answers(epoch), localisation.shown_scenes(), strict=True)
        return np.mean([BoxPair(answer.box, tuple(truth(scene, 64).boxes[0].tolist())).iou for answer, scene in pairs])

    assert mean(localisation.EPOCHS) > mean(0) + 0.2


def test_scenes_hold_one_thing_and_are_the_same_each_time(few):
    again = training.lone_scenes(localisation.FIRST_MEASURED, 2)
    assert torch.equal(again.maps, few.maps[:2]) and torch.equal(again.boxes, few.boxes[:2])
    for scene, box, kind in zip(localisation.shown_scenes(), few.boxes, few.kinds, strict=True):
        known = truth(scene, 64)
        assert len(known.labels) == 1 and known.labels[0] == kind
        assert box.tolist() == pytest.approx((known.boxes[0] / 64).tolist())


@pytest.mark.parametrize("weight", [0.0, 2.0, 7.5])
def test_the_loss_that_is_learned_from_is_the_one_that_is_explained(few, weight):
    outputs = torch.cat([torch.randn(6, 6), torch.rand(6, 4) * 0.4 + 0.2], dim=1)
    explained = [LocatedLoss(located(row, 64), int(kind), tuple((64 * box).tolist()), weight).total
                 for row, kind, box in zip(outputs.tolist(), few.kinds, few.boxes, strict=True)]
    assert training.loss_of(outputs, few.boxes, few.kinds, weight).item() == pytest.approx(np.mean(explained), rel=1e-4)


def test_measures_are_those_of_single_answers(few):
    module = next(training.learned(few, 2.0))
    found, outputs = training.measured(module, few)
    ious = [BoxPair(located(row, 64).box, tuple((64 * box).tolist())).iou
            for row, box in zip(outputs.tolist(), few.boxes, strict=True)]
    assert found["iou"] == pytest.approx(np.mean(ious), abs=1e-5)
    assert found["found"] == np.mean(np.array(ious) >= 0.7)
    assert found["accuracy"] == (outputs[:, :6].argmax(1) == few.kinds).double().mean()


def test_a_small_run_is_written_and_comes_out_the_same_again(tmp_path):
    files = [tmp_path / name for name in ("one.json", "two.json")]
    for file in files:
        training.main(file, weights=(2,), epochs=1, scenes=8, tested=6)
    assert files[0].read_bytes() == files[1].read_bytes()
    record = json.loads(files[0].read_text())
    assert record["command"] == training.COMMAND and len(record["runs"][0]["outputs"]) == 2
