"""A box on the photo as a kernel: where it lies, what is sent, and the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.convolution.filters import Match
from pages.classic_filters.find import LEAST, find_text, placed
from pages.classic_filters.state import EYE, WHOLE, FilterCodec, FilterSetup, read_box
from tests.pages.page import checked, headers, link, opened_page, text_of

SHARES = st.tuples(*(st.integers(0, 9999),) * 4)


@given(SHARES, st.integers(LEAST, 400), st.integers(LEAST, 400))
def test_any_box_lies_within_any_photo(shares, height, width):
    box = placed(read_box("_".join(map(str, shares))), (height, width))
    assert 0 <= box.row <= height - box.rows and 0 <= box.column <= width - box.columns
    assert box.rows >= LEAST and box.columns >= LEAST


@given(SHARES)
def test_a_box_stands_in_the_link(shares):
    box = read_box("_".join(map(str, shares)))
    setup = FilterSetup(view="find", box=box)
    assert FilterCodec().read(FilterCodec().write(setup), FilterSetup()) == (setup, ())
    assert box[0] + box[2] <= WHOLE and box[1] + box[3] <= WHOLE


@pytest.mark.parametrize("text", ["", "1_2_3", "1_2_3_4_5", "a_b_c_d", "-1_2_3_4", "1_2_3_٤", 7, None, "99999_1_1_1"])
def test_what_is_no_box_is_none(text):
    assert read_box(text) is None


def test_places_are_counted_from_one():
    said = find_text((Match(0, 4, 1.0), Match(9, 0, 0.525)))
    assert "row 1, column 5: **1.00**" in said and "row 10, column 1: **0.5" in said


def test_the_cat_s_other_eye_is_found_by_the_first():
    at = opened_page("classic_filters", view="find")
    shown = headers(at)[0]
    (row, column, value), other, *_more = shown["matches"]
    assert [row, column] == shown["box"][:2] and value == pytest.approx(1)
    tall, wide = shown["photo"]
    assert np.hypot(other[0] / tall - 0.35, other[1] / wide - 0.62) < 0.1  # where it is on the photo
    assert "1.00" in text_of(at)
    at.session_state["cf_find"] = {"selected": "100_100_100_100"}
    checked(at.run())
    assert link(at)["box"] == "100_100_100_100" and link(at)["view"] == "find"
    at.session_state["cf_find"] = {"selected": "nothing"}
    checked(at.run())
    assert at.session_state["cf_state"].now.box == (100, 100, 100, 100) != EYE
