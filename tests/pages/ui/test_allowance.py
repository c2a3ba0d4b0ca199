"""What a reader may do how often, asked by pages."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from explorer.runtime import Allowances
from pages.ui import allowance
from tests.contracts.repository import CODE, path_of, text_of

# Page code that makes the server work, and how it is recognised.
DEEDS = {"attribution": r"\btasks\.start\(slow", "job": r"\.submit\(reader\(\)|\(\)\.resume\(",
         "room": r"rooms\(\)\.open\(", "short_link": r"short_links\(\)\.make\("}


def page(deed="room", times=1):
    return AppTest.from_string(
        "import streamlit as st\nfrom pages.ui import allowance\nfrom pages.ui.errors import told_to_reader\n"
        f"with told_to_reader():\n    allowance.spend({deed!r}, {times})\n    st.title('done')")


@pytest.fixture
def few(monkeypatch, clock):
    made = Allowances(dict.fromkeys(("room", "job"), (2, 600.0)), 2, clock)
    monkeypatch.setattr(allowance, "allowances", lambda: made)


def test_a_reader_who_does_it_too_often_is_told_when_to_try_again(few):
    at = page()
    assert [bool(at.run().title) for _ in range(3)] == [True, True, False]
    assert at.error[0].value.replace("\\", "").endswith("Try again in 5 min; what you have stays.")


def test_two_at_once_count_twice(few):
    at = page("job", 2)
    assert [bool(at.run().title) for _ in range(2)] == [True, False]


def test_readers_of_one_address_share_a_larger_one(few):
    told = [page("room", 2).run().title for _ in range(3)]
    assert [bool(one) for one in told] == [True, True, False]


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_no_page_does_what_is_limited_without_asking(deed):
    doers = [file for file in CODE if path_of(file).startswith("pages/") and re.search(DEEDS[deed], text_of(file))]
    assert doers
    assert [path_of(file) for file in doers if f'allowance.spend("{deed}"' not in text_of(file)] == []


def test_a_teacher_may_do_more(few, monkeypatch):
    monkeypatch.setattr(allowance, "times", lambda: 2.0)
    at = page()
    assert [bool(at.run().title) for _ in range(5)] == [True] * 4 + [False]
