import pytest

from explorer.figures.colours import LIGHT
from explorer.figures.charts import kept_chart

NAMES = {"max": "Maximum", "average": "Average", "convolution": "Strided convolution"}
SHARES = {"max": [0.5, 1.0, 0.4], "average": [0.1, 1.0, 0.0], "convolution": [0.2, 1.0, 0.1]}


@pytest.fixture
def chart():
    return kept_chart([-1, 0, 1], SHARES, NAMES, here=1, axes=("Shift", "Equal"))


def test_each_method_has_a_line_with_its_shares(chart):
    assert {line.name: list(line.y) for line in chart.data} == {NAMES[name]: SHARES[name] for name in NAMES}
    assert all(list(line.x) == [-1, 0, 1] for line in chart.data)


def test_poolings_are_orange_and_told_apart_by_dashes(chart):
    best, mean, strided = (line.line for line in chart.data)
    assert best.color == mean.color == LIGHT.kinds["pooling"].fill and best.dash != mean.dash
    assert strided.color == LIGHT.kinds["convolution"].fill


def test_the_shift_shown_now_is_marked(chart):
    assert chart.layout.shapes[0].x0 == 1
