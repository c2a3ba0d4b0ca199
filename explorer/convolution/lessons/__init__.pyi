"""Small lessons on convolution: strides side by side, how often cells are read, layers on layers, words, flipping."""

from .chain import chain as chain, cross as cross, most_layers as most_layers
from .lesson import (
    BOUNDS as BOUNDS,
    LAYER_KERNELS as LAYER_KERNELS,
    LINK as LINK,
    SECOND_STRIDES as SECOND_STRIDES,
    VIEWS as VIEWS,
    Lesson as Lesson,
    lesson_link as lesson_link,
    opening as opening,
    read_lesson as read_lesson,
)
from .reading import cells_read as cells_read, read_along as read_along, read_counts as read_counts
from .sentence import WIDTHS as WIDTHS, Feature as Feature, Sentence as Sentence, read_words as read_words
from .sliding import (
    PAIRS as PAIRS,
    Overlap as Overlap,
    SignalPair as SignalPair,
    drawn as drawn,
    overlaps as overlaps,
    read_signal as read_signal,
    signal_text as signal_text,
)
