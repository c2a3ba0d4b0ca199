"""The table of contents lists what is there."""

from __future__ import annotations

from itertools import chain
from xml.etree import ElementTree

import pytest

from pages.contents import ADMIN, ENTRIES, HOME, ICON, PAGES, sections


def test_every_page_that_is_listed_has_been_written_and_every_page_is_listed():
    written = {path.parent.name for path in PAGES.glob("*/page.py")}
    assert {entry.name for entry in (HOME, ADMIN, *ENTRIES)} == written
    assert all(entry.exists for entry in ENTRIES)


def test_sections_keep_the_order_and_hold_each_page_once():
    assert list(chain.from_iterable(entries for _, entries in sections())) == list(ENTRIES)
    names = [section for section, _ in sections()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_page_is_told_in_one_sentence(entry):
    assert entry.says.endswith(".")
    assert len(entry.says) < 100
    assert entry.icon.startswith(":material/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_page_has_a_drawing_in_both_themes_that_asks_no_other_host(entry, theme):
    root = ElementTree.parse(entry.picture(theme)).getroot()
    assert root.tag.endswith("svg")
    assert not [value for element in root.iter() for name, value in element.attrib.items()
                if name.endswith("href") and not value.startswith("#")]


def test_without_a_theme_the_light_drawing_is_shown():
    assert ENTRIES[0].picture(None) == ENTRIES[0].picture("light") != ENTRIES[0].picture("dark")
    assert ICON.is_file()


def test_titles_icons_and_names_differ():
    for values in zip(*((entry.name, entry.title, entry.icon, entry.says) for entry in ENTRIES), strict=True):
        assert len(set(values)) == len(ENTRIES)
