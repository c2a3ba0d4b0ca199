"""What is said of a job while it runs, and pictures of what it learned."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.errors import message
from explorer.jobs.records import Job, message_to_json
from explorer.runtime.run_files import NETWORK, write_json
from explorer.training import Point
from explorer.training.run_folder.files import best_of
from pages.jobs.downloads import _drawn
from pages.jobs.progress import _answers, _best, _constant, _name, _told
from pages.ui.components.picture_tiles import Tile

RUNNING = {"epoch": 3, "epochs": 10, "seconds_left": 130.0, "loss": 0.5, "learning_rate": 0.00123, "note": None}


@pytest.mark.parametrize(("changed", "said"), [
    ({}, "Epoch 3 of 10 · about 2 min left · loss 0.500 · learning rate 0.0012"),
    ({"seconds_left": None}, "Epoch 3 of 10 · loss 0.500 · learning rate 0.0012"),
    ({"loss": None, "learning_rate": None, "seconds_left": 5}, "Epoch 3 of 10 · about 5 s left"),
    ({"epoch": 0}, "PyTorch is started."), ({"seconds_left": 0.0, "loss": 0.0}, "Epoch 3 of 10 · a moment left · "
                                            "loss 0.000 · learning rate 0.0012"),
])
def test_where_a_run_is_stands_in_one_line(changed, said):
    assert _told(RUNNING | changed) == said


def test_a_note_stands_instead_of_the_numbers():
    note = message_to_json(message("Waiting for {what}.", what="memory"))
    assert _told(RUNNING | {"note": note}).replace("\\", "") == "Waiting for memory."
    assert _told({}) == "PyTorch is started."


def curve(*pairs):
    return [{"number": float(number), "val_accuracy": accuracy, "val_loss": loss}
            for number, (accuracy, loss) in enumerate(pairs, 1)]


@pytest.mark.parametrize("points", [
    curve((0.5, 1.0), (0.7, 0.9), (0.6, 0.1)), curve((0.7, 1.0), (0.7, 0.5), (0.7, 0.8)),
    curve((0.7, 1.0), (0.7, 1.0)), curve((0.1, 0.1))])
def test_the_epoch_that_is_ringed_is_the_one_whose_weights_were_kept(points):
    kept = best_of([Point(int(point["number"]), 1, 0, point["val_loss"], point["val_accuracy"], 0, 0, 0)
                    for point in points])
    assert _best(points) == kept.number


def test_with_class_weights_the_epoch_is_ringed_in_which_all_classes_count_the_same():
    points = curve((0.9, 1.0), (0.8, 1.0))
    assert _best(points, balanced=True) == 1  # an older run does not know
    assert _best([point | {"val_balanced": share} for point, share in zip(points, (0.5, 0.7), strict=True)],
                 balanced=True) == 2


@pytest.mark.parametrize(("record", "expected"), [
    ({"categories": ["a", "b"], "pictures": {"train": [120, 14], "val": [25, 3], "test": [25, 3]}}, ("a", 25 / 28)),
    ({"categories": ["a", "b"], "pictures": {"train": [9, 1], "val": [0, 0], "test": [2, 6]}}, ("b", 0.75)),
    ({"categories": ["a", "b"], "pictures": {"train": [9, 9], "val": [5, 5], "test": [5, 5]}}, None),
    ({"categories": ["a", "b"]}, None),
    ({}, None),
])
def test_a_run_is_held_against_its_largest_class_where_classes_differ_in_size(record, expected, tmp_path):
    write_json(tmp_path / NETWORK, record)
    assert _constant(Job(id="a", reader="ada", state="running"), tmp_path) == expected


def test_before_the_first_epoch_nothing_is_kept():
    assert _best([]) is None


def test_answers_name_the_likeliest_class_and_the_truth_where_it_is_another():
    shares = np.array([[0.9, 0.1], [0.75, 0.25]], np.float32)
    assert _answers(np.array([0, 1]), shares, ["cat", "dog"]) == [
        Tile("cat", "90 %"), Tile("cat", "75 % · is dog", wrong=True)]


def test_classes_without_a_name_are_numbered():
    assert _name([], 3) == "3"
    assert _name(["cat"], 0) == "cat"


@pytest.mark.parametrize("channels", [1, 3])
def test_filters_are_drawn_from_their_smallest_to_their_largest_value(channels):
    kernels = np.random.default_rng(0).normal(size=(4, channels, 3, 5)).astype(np.float32)
    drawn = _drawn(kernels)
    assert drawn.shape == (4, 3, 5, 3)
    for kernel, picture in zip(kernels, drawn, strict=True):
        expected = (kernel - kernel.min()) / np.ptp(kernel) * 255
        assert np.abs(picture.transpose(2, 0, 1) - np.broadcast_to(expected, (3, 3, 5))).max() <= 0.5 + 1e-3


def test_a_filter_of_one_value_is_drawn_without_trouble():
    assert not _drawn(np.ones((1, 3, 2, 2), np.float32)).any()
