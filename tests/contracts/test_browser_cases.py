"""Every run tries some cases of what a browser shows, ``--thorough`` all; no page is missed."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import CASES, REPEATED
from tests.contracts.repository import ROOT, functions

DEFINED = {function.name: file.name for file in (ROOT / "tests" / "browser").glob("test_*.py")
           for function in functions(file)}
OF_PAGES = [name for name in CASES if re.search("every_page|every_tab|a_page_is", name)]


@pytest.mark.parametrize("name", CASES)
def test_what_is_tried_in_part_is_there(name):
    first, step = CASES[name]
    assert name in DEFINED
    assert 0 <= first < step


@pytest.mark.parametrize("name", sorted(REPEATED))
def test_what_is_left_to_thorough_runs_is_there_and_not_alone_in_its_file(name):
    assert name in DEFINED
    assert {other for other, file in DEFINED.items() if file == DEFINED[name]} - REPEATED


def test_each_page_is_opened_in_a_hall_or_on_a_phone_or_in_the_dark_or_with_long_words():
    files = {"test_accessibility.py", "test_frame.py", "test_layout.py"}
    opened = {CASES[name] for name in OF_PAGES if DEFINED[name] in files}
    assert opened == {(0, 4), (1, 4), (2, 4), (3, 4)}
