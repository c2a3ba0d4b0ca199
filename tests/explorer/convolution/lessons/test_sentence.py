"""A sentence as a signal, against torch's Conv1d and its maximum over time."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from explorer.convolution.lessons import WIDTHS, Sentence, read_words

SENTENCE = Sentence()


# The figure of Zhang & Wallace (2015): 7 words of 5 numbers, kernels of 2, 3 and 4 words, two of each.
def test_seven_words_leave_six_five_and_four_places_and_six_features():
    assert SENTENCE.numbers.shape == (7, 5)
    assert [SENTENCE.convolution(width).output_shape for width in WIDTHS] == [(2, 6), (2, 5), (2, 4)]
    assert len(SENTENCE.features) == 6


@pytest.mark.parametrize("text", ["I like this movie very much !", "one two three four",
                                  "the cat sat on the mat and the dog lay down"])
def test_features_are_torch_s_largest_answers(text):
    sentence = Sentence(read_words(text)[0])
    words = torch.tensor(sentence.numbers.T)[None]
    answers = [F.conv1d(words, torch.tensor(sentence.convolution(width).weight))[0] for width in WIDTHS]
    wanted = torch.cat([answer.max(dim=1).values for answer in answers])
    assert [one.value for one in sentence.features] == wanted.tolist()
    for one in sentence.features:
        assert answers[WIDTHS.index(one.width)][one.filter, one.place] == one.value


def test_the_same_word_has_the_same_numbers_and_others_have_others():
    numbers = Sentence(("the", "cat", "The", "dog")).numbers
    assert np.array_equal(numbers[0], numbers[2]) and not np.array_equal(numbers[1], numbers[3])
    assert np.array_equal(numbers, numbers.round()) and np.abs(numbers).max() <= 2


@pytest.mark.parametrize(("text", "count", "problems"), [
    ("a b c d", 4, 0), ("a b c", 7, 1), ("", 7, 1), ("w " * 20, 12, 1), ("x" * 40 + " b c d", 4, 1),
    ("나는 이 영화가 아주 좋다", 5, 0)])
def test_words_are_as_many_as_are_drawn(text, count, problems):
    words, said = read_words(text)
    assert (len(words), len(said)) == (count, problems)
    assert max(map(len, words)) <= 16
