"""The loop around a task: parts of the loss, measures, the best epoch, going on, and what is kept of the scenes."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from explorer.runtime import run_files
from explorer.training import Augmentation, DataSet, Plan, estimate
from explorer.training.data.dataset import in_three
from explorer.training.data.scene_set import scene_pictures
from explorer.training.data.scene_settings import SceneSettings
from explorer.training.loop.troubles import diagnose
from explorer.training.network.start import start
from explorer.training.run_folder.files import Point, best_of, read_curve, read_tensors
from explorer.training.tasks.known_tasks import KNOWN
from explorer.training.train import train
from tests.explorer.training.loop.test_fit import StopError, interrupt_at, same_tensors
from tests.explorer.training.pixel_task import PixelTask

PLAN = Plan(network="stack/3x16x16/conv.o8.p1~bn~relu~dropout.p0_1~conv.o7.k1", weights="random", data="scenes/segment",
            side=16, how="scratch", epochs=3, batch_size=16, learning_rate=0.02, precision="float32",
            augmentation=Augmentation(brightness=0.2), scenes=SceneSettings(pictures=60, most=2))
PLAIN = replace(PLAN, network="stack/3x16x16/conv.o8.p1~relu~conv.o7.k1", optimiser="sgd", momentum=0.0, epochs=1,
                weight_decay=0.0, schedule="constant", batch_size=64, augmentation=Augmentation())


@pytest.fixture(autouse=True, scope="module")
def _task():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KNOWN, "segment", PixelTask())
        yield


@pytest.fixture(scope="module")
def data():
    """Return 60 scenes of 16 px."""
    train, val, test = in_three(scene_pictures(PLAN.scenes, 16), seed=0)
    return DataSet(train=train, val=val, test=test, categories=PLAN.scenes.kinds, task="segment")


@pytest.fixture(scope="module")
def done(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("done")
    train(PLAN, folder, data=data)
    return folder


def timeless(folder):
    return [replace(point, seconds=0) for point in read_curve(folder)]


def test_the_parts_of_the_loss_add_up_in_every_epoch(done):
    curve = read_curve(done)
    assert len(curve) == 3
    for point in curve:
        assert point.more["train_pixels"] + point.more["train_size"] == pytest.approx(point.train_loss)
        assert point.more["val_pixels"] + point.more["val_size"] == pytest.approx(point.val_loss)


def test_the_curve_of_a_task_has_columns_for_parts_and_measures_and_none_for_classes(done):
    columns = (done / run_files.CURVE).read_text().splitlines()[0].split(",")
    assert columns == ["number", "train_loss", "val_loss", "learning_rate", "seconds", "train_pixels", "train_size",
                       "val_pixels", "val_size", "right", "ground"]


def test_one_step_is_that_of_torchs_own_loop(data, tmp_path):
    begun = start(PLAIN, data)
    train(PLAIN, tmp_path, data=data)
    optimiser = torch.optim.SGD(begun.module.parameters(), lr=PLAIN.learning_rate)
    outputs = begun.module.train()(begun.inputs.normalised(data.train.images.float() / 255))
    loss, _ = PixelTask().loss(outputs, data.train.truth.maps)
    loss.backward()
    optimiser.step()
    learned = load_file(tmp_path / run_files.LAST)
    assert all(torch.allclose(learned[name], value, atol=1e-6) for name, value in begun.module.state_dict().items())
    assert read_curve(tmp_path)[0].train_loss == pytest.approx(loss.item(), rel=1e-5)


@pytest.mark.parametrize("call", [2, 7, 12])
def test_a_run_that_was_broken_off_ends_as_one_that_was_not_bit_for_bit(call, done, data, tmp_path):
    again = tmp_path / "again"
    with pytest.raises(StopError):
        train(PLAN, again, data=data, between_batches=interrupt_at(call))
    train(PLAN, again, data=data)
    assert timeless(again) == timeless(done)
    assert all(same_tensors(again / name, done / name) for name in (
        run_files.BEST, run_files.LAST, run_files.CHECKPOINT))
    before, after = (np.load(folder / run_files.SAMPLES) for folder in (done, again))
    assert all(np.array_equal(before[name], after[name]) for name in before.files)


def test_the_epoch_is_kept_whose_watched_measure_is_best(data, tmp_path, monkeypatch):
    told, states = iter((0.2, 0.9, 0.5, 0.7)), []
    monkeypatch.setattr(PixelTask, "measure", lambda *_: {"right": next(told), "ground": 0.0})
    result = train(PLAN, tmp_path, data=data,
                   report=lambda _: states.append(read_tensors(tmp_path / run_files.BEST)[0]))
    assert result["best_epoch"] == 2 and result["val_measures"] == {"right": 0.9, "ground": 0.0}
    assert result["measures"]["right"] == 0.7  # of the test scenes, measured once, last
    assert not all(torch.equal(states[0][name], states[1][name]) for name in states[0])
    assert all(torch.equal(states[1][name], states[2][name]) for name in states[1])


def test_of_equal_measures_the_lower_loss_decides_then_the_earlier_epoch():
    none = float("nan")
    points = [Point(number, 1, none, loss, none, none, 0, 0, more={"right": right})
              for number, (right, loss) in enumerate([(0.5, 1.0), (0.6, 2.0), (0.6, 1.5), (0.6, 1.5)], 1)]
    assert best_of(points, watched="right").number == 3


def test_the_result_has_the_measures_and_each_class(done, data):
    result = run_files.read_json(done / run_files.RESULT)
    assert (result["task"], result["watched"], set(result["measures"])) == ("segment", "right", {"right", "ground"})
    assert [row["name"] for row in result["classes"]] == list(PLAN.scenes.kinds)
    test = data.test
    assert [row["things"] for row in result["classes"]] == torch.bincount(
        test.truth.maps.flatten(), minlength=7)[1:].tolist()
    assert result["measured"] == len(test) and "accuracy" not in result
    json.dumps(result, allow_nan=False)


def test_scenes_are_kept_with_truth_and_answers_the_worst_first(done, data):
    shown = np.load(done / run_files.SHOWN)
    right = (shown["answers"] == shown["true_maps"]).mean((1, 2))
    assert np.allclose(shown["quality"], right) and (np.diff(right[:8]) >= 0).all()
    assert np.array_equal(shown["images"], data.test.images[shown["rows"]].permute(0, 2, 3, 1).numpy())
    assert shown["true_boxes"].shape[1:] == (2, 4)


def test_answers_to_some_scenes_are_kept_after_each_epoch(done):
    samples = np.load(done / run_files.SAMPLES)
    count = len(samples["images"])
    assert samples["answers"].shape == (3, count, 16, 16) and samples["true_kinds"].shape == (count, 2)


def test_the_folder_says_what_was_learned_for_pages_without_torch(done):
    about = run_files.read_json(done / run_files.NETWORK)
    assert (about["task"], about["parts"], about["watched"]) == ("segment", ["pixels", "size"], "right")


def test_the_cost_of_a_task_is_measured(data):
    found = estimate(PLAN, data=data)
    assert found.seconds > 0 and sum(found.batches) == len(data.train)


def point(number, train_loss, val_loss):
    none = float("nan")
    return Point(number, train_loss, none, val_loss, none, none, 0.01, 1, more={"right": 0.5})


def test_a_loss_that_rises_on_other_scenes_is_told():
    curve = [point(1, 1.0, 1.0), point(2, 0.8, 0.9), point(3, 0.6, 1.0), point(4, 0.5, 1.1), point(5, 0.4, 1.2)]
    told = diagnose(curve, 6)
    assert [one.template.split(":")[0] for one in told] == ["The network learns its scenes by heart"]
    assert told[0].values["epoch"] == 2


def test_a_loss_that_does_not_fall_is_told_and_a_good_run_is_not():
    assert len(diagnose([point(number, 1.0, 1.0) for number in range(1, 5)], 6)) == 1
    assert diagnose([point(number, 1 / number, 1 / number) for number in range(1, 5)], 6) == []
