"""Files of a run are whole under their name, or not there."""

from __future__ import annotations

import pytest
import torch
from safetensors.numpy import load_file

from explorer.errors import DataError
from explorer.runtime.run_files import CURVE
from explorer.training import Point
from explorer.training.run_folder.files import best_of, lowest_of, read_curve, read_tensors, write_curve, write_tensors


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
        "number,train_loss,train_accuracy,val_loss,val_accuracy,one_class,learning_rate,seconds,val_balanced")


def test_a_run_that_has_not_begun_has_no_curve(tmp_path):
    assert read_curve(tmp_path) == []


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
