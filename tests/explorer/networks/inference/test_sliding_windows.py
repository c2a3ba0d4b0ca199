"""Scores of windows and of one pass, against torch's own layers on windows that are cut out by hand."""

import numpy as np
import pytest
import torch
from torch import nn

from explorer.errors import NetworkError, SpecError
from explorer.networks import convolved_classifier, load, map_window_scores, one_pass_scores, window_scores

VALID = "stack/3x20x20/conv.o8.k5~relu~maxpool~conv.o6~relu~maxpool~flatten~linear.o9~relu~linear.o5"
PADDED = "stack/3x16x16/conv.o8.p1~relu~maxpool~conv.o6.p1~relu~flatten~linear.o5"
POOLED = "stack/3x16x16/conv.o8.p1~relu~maxpool~gap~flatten~linear.o5"
ROUNDING = 1e-5


def picture(height=40, width=31, seed=0):
    return np.random.default_rng(seed).standard_normal((3, height, width)).astype(np.float32)


def alone(network, values, row, column, stride):
    """Return what the network says of one window, by torch alone."""
    side = network.input_shape[1]
    cut = values[None, :, row * stride:row * stride + side, column * stride:column * stride + side]
    with torch.inference_mode():
        return network.module(torch.from_numpy(np.ascontiguousarray(cut)))[0].numpy()


@pytest.mark.parametrize("name", [VALID, PADDED, POOLED, "bundled/vgg"])
@pytest.mark.parametrize("stride", [3, 8])
def test_each_window_gets_the_scores_that_it_gets_alone(name, stride):
    network, values = load(name), picture(56, 47)
    found = window_scores(network, values, stride).values
    side = network.input_shape[1]
    assert found.shape[1:] == ((56 - side) // stride + 1, (47 - side) // stride + 1)
    for row, column in [(0, 0), (1, 1), (found.shape[1] - 1, found.shape[2] - 1)]:
        np.testing.assert_allclose(found[:, row, column], alone(network, values, row, column, stride), atol=ROUNDING)


def test_without_padding_one_pass_says_what_all_windows_say():
    network, values = load(VALID), picture()
    windows, once = window_scores(network, values, 4).values, one_pass_scores(network, values).values
    assert windows.shape == once.shape == (5, 6, 3)
    np.testing.assert_allclose(once, windows, atol=ROUNDING)


@pytest.mark.parametrize(("name", "stride"), [(PADDED, 2), (POOLED, 2), ("bundled/resnet20", 4)])
def test_with_padding_windows_that_are_cut_out_have_zeros_where_the_picture_goes_on(name, stride):
    network, values = load(name), picture(44, 44)
    windows, once = window_scores(network, values, stride).values, one_pass_scores(network, values).values
    assert np.abs(windows - once).max() > 100 * ROUNDING


@pytest.mark.parametrize("name", [VALID, PADDED, POOLED, "bundled/vgg", "bundled/resnet20"])
def test_windows_of_the_last_maps_get_what_one_pass_says_padding_or_not(name):
    network, values = load(name), picture(44, 52)
    once = one_pass_scores(network, values).values
    np.testing.assert_allclose(map_window_scores(network, values).values, once, atol=ROUNDING)


def test_one_pass_is_torchs_convolution_with_the_weights_of_the_linear_layer():
    network, values = load(PADDED), picture(24, 24)
    conv1, conv2, fc = (getattr(network.module, name) for name in ("conv1", "conv2", "fc1"))
    kernel = fc.weight.reshape(5, 6, 8, 8)
    with torch.inference_mode():
        maps = torch.relu(conv2(nn.functional.max_pool2d(torch.relu(conv1(torch.from_numpy(values)[None])), 2)))
        expected = nn.functional.conv2d(maps, kernel, fc.bias)[0].numpy()
    np.testing.assert_allclose(one_pass_scores(network, values).values, expected, atol=ROUNDING)


def test_the_convolved_layers_share_the_weights_and_leave_the_network_as_it_is():
    network = load(VALID)
    turned = convolved_classifier(network).whole.fc1.weight
    assert turned.shape == (9, 6, 3, 3)
    assert turned.data_ptr() == network.module.fc1.weight.data_ptr()
    assert isinstance(network.module.fc1, nn.Linear)


def test_a_picture_of_the_windows_own_size_has_one_place():
    network, values = load(POOLED), picture(16, 16)
    scores = [window_scores(network, values, 5).values, one_pass_scores(network, values).values]
    assert [one.shape for one in scores] == [(5, 1, 1), (5, 1, 1)]
    np.testing.assert_allclose(*scores, atol=ROUNDING)


@pytest.mark.parametrize("values", [picture(15, 40), picture(40, 15), picture()[:2], picture()[0]])
@pytest.mark.parametrize("ask", [lambda network, values: window_scores(network, values, 4), one_pass_scores,
                                 map_window_scores])
def test_a_picture_smaller_than_the_window_is_refused(ask, values):
    with pytest.raises(NetworkError, match="at least 16 × 16 px"):
        ask(load(POOLED), values)


def test_a_network_without_a_linear_layer_is_refused():
    with pytest.raises(SpecError, match="no linear layer"):
        convolved_classifier(load("stack/3x16x16/conv.o4~relu"))


def test_progress_is_told_piece_by_piece_and_may_stop_it():
    shares = []
    window_scores(load(POOLED), picture(seed=1), 2, shares.append)
    assert shares == [64 / 104, 1]  # 13 x 8 windows

    def stop(share):
        raise KeyboardInterrupt(share)

    with pytest.raises(KeyboardInterrupt):
        window_scores(load(POOLED), picture(seed=2), 2, stop)
    window_scores(load(POOLED), picture(seed=2), 2, shares.append)  # nothing is kept of what was stopped
    assert shares == [64 / 104, 1] * 2


def test_scores_that_are_known_are_given_again_at_once():
    first = window_scores(load(POOLED), picture(seed=3), 2)
    shares = []
    assert window_scores(load(POOLED), picture(seed=3), 2, shares.append) is first
    assert not shares
