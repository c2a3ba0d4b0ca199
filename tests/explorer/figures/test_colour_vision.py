"""Colours that have to be told apart, also by readers who mix up red and green.

Machado, Oliveira, Fernandes (2009), A physiologically-based model for simulation of color vision deficiency, IEEE TVCG
15(6): matrices of severity 1.0, applied to linear red, green and blue.
"""

from itertools import combinations

import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from explorer.figures.colours import CLASS_COLOURS, DARK, DIVERGING, LIGHT, SEQUENTIAL, lookup, rgb
from explorer.figures.filter_display import circle
from explorer.figures.learning_curves import COLOURS

DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}
VISION = pytest.mark.parametrize("vision", DEFICIENCIES)


def seen(colours, vision):
    """Return colours (N, 3), 0 to 255, as CIE Lab values of what a reader sees."""
    shares = np.asarray(colours, dtype=float) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ DEFICIENCIES[vision].T, 0, 1)
    return rgb2lab(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055))


def differences(colours, vision):
    """Return how different each pair looks, CIEDE2000; 2.3 is just noticeable side by side."""
    return [float(deltaE_ciede2000(one, other)) for one, other in combinations(seen(colours, vision), 2)]


@VISION
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_convolution_pooling_and_linear_layers_are_told_apart_by_everybody(palette, vision):
    fills = [rgb(palette.kinds[kind].fill) for kind in ("convolution", "pooling", "linear", "activation")]
    assert min(differences(fills, vision)) > 10


@VISION
def test_the_first_runs_of_a_comparison_are_told_apart_by_everybody(vision):
    assert min(differences([rgb(colour) for colour in COLOURS[:3]], vision)) > 10


@VISION
def test_positive_and_negative_differ_for_everybody(vision):
    table = lookup(DIVERGING, 255)
    for place in (20, 60, 100):
        assert differences([table[place], table[254 - place]], vision)[0] > 8


@VISION
@pytest.mark.parametrize("scale", [SEQUENTIAL, DIVERGING])
def test_neighbouring_tenths_of_a_scale_are_told_apart_by_everybody(scale, vision):
    tenths = lookup(scale, 11)
    assert min(float(deltaE_ciede2000(one, other)) for one, other in zip(
        seen(tenths[:-1], vision), seen(tenths[1:], vision), strict=True)) > 2.3


@VISION
def test_sequential_colours_grow_lighter_for_everybody(vision):
    lightness = seen(lookup(SEQUENTIAL, 32), vision)[:, 0]
    assert np.diff(lightness).min() > 0


@VISION
def test_the_four_directions_are_told_apart_by_everybody(vision):
    assert min(differences(circle(4), vision)) > 20


@VISION
def test_all_21_classes_are_told_apart_by_everybody(vision):
    assert min(differences([rgb(colour) for colour in CLASS_COLOURS], vision)) > 10.8
