"""The histogram of a class's numbers: counts where numpy puts them, and the right bar alone in green."""

from __future__ import annotations

import json

import numpy as np
import pytest

from explorer.figures import LIGHT, bin_of, number_histogram

EDGES, COUNTS = [26.5, 27.5, 28.5, 29.5, 30.5], [6, 19, 0, 11]
GREEN = LIGHT.kinds["linear"].fill


def drawn(**more):
    return number_histogram(EDGES, COUNTS, value="answer", people="students", **more)


def test_each_bar_stands_over_its_bin():
    bar = drawn().data[0]
    assert list(bar.x) == [27, 28, 29, 30] and list(bar.width) == [1] * 4 and list(bar.y) == COUNTS
    assert [list(ends) for ends in bar.customdata] == [[low, low + 1] for low in EDGES[:-1]]


def test_nothing_is_marked_before_the_answer_is_shown():
    figure = drawn()
    assert GREEN not in figure.data[0].marker.color and not figure.layout.annotations


def test_the_right_bar_alone_is_green_with_its_value_above():
    figure = drawn(right=(28.0, "28"))
    assert [colour == GREEN for colour in figure.data[0].marker.color] == [False, True, False, False]
    (note,) = figure.layout.annotations
    assert (note.x, note.y, note.text) == (28.0, 19, "✓ 28")


def test_a_right_answer_that_nobody_is_near_still_has_its_sign():
    figure = drawn(right=(45.0, "45"))
    assert GREEN not in figure.data[0].marker.color
    assert (figure.layout.annotations[0].x, figure.layout.annotations[0].y) == (45.0, 0)


def test_the_round_before_is_an_outline_of_its_counts_on_the_same_axis():
    figure = drawn(before=[1, 2, 30, 3])
    outline = figure.data[1]
    assert list(zip(outline.x, outline.y, strict=True)) == [
        (26.5, 0), (26.5, 1), (27.5, 1), (27.5, 2), (28.5, 2), (28.5, 30), (29.5, 30), (29.5, 3), (30.5, 3), (30.5, 0)]
    assert figure.layout.yaxis.range[1] > 30


def test_letters_grow_for_the_last_row():
    small, large = drawn(), drawn(letter=24)
    assert (small.layout.font.size, large.layout.font.size) == (15, 24)
    assert large.layout.margin.l > small.layout.margin.l


def test_axes_say_what_they_count():
    layout = drawn().layout
    assert layout.xaxis.title.text == "answer" and layout.yaxis.title.text == "students"


@pytest.mark.parametrize("seed", range(6))
def test_a_value_is_in_the_bin_where_numpy_counts_it(seed):
    generator = np.random.default_rng(seed)
    edges = np.sort(generator.choice(200, 7, replace=False)).astype(float)
    for value in [*edges, *generator.uniform(-20, 220, 30)]:
        counts, _edges = np.histogram([value], bins=edges)
        place = bin_of(edges.tolist(), float(value))
        assert place == (int(counts.argmax()) if counts.any() else None)


def test_it_can_be_drawn_where_nobody_answered():
    assert json.loads(number_histogram([0, 1], [0], value="x", people="y").to_json())["data"][0]["y"] == [0]
