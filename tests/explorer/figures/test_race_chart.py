"""The chart of a race is tested on its data."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.figures import Curve, Words, race_chart, run_colours
from explorer.figures.race_chart import LEAST_S, seconds_at


def points(accuracies, seconds):
    return [{"number": number, "val_accuracy": accuracy, "seconds": seconds}
            for number, accuracy in enumerate(accuracies, 1)]


KNOWS, SCRATCH = points([0.5, 0.75, 1.0], 0.2), points([0.5, 0.25], 8.0)


@pytest.mark.parametrize(("over", "across"), [("epochs", [[1, 2, 3], [1, 2]]), ("seconds", [[0.2, 0.4, 0.6], [8, 16]])])
def test_each_run_has_its_line_over_epochs_or_over_seconds(over, across):
    figure = race_chart([Curve("a", KNOWS), Curve("b", SCRATCH)], epochs=3, over=over, words=Words())
    assert [pytest.approx(list(line.x)) for line in figure.data] == across
    assert [list(line.y) for line in figure.data] == [[50, 75, 100], [50, 25]]
    assert [line.line.color for line in figure.data] == list(run_colours()[:2])


def test_seconds_add_up():
    drawn = np.random.default_rng(0).uniform(0.1, 5, 7)
    assert seconds_at([{"seconds": one} for one in drawn]) == pytest.approx(np.cumsum(drawn))
    assert seconds_at([]) == []


@pytest.mark.parametrize("runs", [[], [Curve("a", [])], [Curve("a", KNOWS), Curve("b", [])]])
def test_before_a_run_has_begun_there_is_room_for_it(runs):
    epochs = race_chart(runs, epochs=12, over="epochs", words=Words())
    assert list(epochs.layout.xaxis.range) == [0.5, 12.5]
    seconds = race_chart(runs, epochs=12, over="seconds", words=Words(), seconds="s of training")
    assert seconds.layout.xaxis.range[1] >= LEAST_S
    assert seconds.layout.xaxis.title.text == "s of training"


@pytest.mark.parametrize("guess", [0.5, 0.895])
def test_guessing_is_a_line_with_its_name(guess):
    figure = race_chart([Curve("a", KNOWS)], epochs=3, over="epochs", words=Words(), guess=guess, guessing="guess")
    line, = figure.layout.shapes
    assert (line.y0, line.y1) == pytest.approx((100 * guess, 100 * guess))
    assert [note.text for note in figure.layout.annotations] == ["guess"]
    assert not race_chart([Curve("a", KNOWS)], epochs=3, over="epochs", words=Words()).layout.shapes
