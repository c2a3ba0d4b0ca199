"""*Where is it?*: every tab opens from a link, and what is set stands in the address."""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from pages.where_is_it.page import ALL
from pages.where_is_it.state import VIEWS, WhereSetup, state
from tests.pages.links import hostile, nearest
from tests.pages.page import link, opened_page, text_of


def test_the_tabs_are_those_that_a_link_can_name():
    assert tuple(tab.view for tab in ALL) == VIEWS
    assert all(tab.says.endswith(("?", ".")) for tab in ALL)


def test_the_first_screen_holds_a_working_example():
    at = opened_page("where_is_it")
    assert at.title[0].value == "Where is it?" and at.caption[0].value == ALL[0].says
    assert link(at) == {}
    assert "= 0.8594" in text_of(at)


@given(hostile(state._codec.names, view=VIEWS, ours=("4_4_10_10", "9_9_1_1")))
def test_any_link_opens(sent):
    nearest(state._codec, sent, WhereSetup())


def test_no_two_tabs_share_a_name_in_links():
    counted = Counter(name for base in WhereSetup.__bases__ for name in base.__annotations__)
    assert [name for name, count in counted.items() if count > 1] == []
    assert {"view", *counted} == set(state._codec.names)
