"""Charts are tested on their data."""

import pytest

from explorer.figures.charts import MOST_NAMES, shares
from explorer.figures.colours import LIGHT


def test_bars_stand_in_the_networks_order_in_the_colour_of_their_kind():
    bars = shares(["conv1", "fc1"], ["convolution", "linear"], [156, 48_120], unit="parameters").data[0]
    assert list(bars.y) == [156, 48_120]
    assert list(bars.marker.color) == [LIGHT.kinds["convolution"].fill, LIGHT.kinds["linear"].fill]
    assert [row[0] for row in bars.customdata] == ["conv1", "fc1"]
    assert sum(row[1] for row in bars.customdata) == pytest.approx(1)


def test_layers_of_one_name_or_without_any_value_are_no_trouble():
    assert list(shares(["a", "a"], ["linear", "linear"], [0, 0], unit="MACs").data[0].y) == [0, 0]


@pytest.mark.parametrize(("count", "named"), [(MOST_NAMES, True), (MOST_NAMES + 1, False)])
def test_names_stand_under_the_bars_only_while_they_can_be_read(count, named):
    figure = shares([f"conv{place}" for place in range(count)], ["convolution"] * count, range(count), unit="MACs")
    assert figure.layout.xaxis.showticklabels is named
