import math

import pytest

from explorer.figures.field_growth import FieldTexts, field_growth

NAMES = ("conv1", "pool1", "conv2", "shortcut")
KINDS = ("convolution", "pooling", "convolution", "convolution")
TEXTS = FieldTexts(axis="Field, px", image="photo: 9 px", beyond=", larger than the photo", whole="; all",
                   whole_from="from here on: all")


def grown(sizes=(3, 4, 12, 4), **given):
    options = {"side": 9, "log": False, "selected": "pool1", "texts": TEXTS,
               "ticks": {0: "conv1", 2: "layer1"}} | given
    return field_growth(NAMES, KINDS, sizes, **options)


def test_each_layer_is_a_point_at_its_field():
    points = grown().data[1]
    assert (list(points.x), list(points.y)) == ([0, 1, 2, 3], [3, 4, 12, 4])
    assert [name for name, _ in points.customdata] == list(NAMES)


def test_the_line_goes_along_the_largest_field_so_far():
    assert list(grown().data[0].y) == [3, 4, 12, 12]


def test_layers_beyond_the_image_are_hollow_and_say_so():
    points = grown().data[1]
    assert list(points.marker.symbol) == ["circle", "circle", "circle-open", "circle"]
    assert [told for _, told in points.customdata] == ["", "", TEXTS.beyond, ""]


def test_a_field_as_large_as_the_image_is_not_beyond_it():
    assert "circle-open" not in grown((3, 4, 9, 4)).data[1].marker.symbol


def test_the_image_is_a_line_with_its_name():
    figure = grown()
    assert [shape.y0 for shape in figure.layout.shapes] == [9]
    assert figure.layout.annotations[0].text == TEXTS.image


def test_the_axis_is_linear_from_0_or_logarithmic():
    assert (grown().layout.yaxis.type, grown().layout.yaxis.rangemode) == ("linear", "tozero")
    axis = grown(log=True).layout.yaxis
    assert (axis.type, list(axis.tickvals)) == ("log", [1, 2, 4, 8, 16])
    assert 10 ** axis.range[0] == 1
    assert 12 < 10 ** axis.range[1] < 24


@pytest.mark.parametrize(("log", "place"), [(False, 9), (True, math.log10(9))])
def test_the_name_of_the_image_stands_at_its_line_on_both_axes(log, place):
    assert grown(log=log).layout.annotations[0].y == pytest.approx(place)


def test_colours_are_those_of_the_kinds_and_the_selected_point_is_larger():
    points = grown().data[1].marker
    assert points.color[0] == points.color[2] == "#2457c5"
    assert points.color[1] == "#d9822b"
    assert max(points.size) == points.size[1] > points.size[0]


def test_names_at_the_axis_stand_at_their_layers():
    axis = grown().layout.xaxis
    assert (list(axis.tickvals), list(axis.ticktext)) == ([0, 2], ["conv1", "layer1"])


def test_layers_behind_a_branch_say_so_and_a_line_stands_before_the_first_of_them():
    figure = grown(whole={2, 3})
    assert [told for _, told in figure.data[1].customdata] == ["", "", TEXTS.beyond + TEXTS.whole, TEXTS.whole]
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes][1:] == [(1.5, 1.5)]
    assert figure.layout.annotations[-1].text == TEXTS.whole_from
