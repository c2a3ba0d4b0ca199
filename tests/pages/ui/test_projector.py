"""Projector mode: begun by a link or a button, kept from page to page and in links, left by the button."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.contents import ENTRIES
from tests.pages.page import ROOT, checked, link

MAIN = ROOT / "pages" / "main.py"
BUTTON = "frame_present"


def opened(**params):
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.query_params.update(params)
    return checked(at.run())


@pytest.mark.parametrize("said", [{}, {"present": "0"}, {"present": "true"}, {"present": "11"}])
def test_a_page_opens_as_usual_unless_its_link_says_1(said):
    at = opened(**said)
    assert at.button(key=BUTTON).label == "Projector mode"
    assert "present" not in link(at)


def test_the_button_begins_it_and_ends_it_and_the_link_says_so():
    at = opened()
    checked(at.button(key=BUTTON).click().run())
    assert link(at) == {"present": "1"}
    at.query_params["present"] = "1"  # as the browser says it from now on
    checked(at.button(key=BUTTON).click().run())
    assert link(at) == {}
    assert at.button(key=BUTTON).label == "Projector mode"


def test_it_stays_while_the_reader_goes_from_page_to_page():
    at = opened(present="1")
    at.query_params.clear()
    at.switch_page("step_through/page.py")
    assert link(checked(at.run()))["present"] == "1"
    assert at.button(key=BUTTON).label == "Leave projector mode"


def test_without_the_contents_all_pages_are_in_a_list():
    def listed(at):
        return {shown.proto.label for shown in at.get("page_link")}
    titles = {entry.title for entry in ENTRIES}
    assert titles <= listed(opened(present="1"))
    assert not titles & listed(opened())
