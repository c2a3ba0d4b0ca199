"""Small files are whole or not there; sentences survive JSON."""

from __future__ import annotations

from explorer.jobs.records import Starts, read_starts
from explorer.runtime.run_files import curve_rows, read_record


def test_missing_damaged_and_strange_files_hold_nothing(tmp_path):
    (tmp_path / "starts.json").write_text("{")
    (tmp_path / "list.json").write_text("[1]")
    assert read_starts(tmp_path) == Starts()
    assert read_record(tmp_path / "list.json") == {}
    assert read_record(tmp_path / "none.json") == {}
    assert curve_rows(tmp_path) == []
