"""Every run tries some cases of what a browser shows, ``--thorough`` all; no page is missed."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import CASES
from tests.contracts.repository import ROOT, functions

DEFINED = {function.name: file.name for file in (ROOT / "tests" / "browser").glob("test_*.py")
           for function in functions(file)}
OF_PAGES = [name for name in CASES if re.search("every_page|every_tab|a_page_is", name)]


@pytest.mark.parametrize("name", CASES)
def test_what_is_tried_in_part_is_there(name):
    first, step = CASES[name]
    assert name in DEFINED
    assert 0 <= first < step


def test_each_page_is_opened_in_the_light_or_in_the_dark_and_checked_for_everyone():
    by_file = {}
    for name in OF_PAGES:
        by_file.setdefault(CASES[name], set()).add(DEFINED[name])
    assert set(by_file) == {(0, 2), (1, 2)}
    assert all("test_accessibility.py" in files for files in by_file.values())
