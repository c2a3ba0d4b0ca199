"""Charts of batch norm hold the numbers that they are given, at axes that do not move."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import figures

AXES = ("x", "y", "z")
SIZES = (1, 4, 64)


def named(figure, name: str):
    return next(line for line in figure.data if line.name == name)


@pytest.mark.parametrize(("mean", "spread"), [(0, 1), (5, 2), (-40, 0.1)])
def test_both_histograms_count_every_value_on_one_axis(mean, spread):
    before = np.random.default_rng(0).normal(mean, spread, 500)
    figure = figures.batch_before_after(before, (before - mean) / spread, reach=12, names=("before", "after"),
                                        axes=AXES[:2])
    assert [sum(bars.y) for bars in figure.data] == pytest.approx([1, 1])
    assert tuple(figure.layout.xaxis.range) == (-12, 12) and len({tuple(bars.x) for bars in figure.data}) == 1
    expected = min(12, max(-12, before.mean()))
    assert [line.x0 for line in figure.layout.shapes] == pytest.approx([expected, 0], abs=0.2)


def test_histograms_agree_with_numpy():
    values = np.random.default_rng(3).normal(0, 2, 1000)
    bars = figures.batch_before_after(values, values, reach=8, names=("a", "b"), axes=AXES[:2]).data[0]
    counts, edges = np.histogram(values, bins=len(bars.x), range=(-8, 8))
    np.testing.assert_allclose(np.array(bars.y) * 1000, counts)
    np.testing.assert_allclose(bars.x, (edges[1:] + edges[:-1]) / 2)


def test_every_batch_is_a_dot_beside_its_size():
    groups = [np.arange(5.0) + size for size in SIZES]
    figure = figures.batch_estimates(SIZES, groups, groups, [6, 3, 0.75], true=(2, 3), here=4,
                                     names=("batch", "true", "band"), axes=AXES)
    dots = [line for line in figure.data if line.name == "batch"]
    assert [line.yaxis for line in dots] == ["y", "y2"] or [line.yaxis for line in dots] == ["y1", "y2"]
    for line in dots:
        assert list(line.y) == np.concatenate(groups).tolist()
        assert all(0.8 < place / size < 1.25 for place, size in zip(line.x, np.repeat(SIZES, 5), strict=True))
    band = named(figure, "band")
    assert list(band.y) == [8, 5, 2.75, 1.25, -1, -4] and list(band.x) == [1, 4, 64, 64, 4, 1]
    assert [list(line.y) for line in figure.data if line.name == "true"] == [[2, 2], [3, 3]]
    assert 4 in {line.x0 for line in figure.layout.shapes}


def test_running_averages_start_before_the_first_step():
    batches, running = (np.array([1.0, 3]), np.array([2.0, 4])), (np.array([0, 0.1, 0.39]), np.array([1, 1.1, 1.4]))
    figure = figures.running_averages(batches, running, true=(2, 3), names=("batch", "running", "true"), axes=AXES)
    assert [list(line.x) for line in figure.data if line.name == "batch"] == [[1, 2]] * 2
    assert [list(line.y) for line in figure.data if line.name == "running"] == [list(values) for values in running]
    assert [list(line.x) for line in figure.data if line.name == "running"] == [[0, 1, 2]] * 2


def test_answers_among_mates_stand_against_evaluation():
    figure = figures.among_mates(SIZES, [[0.15], [0.4, 0.6], [0.8]], evaluated=0.9, here=64,
                                 names=("training", "evaluation"), axes=AXES[:2])
    assert list(named(figure, "training").y) == [0.15, 0.4, 0.6, 0.8]
    assert set(named(figure, "evaluation").y) == {0.9} and figure.layout.yaxis.range[1] > 1


def test_spreads_of_0_are_left_out_of_the_log_axis():
    figure = figures.norm_spreads(("bn1", "bn2"), {"on": (0.5, 0.2), "off": (0.1, 0.0)}, here="bn2", axes=AXES[:2])
    assert list(named(figure, "off").y) == [0.1, None] and figure.layout.yaxis.type == "log"
    assert list(figure.layout.xaxis.ticktext) == ["bn1", "bn2"] and figure.layout.shapes[0].x0 == 1
    assert len({line.line.dash for line in figure.data}) == 2  # told apart without colour


def test_passes_are_counted_from_none():
    figure = figures.after_passes([0.9, 0.5, 0.1], axes=("passes", "cat"))
    assert list(figure.data[0].x) == [0, 1, 2] and list(figure.data[0].y) == [0.9, 0.5, 0.1]
