"""*Sliding window*: its three parts on the page, and what cannot be slid over."""

from __future__ import annotations

import pytest

from pages.where_is_it import window_view
from pages.where_is_it.state import WhereSetup, state
from tests.pages.page import checked, link, opened_page, text_of, widget

TAB = {"view": "sliding"}


@pytest.fixture
def page():
    return opened_page("where_is_it", **TAB)


def test_the_first_screen_slides_the_shape_classifier_over_the_scene(page):
    said = text_of(page)
    assert "**196 passes** through the network" in said
    assert "frac{84 - 32}{4} rightrfloor + 1 = 14" in said  # without backslashes
    assert not page.error


def test_one_pass_says_the_same_without_padding_and_not_with_it(page):
    widget(page, "button_group", "wi_slide_part").set_value("once").run()
    assert "**The same numbers:" in page.success[0].value
    widget(page, "selectbox", "wi_slider").set_value("resnet20").run()
    assert "**Not the same, and that is no mistake.** 19 of its convolutions" in checked(page).warning[0].value
    assert link(page)["slide_on"] == "photo"
    widget(page, "button_group", "wi_against").set_value("maps").run()
    assert "whether the network pads or not" in checked(page).success[0].value


def test_the_lectures_vgg_follows_the_side_of_its_picture():
    page = opened_page("where_is_it", **TAB, slide_part="vgg", vgg_side=256, vgg_cell="9_9")
    said = text_of(page)
    assert "102{,}764{,}544" in said
    assert "Click a place of the 2 × 2 scores" in said


@pytest.mark.parametrize(("more", "said"), [
    ({"slide_on": "photo", "window": 256}, "A window of 256 px does not fit into a picture of 256 × 170 px"),
    ({"window": 32, "stride": 1}, "50,625 windows are more than this server looks at"),
])
def test_what_cannot_be_slid_over_is_said(more, said):
    assert said in opened_page("where_is_it", **TAB, **more).error[0].value


def test_many_windows_are_looked_at_once_the_reader_asks():
    page = opened_page("where_is_it", **TAB, window=32, stride=8)
    assert "**841 passes**" not in text_of(page)
    assert widget(page, "button", "wi_windows_task_start").label == "Look at 841 windows"


@pytest.mark.parametrize(("told", "place", "kind"), [
    ("3_4_2", (3, 4), 2), ("999_0_9", (255, 0), 9), ("a_b_c", (1, 10), 3), (7, (1, 10), 3), (None, (1, 10), 3)])
def test_a_window_that_a_browser_names_is_taken_if_it_can_be_one(told, place, kind, monkeypatch):
    now = {"slide_place": WhereSetup().slide_place, "slide_class": WhereSetup().slide_class}
    monkeypatch.setattr(type(state), "change", lambda _, **fields: now.update(fields))
    monkeypatch.setattr(window_view.st, "session_state", {window_view.KEY: {"selected": told}})
    window_view.take_window()
    assert now == {"slide_place": place, "slide_class": kind}
