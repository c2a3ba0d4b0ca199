"""Simple and complex cells: for what they fire, against what Hubel and Wiesel saw and scipy's correlation."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from explorer.convolution.visual_cells import (
    ANGLES,
    FARTHEST,
    FIELD,
    RETINA,
    WAVELENGTH,
    WIDEST,
    CellPair,
    LightBar,
    moved,
    turned,
)

LIKED = (0, 30, 45, 90, 135)


@pytest.mark.parametrize("angle", LIKED)
def test_both_cells_fire_most_for_their_direction_and_hardly_across_it(angle):
    simple, complex_ = turned(CellPair(angle), LightBar(angle=angle))
    assert ANGLES[int(simple.argmax())] == angle
    assert ANGLES[int(complex_.argmax())] == angle
    across = ANGLES.index((angle + 90) % 180)
    assert simple[across] < 0.02
    assert complex_[across] < 0.02


@pytest.mark.parametrize("angle", LIKED)
def test_a_quarter_of_a_wave_is_noticed_by_the_simple_cell_alone(angle):
    cells, quarter = CellPair(angle), round(WAVELENGTH / 4)
    here, there = (cells.answers(LightBar(angle=angle, offset=offset)) for offset in (0, quarter))
    assert here[0] == pytest.approx(1, abs=0.01)
    assert there[0] < 0.1 * here[0]
    assert abs(there[1] - here[1]) < 0.05 * here[1]


def test_the_simple_cell_is_silent_half_a_wave_away_and_for_a_dark_bar():
    cells = CellPair(0)
    assert cells.answers(LightBar(offset=round(WAVELENGTH / 2)))[0] == 0
    assert cells.answers(LightBar(dark=True))[0] == 0
    assert cells.answers(LightBar(dark=True))[1] > 0.9


def test_light_everywhere_moves_no_cell():
    even, odd = CellPair(20).even, CellPair(20).odd
    assert abs(even.sum()) < 1e-9
    assert abs(odd.sum()) < 1e-9
    assert np.linalg.norm(even) == pytest.approx(np.linalg.norm(odd))
    assert abs((even * odd).sum()) < 1e-6 * (even * even).sum()


@pytest.mark.parametrize("bar", [LightBar(), LightBar(angle=35, offset=3, width=5), LightBar(angle=90, dark=True)])
def test_the_sum_is_scipys_correlation_at_the_middle(bar):
    cells = CellPair(35)
    expected = correlate2d(bar.drawn(), cells.even, mode="same")[RETINA // 2, RETINA // 2]
    assert cells.sums(bar)[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("angle", [0, 90])
@pytest.mark.parametrize("width", range(1, WIDEST + 1))
def test_a_bar_is_as_wide_as_it_says_and_turns_about_its_middle(angle, width):
    light = LightBar(angle=angle, width=width).drawn()
    row = light[RETINA // 2] if angle == 0 else light[:, RETINA // 2]
    assert row.sum() == pytest.approx(width, abs=1e-6)
    assert 0 <= light.min() <= light.max() <= 1


def test_a_bar_moves_across_itself():
    places = [int(LightBar(offset=offset, width=1).drawn()[RETINA // 2].argmax())
              for offset in (-FARTHEST, 0, FARTHEST)]
    assert places == [RETINA // 2 - FARTHEST, RETINA // 2, RETINA // 2 + FARTHEST]


def test_curves_hold_what_single_bars_give_and_lie_between_0_and_1():
    cells, bar = CellPair(60), LightBar(angle=75, offset=2)
    assert turned(cells, bar)[:, ANGLES.index(75)] == pytest.approx(cells.answers(bar))
    assert moved(cells, bar)[:, FARTHEST + 2] == pytest.approx(cells.answers(bar))
    for curve in (turned(cells, bar), moved(cells, bar)):
        assert curve.min() >= 0
        assert curve.max() <= 1
    assert FIELD % 2 == 1
