"""Numbers as readers see them; the browser's twin is held to the same tables in tests/web/format.test.js."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.numbers import clean, latex_number, number, shorter
from tests.web.expected import HALVES, NUMBERS, SHORTER, number as by_numpy

TENTHS = st.lists(st.tuples(st.integers(-99, 99), st.integers(-9, 9)), min_size=1, max_size=50)


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("digits", [2, 3, 4, 6])
def test_a_number_is_written_as_numpy_writes_it(value, digits):
    assert number(value, digits) == by_numpy(value, digits)


@pytest.mark.parametrize(("case", "text"), HALVES.items())
def test_halves_go_away_from_0_as_in_a_browser(case, text):
    assert number(case[0], case[1]) == text


def test_what_is_no_number_is_said():
    assert [number(value) for value in (np.inf, -np.inf, np.nan, -0.0)] == ["∞", "−∞", "NaN", "0"]


@pytest.mark.parametrize(("value", "texts"), SHORTER.items())
def test_in_less_and_less_room(value, texts):
    assert shorter(value) == texts


@given(st.floats(-1e9, 1e9))
def test_the_last_text_is_never_empty_nor_long(value):
    texts = shorter(value)
    assert 0 < len(texts[-1]) <= 7 and [len(text) for text in texts] == sorted(map(len, texts), reverse=True)


@given(TENTHS)
def test_a_sum_is_0_where_its_exact_value_is_and_nowhere_else(factors):
    values, weights = (np.array([factor[at] / 10 for factor in factors]) for at in (0, 1))
    exact = sum(Fraction(a, 10) * Fraction(b, 10) for a, b in factors)
    beside = float(np.abs(values * weights).sum())
    assert (number(float(np.sum(values * weights)), beside=beside) == "0") == (exact == 0)
    assert clean(float(exact), beside) == pytest.approx(float(exact))


@pytest.mark.parametrize(("value", "text"), [
    (7, "7"), (-0.25, "-0.25"), (0.1 + 0.2, "0.3"),
    (1.2345e-5, r"1.23 \cdot 10^{-5}"), (6.02e23, r"6.02 \cdot 10^{23}"),
    (-1e-4, r"-1.00 \cdot 10^{-4}"), (1e-14, "0")])
def test_a_number_in_latex_has_a_minus_and_a_power_that_latex_sets(value, text):
    assert latex_number(value) == text
