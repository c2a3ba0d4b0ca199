"""Bars of answers, and the loss along a score."""

from __future__ import annotations

import pytest

from explorer import figures
from explorer.figures import LIGHT, AlongScore


def test_each_output_has_a_bar_with_its_number_and_its_truth():
    figure = figures.answer_bars(["cat", "dog"], [0.9, 0.1], span=(0, 1), kind="linear", truth=[1, 0], form=".2f")
    bars, truth = figure.data
    assert list(bars.x) == [0.9, 0.1]
    assert list(truth.x) == [1, 0]
    assert [note.text for note in figure.layout.annotations] == ["0.90", "0.10"]
    assert bars.marker.color == LIGHT.kinds["linear"].fill
    assert list(figure.layout.yaxis.range) == [1.5, -0.5]  # the first on top


@pytest.mark.parametrize(("value", "start"), [(0.2, 0.2), (0.95, 0.0), (-0.3, 0.0)])
def test_a_number_stands_inside_a_long_bar_and_behind_a_short_one(value, start):
    figure = figures.answer_bars(["one"], [value], span=(-1, 1), kind="linear")
    note = figure.layout.annotations[0]
    assert note.x == start and note.xanchor == "left"
    assert "-" not in note.text
    assert (note.font.color is None) is (value < 0.4)


def test_what_is_not_looked_at_is_pale():
    figure = figures.answer_bars(["one"], [1.0], span=(0, 1), kind="linear", is_pale=True)
    assert figure.data[0].opacity < 1
    assert figure.layout.annotations[0].font.color is None  # the theme's own, as the bar is nearly its background


def test_the_tangent_passes_through_the_point_with_its_slope():
    shown = AlongScore([0, 1, 2], {"loss": [4, 1, 0]}, (1, 1), -2)
    line, tangent, point = figures.along_score(shown, axes=("z", "L"), span=(0, 5)).data
    assert list(line.y) == [4, 1, 0]
    assert (tangent.y[1] - tangent.y[0]) / (tangent.x[1] - tangent.x[0]) == pytest.approx(-2)
    assert sum(tangent.y) / 2 == pytest.approx(1)
    assert (point.x[0], point.y[0]) == (1, 1)


def test_other_lines_are_pale_and_named():
    shown = AlongScore([0, 1], {"with": [1, 2], "without": [2, 3]}, (0, 1), 1)
    figure = figures.along_score(shown, axes=("z", "L"), span=(0, 5))
    assert figure.layout.showlegend
    assert figure.data[1].line.color == LIGHT.kinds["input"].fill
    assert not figures.along_score(AlongScore([0, 1], {"": [1, 2]}, (0, 1), 1), axes=("", ""),
                                   span=(0, 5)).layout.showlegend


def test_a_logarithmic_axis_has_no_tangent():
    shown = AlongScore([0, 1], {"": [1, 2]}, (0, 1), 1)
    figure = figures.along_score(shown, axes=("", ""), span=(0, 5), logarithmic=True)
    assert len(figure.data) == 2
    assert figure.layout.yaxis.type == "log"
