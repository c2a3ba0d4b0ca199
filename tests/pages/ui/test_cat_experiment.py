"""The cat experiment: what its picture is told, what is taken from it, and how both pages keep it in links."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.convolution.visual_cells import ANGLES, FARTHEST, FIELD, WIDEST, CellPair
from pages.classic_filters.state import FilterCodec, FilterSetup
from pages.pixels.state import FIELDS as PIXEL_FIELDS, PixelSetup
from pages.ui.cat_experiment import FIELDS, BarAndCells, packed_cells, taken
from pages.ui.state.fields import FieldsCodec
from tests.pages.links import brought_back
from tests.pages.page import checked, headers, link, opened_page, pick, widget

BARS = st.builds(BarAndCells, turn=st.integers(0, 179), off=st.integers(-FARTHEST, FARTHEST),
                 thick=st.integers(1, WIDEST), dark=st.booleans(), likes=st.sampled_from(range(0, 180, 15)))


def plain(bar):
    return {name: getattr(bar, name) for name in FIELDS}


@given(BARS)
def test_links_of_both_pages_bring_the_bar_back(bar):
    filters = FilterSetup(view="cells", cells=bar)
    assert brought_back(FilterCodec(), filters, FilterSetup()) == filters
    pixels = PixelSetup(view="cells", **plain(bar))
    assert brought_back(FieldsCodec(PixelSetup(), PIXEL_FIELDS), pixels, PixelSetup()) == pixels


@pytest.mark.parametrize("angle", ANGLES)
def test_every_direction_of_old_links_is_still_one(angle):
    assert FIELDS["turn"].read("turn", str(angle), 0) == (angle, None)


@pytest.mark.parametrize("likes", [0, 45, 165])
def test_the_picture_is_told_both_kernels_and_the_colours(likes):
    block = packed_cells(plain(BarAndCells(likes=likes)))
    start = 4 + int.from_bytes(block[:4], "little")
    numbers = np.frombuffer(block[start:start + 8 * FIELD**2], "<f4").reshape(2, FIELD, FIELD)
    assert numbers[0] == pytest.approx(CellPair(likes).even, abs=1e-7)
    assert numbers[1] == pytest.approx(CellPair(likes).odd, abs=1e-7)
    assert len(block) == start + 8 * FIELD**2 + 3 * 256


@pytest.mark.parametrize(("told", "found"), [
    ({"selected": "turn=90&off=3"}, {"turn": 90, "off": 3}), ({"selected": "turn=15&off=0"}, {}),
    ({"selected": "turn=9999&off=-99"}, {"turn": 179, "off": -FARTHEST}), ({"selected": "likes=15&thick=8"}, {}),
    ({"selected": "turn=x"}, {}), ({"selected": 7}, {}), ({"selected": "turn=1" + " " * 99}, {}), (None, {}), ({}, {})])
def test_only_turn_and_place_are_taken_and_within_their_bounds(monkeypatch, told, found):
    monkeypatch.setattr("streamlit.session_state", {"cf_cells": told})
    assert taken("cf_cells", BarAndCells()) == found


def test_the_tab_of_classic_filters_follows_picture_and_widgets():
    at = opened_page("classic_filters", view="cells", likes="30")
    pick(at, "cf_cells", "turn=31&off=2")
    checked(widget(at, "slider", "cf_thick").set_value(5).run())
    assert link(at) == {"filters": "sobel_x", "view": "cells", "likes": "30", "turn": "31", "off": "2", "thick": "5"}
    assert {"turn": 31, "off": 2, "thick": 5, "likes": 30}.items() <= headers(at)[0].items()
