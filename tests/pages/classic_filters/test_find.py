"""A box on the photo as a kernel: where it lies, what is sent, and the page."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from hypothesis import given, strategies as st
from skimage.feature import match_template

from explorer.convolution.filters import Match, PatchBox
from explorer.images import sample
from pages.classic_filters.find import ASKED_SIDE, LEAST, ZERO, Search, _preview, find_text, placed
from pages.classic_filters.state import EYE, WHOLE, FilterCodec, FilterSetup, read_box
from pages.ui.grey_photo import GreyPhoto
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


def asked(photo, box):
    return {"photo": photo.sent(), "box": box}


def levels(found):
    return np.frombuffer(base64.b64decode(found["levels"]), np.uint8).reshape(found["map"])


@pytest.mark.parametrize("box", ["260_300_220_155", "0_0_100_100", "500_480_400_250"])
def test_while_a_box_is_dragged_the_map_is_scikit_images(box):
    photo = GreyPhoto.of(sample("chelsea"), ASKED_SIDE)
    found = _preview(json.loads(json.dumps(asked(photo, box))))
    row, column, rows, columns = found["box"]
    grey = photo.values.astype(float)
    expected = match_template(grey, grey[row:row + rows, column:column + columns])
    assert np.abs(levels(found) / ZERO - 1 - expected).max() < 0.51 / ZERO
    assert found["sides"] == list(grey.shape) and not found["flat"]
    assert found["matches"][0][:2] == [row, column] and found["matches"][0][2] == pytest.approx(1)


def test_a_flat_box_is_told_and_marks_nothing():
    grey = np.full((60, 80), 90, np.uint8)
    grey[:, 60:] = np.random.default_rng(0).integers(0, 256, (60, 20))
    found = _preview(asked(GreyPhoto(grey), "0_0_300_300"))
    assert found["flat"] and found["matches"] == [] and (levels(found) == ZERO).all()
    assert not _preview(asked(GreyPhoto(grey), "0_700_300_300"))["flat"]
    shown = Search(np.zeros((60, 80, 3), np.uint8), PatchBox(0, 0, 4, 4), np.zeros((57, 77)), GreyPhoto(grey))
    assert shown.flat and shown.found == ()


@pytest.mark.parametrize("question", [
    None, [], {}, {"box": "1_2_3_4"}, {"box": 3, "photo": {"sides": [1, 1], "grey": "AA=="}},
    {"box": "1_2_3_4", "photo": {"sides": [999, 1], "grey": "AA=="}}], ids=repr)
def test_a_question_that_makes_no_sense_has_no_answer(question):
    assert _preview(question) is None


def test_a_photo_of_one_pixel_is_flat_and_breaks_nothing():
    found = _preview(asked(GreyPhoto(np.zeros((1, 1), np.uint8)), "0_0_500_500"))
    assert found["flat"] and found["map"] == [1, 1]


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
