"""A sentence as a signal: each word a few numbers, kernels over words, and the largest answer of each over time.

The sizes are those of the figure by Zhang & Wallace (2015), A sensitivity analysis of convolutional neural networks for
sentence classification, arXiv:1510.03820: seven words of five numbers, two kernels each of 2, 3 and 4 words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.arrays import Array
from explorer.convolution.stepwise.convolution import Convolution
from explorer.errors import Message, message

WIDTHS = (2, 3, 4)
"""Words under a kernel."""
FILTERS = 2
"""Kernels of each width."""
NUMBERS = 5
"""Numbers of each word."""
FEWEST, MOST_WORDS, MOST_LETTERS = max(WIDTHS), 12, 16
FIRST = ("I", "like", "this", "movie", "very", "much", "!")
_LARGEST = 2
_SEED = 11


@dataclass(frozen=True, slots=True)
class Feature:
    """The largest answer of one kernel: a feature of the sentence.

    Attributes:
        width: words under the kernel.
        filter: which of the kernels of that width, from 0.
        place: the first word under it, from 0.
        value: the answer.
    """

    width: int
    filter: int
    place: int
    value: float


@dataclass(frozen=True)
class Sentence:
    """Words, and what kernels of several widths find in them."""

    words: tuple[str, ...] = FIRST

    @cached_property
    def numbers(self) -> Array:
        """(words, NUMBERS) made-up numbers of each word, whole and from -2 to 2: the same for the same word.

        A trained network has learned them; here they follow from the letters.
        """
        return np.array([_numbers(word) for word in self.words])

    def convolution(self, width: int) -> Convolution:
        """Return the convolution over time with kernels of ``width`` words: channels are the numbers of a word."""
        return Convolution(input=self.numbers.T, weight=_kernels(width))

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """The largest answer of each kernel, by width and then by kernel; of equal ones the first."""
        found = []
        for width in WIDTHS:
            for at, answers in enumerate(self.convolution(width).output):
                place = int(np.argmax(answers))
                found.append(Feature(width, at, place, float(answers[place])))
        return tuple(found)


def read_words(text: str) -> tuple[tuple[str, ...], tuple[Message, ...]]:
    """Return the words of a text, as many as are drawn, and what could not be taken as it stood.

    Fewer than ``FEWEST`` words are refused, and the first sentence stands there instead.
    """
    words = text[:(MOST_LETTERS + 1) * MOST_WORDS * 2].split()
    said = []
    if len(words) < FEWEST:
        return FIRST, (message("The longest kernel reads {least} words; the sentence has {count}. Type at least "
                               "{least}.", least=FEWEST, count=len(words)),)
    if len(words) > MOST_WORDS:
        said.append(message("Of the sentence the first {most} words are shown.", most=MOST_WORDS))
    if any(len(word) > MOST_LETTERS for word in words[:MOST_WORDS]):
        said.append(message("Words are cut after {most} letters.", most=MOST_LETTERS))
    return tuple(word[:MOST_LETTERS] for word in words[:MOST_WORDS]), tuple(said)


def _numbers(word: str) -> list[float]:
    digest = hashlib.sha256(word.lower().encode()).digest()
    return [float(byte % (2 * _LARGEST + 1) - _LARGEST) for byte in digest[:NUMBERS]]


def _kernels(width: int) -> Array:
    """(FILTERS, NUMBERS, width) whole numbers from -1 to 1, the same each time."""
    return np.random.default_rng(_SEED + width).integers(-1, 2, (FILTERS, NUMBERS, width)).astype(np.float64)
