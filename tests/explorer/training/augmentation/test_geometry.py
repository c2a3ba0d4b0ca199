"""Movements that can be said in whole pixels are held to numpy's own."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Generator

from explorer.training.augmentation.geometry import OPERATIONS, Motions, matrices, moved, rand_augmented

SIDE = 8


def motions(**given):
    still = {name: torch.zeros(1) for name in ("right", "down", "angle", "shear_x", "shear_y")}
    rest = {"mirrored": torch.zeros(1, dtype=torch.bool), "scale": torch.ones(1)}
    return Motions(**(still | rest | {name: torch.tensor([value]) for name, value in given.items()}))


@pytest.fixture
def picture():
    return torch.rand(1, 3, SIDE, SIDE, generator=Generator().manual_seed(1))


def maps(picture):
    return picture[0].numpy()


@pytest.mark.parametrize("quarters", [-1, 1, 2])
def test_quarter_turns_are_numpys_clockwise(quarters, picture):
    expected = np.rot90(maps(picture), -quarters, axes=(1, 2))
    assert maps(moved(picture, motions(angle=90.0 * quarters))) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("right", "down"), [(1, 0), (0, 2), (-2, 1), (-3, -1)])
def test_whole_pixels_are_shifted_and_the_border_mirrored(right, down, picture):
    found = maps(moved(picture, motions(right=right / SIDE, down=down / SIDE)))
    padded = np.pad(maps(picture), ((0, 0), (4, 4), (4, 4)), mode="symmetric")
    assert found == pytest.approx(padded[:, 4 - down:4 - down + SIDE, 4 - right:4 - right + SIDE], abs=1e-5)


def test_mirroring_comes_before_the_shift(picture):
    found = maps(moved(picture, motions(mirrored=True, right=2 / SIDE)))
    assert found[:, :, 2:] == pytest.approx(maps(picture)[:, :, ::-1][:, :, :-2], abs=1e-5)


def test_zoom_by_two_shows_the_middle_quarter_and_a_half_the_mirrored_surroundings():
    ramp = torch.linspace(0, 1, 16).expand(1, 1, 16, 16)
    near, far = (moved(ramp, motions(scale=scale))[0, 0, 8] for scale in (2.0, 0.5))
    middle = ramp[0, 0, 8, 4:12]
    assert float(near[0]) == pytest.approx(float(middle[0]) - 1 / 60, abs=1e-5)  # a quarter of a pixel further out
    assert float(near.max() - near.min()) == pytest.approx(0.5, abs=0.01)
    assert float(far[4:12].max() - far[4:12].min()) > 0.9


def test_points_go_where_trigonometry_says():
    found = matrices(motions(angle=30.0, scale=1.5))[0].numpy()
    turn = np.deg2rad(30)
    assert found == pytest.approx(1.5 * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]))


@pytest.mark.parametrize(("name", "row", "column"), [("shear_x", 0, 1), ("shear_y", 1, 0)])
def test_a_shear_moves_points_along_one_axis_by_its_tangent(name, row, column):
    found = matrices(motions(**{name: 20.0}))[0].numpy()
    expected = np.eye(2)
    expected[row, column] = -np.tan(np.deg2rad(20))
    assert found == pytest.approx(expected, abs=1e-6)


def test_areas_grow_by_the_square_of_the_zoom_whatever_else_happens():
    given = motions(angle=77.0, shear_x=20.0, scale=1.3, mirrored=True)
    assert float(torch.linalg.det(matrices(given))) == pytest.approx(-1.3**2, abs=1e-5)


def test_there_and_back_again_leaves_the_middle(picture):
    soft = torch.nn.functional.interpolate(picture, 48, mode="bicubic").clamp(0, 1)
    back = moved(moved(soft, motions(angle=25.0)), motions(angle=-25.0))
    middle = (..., slice(16, 32), slice(16, 32))
    assert (back - soft)[middle].abs().mean() < 0.01  # two resamplings
    assert (moved(soft, motions(angle=25.0)) - soft)[middle].abs().mean() > 0.05


def test_without_motions_the_very_batch_comes_back(picture):
    assert moved(picture, None) is picture


def test_rand_augment_rounds_to_256_steps_and_takes_two_operations(picture):
    found = rand_augmented(picture.expand(6, -1, -1, -1), 9, Generator().manual_seed(0)) * 255
    assert torch.allclose(found, found.round(), atol=1e-4)
    assert OPERATIONS == 2


@pytest.mark.parametrize("magnitude", [0, 15, 30])
def test_every_strength_of_rand_augment_gives_pictures(magnitude, picture):
    found = rand_augmented(picture.expand(8, -1, -1, -1), magnitude, Generator().manual_seed(1))
    assert found.shape == (8, 3, SIDE, SIDE)
    assert 0 <= found.min() <= found.max() <= 1
