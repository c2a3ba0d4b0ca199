"""What goes wrong while a network is trained, and what is left then."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from explorer.errors import DataError, ExplorerError, LimitError, NetworkError
from explorer.runtime.run_files import BEST, CHECKPOINT, LAST, NETWORK, PROGRESS, RESULT, read_json, write_json
from explorer.settings import Settings
from explorer.training import Plan, train
from explorer.training.loop import fit
from explorer.training.run_folder.files import read_curve

STACK = "stack/3x16x16/conv.o8.k3~bn~relu~maxpool~flatten~linear.o4"
PLAN = Plan(network=STACK, weights="random", data="stripes", side=16, how="all", epochs=4, batch_size=16,
            learning_rate=0.01, precision="float32")


def poison_after(calls):
    """Return a ``tensor`` hook target: makes the loss of the given call and all later ones no number."""
    real, count = fit.functional.cross_entropy, [0]

    def cross_entropy(*given, **more):
        count[0] += 1
        loss = real(*given, **more)
        return loss * float("nan") if count[0] > calls and loss.requires_grad else loss

    return cross_entropy


def test_a_loss_that_is_no_number_ends_the_run_with_what_was_good(run_in, monkeypatch):
    monkeypatch.setattr("explorer.training.loop.fit.functional.cross_entropy", poison_after(15))
    folder = run_in("run", PLAN)
    result = read_json(folder / RESULT)
    assert (result["epochs"], len(read_curve(folder))) == (2, 2)
    assert "no number in epoch 3" in result["notes"][0]["template"].format(**result["notes"][0]["values"])
    assert all(value.isfinite().all() for value in load_file(folder / LAST).values())


def test_a_loss_that_is_no_number_from_the_start_says_what_to_try(run_in, monkeypatch):
    monkeypatch.setattr("explorer.training.loop.fit.functional.cross_entropy", poison_after(3))
    with pytest.raises(ExplorerError, match=r"learning rate of 0\.001 or less"):
        run_in("run", PLAN)


def short_of_memory_above(size, real=fit.functional.cross_entropy):
    def cross_entropy(scores, *given, **more):
        if len(scores) > size and scores.requires_grad:
            raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB")
        return real(scores, *given, **more)

    return cross_entropy


def test_without_enough_memory_the_batch_is_halved_until_it_fits_and_that_is_said(run_in, monkeypatch):
    monkeypatch.setattr("explorer.training.loop.fit.functional.cross_entropy", short_of_memory_above(5))
    folder = run_in("run", PLAN)
    result = read_json(folder / RESULT)
    assert result["way"]["batch_size"] == 4
    assert [note["values"]["after"] for note in result["notes"]] == [8, 4]
    assert len(read_curve(folder)) == 4
    warned = read_json(folder / PROGRESS)["warnings"]
    assert [note["values"]["after"] for note in warned] == [8, 4]


def test_a_run_with_a_halved_batch_goes_on_with_it(run_in, monkeypatch):
    def stop(point):
        raise InterruptedError

    with monkeypatch.context() as short:
        short.setattr("explorer.training.loop.fit.functional.cross_entropy", short_of_memory_above(8))
        whole = run_in("whole", PLAN)
        with pytest.raises(InterruptedError):
            run_in("broken", PLAN, report=stop)
    broken = run_in("broken", PLAN)
    one, other = load_file(whole / LAST), load_file(broken / LAST)
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_no_memory_for_two_pictures_is_said(run_in, monkeypatch):
    monkeypatch.setattr("explorer.training.loop.fit.functional.cross_entropy", short_of_memory_above(1))
    with pytest.raises(ExplorerError, match="not enough memory"):
        run_in("run", PLAN)


@pytest.mark.parametrize("file", [CHECKPOINT, BEST, "curve.csv", PROGRESS])
def test_a_full_disk_is_said_and_the_last_checkpoint_stays_whole(file, run_in, monkeypatch, tmp_path):
    whole = run_in("whole", PLAN)
    real = os.fsync
    full = []

    def fsync(number):
        name = Path(f"/proc/self/fd/{number}").resolve().name
        if full and file in name:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(number)

    monkeypatch.setattr("explorer.runtime.run_files.os.fsync", fsync)
    with pytest.raises(DataError, match="disk is full"):
        run_in("full", PLAN, report=lambda point: full.append(1) if point.number == 2 else None)
    assert not [path for path in (tmp_path / "full").iterdir() if path.name.startswith(".")]
    full.clear()
    folder = run_in("full", PLAN)
    one, other = load_file(whole / LAST), load_file(folder / LAST)
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_data_set_that_is_gone_is_named(tmp_path):
    with pytest.raises(DataError):
        train(replace(PLAN, data=f"upload/{'0' * 64}"), tmp_path)


def test_a_network_that_is_gone_is_named(tmp_path):
    with pytest.raises(NetworkError):
        train(replace(PLAN, network=f"job/{'0' * 32}", weights="DEFAULT", data="digits"), tmp_path)


def test_more_pictures_than_the_server_takes_are_refused_with_the_number(run_in, monkeypatch):
    monkeypatch.setattr("explorer.training.network.start.settings", lambda: Settings(train_images=95))
    with pytest.raises(LimitError, match=r"96 pictures .* up to 95"):
        run_in("run", PLAN)


def test_pictures_of_another_side_than_a_stack_takes_are_refused(run_in):
    with pytest.raises(NetworkError, match="reads inputs of 3 × 16 × 16 only"):
        run_in("run", replace(PLAN, side=32))


def test_a_run_does_not_go_on_with_its_classes_in_another_order(stripes, tmp_path):
    write_json(tmp_path / NETWORK, {"categories": ["level", "upright"]})
    with pytest.raises(DataError, match=r"another order .*level, upright; now upright, level.* Start it again"):
        train(PLAN, tmp_path, data=stripes)
