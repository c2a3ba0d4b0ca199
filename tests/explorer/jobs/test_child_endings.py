"""How a training ends becomes an exit code, and words where they are needed."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from typing import Any

import pytest

from explorer.errors import DataError, message_from_json
from explorer.jobs.child import BROKEN, DONE, GONE, NO_MEMORY, NO_SPACE, REFUSED, _ending
from explorer.jobs.supervisor import REASONS
from explorer.runtime.run_files import CHECKPOINT, ERROR, PLAN, STARTS, curve_rows, read_record, write_json
from tests.explorer.jobs.conftest import ROOT


@pytest.fixture
def folder(tmp_path):
    (tmp_path / PLAN).write_text("{}")
    return tmp_path


def raising(error):
    def train(_folder):
        raise error

    return train


def behind(cause):
    """Return an error that another one is behind."""
    try:
        try:
            raise cause
        except type(cause) as error:
            raise RuntimeError("writing failed") from error
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(("error", "code"), [
    (OSError(errno.ENOSPC, "No space left on device"), NO_SPACE), (OSError(errno.ENOMEM, "Cannot allocate"), NO_MEMORY),
    (MemoryError(), NO_MEMORY), (RuntimeError("CUDA out of memory. Tried to allocate"), NO_MEMORY),
    (RuntimeError("DefaultCPUAllocator: can't allocate memory"), NO_MEMORY),
    (RuntimeError("I/O error: No space left on device (os error 28)"), NO_SPACE),
    (OSError(errno.EACCES, "Permission denied"), BROKEN), (ValueError("a bug"), BROKEN),
    (behind(OSError(errno.ENOSPC, "full")), NO_SPACE), (behind(MemoryError("out of memory")), NO_MEMORY),
    (behind(KeyError("x")), BROKEN),
])
def test_the_exit_code_tells_what_was_short(error, code, folder, caplog):
    assert _ending(folder, raising(error)) == code
    assert bool(caplog.records) is (code == BROKEN)
    assert not (folder / ERROR).exists()


def test_a_disk_that_is_full_is_told_by_the_code_since_words_have_no_room(folder, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert _ending(folder, lambda one: write_json(one / CHECKPOINT, {})) == NO_SPACE
    assert [file.name for file in folder.iterdir()] == [PLAN]


def test_a_disk_that_fills_up_ends_a_training_at_its_last_epoch_and_it_goes_on_when_there_is_room(tmp_path):
    """The limit of a process on the size of a file stands for the disk: what is larger is refused in the same way."""
    def train(job: str, **limit: Any) -> int:
        return subprocess.run([sys.executable, "-m", "tests.explorer.jobs.stand_in", job], cwd=ROOT, check=False,
                              env=os.environ | {"EXPLORER_DATA": str(tmp_path)}, **limit).returncode

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))

    for job in ("full", "whole"):
        (tmp_path / "jobs" / job).mkdir(parents=True)
        write_json(tmp_path / "jobs" / job / PLAN, {"epochs": 12, "seconds": 0})
    full, whole = tmp_path / "jobs" / "full", tmp_path / "jobs" / "whole"
    with subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE) as parent:  # a standard input that stays open
        assert train("full", stdin=parent.stdout, preexec_fn=small) == NO_SPACE
        epochs = len(read_record(full / CHECKPOINT)["curve"])
        assert 0 < epochs == len(curve_rows(full)) < 12
        assert not [file.name for file in full.iterdir() if file.name.startswith(".")]
        assert train("full", stdin=parent.stdout) == train("whole", stdin=parent.stdout) == DONE
        parent.kill()
    assert read_record(full / CHECKPOINT) == read_record(whole / CHECKPOINT)
    assert curve_rows(full) == curve_rows(whole)


def test_what_a_reader_can_act_on_is_left_in_words(folder):
    assert _ending(folder, raising(DataError("The data set {name} is gone.", name="cats"))) == REFUSED
    assert str(message_from_json(read_record(folder / ERROR))) == "The data set cats is gone."


def test_a_training_that_ends_well_takes_the_last_complaint_away(folder):
    (folder / ERROR).write_text("{}")
    seen = []
    assert _ending(folder, seen.append) == DONE
    assert seen == [folder]
    assert not (folder / ERROR).exists()


def test_what_a_killed_process_left_half_written_goes_and_what_its_supervisor_writes_stays(folder):
    half, under_way = folder / f".{CHECKPOINT}.12.34", folder / f".{STARTS}.12.34"
    half.touch()
    under_way.touch()
    assert _ending(folder, lambda _: None) == DONE
    assert (half.exists(), under_way.exists()) == (False, True)


def test_without_a_plan_there_is_nothing_to_train(tmp_path):
    assert _ending(tmp_path, lambda _: pytest.fail("trained")) == GONE


@pytest.mark.parametrize("code", [NO_SPACE, NO_MEMORY, GONE])
def test_every_shortage_has_a_sentence_that_says_what_to_do(code):
    said = str(REASONS[code])
    assert said.endswith(".")
    assert any(word in said for word in ("resume", "Choose", "Submit"))


def test_exit_codes_differ_from_each_other_and_from_signals():
    codes = [DONE, BROKEN, REFUSED, NO_SPACE, NO_MEMORY, GONE]
    assert len(set(codes)) == len(codes)
    assert all(0 <= code < 128 for code in codes)
