"""Files of a run are whole under their name, or not there."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from explorer.errors import DataError
from explorer.training import Point
from explorer.training.run_folder.files import (
    CURVE,
    best_of,
    lowest_of,
    read_curve,
    read_json,
    read_tensors,
    write_arrays,
    write_curve,
    write_json,
    write_tensors,
    write_whole,
)


def point(number, val_accuracy=0.5, val_loss=1.0, **given):
    return Point(**({"number": number, "train_loss": 1.0, "train_accuracy": 0.5, "val_loss": val_loss,
                     "val_accuracy": val_accuracy, "one_class": 0.1, "learning_rate": 0.1, "seconds": 1.0} | given))


@pytest.mark.parametrize(("points", "best"), [
    ([point(1, 0.5), point(2, 0.7), point(3, 0.6)], 2),
    ([point(1, 0.7, 2.0), point(2, 0.7, 1.0), point(3, 0.7, 1.5)], 2),  # a draw: the lower loss
    ([point(1, 0.7), point(2, 0.7), point(3, 0.7)], 1),                 # a draw in both: the first
    ([point(1, 0.1, 0.1)], 1),
])
def test_the_best_epoch_is_the_most_accurate_then_the_surest_then_the_first(points, best):
    assert best_of(points).number == best


def test_the_lowest_loss_may_be_in_another_epoch_than_the_best_accuracy():
    points = [point(1, 0.5, 0.9), point(2, 0.8, 1.4), point(3, 0.7, 0.9)]
    assert (best_of(points).number, lowest_of(points).number) == (2, 1)


def test_a_curve_comes_back_from_its_file_to_nine_digits(tmp_path):
    written = [point(1, 1 / 3, 2 / 3), point(2, 0.123456789123, 1e-12, seconds=3600.5)]
    write_curve(tmp_path / CURVE, written)
    for before, after in zip(written, read_curve(tmp_path), strict=True):
        assert after.number == before.number
        assert after.val_accuracy == pytest.approx(before.val_accuracy, rel=1e-8)
        assert after.val_loss == pytest.approx(before.val_loss, rel=1e-8)
    assert (tmp_path / CURVE).read_text().splitlines()[0] == (
        "number,train_loss,train_accuracy,val_loss,val_accuracy,one_class,learning_rate,seconds")


def test_a_run_that_has_not_begun_has_no_curve(tmp_path):
    assert read_curve(tmp_path) == []


@pytest.mark.parametrize("record", [{"a": [1, 2.5, None, "Zwölf"]}, [], "text", 3])
def test_json_comes_back_as_it_was_written(record, tmp_path):
    write_json(tmp_path / "one.json", record)
    assert read_json(tmp_path / "one.json") == record == json.loads((tmp_path / "one.json").read_text())


def test_json_that_is_not_there_is_none_and_damaged_json_is_named(tmp_path):
    assert read_json(tmp_path / "plan.json") is None
    (tmp_path / "plan.json").write_text('{"half": ')
    with pytest.raises(DataError, match=r"plan\.json is damaged"):
        read_json(tmp_path / "plan.json")


def test_tensors_are_written_as_safetensors_that_others_read(tmp_path):
    path = tmp_path / "best.safetensors"
    turned = torch.arange(6.0).view(2, 3).T
    write_tensors(path, {"turned": turned, "whole": torch.tensor([1, 2])}, {"plan": "x"})
    assert load_file(path)["turned"].tolist() == turned.tolist()
    tensors, head = read_tensors(path)
    assert torch.equal(tensors["whole"], torch.tensor([1, 2]))
    assert head == {"plan": "x"}


def test_two_names_for_one_tensor_are_two_copies_in_the_file(tmp_path):
    shared = torch.ones(2)
    write_tensors(tmp_path / "a.safetensors", {"one": shared, "other": shared})
    assert set(read_tensors(tmp_path / "a.safetensors")[0]) == {"one", "other"}


@pytest.mark.parametrize("content", [b"", b"rubbish", None])
def test_damaged_tensors_are_named(content, tmp_path):
    if content is not None:
        (tmp_path / "last.safetensors").write_bytes(content)
    with pytest.raises(DataError, match=r"last\.safetensors is missing or damaged"):
        read_tensors(tmp_path / "last.safetensors")


def test_arrays_come_back_without_pickle(tmp_path):
    write_arrays(tmp_path / "shown.npz", {"rows": np.arange(3), "images": np.zeros((1, 2, 2, 3), np.uint8)})
    with np.load(tmp_path / "shown.npz", allow_pickle=False) as found:
        assert found["rows"].tolist() == [0, 1, 2]
        assert found["images"].shape == (1, 2, 2, 3)


def test_a_file_is_replaced_at_once_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "plan.json"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert [one.name for one in tmp_path.iterdir()] == ["plan.json"]


@pytest.mark.parametrize(("number", "words"), [
    (errno.ENOSPC, r"disk is full: plan.json \(2 MB\)"), (errno.EDQUOT, "disk is full"),
    (errno.EFBIG, "disk is full"),
    (errno.EACCES, r"plan.json cannot be written \(Permission denied\)"),
])
def test_a_failed_write_says_why_and_leaves_the_old_file(number, words, tmp_path, monkeypatch):
    path = tmp_path / "plan.json"
    write_whole(path, b"old")

    def refuse(descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DataError, match=words):
        write_whole(path, b"n" * 2_000_000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_gone_is_told_of(tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        write_whole(Path(tmp_path) / "gone" / "plan.json", b"x")
