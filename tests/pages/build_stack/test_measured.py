"""*Build a stack* runs the stack: times of layers that were measured, and what a unit that is clicked sees."""

from __future__ import annotations

import time

import pytest

from explorer.graph import analyse, from_text, receptive_field
from explorer.networks.inference import layer_times
from tests.pages.build_stack.stack_page import SMALL, at_page, click
from tests.pages.page import checked, headers, text_of


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(layer_times, "BUDGET_S", 0.01)


def test_times_are_measured_at_a_click_and_said_to_be_measured(quick):
    at = at_page(stack=SMALL, input="3x32x32")
    at.session_state["bs_timing"] = True
    at = click(checked(at.run()), "bs_timing_task_start")
    deadline = time.monotonic() + 60
    while "Measured:" not in text_of(at) and time.monotonic() < deadline:
        time.sleep(0.05)
        at = checked(at.run())
    assert "Median of" in text_of(at)
    table = next(frame.value for frame in at.dataframe if "Time (ms)" in frame.value.columns)
    assert list(table["Layer"]) == ["conv1", "relu1", "pool1", "flatten", "fc1"]
    assert table["Share of the time"].sum() == pytest.approx(100)
    assert table["Share of the operations"].iloc[0] > 80  # 221,184 of 241,664 products


def test_a_stack_with_a_mistake_is_not_measured():
    at = at_page(stack="conv.o8.k9", input="3x4x4")
    at.session_state["bs_timing"] = True
    at = checked(at.run())
    assert any("does not fit" in error.value for error in at.error)
    assert "bs_timing_task_start" not in {button.key for button in at.button}


def test_a_click_on_the_map_shows_the_field_of_that_unit():
    at = at_page(stack=SMALL, input="3x32x32", layer="pool1")
    at.session_state["bs_run"] = True
    at.session_state["bs_units"] = {"selected": 16 * 3 + 5}  # of 16 x 16 units: row 3, column 5
    at = checked(at.run())
    shown = next(one for one in headers(at) if one.get("title") == "What it can see")
    (top, bottom), (left, right) = receptive_field.covers(analyse(from_text(SMALL), (3, 32, 32)), "pool1", (3, 5))
    assert shown["cell"] == [3, 5]
    assert shown["box"] == [top, left, bottom + 1, right + 1] == [5, 9, 9, 13]
    at.session_state["bs_units"] = {}
    shown = next(one for one in headers(checked(at.run())) if one.get("title") == "What it can see")
    assert shown["cell"] == [3, 5]  # it stays until another one is chosen
