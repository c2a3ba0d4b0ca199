"""Charts of networks that made history hold the numbers they are given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.figures import Grown, contest_chart, growth_chart, in_dark
from explorer.figures.colours import DARK, LIGHT

TITLES = ("error", "depth", "a person")


@pytest.fixture
def contest():
    return contest_chart(["2011", "2012"], [25.8, 16.4], [None, 8], person=5.1, titles=TITLES, hovers=["a", "b"])


def test_errors_and_depths_stand_one_below_the_other(contest):
    errors, depths = contest.data
    assert list(errors.y) == [25.8, 16.4] and list(errors.text) == ["25.8", "16.4"]
    assert list(depths.y) == [0, 8] and list(depths.text) == ["–", "8"]
    assert contest.layout.yaxis2.domain[1] < contest.layout.yaxis.domain[0]


def test_what_is_no_network_is_grey(contest):
    assert list(contest.data[0].marker.color) == [LIGHT.kinds["input"].fill, LIGHT.kinds["convolution"].fill]
    assert in_dark(contest).data[0].marker.color[1] == DARK.kinds["convolution"].fill


def test_the_person_is_a_line_across_all_years_and_is_named(contest):
    line = contest.layout.shapes[0]
    assert line.y0 == line.y1 == 5.1
    assert [note.text for note in contest.layout.annotations] == list(TITLES)


def test_a_bar_that_is_pointed_at_says_what_was_new(contest):
    assert list(contest.data[0].customdata) == ["a", "b"] and list(contest.layout.xaxis.ticktext) == ["2011", "2012"]


@pytest.fixture
def growth():
    one = Grown(name="pictures", kind="linear", years=[1998, 2012], values=[6e4, 1.28e6], titles=["MNIST", ""],
                hovers=["a", "b"], below=True)
    return growth_chart([one, replace(one, name="alone", joined=False, below=False)], marked=[(2012, "here")])


def test_what_grew_stands_on_a_logarithmic_axis_from_1995_to_2024(growth):
    line = growth.data[0]
    assert growth.layout.yaxis.type == "log" and tuple(growth.layout.xaxis.range) == (1995, 2024)
    assert (list(line.x), list(line.y), list(line.text)) == ([1998, 2012], [6e4, 1.28e6], ["MNIST", ""])


def test_points_are_joined_where_they_follow_from_one_another(growth):
    assert [line.mode for line in growth.data] == ["lines+markers+text", "markers+text"]
    assert [list(line.textposition) for line in growth.data] == [["bottom center", "bottom right"],
                                                                 ["top center", "top right"]]
    assert {line.marker.color for line in growth.data} == {LIGHT.kinds["linear"].fill}


def test_years_are_marked_across_all_lines(growth):
    assert growth.layout.shapes[0].x0 == 2012 and growth.layout.annotations[0].text == "here"
