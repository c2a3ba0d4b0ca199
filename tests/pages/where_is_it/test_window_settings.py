"""Windows and thresholds in links: as they were written, nearest where they cannot be, and said."""

from __future__ import annotations

import pytest

from pages.where_is_it import how_good_settings, sliding_settings
from pages.where_is_it.state import WhereSetup, state
from pages.where_is_it.vgg_case import vgg_windows

FIELDS = {**sliding_settings.FIELDS, **how_good_settings.FIELDS}
FIRST = WhereSetup()


@pytest.mark.parametrize(("name", "text", "value"), [
    ("slide_part", "once", "once"), ("slider", "vgg", "vgg"), ("slide_on", "photo", "photo"), ("window", "32", 32),
    ("stride", "16", 16), ("slide_place", "0_255", (0, 255)), ("slide_class", "9", 9), ("against", "maps", "maps"),
    ("vgg_side", "704", 704), ("vgg_cell", "1_2", (1, 2)), ("good_count", "200", 200), ("good_set", "99", 99),
    ("good_iou", "0.75", 0.75), ("good_sure", "0.125", 0.125), ("good_class", "star", "star"),
    ("good_area", "coco", "coco")])
def test_what_a_link_says_is_taken_and_written_again(name, text, value):
    now, problems = state._codec.read({name: text}, FIRST)
    assert (getattr(now, name), problems) == (value, ())
    assert state._codec.write(now) == {name: text}


@pytest.mark.parametrize(("name", "text", "value"), [
    ("slide_part", "all", "windows"), ("slider", "resnet152", "shapes"), ("window", "33", 96), ("stride", "0", 4),
    ("slide_place", "1", FIRST.slide_place), ("slide_place", "900_-4", (255, 0)), ("slide_class", "77", 9),
    ("vgg_side", "100000", 448), ("vgg_cell", "x_y", FIRST.vgg_cell), ("good_count", "5000", 50),
    ("good_set", "-1", 0), ("good_iou", "0.1", 0.5), ("good_iou", "nan", 0.5), ("good_sure", "1e9", 1.0),
    ("good_class", "cat", "every"), ("good_area", "", "all")])
def test_what_cannot_be_is_the_nearest_or_the_first(name, text, value):
    now, _ = state._codec.read({name: text}, FIRST)
    assert getattr(now, name) == value


def test_every_setting_of_both_tabs_stands_in_the_link():
    assert set(FIELDS) <= set(state._codec.names)
    assert all(hasattr(FIRST, name) for name in FIELDS)


@pytest.mark.parametrize("side", sliding_settings.VGG_SIDES)
def test_vgg_takes_every_side_that_can_be_chosen(side):
    assert vgg_windows(side).scores == side // 32 - 6
