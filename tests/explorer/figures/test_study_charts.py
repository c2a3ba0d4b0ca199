"""Charts of studies: means, bands of one deviation, a reader's own run, and maps of shifts."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from explorer.figures import DARK, LIGHT, StudyLine, in_dark, shift_map, study_chart

SEEDS = ((0.5, 0.7, 0.9), (0.6, 0.9, 1.0), (0.4, 0.8, 1.0))
LINE = StudyLine("CNN", "convolution", (1, 2, 3), SEEDS)
AXES = ("Epoch", "Right")


def drawn(figure, mode):
    return [trace for trace in figure.data if trace.mode == mode]


def test_a_line_is_the_mean_in_percent():
    line, = drawn(study_chart([LINE], axes=AXES), "lines")
    assert line.y == pytest.approx([100 * statistics.mean(values) for values in zip(*SEEDS, strict=True)])
    assert (line.x, line.name, line.line.dash) == ((1, 2, 3), "CNN", "solid")


def test_the_band_is_one_standard_deviation_and_ends_at_100_percent():
    band, = drawn(study_chart([LINE], axes=AXES), "none")
    spreads = [statistics.stdev(values) for values in zip(*SEEDS, strict=True)]
    means = [statistics.mean(values) for values in zip(*SEEDS, strict=True)]
    high, low = band.y[:3], band.y[3:][::-1]
    assert high == pytest.approx([100 * min(1, mean + spread) for mean, spread in zip(means, spreads, strict=True)])
    assert low == pytest.approx([100 * (mean - spread) for mean, spread in zip(means, spreads, strict=True)])
    assert max(high) == 100


def test_one_seed_alone_has_no_band():
    assert not drawn(study_chart([StudyLine("CNN", "convolution", (1, 2, 3), SEEDS[:1])], axes=AXES), "none")


def test_a_readers_own_points_are_dots_over_the_rest():
    own = StudyLine("CNN", "convolution", (1, 2, 3), SEEDS, dashed=True, own=((1, 0.25), (2, 0.5)))
    figure = study_chart([own], axes=AXES)
    dots, = drawn(figure, "markers")
    assert (dots.x, dots.y, dots.marker.symbol) == ((1, 2), (25.0, 50.0), "circle-open")
    assert drawn(figure, "lines")[0].line.dash == "dash"
    assert not dots.showlegend


def test_an_upright_line_marks_what_is_shown():
    assert not study_chart([LINE], axes=AXES).layout.shapes
    shape, = study_chart([LINE], axes=AXES, here=2.0).layout.shapes
    assert (shape.x0, shape.x1) == (2, 2)


def test_axes_have_their_titles_and_the_span_stays():
    layout = study_chart([LINE], axes=AXES, span=(30, 100)).layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == AXES
    assert layout.yaxis.range == (30, 100)


def test_lines_and_bands_follow_the_theme():
    figure = in_dark(study_chart([LINE], axes=AXES))
    fill = DARK.kinds["convolution"].fill
    assert (drawn(figure, "lines")[0].line.color, drawn(figure, "none")[0].fillcolor) == (fill, fill)
    assert fill != LIGHT.kinds["convolution"].fill


def test_the_map_of_shifts_has_right_across_down_below_and_rings_the_readers():
    shares = np.arange(25).reshape(5, 5) / 100
    figure = shift_map(shares, here=(-1, 2), axes=("right", "down"), value="difference")
    heat, ring = figure.data
    assert heat.z[4][3] == pytest.approx(23)
    assert (tuple(heat.x), tuple(heat.y)) == ((-2, -1, 0, 1, 2),) * 2
    assert (ring.x, ring.y) == ((2,), (-1,))
    assert figure.layout.yaxis.autorange == "reversed"
    assert (heat.zmin, heat.zmax) == (0, 100)


def test_nothing_moves_when_a_readers_own_points_come():
    own = StudyLine("CNN", "convolution", (1, 2, 3), SEEDS, own=((1, 0.25),))
    before, after = (study_chart([line], axes=AXES).layout for line in (LINE, own))
    assert before.xaxis.range == after.xaxis.range
    low, high = before.xaxis.range
    assert low < 1 and high > 3
