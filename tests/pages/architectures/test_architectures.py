"""*Architectures* inside the frame, under AppTest."""

from __future__ import annotations

import pytest

from pages.architectures.state import VIEWS, Tour, TourCodec
from pages.architectures.tabs import TABS
from tests.pages.links import brought_back, nearest
from tests.pages.page import link, opened_page, text_of

CODEC, FIRST = TourCodec(), Tour()


def test_every_view_of_a_link_has_a_tab():
    assert tuple(tab.view for tab in TABS) == VIEWS


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.view)
def test_every_part_opens_from_a_link_and_says_what_to_look_for(tab):
    at = opened_page("architectures", view=tab.view)
    assert at.title[0].value == "Architectures" and at.caption[0].value == tab.says
    assert link(at)["view"] == tab.view


def test_a_view_that_is_none_is_named_and_the_first_one_shown():
    at = opened_page("architectures", view="nowhere")
    assert "view is 'nowhere'" in text_of(at)
    assert at.caption[0].value == TABS[0].says


@pytest.mark.parametrize("rubbish", [{}, {"view": ""}, {"view": "x" * 3000}, {"view": "timeline"}])
def test_a_link_is_read_as_the_nearest(rubbish):
    value, problems = nearest(CODEC, rubbish, FIRST)
    assert value.view in VIEWS and bool(problems) == (rubbish.get("view", "timeline") != "timeline")
    assert brought_back(CODEC, value, FIRST) == value
