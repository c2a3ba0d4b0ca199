"""The tab *Boxes*: examples, what the component tells, and the accuracy that misleads."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.detection import BoxPair
from pages.where_is_it.box_settings import EXAMPLES, HEIGHT, WIDTH, placed
from pages.where_is_it.two_boxes import KEY, pair_data
from tests.pages.page import checked, link, opened_page, text_of, widget

KNOWN = {"seventh": 1 / 7, "third": 1 / 3, "half": 1 / 2, "inside": 1 / 4, "touching": 0, "near": 0, "far": 0,
         "equal": 1}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_the_iou_that_it_promises_and_lies_in_the_picture(name):
    pair = BoxPair(*EXAMPLES[name].boxes)
    assert pair.iou == pytest.approx(KNOWN[name])
    assert all(placed(box) == box for box in EXAMPLES[name].boxes)
    assert (pair.giou < 0) == (name in ("seventh", "near", "far"))


def test_the_far_pair_is_worse_than_the_near_one():
    assert BoxPair(*EXAMPLES["far"].boxes).giou < BoxPair(*EXAMPLES["near"].boxes).giou < 0


def test_pixels_are_counted_as_masks_count_them():
    pair = BoxPair(*EXAMPLES["seventh"].boxes)
    ours, theirs = np.zeros((2, HEIGHT, WIDTH), bool)
    ours[4:10, 4:10], theirs[7:13, 7:13] = True, True
    found = pair.pixels((WIDTH, HEIGHT))
    assert (found.right, found.all) == ((ours == theirs).sum(), ours.size)
    assert found.right_without == (~theirs).sum() > found.right
    assert found.lines()[0].endswith(r"\tfrac{54}{384} = 0.8594")
    assert pair.pixels((10 * WIDTH, 10 * HEIGHT)).share(found.wrong) == pytest.approx(54 / 38400)


def test_examples_what_was_dragged_and_larger_pictures_stand_in_the_link():
    at = opened_page("where_is_it", ours="9_9_1_1", threshold="2")
    assert "upside down" in text_of(at) and "threshold is 2" in text_of(at)
    widget(at, "button_group", "wi_example").set_value("third").run()
    assert link(checked(at)) == {"ours": "4_3_14_13", "theirs": "9_3_19_13", "threshold": "0.95"}
    at.session_state[KEY] = {"selected": "ours=0_0_2_2&theirs=1_1_3.5_3&threshold=0.3"}
    at.run()
    at.session_state[KEY] = {}
    assert link(checked(at)) == {"ours": "0_0_2_2", "theirs": "1_1_3.5_3", "threshold": "0.3"}
    before = text_of(at)
    widget(at, "button_group", "wi_times").set_value(10).run()
    assert link(checked(at))["times"] == "10" and "{38400}" in text_of(at) and "{38400}" not in before
    for hostile in ("ours=a&theirs=", "x" * 999, 7, None):
        at.session_state[KEY] = {"selected": hostile}
        at.run()
        assert link(checked(at))["ours"] == "0_0_2_2"


def test_all_that_a_reader_hears_is_sent():
    words = pair_data((0, 0, 1, 1), (0, 0, 1, 1), 0.5)["words"]
    assert all(words.values()) and {"apart", "touching", "overlapping", "inside", "same", "empty"} <= set(words)
