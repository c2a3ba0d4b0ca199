"""*Pixels* inside the frame, under AppTest; what happens in the browser alone is in tests/browser/test_pixels.py."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.pixels.state import VIEWS
from pages.pixels.tabs import TABS
from tests.pages.page import ROOT, link


def opened(**link: str) -> AppTest:
    at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=60).run()
    at.switch_page("pixels/page.py")
    for name, value in link.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def test_every_tab_is_known_to_links():
    assert tuple(TABS) == VIEWS


@pytest.mark.parametrize("view", VIEWS)
def test_every_tab_opens_from_a_link_and_says_what_to_look_for(view):
    at = opened(view=view)
    assert at.title[0].value == "Pixels"
    assert at.caption[0].value == TABS[view].look_for
    assert link(at) == ({} if view == VIEWS[0] else {"view": view})


def test_the_size_stands_in_the_link_and_a_wrong_one_is_named():
    at = opened(side="7")
    assert "side is '7', but can be 224, 64, 32, 8; 224 is used." in at.warning[0].value.replace("\\", "")
    at.segmented_control(key="px_side").set_value(32).run()
    assert link(at) == {"side": "32"} and not at.warning
