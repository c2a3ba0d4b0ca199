"""What makes of stored digits others that could have been drawn, step by step, against numpy and scipy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import ndimage

from explorer.images import HANDS, digit_input, raster, written
from explorer.training import Augmentation
from explorer.training.augmentation import digit_recipe
from explorer.training.augmentation.digit_recipe import as_drawn, bent, between, faded, stroked

SEVEN = torch.from_numpy(digit_input(raster(written(HANDS[0], 7, 0))))
MANY = SEVEN.expand(200, 1, 32, 32)


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def centres(pictures):
    return np.array([ndimage.center_of_mass(one.numpy()) for one in pictures[:, 0]])


@pytest.mark.parametrize("change", [as_drawn, bent, stroked, faded])
def test_every_step_keeps_shape_and_range_and_follows_its_generator(change):
    found = change(MANY[:20], seeded())
    assert found.shape == (20, 1, 32, 32)
    assert 0 <= found.min() <= found.max() <= 1 + 1e-6
    assert torch.equal(found, change(MANY[:20], seeded()))
    assert not torch.equal(found, change(MANY[:20], seeded(1)))


def test_the_preset_is_this_recipe():
    pictures = MANY[:8].expand(-1, 3, -1, -1)
    assert torch.equal(Augmentation(preset="drawn").batch(pictures, seeded()), as_drawn(pictures, seeded()))


def test_bending_moves_digits_either_way_by_no_more_than_their_share():
    moved = centres(bent(MANY, seeded())) - centres(MANY[:1])
    assert np.abs(moved.mean(0)).max() < 0.6
    assert 1 < np.abs(moved).max() < 32 * digit_recipe.SHIFT + 4


@pytest.fixture
def still(monkeypatch):
    """Leave only what a test switches on again."""
    for name, value in {"TURN": 0, "LEAN": 0, "SHIFT": 0, "BEND": 0, "NARROWEST": 1, "LARGEST": 1}.items():
        monkeypatch.setattr(digit_recipe, name, value)
    return lambda **more: [monkeypatch.setattr(digit_recipe, name, value) for name, value in more.items()]


@pytest.mark.usefixtures("still")
def test_without_any_motion_digits_stay_as_they_are():
    assert bent(MANY[:3], seeded()) == pytest.approx(MANY[:3].numpy(), abs=1e-5)


def test_scaled_digits_have_more_or_less_ink(still):
    still(NARROWEST=0.8, LARGEST=0.8)
    assert bent(MANY[:2], seeded()).sum() / MANY[:2].sum() == pytest.approx(0.64, abs=0.02)
    still(NARROWEST=1.1, LARGEST=1.1)
    assert bent(MANY[:2], seeded()).sum() / MANY[:2].sum() == pytest.approx(1.21, abs=0.03)


def test_turned_digits_are_those_of_scipy(still, monkeypatch):
    still(TURN=20)
    monkeypatch.setattr(digit_recipe, "_either", lambda count, generator: torch.ones(count))  # noqa: ARG005
    told = [ndimage.rotate(SEVEN[0].numpy(), angle, reshape=False, order=3).clip(0, 1) for angle in (-20, 20)]
    away = [np.abs(bent(MANY[:1], seeded())[0, 0].numpy() - one).mean() for one in told]
    assert min(away) < 0.01
    assert max(away) > 0.05


def test_a_low_level_leaves_thick_strokes_and_a_high_one_thin(monkeypatch):
    monkeypatch.setattr(digit_recipe, "AS_IT_WAS", 0)
    soft = torch.from_numpy(ndimage.gaussian_filter(SEVEN.numpy(), (0, 1.5, 1.5)))[None]
    soft = soft / soft.max()
    inks = []
    for level in (0.25, 0.4, 0.6):
        monkeypatch.setattr(digit_recipe, "LEVELS", (level, level))
        inks.append(stroked(soft, seeded()).sum().item())
    assert inks == sorted(inks, reverse=True)
    assert inks[0] > 1.5 * inks[-1]


def test_black_stays_black_and_white_white_when_cut(monkeypatch):
    monkeypatch.setattr(digit_recipe, "AS_IT_WAS", 0)
    ends = torch.tensor([0.0, 1.0]).view(1, 1, 1, 2).expand(50, 1, 2, 2)
    assert stroked(ends, seeded()) == pytest.approx(ends.numpy(), abs=1e-5)


def test_some_digits_keep_their_grey_values():
    kept = [(one == SEVEN).all() for one in stroked(MANY, seeded())]
    assert np.mean(kept) == pytest.approx(digit_recipe.AS_IT_WAS, abs=0.08)


def test_random_numbers_fill_their_range():
    found = between(2.0, 3.0, 2000, seeded())
    assert 2 <= found.min() < 2.01
    assert 2.99 < found.max() <= 3
    assert found.mean() == pytest.approx(2.5, abs=0.02)
