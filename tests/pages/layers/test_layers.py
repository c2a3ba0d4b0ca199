"""*Layers*: every tab opens from a link, and what is set stands in the address."""

from __future__ import annotations

import pytest
from hypothesis import given

from pages.layers.page import ALL
from pages.layers.state import VIEWS, LayersSetup, state
from tests.pages.links import hostile, nearest
from tests.pages.page import checked, link, opened_page, text_of, widget


def test_the_tabs_are_those_that_a_link_can_name():
    assert tuple(tab.view for tab in ALL) == VIEWS
    assert all(tab.says.endswith(".") for tab in ALL)


def test_the_first_screen_holds_a_working_example():
    at = opened_page("layers")
    assert at.title[0].value == "Layers" and at.caption[0].value == ALL[0].says
    assert link(at) == {}
    widget(at, "selectbox", "la_function").set_value("gelu").run()
    assert link(checked(at)) == {"function": "gelu"}
    assert "1.1289" in text_of(at)


@pytest.mark.parametrize(("sent", "said"), [
    ({"view": "nowhere"}, "view is 'nowhere'"), ({"function": "step"}, "function is 'step'")])
def test_what_a_link_has_wrong_is_named(sent, said):
    assert said in text_of(opened_page("layers", **sent))


@given(hostile(state._codec.names, view=VIEWS, function=("relu", "gelu")))
def test_any_link_opens(sent):
    nearest(state._codec, sent, LayersSetup())
