"""How charts of answers and of skips look: axes that stay, colours that mean things, words that are given."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import figures
from explorer.figures import DARK, LIGHT, SEQUENTIAL, AlongScore, LossPanel, in_dark, lookup
from explorer.figures.skip_charts import SKIPS

NAMES = {"with": "mit", "without": "ohne"}
SURFACE = LossPanel("net", np.full((3, 3), 0.5))


def bars(values, **more):
    """Return bars of as many outputs as there are values."""
    given = {"span": (0, 1), "kind": "linear"} | more
    return figures.answer_bars([f"output {number}" for number in range(len(values))], values, **given)


@pytest.mark.parametrize("values", [[0.1, 0.9], [0.5, 0.5]])
def test_the_axis_of_bars_stays_while_they_move(values):
    figure = bars(values)
    assert list(figure.layout.xaxis.range) == [0, 1]
    assert figure.layout.height == bars([0.0, 0.0]).layout.height


@pytest.mark.parametrize("count", [1, 3, 9])
def test_bars_get_room_by_their_number(count):
    assert bars([0.5] * count).layout.height - bars([0.5]).layout.height == 46 * (count - 1)
    assert bars([0.5] * count, row=24).layout.height - bars([0.5], row=24).layout.height == 24 * (count - 1)


def test_long_names_get_room():
    narrow, wide = (figures.answer_bars([name], [0.5], span=(0, 1), kind="linear") for name in ("a", "a" * 20))
    assert wide.layout.margin.l > narrow.layout.margin.l + 100


@pytest.mark.parametrize("kind", ["linear", "convolution", "pooling"])
def test_bars_have_the_colour_of_their_kind_in_both_themes(kind):
    figure = bars([0.5], kind=kind)
    assert figure.data[0].marker.color == LIGHT.kinds[kind].fill
    assert in_dark(figure).data[0].marker.color == DARK.kinds[kind].fill


def test_what_is_true_is_only_drawn_where_it_is_known():
    assert len(bars([0.5]).data) == 1
    assert list(bars([0.5], truth=[1.0]).data[1].x) == [1.0]


@pytest.mark.parametrize(("form", "text"), [(".1f", "0.7"), (".4f", "0.6591"), (".0%", "66%")])
def test_numbers_are_written_as_asked(form, text):
    assert bars([0.65909], form=form).layout.annotations[0].text == text


def test_no_chart_of_answers_can_be_zoomed_away():
    for figure in (bars([0.5]), figures.along_score(AlongScore([0, 1], {"": [0, 1]}, (0, 0), 1), axes=("x", "y"),
                                                    span=(0, 1))):
        assert figure.layout.xaxis.fixedrange and figure.layout.yaxis.fixedrange


def test_axes_along_a_score_are_named_and_stay():
    figure = figures.along_score(AlongScore([-8, 8], {"": [0, 1]}, (0, 0), 1), axes=("score", "loss"), span=(-1, 6))
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("score", "loss")
    assert list(figure.layout.xaxis.range) == [-8, 8] and list(figure.layout.yaxis.range) == [-1, 6]


@pytest.mark.parametrize("slope", [-3.0, 0.0, 1.5])
def test_a_tangent_is_as_wide_for_every_slope(slope):
    _line, tangent, _point = figures.along_score(AlongScore([-6, 6], {"": [0, 0]}, (1, 2), slope), axes=("", ""),
                                                 span=(0, 1)).data
    assert tangent.x[1] - tangent.x[0] == pytest.approx(2)
    assert tangent.y[1] - tangent.y[0] == pytest.approx(2 * slope)


def test_with_and_without_skips_differ_in_colour_and_in_stroke():
    (kind, dash), (other, stroke) = SKIPS["with"], SKIPS["without"]
    assert LIGHT.kinds[kind].fill != LIGHT.kinds[other].fill and dash != stroke


def test_names_of_lines_are_the_readers():
    figure = figures.along_blocks(["a"], {"with": [1], "without": [1]}, NAMES, title="Steigung", span=(-1, 1))
    assert [line.name for line in figure.data] == ["mit", "ohne"]
    assert figure.layout.yaxis.title.text == "Steigung"
    assert list(figure.layout.yaxis.range) == [-1, 1]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_ring_stands_where_the_reader_is(count):
    sets = [np.array([0.9]), np.array([0.5, 0.7]), np.array([0.2])]
    figure = figures.left_out_chart({"with": sets, "without": sets}, NAMES, here={"with": 0.3, "without": 0.4},
                                    count=count, axes=("", ""))
    rings = [line for line in figure.data if line.mode == "markers"]
    assert [(ring.x[0], ring.y[0]) for ring in rings] == [(count, 0.3), (count, 0.4)]
    assert sum(bool(line.showlegend is None or line.showlegend) for line in figure.data) == 2


@pytest.mark.parametrize("draw", [figures.loss_contours, figures.loss_hills])
def test_a_surface_is_drawn_in_the_one_scale_for_what_starts_at_0(draw):
    figure = draw(SURFACE, among=[SURFACE], reach=1, unit="nats")
    scale = figure.data[0].colorscale
    red, green, blue = lookup(SEQUENTIAL, 9)[0].tolist()
    assert scale[0] == (0, f"rgb({red}, {green}, {blue})") and scale[-1][0] == 1
    assert figure.data[0].colorbar.title.text == "nats"
    assert "nats" in figure.data[0].hovertemplate


@pytest.mark.parametrize(("low", "high", "ends"), [(0.1, 10, (-1, 1)), (0.003, 2, (-2.75, 0.5)), (1, 1, (0, 0))])
def test_the_scale_of_surfaces_ends_at_quarters_of_powers_of_ten(low, high, ends):
    panel = LossPanel("", np.array([[low, high], [high, low]]))
    contour = figures.loss_contours(panel, among=[panel], reach=1, unit="").data[0]
    assert (contour.zmin, contour.zmax) == ends


@pytest.mark.parametrize(("count", "size", "shape"), [
    (1, 4, (4, 4)), (2, 4, (4, 9)), (5, 4, (9, 14)), (16, 8, (35, 35)), (32, 16, (101, 101))])
def test_maps_stand_in_a_square_as_good_as_it_goes(count, size, shape):
    maps = np.zeros((count, size, size), dtype=np.float32)
    assert figures.tiled_maps(maps, high=1, signed=False, side=1).shape[:2] == shape


@pytest.mark.parametrize(("side", "each"), [(1, 1), (35, 1), (70, 2), (264, 8)])
def test_a_cell_is_a_square_of_whole_pixels(side, each):
    maps = np.zeros((16, 8, 8), dtype=np.float32)
    assert figures.tiled_maps(maps, high=1, signed=True, side=side).shape == (35 * each, 35 * each, 3)


@pytest.mark.parametrize("side", [2, 16])
def test_squares_fill_the_picture_at_every_size(side):
    figure = figures.pixel_squares(np.zeros((side, side, 3), dtype=np.uint8), (0, 0), hover="")
    assert figure.data[0].marker.size * side == pytest.approx(320)
    assert len(figure.data[0].x) == side * side
    assert list(figure.layout.yaxis.range) == [side - 0.5, -0.5]  # the first row on top
