"""Values of a link are brought inside their bounds, and what was wrong is said once."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from explorer.link_values import SHOWN_CHARS, bounded, chosen


@given(st.integers(-10**8, 10**8), st.integers(-50, 50), st.integers(0, 50))
def test_a_number_is_the_nearest_within_its_bounds(value, least, width):
    said = []
    used = bounded("side", str(value), least, least, least + width, said)
    assert used == min(max(value, least), least + width)
    assert len(said) == (used != value)


@pytest.mark.parametrize("text", ["", " ", "1.5", "x", "٣", "1e3", "--1", "9" * 10, "0x1"])
def test_what_is_no_whole_number_leaves_what_was(text):
    said = []
    assert bounded("side", text, 7, 1, 9, said) == 7
    assert "is used" in str(said[0]) and repr(text[:SHOWN_CHARS]) in str(said[0])


@given(st.text(max_size=60))
def test_a_choice_is_one_of_those_known(text):
    said = []
    used = chosen("tab", text, ("one", "two"), "one", said)
    assert used in ("one", "two") and len(said) == (used != text)
    assert all(len(one.values["text"]) <= SHOWN_CHARS for one in said)
