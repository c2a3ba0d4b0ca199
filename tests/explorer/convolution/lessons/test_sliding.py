"""Signals that slide over each other, against numpy and scipy."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.signal
from hypothesis import given, strategies as st

from explorer.convolution.lessons import PAIRS, drawn, overlaps, read_signal, signal_text
from explorer.errors import GridError

SIGNALS = st.lists(st.integers(-9, 9).map(float), min_size=1, max_size=9)


def totals(f, g, flip):
    return [one.total for one in overlaps(f, g, flip=flip)]


# numpy's own examples, in the documentation of convolve and correlate.
def test_the_example_of_numpy():
    assert totals((1, 2, 3), (0, 1, 0.5), True) == [0, 1, 2.5, 4, 1.5]
    assert totals((1, 2, 3), (0, 1, 0.5), False) == [0.5, 2, 3.5, 3, 0]


@given(SIGNALS, SIGNALS)
def test_flipped_it_is_numpy_s_convolution(f, g):
    assert np.allclose(totals(f, g, True), np.convolve(f, g))
    assert np.allclose(totals(f, g, True), scipy.signal.convolve(f, g, method="direct"))


@given(SIGNALS, SIGNALS)
def test_as_it_is_it_is_numpy_s_correlation(f, g):
    assert np.allclose(totals(f, g, False), np.correlate(f, g, "full"))


@given(SIGNALS, SIGNALS, st.booleans())
def test_products_stand_where_both_signals_are(f, g, flip):
    sliding = drawn(g, flip=flip)
    for one in overlaps(f, g, flip=flip):
        for at, made in enumerate(one.products):
            under = at - one.shift
            assert made == (f[at] * sliding[under] if 0 <= under < len(g) else 0)


def test_a_signal_that_is_the_same_both_ways_gives_the_same_both_ways():
    assert totals((3, 1, 2), (1, 4, 1), True) == totals((3, 1, 2), (1, 4, 1), False)


def test_two_boxes_make_a_triangle():
    pair = PAIRS["boxes"]
    assert totals(pair.f, pair.g, True) == [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1]


@given(SIGNALS)
def test_a_signal_s_text_brings_it_back(values):
    assert read_signal(signal_text(values), (0.0,)) == (tuple(values), ())
    assert read_signal(signal_text(values, "_"), (0.0,)) == (tuple(values), ())


@pytest.mark.parametrize(("text", "values", "problems"), [
    ("1, 2, 3", (1, 2, 3), 0), ("1 x 3", (1, 0, 3), 1), (" ".join(["1"] * 30), (1,) * 24, 1)])
def test_what_cannot_be_read_is_said(text, values, problems):
    found, said = read_signal(text, (0.0,))
    assert found == values and len(said) == problems


def test_a_text_without_numbers_is_refused():
    with pytest.raises(GridError):
        read_signal("none", (0.0,))
