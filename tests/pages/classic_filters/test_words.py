"""What is said of filters, held to what they do."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.convolution.filters import CUSTOM, DIRECTION, FILTERS, GABOR, MAGNITUDE, NAMES, PADDINGS, Step, custom
from explorer.figures import develop
from pages.classic_filters import words
from pages.classic_filters.kernel import _cell, facts, resize
from pages.classic_filters.result import _share, _value, range_text


def test_every_filter_has_a_title_says_what_it_shows_and_what_to_look_for():
    assert set(words.TITLES) == set(words.SHOWS) == set(words.LOOK) == set(NAMES)
    assert all(shown.endswith(".") for shown in words.SHOWS.values())
    assert all(look.endswith((".", "?")) for look in words.LOOK.values())
    assert len(set(words.TITLES.values())) == len(NAMES)


def test_every_padding_has_a_name():
    assert set(words.PADDINGS) == set(PADDINGS)


@pytest.mark.parametrize("name", ["sobel_x", GABOR, MAGNITUDE, DIRECTION])
def test_a_sentence_tells_both(name):
    said = words.sentence(Step(name=name))
    assert words.SHOWS[name] in said
    assert words.LOOK[name] in said
    assert words.title(Step(name=name)) == words.TITLES[name]


def told(name):
    return facts(Step(name=name))


@pytest.mark.parametrize("name", FILTERS)
def test_the_sum_that_is_told_is_that_of_the_kernel(name):
    total = FILTERS[name].kernel.sum()
    text = told(name)
    assert float(text.partition("**Sum ")[2].partition("**")[0].replace("−", "-")) == pytest.approx(total, abs=1e-9)
    assert ("flat patches give 0" in text) is bool(abs(total) < 1e-9)
    assert ("brightness is kept" in text) is bool(abs(total - 1) < 1e-9)


@pytest.mark.parametrize("name", FILTERS)
def test_a_kernel_is_called_separable_where_its_rank_is_1(name):
    kernel = FILTERS[name].kernel
    assert ("Not separable." in told(name)) is bool(np.linalg.matrix_rank(kernel) != 1)


@pytest.mark.parametrize("name", FILTERS)
def test_symmetries_are_those_of_the_mirrored_kernel(name):
    kernel, text = FILTERS[name].kernel, told(name)
    same = [np.allclose(kernel, np.fliplr(kernel)), np.allclose(kernel, np.flipud(kernel))]
    turned = [np.allclose(kernel, -np.fliplr(kernel)), np.allclose(kernel, -np.flipud(kernel))]
    assert ("No mirror symmetry." in text) is (not any(same + turned))
    assert ("The same when mirrored" in text) is any(same)
    assert ("Changes its sign when mirrored" in text) is any(turned)


def test_the_factors_of_sobel_are_typeset_as_in_the_books():
    assert r"\begin{bmatrix}1 \\ 2 \\ 1\end{bmatrix}\,\begin{bmatrix}-1 & 0 & 1\end{bmatrix}" in told("sobel_x")


def test_an_even_kernel_and_a_row_are_told_what_is_special():
    assert "An even side has no middle" in facts(custom(np.ones((2, 2))))
    assert "eparable" not in facts(custom(np.ones((1, 3))))


@pytest.mark.parametrize(("value", "columns", "shown"), [
    (1.0, 3, "1"), (-2.0, 3, "−2"), (1 / 9, 3, "0.1111"), (1 / 9, 11, ".111"), (-0.25, 11, "−.25"), (-0.0, 3, "0"),
    (1e-5, 11, "0"), (1234.56, 3, "1235")])
def test_weights_are_written_as_short_as_their_fields(value, columns, shown):
    assert _cell(value, columns) == shown


@pytest.mark.parametrize("side", [5, 7, 9])
def test_a_blur_of_another_size_is_its_own_kernel_and_a_printed_one_gets_a_rim(side):
    assert resize(Step(name="gaussian"), side).name == "gaussian"
    grown = resize(Step(name="emboss"), side)
    assert grown.name == CUSTOM
    rim = (side - 3) // 2
    assert np.array_equal(grown.kernels[0][rim:-rim, rim:-rim], FILTERS["emboss"].kernel)
    assert grown.kernels[0].sum() == FILTERS["emboss"].kernel.sum()


def values(*numbers):
    return np.array(numbers, np.float32).reshape(1, -1, 1)


@pytest.mark.parametrize(("numbers", "way", "said"), [
    ((-40, 0, 300, 100), "clip", "below 0 is black, above 255 is white. 50 % lie beyond."),
    ((0, 100), "clip", "Values 0 to 100. Clipped: below 0 is black, above 255 is white."),
    ((-10, 10), "rescale", "Values −10 to 10. Rescaled: −10 is black, 10 is white."),
    ((7, 7), "rescale", "Every value is 7, so there is nothing to rescale."),
    ((-20, 10), "signed", "Signed: blue below 0, red above; full colour from ±20 on."),
])
def test_what_was_done_to_the_values_is_told_with_its_numbers(numbers, way, said):
    assert said in range_text(develop(values(*numbers), way))


def test_values_that_are_no_numbers_are_counted():
    assert "2 values are too large for float32" in range_text(develop(values(1, np.inf, np.nan), "clip"))


@pytest.mark.parametrize(("share", "shown"), [
    (0.0001, "Under 0.1 %"), (0.012, "1.2 %"), (0.25, "25 %"), (1, "100 %")])
def test_shares_keep_no_more_digits_than_help(share, shown):
    assert _share(share) == f"{shown} lie beyond."


@pytest.mark.parametrize(("value", "shown"), [(-0.0, "0"), (0.12345, "0.123"), (-3.14159, "−3.14"), (1234.5, "1,234"),
                                              (-1e6, "−1,000,000"), (99.96, "100")])
def test_values_are_written_with_a_real_minus(value, shown):
    assert _value(value) == shown
