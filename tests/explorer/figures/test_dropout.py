"""Charts of dropout: what is left out fades, and distances are drawn as they are."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import figures
from explorer.figures.colours import DARK

VALUES = [np.array([1.0, -0.5]), np.array([0.25, 3.0, 0.0]), np.array([2.0])]
WEIGHTS = [np.array([[1.0, -2.0], [0.5, 0.0], [0.1, 4.0]]), np.array([[1.0, -1.0, 2.0]])]
KEPT = [np.ones(2), np.array([1.0, 0.0, 1.0]), np.ones(1)]


@pytest.fixture(scope="module")
def drawn():
    return figures.unit_network(VALUES, WEIGHTS, KEPT, names=("in", "hidden", "out"), words=("stays", "left out"))


def units(figure):
    return [line for line in figure.data if "markers" in line.mode]


def connections(figure):
    return [line for line in figure.data if line.mode == "lines"]


def test_every_unit_shows_its_value_or_that_it_is_left_out(drawn):
    assert [list(layer.text) for layer in units(drawn)] == [["1.00", "−0.50"], ["0.25", "×", "0.00"], ["2.00"]]
    assert list(units(drawn)[1].customdata) == ["stays", "left out", "stays"]
    assert list(drawn.layout.xaxis.ticktext) == ["in", "hidden", "out"]


def test_connections_of_a_dropped_unit_fade(drawn):
    lines = connections(drawn)
    assert len(lines) == 6 + 3
    assert [line.opacity < 0.5 for line in lines] == [False, False, True, True, False, False, False, True, False]
    assert {line.line.dash for line in lines if line.opacity < 0.5} == {"dot"}


def test_thickness_and_colour_say_the_weight(drawn):
    first, second, _, zero, *_ = connections(drawn)
    assert second.line.width > first.line.width > zero.line.width
    assert first.line.color != second.line.color  # 1 and −2


def test_everything_mentioned_shows_in_the_dark(drawn):
    assert DARK.kinds["convolution"].fill in figures.in_dark(drawn).to_json()


def test_the_cloud_holds_every_answer_their_mean_and_evaluation():
    answers = np.array([[0.0, 1], [2, 3], [4, 8]])
    cloud, newest, mean, evaluated = figures.answers_cloud(answers, evaluated=np.array([1.0, 1]), names=tuple("abcd"),
                                                           axes=("u", "v")).data
    assert list(zip(cloud.x, cloud.y, strict=True)) == [tuple(row) for row in answers]
    assert (newest.x[0], newest.y[0]) == (4, 8) and (mean.x[0], mean.y[0]) == (2, 4)
    assert (evaluated.x[0], evaluated.y[0]) == (1, 1)


def test_distances_are_drawn_on_two_log_axes():
    counts, values = (1, 4, 16), np.array([1, 0.5, 0.25])
    figure = figures.mask_convergence(counts, values, values * 2, values * 3, names=("typical", "one", "line"),
                                      axes=("n", "distance"))
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
    assert {line.name: list(line.y) for line in figure.data} == {
        "typical": [1, 0.5, 0.25], "one": [2, 1, 0.5], "line": [3, 1.5, 0.75]}


@pytest.mark.parametrize("seeds", [1, 5])
def test_curves_are_means_in_the_band_of_their_seeds(seeds):
    values = np.random.default_rng(0).random((seeds, 10))
    figure = figures.seed_curves({"a": values, "b": values * 2}, ("#2457c5", "#d9822b"), dashes=("solid", "dot"),
                                 axes=("epoch", "loss"), epochs=40, percent=False, span=(0, 2))
    lines = [line for line in figure.data if line.mode == "lines"]
    np.testing.assert_allclose(lines[0].y, values.mean(axis=0))
    bands = [line for line in figure.data if line.mode == "none"]
    assert len(bands) == (2 if seeds > 1 else 0)
    for band in bands[:1]:
        np.testing.assert_allclose(band.y[:10], values.max(axis=0))
        np.testing.assert_allclose(band.y[10:][::-1], values.min(axis=0))
    assert list(lines[0].x) == list(range(1, 11)) and tuple(figure.layout.yaxis.range) == (0, 2)
    assert tuple(figure.layout.xaxis.range) == (0, 40)
