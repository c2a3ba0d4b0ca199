"""What people write is read as they mean it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from explorer.exercises import AnswerError, decimals_asked, read_number, read_shape


@pytest.mark.parametrize(("text", "value"), [
    ("448", 448), ("1,024", 1024), ("1 024", 1024), ("1\u202f024", 1024), ("1'024", 1024), ("1_024", 1024),
    ("12,345,678", 12_345_678), ("0.25", Fraction(1, 4)), (".25", Fraction(1, 4)), ("0,25", Fraction(1, 4)),
    ("0,125", Fraction(1, 8)), ("3/4", Fraction(3, 4)), ("-1/7", Fraction(-1, 7)), ("75 %", Fraction(3, 4)),
    ("−2", -2), ("–2", -2), ("+3", 3), ("1e3", 1000), ("2.5e-2", Fraction(1, 40)), ("1.5M", 1_500_000), ("3k", 3000),
    ("≈ 0.14", Fraction(7, 50)), ("= 31 px", 31), ("448 parameters", 448), ("12 px²", 12), ("  7  ", 7),
    ("1,024.5", Fraction(2049, 2)), ("2 G", 2_000_000_000), ("31픽셀", 31),
])
def test_a_number_is_read_as_it_is_meant(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "many", "3 4 5", "1/0", "1//2", "--3", "x" * 300, "3+4", "1,2,3", "nan",
                                  "∞", "²"])
def test_what_is_no_number_is_said(text):
    with pytest.raises(AnswerError):
        read_number(text)


@given(st.integers(-10**12, 10**12))
def test_a_whole_number_with_thousands_comes_back(value):
    assert read_number(f"{value:,}") == read_number(f"{value:,}".replace(",", " ")) == value


@given(st.decimals(-1000, 1000, places=3))
def test_a_decimal_comes_back_with_a_point(value):
    assert read_number(f"{value:.3f}") == Fraction(value)


@pytest.mark.parametrize(("text", "decimals"), [
    ("4", 0), ("2.0", 1), ("0.50", 2), ("3/4", 2), ("12.5 %", 3), ("1/3", 3), ("1e-3", 3), ("1.5M", 0), ("-0.125", 3)])
def test_as_many_decimals_are_asked_for_as_the_answer_has_or_is_written_with(text, decimals):
    assert decimals_asked(text) == decimals


def test_how_an_endless_number_is_rounded_can_be_chosen():
    assert decimals_asked("2/7", endless=2) == 2


@pytest.mark.parametrize("text", ["32x32x10", "(32, 32, 10)", "32 * 32 * 10", "32 × 32 × 10", "32 32 10", "[32,32,10]",
                                  "32X32X10", "32·32·10", "32; 32; 10", " 32 x 32 x 10 ", "32,32,10"])
def test_a_shape_is_read_in_many_dresses(text):
    assert read_shape(text) == (32, 32, 10)


def test_a_shape_may_have_thousands():
    assert read_shape("1,024 x 7 x 7") == (1024, 7, 7)
    assert read_shape("4,608") == (4, 608)  # two sides: without a cross a comma parts


@pytest.mark.parametrize("text", ["", "a x b", "3x", "-1 x 2", "1.5 x 2", "()", "1x2x3x4x5x6x7", "9" * 13, "x" * 201])
def test_what_is_no_shape_is_said(text):
    if text == "3x":
        assert read_shape(text) == (3,)
        return
    with pytest.raises(AnswerError):
        read_shape(text)


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reading(text):
    for read in (read_number, read_shape):
        try:
            read(text)
        except AnswerError as error:
            assert str(error)
