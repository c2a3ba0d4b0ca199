"""Small files are whole or not there; sentences survive JSON."""

from __future__ import annotations

import json

from explorer.errors import message
from explorer.jobs.records import Starts, message_from_json, message_to_json, read_curve, read_json, read_starts


def test_a_sentence_in_a_sentence_comes_back_from_json():
    said = message("{count:,} of {what}: {share:.1%}", count=1200, what=message("{n} cats", n=3), share=0.5)
    back = message_from_json(json.loads(json.dumps(message_to_json(said))))
    assert back == said
    assert str(back) == "1,200 of 3 cats: 50.0%"


def test_values_that_json_does_not_know_become_text(tmp_path):
    assert str(message_from_json(message_to_json(message("{path}", path=tmp_path)))) == str(tmp_path)


def test_missing_damaged_and_strange_files_hold_nothing(tmp_path):
    (tmp_path / "starts.json").write_text("{")
    (tmp_path / "list.json").write_text("[1]")
    assert read_starts(tmp_path) == Starts()
    assert read_json(tmp_path / "list.json") == {}
    assert read_json(tmp_path / "none.json") == {}
    assert read_curve(tmp_path) == []


def test_a_curve_is_read_as_numbers_and_other_columns_are_left_out(tmp_path):
    (tmp_path / "curve.csv").write_text("epoch,loss,note\n1,0.5,good\n2,nan,\n")
    first, second = read_curve(tmp_path)
    assert first == {"epoch": 1.0, "loss": 0.5}
    assert second["epoch"] == 2.0
