"""Figures in the dark theme."""

import numpy as np
import pytest

from explorer.figures.charts import histogram, shares
from explorer.figures.colours import DARK, DIVERGING, KINDS, LIGHT, lookup
from explorer.figures.learning_curves import Curve, Words, learning_curves
from explorer.figures.plot import in_dark

POINTS = [{"number": number, "train_loss": 1.0, "train_accuracy": 0.5, "val_loss": 1.0, "val_accuracy": 0.5,
           "learning_rate": 0.1} for number in (1, 2)]


def test_every_kind_of_layer_gets_its_dark_colour():
    light = shares(list(KINDS), list(KINDS), range(len(KINDS)), unit="MACs")
    colours = list(in_dark(light).data[0].marker.color)
    # Kinds that share a colour in the light theme share one in the dark theme too.
    assert colours == [DARK.kinds[kind].fill for kind in KINDS]


def test_the_figure_that_was_given_stays_light():
    light = shares(["a"], ["convolution"], [1], unit="MACs")
    in_dark(light)
    assert list(light.data[0].marker.color) == [LIGHT.kinds["convolution"].fill]


def test_numbers_and_texts_stay_as_they_are():
    light = shares(["conv1", "fc"], ["convolution", "linear"], [156, 48_120], unit="parameters")
    dark = in_dark(light)
    assert list(dark.data[0].y) == [156, 48_120]
    assert dark.layout.xaxis.ticktext == light.layout.xaxis.ticktext
    assert dark.layout.height == light.layout.height


def test_the_colours_of_maps_do_not_change_with_the_theme():
    values = np.linspace(-1, 1, 400, dtype=np.float32).reshape(20, 20)
    light = histogram(values, high=1.0, signed=True, value="", cells="")
    assert in_dark(light).data[0].marker.color == light.data[0].marker.color
    assert lookup(DIVERGING)[0].tolist() == [5, 48, 97]  # colorbrewer2.org, RdBu, 11 classes: #053061


@pytest.mark.parametrize("quantity", ["loss", "accuracy", "learning_rate"])
def test_lines_of_learning_curves_are_dark_kinds_too(quantity):
    light = learning_curves([Curve("a", POINTS)], quantity, epochs=2, words=Words())
    colours = {tone.fill: DARK.kinds[kind].fill for kind, tone in LIGHT.kinds.items()}
    for before, after in zip(light.data, in_dark(light).data, strict=True):
        assert after.line.color == colours[before.line.color]
