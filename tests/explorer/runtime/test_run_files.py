"""Files of a run are whole under their name, or not there."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from explorer.errors import DataError
from explorer.runtime.arrays import read_arrays, write_arrays
from explorer.runtime.run_files import (
    aside,
    csv_text,
    curve_rows,
    read_json,
    read_record,
    write_json,
    write_whole,
)


@pytest.mark.parametrize("record", [{"a": [1, 2.5, None, "Zwölf"]}, [], "text", 3])
def test_json_comes_back_as_it_was_written(record, tmp_path):
    write_json(tmp_path / "one.json", record)
    assert read_json(tmp_path / "one.json") == record == json.loads((tmp_path / "one.json").read_text())


def test_json_that_is_not_there_is_none_and_damaged_json_is_named(tmp_path):
    assert read_json(tmp_path / "plan.json") is None
    (tmp_path / "plan.json").write_text('{"half": ')
    with pytest.raises(DataError, match=r"plan\.json is damaged"):
        read_json(tmp_path / "plan.json")


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


def test_a_curve_is_read_as_numbers_and_other_columns_are_left_out(tmp_path):
    (tmp_path / "curve.csv").write_text("epoch,loss,note\n1,0.5,good\n2,nan,\n")
    first, second = curve_rows(tmp_path)
    assert first == {"epoch": 1.0, "loss": 0.5}
    assert second["epoch"] == 2.0


def test_what_goes_wrong_while_it_is_written_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), aside(path) as beside:
        beside.write_bytes(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_many_threads_that_write_one_file_leave_one_of_their_contents(tmp_path):
    contents = [bytes([number]) * 100_000 for number in range(8)]
    threads = [Thread(target=write_whole, args=(tmp_path / "a.bin", content)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "a.bin").read_bytes() in contents
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("content", [None, b"", b"{", b"[1]", b"\xff"])
def test_a_record_that_is_missing_damaged_or_something_else_holds_nothing(content, tmp_path):
    if content is not None:
        (tmp_path / "a.json").write_bytes(content)
    assert read_record(tmp_path / "a.json") == {}


@pytest.mark.parametrize("content", [None, b"", b"no arrays", b"PK\x03\x04 and no more"])
def test_arrays_that_are_missing_or_damaged_are_none(content, tmp_path):
    if content is not None:
        (tmp_path / "a.npz").write_bytes(content)
    assert read_arrays(tmp_path / "a.npz") is None


def test_a_table_is_read_back_by_csv():
    rows = [{"name": "a, b", "loss": 0.5}, {"name": 'say "c"\nd', "loss": 1e-9}]
    text = csv_text(rows[0], (row.values() for row in rows))
    assert [{"name": row["name"], "loss": float(row["loss"])} for row in csv.DictReader(io.StringIO(text))] == rows


def test_reading_a_run_costs_no_torch():
    code = "import sys; from explorer.runtime import run_files; run_files.PLAN; print('torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
