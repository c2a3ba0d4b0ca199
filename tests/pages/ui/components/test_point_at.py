"""What is pointed at, and where all pointed: what the component is told, and which cells a browser may send."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
import streamlit as st
from PIL import Image

from explorer.figures import tones
from pages.ui.components.point_at import (
    EXACT_SIDE,
    MOST_NUMBERS,
    Pointing,
    address_of,
    cell_of,
    heat_of,
    point_data,
    pointed,
    text_of,
)

GRID = Pointing(rows=3, columns=4, numbers=np.arange(12.0).reshape(3, 4))
FORGED = ["", ".", "3.0", "0.4", "-1.0", "0.-1", "1", "1.2.3", "a.b", "٣.٠", "1e0.0", " 1.1", "9" * 50 + ".0", "0.0\n"]


@pytest.mark.parametrize(("text", "cell"), [("0.0", (0, 0)), ("2.3", (2, 3)), ("1.0", (1, 0))])
def test_a_cell_of_the_ground_is_read(text, cell):
    assert cell_of(text, GRID) == cell
    assert text_of(cell) == text


@pytest.mark.parametrize("text", FORGED)
def test_nothing_else_is_a_cell(text):
    assert cell_of(text, GRID) is None


@pytest.mark.parametrize(("state", "cell"), [
    ({"selected": "2.3"}, (2, 3)), ({"selected": "3.3"}, None), ({"selected": 5}, None), ({"selected": None}, None),
    ({}, None), ("2.3", None), (None, None), ({"selected": ["2.3"]}, None),
])
def test_whatever_a_browser_sends_only_a_cell_of_the_ground_counts(state, cell, monkeypatch):
    monkeypatch.setattr(st, "session_state", {"key": state})
    assert pointed("key", GRID) == cell


def test_numbers_are_told_row_by_row_where_they_can_be_read():
    assert GRID.written == list(range(12))
    assert Pointing(rows=21, columns=20, numbers=np.zeros((21, 20))).written == []
    assert Pointing(rows=20, columns=20, numbers=np.zeros((20, 20))).written == [0.0] * MOST_NUMBERS
    assert Pointing(rows=2, columns=2).written == []


def test_the_picture_goes_to_the_browser_as_it_is():
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    told = point_data(Pointing(rows=4, columns=4, pixels=pixels), chosen=(1, 2))
    kind, _, packed = told["picture"].partition(",")
    assert kind == "data:image/png;base64"
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(base64.b64decode(packed)))), pixels)
    assert (told["chosen"], told["right"], told["locked"]) == ("1.2", "", False)


def test_heat_has_each_cell_that_somebody_pointed_at_and_the_most_in_the_last_colour_on_top():
    counts = np.array([[0, 3, 0], [1, 0, 12]])
    told = heat_of(counts)
    assert [(one["cell"], one["count"]) for one in told] == [(3, 1), (1, 3), (5, 12)]
    assert told[-1]["colour"] == tones("sequential")[-1]
    assert len({one["colour"] for one in told}) == 3


@pytest.mark.parametrize("counts", [np.zeros((2, 2), np.int64), np.zeros((0, 0), np.int64)])
def test_no_answers_are_no_heat(counts):
    assert heat_of(counts) == []


def test_a_map_is_locked_and_marks_the_right_cell_and_ones_own():
    told = point_data(GRID, chosen=(0, 1), right=(2, 2), counts=np.eye(3, 4, dtype=np.int64), locked=True)
    assert (told["chosen"], told["right"], told["locked"]) == ("0.1", "2.2", True)
    assert told["words"]["nothing"] == ""
    assert len(told["heat"]) == 3


def test_without_a_button_nobody_is_told_to_press_enter():
    at_once, sent = (point_data(GRID, chosen=None, send=send)["words"]["keys"] for send in ("", "Send"))
    assert "Enter" in sent
    assert "Enter" not in at_once


def opened(address):
    """Return the picture of an address, and its kind."""
    head, _comma, data = address.partition(",")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data)))), head.partition(";")[0].partition("/")[2]


def test_a_small_picture_is_sent_to_the_last_level():
    pixels = np.random.default_rng(0).integers(0, 256, (EXACT_SIDE, 8, 3), dtype=np.uint8)
    shown, kind = opened(address_of(pixels))
    assert kind == "png" and (shown == pixels).all()


def test_a_photo_is_sent_small_and_nobody_sees_the_difference():
    ramp = np.linspace(0, 255, 480)[None, :, None]
    waves = 60 * np.sin(np.arange(320) / 9)[:, None, None]
    pixels = np.clip(ramp + waves + np.zeros(3), 0, 255).astype(np.uint8)
    shown, kind = opened(address_of(pixels))
    assert kind == "jpeg" and shown.shape == pixels.shape
    assert np.abs(shown.astype(float) - pixels).mean() < 2
