"""Figures of courses and textbooks with their own numbers: a class finds on the page what stands on the slide."""

from __future__ import annotations

import numpy as np

from explorer.convolution.stepwise.example import Example, plane
from explorer.convolution.stepwise.setup import Setup
from explorer.errors import N_, Message

_BOOK = Message("Zhang, Lipton, Li & Smola, Dive into Deep Learning, chapter 7")
_NINE = np.arange(9.0).reshape(3, 3)
_FOUR = np.arange(4.0).reshape(2, 2)
_ROHRER = Message("Rohrer (2016), How do convolutional neural networks work?")
_CS231N = Message("CS231n, Convolutional networks, Stanford")
_ENDS = ((1, 2, -1, 1, -3), (1, 0, -1))
_SIDE = 9
_RED = (165, 187, 209, 58, 7, 14, 125, 233, 201, 98, 159, 253, 144, 120, 251, 41, 147, 204, 67, 100, 32, 241, 23, 165,
        30, 209, 118, 124, 27, 59, 201, 79, 210, 236, 105, 169, 19, 218, 156, 35, 178, 199, 197, 4, 14, 218, 115, 104,
        34)
_PADDED = ((35, 19, 25, 6), (13, 22, 16, 53), (4, 3, 7, 10), (9, 8, 1, 3))


def _two_channels() -> Setup:
    return Setup(input=np.stack([_NINE, _NINE + 1]), weight=np.stack([_FOUR, _FOUR + 1])[None])


def _cross() -> Setup:
    """An X on 9 × 9 cells of -1, and three kernels of ninths: a stroke down, a small X, a stroke up."""
    picture = -np.ones((_SIDE, _SIDE))
    inner = np.arange(1, _SIDE - 1)
    picture[inner, inner] = picture[inner, _SIDE - 1 - inner] = 1
    down = 2 * np.eye(3) - 1
    kernels = np.stack([down, np.maximum(down, down[::-1]), down[::-1]])
    return Setup(input=picture[None], weight=kernels[:, None] / 9)


def _numbers() -> Setup:
    """Three sheets of 7 × 7 numbers from 0 to 255, and a filter that compares left with right in all three."""
    red = np.array(_RED).reshape(7, 7)
    sheets = np.stack([red, np.roll(red, 3, axis=1)[::-1], 255 - red.T])
    return Setup(input=sheets.astype(float), weight=np.array([[((1, 0, -1),) * 3] * 3]))


def _two_groups() -> Setup:
    """Four strokes, and two filters that read two channels each."""
    strokes = np.zeros((4, 5, 5))
    strokes[0, :, 1] = strokes[1, :, 3] = strokes[2, 1, :] = strokes[3, 3, :] = 1
    upright = np.array(((-1, 2, -1),) * 3)
    return Setup(input=strokes, weight=np.array([[upright, upright], [upright.T, upright.T]]), groups=2)


def _ends(stride: int) -> Setup:
    values, kernel = _ENDS
    return Setup(input=np.array([values], float), weight=np.array([[kernel]], float), padding=1, stride=stride)


def _axes_of_a_phone() -> Setup:
    """A phone that lies still, is lifted and is shaken: x, y, z, m/s², and a filter that sums the changes of all."""
    time = np.arange(20)
    shaken = np.where(time > 11, np.where(time % 4 < 2, 4.0, -4.0), 0.0)
    lifted = 9.8 + 2.0 * np.exp(-((time - 6) ** 2) / 3)
    readings = np.round(np.stack([shaken, 0.5 * shaken, lifted]), 1)
    return Setup(input=readings, weight=np.array([[[-1, 0, 1]] * 3], float), padding=1, padding_mode="replicate")


def _sentence() -> Setup:
    """Seven words of four numbers each, and two filters that are three words wide."""
    draws = np.random.default_rng(5)
    return Setup(input=draws.integers(-2, 3, (4, 7)).astype(float),
                 weight=draws.integers(-1, 2, (2, 4, 3)).astype(float))


COURSE = (
    Example(name="book_correlation", title=N_("Textbook 7.2.1: two by two"), dims=2, source=_BOOK,
            about=N_("The smallest example: four products make 19, and the output is 2 × 2."),
            make=plane(_NINE, _FOUR)),
    Example(name="book_padding", title=N_("Textbook 7.3.2: padding 1"), dims=2, source=_BOOK, start=5,
            about=N_("A rim of zeros turns 3 × 3 into 5 × 5, and the output grows to 4 × 4."),
            make=plane(_NINE, _FOUR, padding=1)),
    Example(name="book_stride", title=N_("Textbook 7.3.3: strides 3 and 2"), dims=2, source=_BOOK, start=2,
            about=N_("Three rows down, two columns to the right: the strides of both axes may differ. The last column "
                     "of the padded input is never read."),
            make=plane(_NINE, _FOUR, padding=1, stride=(3, 2))),
    Example(name="book_channels", title=N_("Textbook 7.4.1: two channels"), dims=2, source=_BOOK, make=_two_channels,
            about=N_("Each channel has its slice of the kernel, and both sums become one: 19 + 37 = 56.")),
    Example(name="padded", title=N_("Zero padding: 35 19 25 6"), dims=2, start=0,
            about=N_("4 × 4 numbers with a rim of zeros: the kernel of 3 stops 16 times, and the output stays 4 × 4. "
                     "Set the padding to 0, 1 and 2: the output is 2, 4 and 6 cells wide."),
            make=plane(_PADDED, ((0, 1, 0), (1, 1, 1), (0, 1, 0)), padding=1)),
    Example(name="numbers", title=N_("An RGB picture as numbers, 7 × 7"), dims=2, make=_numbers, start=12,
            about=N_("Three sheets of numbers from 0 to 255, red, green and blue; the first begins with 165, 187, 209 "
                     "as the lecture's does. Three sums of nine products become one number.")),
    Example(name="cross", title=N_("X or O? Three kernels"), dims=2, source=_ROHRER, make=_cross,
            about=N_("A picture of an X in cells of 1 and −1. The first kernel answers 0.78 where eight of the nine "
                     "cells agree with a falling stroke, and 1 where all do.")),
    Example(name="groups", title=N_("Two groups"), dims=2, make=_two_groups, start=4,
            about=N_("Four channels in two groups: each filter reads the two channels of its group, and costs half.")),
)
"""Pictures."""
COURSE_SIGNALS = (
    Example(name="ends1", title=N_("Five values, stride 1"), dims=1, source=_CS231N, make=lambda: _ends(1),
            about=N_("Five values with a zero at each end, and a kernel of 3: five answers.")),
    Example(name="ends2", title=N_("Five values, stride 2"), dims=1, source=_CS231N, make=lambda: _ends(2),
            about=N_("The same with stride 2: three answers.")),
    Example(name="ends3", title=N_("Five values, stride 3"), dims=1, source=_CS231N, make=lambda: _ends(3),
            about=N_("The same with stride 3 does not fit: (5 − 3 + 2)/3 + 1 is no whole number. PyTorch rounds down, "
                     "and the last zero is never read.")),
    Example(name="phone", title=N_("A phone's three axes"), dims=1, make=_axes_of_a_phone, start=12,
            about=N_("Three channels over time: x, y and z of a phone that is lifted, then shaken. A filter has a row "
                     "for each channel.")),
    Example(name="sentence", title=N_("A sentence of seven words"), dims=1, make=_sentence, start=2,
            about=N_("Each word is a column of four numbers, and a filter slides over three words at a time. Kernels "
                     "2, 3 and 4 words wide fit at 6, 5 and 4 places.")),
)
"""Signals."""
