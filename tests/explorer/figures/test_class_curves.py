"""The curves of a class: all of them there, three in colours, nothing that moves while they grow."""

from __future__ import annotations

import pytest

from explorer.figures import ClassCurve, class_curves
from explorer.figures.class_curves import QUIET, span

CURVES = [ClassCurve(name, [(1, 0.5), (2, top)]) for name, top in zip("abcdef", (0.98, 0.97, 0.9, 0.8, 0.7, 0.6),
                                                                      strict=True)]


def test_every_student_has_a_line_in_percent_and_the_best_lies_on_top():
    figure = class_curves(CURVES, epochs=5)
    assert {line.name: list(line.y) for line in figure.data} == {
        curve.name: [50, pytest.approx(100 * curve.points[-1][1])] for curve in CURVES}
    assert figure.data[-1].name == "a"
    assert list(figure.data[-1].x) == [1, 2]


def test_the_best_three_have_colours_and_names_and_the_others_are_quiet():
    lines = {line.name: line for line in class_curves(CURVES, epochs=5).data}
    assert len({lines[name].line.color for name in "abc"} | {QUIET}) == 4
    assert {lines[name].line.color for name in "def"} == {QUIET}
    assert [lines[name].text[-1].strip() for name in "abc"] == list("abc")
    assert len({lines[name].textposition for name in "abc"}) == 3
    assert all("text" not in lines[name].mode for name in "def")


def test_the_axis_holds_all_epochs_from_the_start_and_those_who_wait_draw_nothing():
    figure = class_curves([CURVES[0], ClassCurve("waits", [])], epochs=40)
    assert list(figure.layout.xaxis.range) == [0.5, 40.5]
    assert [line.name for line in figure.data] == ["a"]
    assert list(class_curves([], epochs=1).layout.yaxis.range) == [0, 100]


def test_what_is_to_be_reached_is_a_line_with_its_name():
    figure = class_curves(CURVES, epochs=5, least=0.98, goal="98 %")
    assert figure.layout.shapes[0].y0 == 98
    assert figure.layout.annotations[0].text == "98 %"


@pytest.mark.parametrize("shares", [[0.1], [0.99, 1.0], [0, 1], [0.5, 0.51]])
def test_the_vertical_axis_holds_all_values_and_is_never_so_fine_that_chance_looks_like_news(shares):
    low, high = span(shares)
    assert low <= 100 * min(shares)
    assert 100 * max(shares) <= high
    assert high - low >= 10
    assert low >= 0
