"""The lecture's 7 x 7 to 8 x 8, against torch's layers and the published counts of VGG-16."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.detection import VggWindows, vgg_windows
from explorer.detection.vgg_windows import _weights
from explorer.errors import SpecError


@pytest.mark.parametrize(("side", "maps", "scores", "passes"), [(224, 7, 1, 1), (256, 8, 2, 4), (448, 14, 8, 64),
                                                               (704, 22, 16, 256)])
def test_a_larger_picture_has_larger_maps_and_a_place_for_each_window(side, maps, scores, passes):
    case = VggWindows(side)
    assert (case.maps, case.scores, case.slide.passes, case.cost.passes) == (maps, scores, passes, passes)
    assert case.report["pool5"].output_shape == (512, maps, maps)
    assert case.report["fc8"].output_shape == (1000, scores, scores)


def test_the_numbers_of_the_first_linear_layer_are_those_of_its_kernels():
    linear, kernel, side = VggWindows(448).working
    assert linear.endswith("= 102{,}764{,}544")
    assert kernel.endswith("= 102{,}764{,}544")
    assert side.endswith("14 - 7 + 1 = 8")
    assert torch.nn.Linear(512 * 7 * 7, 4096, device="meta").weight.numel() + 4096 == 102_764_544


@pytest.mark.parametrize("side", [224, 288, 448])
def test_both_ways_give_what_torchs_layers_give_on_the_same_maps(side):
    case = VggWindows(side)
    maps, kernel = torch.from_numpy(case.drawn_maps), torch.from_numpy(_weights())
    convolved = functional.conv2d(maps[None].double(), kernel[None].double())[0, 0].numpy()
    np.testing.assert_allclose(case.by_convolution, convolved, atol=1e-5)
    np.testing.assert_allclose(case.by_windows, convolved, atol=1e-5)
    for row, column in [(0, 0), (case.scores - 1, 0)]:
        cut = maps[:, row:row + 7, column:column + 7].reshape(1, -1)
        one = functional.linear(cut, kernel.reshape(1, -1)).item()
        assert case.by_windows[row, column] == pytest.approx(one, abs=1e-5)
    assert 0 < case.difference < 1e-5 or side == 224


@pytest.mark.parametrize("side", [0, 192, 225, 447])
def test_a_picture_that_vgg_does_not_halve_five_times_is_refused(side):
    with pytest.raises(SpecError, match="a multiple of 32"):
        VggWindows(side)


def test_the_same_side_is_worked_out_once():
    assert vgg_windows(448) is vgg_windows(448)
    assert (VggWindows(448).drawn_maps >= 0).all()
