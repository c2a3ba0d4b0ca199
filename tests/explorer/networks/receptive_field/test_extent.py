"""Where a gradient lies and how wide it is, on gradients drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from explorer.graph import analyse, from_text
from explorer.networks.receptive_field.extent import agreement, field_box, inner_share, radius_holding, support_box

SHAPE = (3, 12, 16)
SQUARE = ((2, 9), (4, 11))
"""8 x 8 px."""


def field(*spots, shape=(12, 16)):
    values = np.zeros(shape)
    for row, column, mass in spots:
        values[row, column] = mass
    return values


def filled(box, shape=(12, 16)):
    values = np.zeros(shape)
    (top, bottom), (left, right) = box
    values[top:bottom + 1, left:right + 1] = 1
    return values


@pytest.mark.parametrize(("text", "layer", "place", "box"), [
    ("conv.o2.k3", "conv1", (0, 0), ((0, 2), (0, 2))), ("conv.o2.k3", "conv1", (4, 7), ((4, 6), (7, 9))),
    ("conv.o2.k3.p1", "conv1", (0, 0), ((-1, 1), (-1, 1))), ("conv.o2.k5.s2", "conv1", (1, 2), ((2, 6), (4, 8))),
    ("conv.o2.k3.d2", "conv1", (0, 0), ((0, 4), (0, 4))), ("conv.o2~maxpool", "pool1", (1, 1), ((2, 5), (2, 5))),
])
def test_the_field_of_a_unit_is_that_of_the_arithmetic(text, layer, place, box):
    assert field_box(analyse(from_text(text), SHAPE)[layer], place) == box


def test_values_of_many_places_in_one_row_have_no_field():
    assert field_box(analyse(from_text("flatten"), SHAPE).rows[-1], ()) is None


def test_a_layer_that_reads_all_of_them_sees_the_whole_picture():
    assert field_box(analyse(from_text("flatten~linear.o3"), SHAPE).rows[-1], ()) == ((0, 11), (0, 15))


def test_a_map_of_one_value_has_one_field_for_all():
    row = analyse(from_text("adaptive.o1~flatten"), SHAPE).rows[-1]
    assert field_box(row, ()) == ((0, 11), (0, 15))


@pytest.mark.parametrize("spots", [[(3, 4, 1.0)], [(0, 0, 1.0), (11, 15, 1.0)], [(5, 2, 1e-9), (2, 9, 3.0)]])
def test_the_support_is_the_box_that_scipy_finds(spots):
    values = field(*spots)
    (rows, columns), = ndimage.find_objects((values != 0).astype(int))
    assert support_box(values) == ((rows.start, rows.stop - 1), (columns.start, columns.stop - 1))


def test_nothing_has_no_support_no_share_and_no_radius():
    nothing = field()
    assert support_box(nothing) is None
    assert inner_share(nothing, SQUARE) is None
    assert radius_holding(nothing, SQUARE) is None


def test_an_even_gradient_has_a_quarter_of_its_mass_in_the_middle_half():
    assert inner_share(filled(SQUARE), SQUARE) == pytest.approx(1 / 4)


@pytest.mark.parametrize(("spot", "share"), [((5, 7, 1.0), 1), ((4, 6, 1.0), 1), ((3, 7, 1.0), 0), ((5, 5, 1.0), 0),
                                             ((0, 0, 1.0), 0)])
def test_a_pixel_counts_where_its_centre_lies_in_the_middle_half(spot, share):
    assert inner_share(field(spot), SQUARE) == share


def test_of_six_pixels_four_have_their_centre_in_the_middle_half():
    box = ((2, 7), (2, 7))
    assert [inner_share(field((row, 4, 1.0)), box) for row in range(2, 8)] == [0, 1, 1, 1, 1, 0]


def test_the_share_does_not_depend_on_how_strong_the_gradient_is():
    values = np.random.default_rng(0).random((12, 16))
    assert inner_share(values * 1e-30, SQUARE) == pytest.approx(inner_share(values, SQUARE))


@pytest.mark.parametrize(("share", "radius"), [(0.5, 1.0), (0.8, 1.0), (0.81, 4.0), (1.0, 4.0)])
def test_the_radius_is_that_of_the_nearest_pixels_that_hold_the_share(share, radius):
    centre = ((3, 7), (3, 7))  # its middle is the pixel 5, 5
    values = field((5, 5, 0.4), (5, 6, 0.4), (5, 9, 0.2))
    assert radius_holding(values, centre, share) == radius


def test_all_of_an_even_gradient_lies_within_its_corner():
    assert radius_holding(filled(SQUARE), SQUARE, 1.0) == pytest.approx(3.5 * np.sqrt(2))


def test_a_normal_curve_has_95_percent_within_two_and_a_half_deviations():
    # In two dimensions the radius of a share is sigma * sqrt(-2 ln(1 - share)): 2.448 sigma for 95 %
    rows, columns = np.mgrid[:81, :81] - 40
    values = np.exp(-(rows**2 + columns**2) / (2 * 6.0**2))
    assert radius_holding(values, ((0, 80), (0, 80))) == pytest.approx(6 * np.sqrt(-2 * np.log(0.05)), rel=0.02)


def test_the_middle_of_a_field_may_lie_beyond_the_picture():
    assert radius_holding(field((0, 0, 1.0)), ((-4, 2), (-4, 2))) == pytest.approx(np.sqrt(2))


PLAIN = analyse(from_text("conv.o2.k3~conv.o2.k3"), SHAPE)
BENT = analyse(from_text("conv.o2.k3~relu~maxpool~conv.o2.k3"), SHAPE)
SEEN = ((2, 6), (3, 7))


def told(report, layer, gradient, *, value=1.0, theory=SEEN, seen=SEEN, uniform=False):
    return str(agreement(report, layer, gradient, value, theory, seen, uniform=uniform))


def test_a_full_field_agrees_exactly():
    assert told(PLAIN, "conv2", filled(SEEN)) == "Gradient and theory agree exactly: 5 × 5 px."


def test_a_field_cut_by_the_border_is_said_to_be_cut():
    assert "of the field of 7 × 7 px, 5 × 5 lie inside the picture" in told(
        PLAIN, "conv2", filled(((0, 4), (0, 4))), theory=((-2, 4), (-2, 4)), seen=((0, 4), (0, 4)))


@pytest.mark.parametrize(("theory", "said"), [(((0, 11), (0, 15)), "sees all of the picture's 12 × 16 px."),
                                              (((-9, 20), (-9, 20)), "Its field of 30 × 30 px is larger")])
def test_a_unit_that_sees_the_whole_picture_says_so(theory, said):
    whole = ((0, 11), (0, 15))
    assert said in told(PLAIN, "conv2", filled(whole), theory=theory, seen=whole)


def test_holes_are_counted_and_explained_by_what_makes_them():
    gradient = filled(SEEN)
    gradient[4, 4:6] = 0
    assert "at 2 of these px the gradient is exactly 0. Kernels with gaps" in told(PLAIN, "conv2", gradient)
    assert "Units that a ReLU holds at 0 pass nothing on, and max pooling" in told(BENT, "conv2", gradient)
    assert "Kernels with gaps" in told(BENT, "conv2", gradient, uniform=True)


def test_a_narrower_support_is_told_with_both_sizes():
    said = told(PLAIN, "conv2", filled(((2, 6), (3, 5))))
    assert "spans 5 × 3 of the 5 × 5 px that theory gives. Weights of 0" in said


@pytest.mark.parametrize(("report", "value", "said"), [
    (PLAIN, 1.0, "its weights are 0"), (BENT, 0.0, "since a ReLU holds this unit at 0"),
    (BENT, 0.25, "although the unit is 0.25")])
def test_a_dead_unit_is_explained_by_what_it_says(report, value, said):
    assert said in told(report, "conv2", field(), value=value)


def test_a_unit_that_reads_only_padding_says_where_its_field_lies():
    assert "reads nothing but padding: its field of 5 × 5 px lies outside" in told(PLAIN, "conv2", field(), seen=None)
