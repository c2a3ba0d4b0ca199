"""Pictures made of numbers that gradient ascent can turn."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.ndimage import convolve1d
from scipy.special import expit, logit

from explorer.networks.units.parameterisation import (
    AXES,
    COARSEST,
    FORMS,
    SPREAD,
    SPREADS,
    numbers,
    picture,
    softened,
)

SIZES = [(32, 32), (33, 20), (8, 8), (7, 9)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", SIZES)
def test_numbers_follow_from_the_seed_alone(form, size):
    torch.manual_seed(1)
    first = numbers(form, size, 5)
    torch.manual_seed(2)
    again, other = numbers(form, size, 5), numbers(form, size, 6)
    assert all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    assert not any(torch.equal(one, two) for one, two in zip(first, other, strict=True))


@pytest.mark.parametrize(("size", "sides"), [((32, 32), [4, 8, 16, 32]), ((33, 33), [4, 8, 16, 33]), ((7, 7), [7]),
                                             ((8, 40), [4, 8])])
def test_a_pyramid_halves_its_layers_down_to_four_pixels(size, sides):
    parts = numbers("pyramid", size, 0)
    assert [part.shape[1] for part in parts] == sides
    assert tuple(parts[-1].shape[1:]) == size
    assert min(parts[0].shape[1:]) >= COARSEST or len(parts) == 1


@pytest.mark.parametrize("form", FORMS)
def test_numbers_of_nothing_give_middle_grey(form):
    parts = [torch.zeros_like(part) for part in numbers(form, (16, 16), 0)]
    assert torch.equal(picture(form, parts, (16, 16)), torch.full((3, 16, 16), 0.5))


def test_the_coarsest_layer_alone_is_a_smooth_picture():
    parts = [torch.zeros_like(part) for part in numbers("pyramid", (32, 32), 0)]
    parts[0] = numbers("pyramid", (32, 32), 0)[0]
    coarse = logit(picture("pyramid", parts, (32, 32)).double().numpy())
    assert np.abs(np.diff(coarse, axis=1)).max() < np.ptp(coarse) / 4


def test_waves_are_those_of_numpys_inverse_transform():
    # One wave along each row: 3 periods over 16 px, in light only
    spectrum = torch.zeros(3, 16, 9, 2)
    spectrum[0, 0, 3, 0] = 1
    light = logit(picture("fourier", [spectrum], (16, 16)).double().numpy()).mean(axis=0)
    wave = np.cos(2 * np.pi * 3 * np.arange(16) / 16)
    assert np.corrcoef(light[5], wave)[0, 1] > 0.9999
    assert np.ptp(light, axis=0).max() < 1e-5


def test_a_wave_twice_as_long_is_twice_as_strong():
    def swing(place):
        spectrum = torch.zeros(3, 32, 17, 2)
        spectrum[0, 0, place, 0] = 0.1
        return np.ptp(logit(picture("fourier", [spectrum], (32, 32)).double().numpy()))

    assert swing(2) / swing(4) == pytest.approx(2, rel=0.01)
    assert swing(4) / swing(8) == pytest.approx(2, rel=0.01)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_each_number_moves_a_colour_along_its_axis_as_far_as_natural_pictures_spread(axis):
    parts = [torch.zeros(3, 4, 4)]
    parts[0][axis] = 1
    found = picture("pyramid", parts, (4, 4))[:, 0, 0].numpy()
    expected = expit(3 * AXES[axis].numpy() * float(SPREADS[axis] / SPREADS[0]))
    assert found == pytest.approx(expected, abs=1e-6)


def test_light_is_the_same_in_all_three_colours_and_the_others_leave_it_alone():
    assert AXES[0].unique().numel() == 1
    assert AXES[1:].sum(dim=1).abs().max() < 1e-6


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_to_begin_with_is_noise_around_grey(form):
    shown = picture(form, numbers(form, (48, 48), 0), (48, 48))
    assert float(shown.mean()) == pytest.approx(0.5, abs=0.05)
    assert 0.02 < float(shown.std()) < 0.25
    assert SPREAD == 0.3


@pytest.mark.parametrize("form", FORMS)
def test_every_number_has_a_gradient(form):
    parts = [part.requires_grad_() for part in numbers(form, (16, 16), 0)]
    weights = torch.randn(3, 16, 16, generator=torch.Generator().manual_seed(1))
    slopes = torch.autograd.grad((picture(form, parts, (16, 16)) * weights).sum(), parts)
    assert all(bool(slope.isfinite().all()) for slope in slopes)
    assert all(float((slope != 0).float().mean()) > 0.9 for slope in slopes)


@pytest.mark.parametrize("shape", [(3, 16, 16), (1, 5, 9), (3, 7, 3)])
def test_a_soft_picture_is_scipys_blur_by_the_binomial_weights(shape):
    shown = torch.rand(shape, generator=torch.Generator().manual_seed(2))
    row = np.array([1, 4, 6, 4, 1]) / 16
    expected = convolve1d(convolve1d(shown.numpy(), row, axis=1, mode="mirror"), row, axis=2, mode="mirror")
    np.testing.assert_allclose(softened(shown).numpy(), expected, atol=1e-6)


def test_softening_leaves_an_even_picture_and_takes_single_pixels_away():
    even = torch.full((3, 8, 8), 0.4)
    torch.testing.assert_close(softened(even), even)
    dot = torch.zeros(3, 9, 9)
    dot[:, 4, 4] = 1
    assert float(softened(dot).max()) == pytest.approx((6 / 16) ** 2)
