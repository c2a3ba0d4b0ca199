"""*Shuffled* and *Shift* on the page: what they show at once, and what a link sets."""

from __future__ import annotations

import pytest

from tests.pages.page import component, link, opened_page, text_of, widget


def test_shuffled_shows_what_was_trained_before_and_offers_to_train():
    at = opened_page("pixels", view="shuffled", learned=200)
    text = text_of(at)
    assert "Parameters: MLP 19,960, CNN 19,760." in text
    assert "| **CNN** | 92.9\u00a0±\u00a01.2 | 85.7\u00a0±\u00a01.5 |" in text
    assert at.button(key="px_shuffled_train").label == "Train it here"
    shown = component(at, "px_shuffled_digits")
    assert (len(shown["tiles"]), shown["size"]) == (11, [8, 8])
    widget(at, "segmented_control", "px_learned").set_value(1259).run()
    assert link(at) == {"view": "shuffled"}


@pytest.mark.parametrize(("set_by_link", "told"), [
    ({"layer": "circular", "stride": 1}, "Largest difference: 0, exactly"),
    ({"layer": "max", "stride": 2, "right": -4, "down": 2}, "Largest difference: 0, exactly"),
    ({"layer": "circular", "stride": 2, "right": 3, "down": 2}, "only shifts by multiples of 2 px"),
    ({"layer": "linear"}, "cells differ"), ({"layer": "zeros", "stride": 1}, "At the border the zeros show"),
    ({"layer": "global"}, "does not notice it")])
def test_shift_says_whether_both_ways_round_are_equal(set_by_link, told):
    assert told in text_of(opened_page("pixels", view="shift", **set_by_link))


def test_a_digit_is_moved_and_every_network_says_what_it_takes_it_for():
    at = opened_page("pixels", view="shift", digit=0, moved=0, subject="digit")
    assert text_of(at).count("says **0**") == 3
    widget(at, "slider", "px_moved").set_value(8).run()
    text = text_of(at)
    assert "**CNN**  \n:green[:material/check:] says **0**" in text
    assert "**MLP**  \n:red[:material/close:]" in text
    assert link(at)["moved"] == "8"


@pytest.mark.parametrize(("name", "value", "used"), [("right", "99", "6 is used"), ("layer", "rnn", "circular is used"),
                                                     ("learned", "5", "1259 is used"), ("moved", "x", "3 is used")])
def test_what_a_link_cannot_set_is_said(name, value, used):
    at = opened_page("pixels", view="shift", **{name: value})
    assert used in at.warning[0].value.replace("\\", "")
