"""Lessons at their limits: the smallest picture, the longest sentence and signal, and links of several faults."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import scipy.ndimage

from explorer.convolution import Convolution
from explorer.convolution.lessons import (
    BOUNDS,
    PAIRS,
    WIDTHS,
    Lesson,
    Sentence,
    cells_read,
    chain,
    cross,
    drawn,
    lesson_link,
    most_layers,
    opening,
    overlaps,
    read_along,
    read_counts,
    read_lesson,
    read_signal,
    read_words,
    signal_text,
)


@pytest.mark.parametrize("side", range(BOUNDS["side"][0], BOUNDS["side"][1] + 1))
def test_a_cross_is_both_diagonals_without_the_border(side):
    wanted = np.zeros((side, side))
    inner = np.eye(side - 2)
    wanted[1:-1, 1:-1] = np.maximum(inner, inner[::-1])
    np.testing.assert_array_equal(cross(side), wanted)


@pytest.mark.parametrize("kernel", [2, 3, 5])
def test_layers_on_each_other_are_scipy_s_means(kernel):
    values = picture = np.random.default_rng(kernel).random((13, 13))
    first = (kernel - 1) // 2  # what scipy makes up beyond the border is left out
    for conv in chain(picture, kernel=kernel, layers=most_layers(13, kernel)):
        everywhere = scipy.ndimage.uniform_filter(values, kernel, origin=-1 if kernel % 2 == 0 else 0)
        side = len(values) - kernel + 1
        values = everywhere[first:first + side, first:first + side]
        np.testing.assert_allclose(conv.output[0], values, atol=1e-12)


@pytest.mark.parametrize(("side", "kernel", "layers"), [(3, 5, 0), (4, 5, 0), (5, 5, 1), (3, 3, 1), (3, 2, 2),
                                                       (1, 1, 1)])
def test_a_kernel_that_is_too_large_leaves_no_layer(side, kernel, layers):
    assert most_layers(side, kernel) == layers
    assert len(chain(np.zeros((side, side)), kernel=kernel, layers=layers)) == layers


@pytest.mark.parametrize("layers", [1, 3, 6])
def test_no_more_layers_are_shown_than_are_asked_for(layers):
    assert Lesson(side=13, kernel=2, layers=layers).fitting_layers == layers
    assert Lesson(side=5, kernel=3, layers=layers).fitting_layers == min(2, layers)


@pytest.mark.parametrize(("stride", "padding", "dilation"), [(1, 0, 1), (2, 1, 1), (3, 2, 2), (4, 3, 3)])
def test_all_reads_together_are_as_many_as_cells_of_the_output_times_the_kernel_less_the_padding(stride, padding,
                                                                                                 dilation):
    conv = Lesson(side=9, kernel=3, padding=padding, dilation=dilation).convolution(stride=stride)
    laid = np.pad(np.ones((9, 9)), padding).ravel()
    read = [cell for cells in cells_read(conv) for cell in cells]
    assert len(read) == 9 * conv.output.size
    assert read_counts(conv).sum() == sum(laid[cell] for cell in read)


def test_counts_of_an_oblong_picture_are_the_product_of_those_of_its_sides():
    conv = Convolution(input=np.zeros((1, 4, 6)), weight=np.ones((1, 1, 3, 3)))
    down, across = read_along(conv)
    assert (down.tolist(), across.tolist()) == ([1, 2, 2, 1], [1, 2, 3, 3, 2, 1])
    np.testing.assert_array_equal(read_counts(conv), np.outer(down, across))


@pytest.mark.parametrize("word", ["movie", "Movie", "좋다", "!", "é"])
def test_the_numbers_of_a_word_follow_from_its_letters(word):
    digest = hashlib.sha256(word.lower().encode()).digest()
    assert Sentence((word,) * 4).numbers[2].tolist() == [byte % 5 - 2 for byte in digest[:5]]


def test_of_equal_answers_the_first_is_the_feature():
    sentence = Sentence(("same",) * 6)
    assert {one.place for one in sentence.features} == {0}
    assert [(one.width, one.filter) for one in sentence.features] == [(width, at) for width in WIDTHS for at in (0, 1)]


def test_the_shortest_sentence_has_one_place_for_the_widest_kernel():
    sentence = Sentence(("a", "b", "c", "d"))
    assert sentence.convolution(4).output_shape == (2, 1)
    assert [one.place for one in sentence.features if one.width == 4] == [0, 0]


def test_a_text_without_an_end_is_cut_before_it_is_split():
    words, said = read_words("w" * 100_000)
    assert words == Sentence().words and len(said) == 1
    words, said = read_words(" ".join(["x" * 17] * 13))
    assert words == ("x" * 16,) * 12 and len(said) == 2


@pytest.mark.parametrize("name", PAIRS)
def test_every_example_of_signals_stands_in_a_link(name):
    pair = PAIRS[name]
    lesson = Lesson(tab="flip", f=pair.f, g=pair.g, flip=False)
    assert read_lesson(lesson_link(lesson)) == (lesson, ())
    assert len(overlaps(pair.f, pair.g, flip=True)) == len(pair.f) + len(pair.g) - 1


def test_the_slope_of_an_edge_is_numpy_s_difference():
    pair = PAIRS["edge"]
    totals = [one.total for one in overlaps(pair.f, drawn(pair.g, flip=True), flip=True)]
    assert totals[1:-1] == np.diff(pair.f).tolist()


def test_a_clap_s_echo_is_0_6_of_what_was_before():
    totals = [one.total for one in overlaps(PAIRS["echo"].f, PAIRS["echo"].g, flip=True)]
    assert totals[1:4] == pytest.approx([1, 0.6, 0.36]) and totals[7] == pytest.approx(1)


@pytest.mark.parametrize(("values", "text"), [((1.0,), "1"), ((-0.5, 2.0), "-0.5 2"), ((0.1, 1e-05), "0.1 1e-05")])
def test_a_signal_is_written_as_short_as_it_is_read(values, text):
    assert signal_text(values) == text
    assert read_signal(text, (0.0,))[0] == values


def test_each_fault_of_a_link_is_said_and_the_rest_is_taken():
    link = {"tab": "reads", "l_side": "99", "l_kernel": "two", "l_stride": "3", "l_words": "one", "l_g": "1 x"}
    lesson, said = read_lesson(link)
    assert (lesson.tab, lesson.side, lesson.kernel, lesson.stride, lesson.g) == ("reads", 13, 3, 3, (1, 0))
    assert len(said) == 4
    told = " ".join(map(str, said))
    assert all(part in told for part in ("l_side is 99", "l_kernel is 'two'", "g: ", "has 1"))


@pytest.mark.parametrize("pick", ["1.", ".1", "1.2345", "123.1", "a.b", "-1.2", "１.２"])
def test_what_is_no_choice_of_a_cell_is_none(pick):
    assert read_lesson({"tab": "layers", "l_pick": pick}) == (opening("layers"), ())
