from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, strategies as st
from sklearn.model_selection import StratifiedShuffleSplit
from torchvision.transforms import v2

from explorer.errors import LimitError
from explorer.training.data.dataset import (
    ALL,
    SHARES,
    Pictures,
    UnsplitSet,
    check_room,
    completed,
    portions,
    scaled,
    stratified,
)

LABELS = torch.from_numpy(np.random.default_rng(0).choice(5, 1000, p=[0.5, 0.3, 0.15, 0.045, 0.005]))


def of(labels):
    """Return pictures of which each shows its own row number."""
    rows = torch.arange(len(labels), dtype=torch.uint8)
    return Pictures(rows.view(-1, 1, 1, 1).expand(-1, 3, 8, 8), labels)


def test_each_row_is_in_one_part_and_rows_rise():
    parts = stratified(LABELS, SHARES, 0)
    assert torch.equal(torch.cat(parts).sort().values, torch.arange(1000))
    assert all((part.diff() > 0).all() for part in parts)


def test_each_class_is_divided_by_the_shares():
    whole = np.bincount(LABELS.numpy())
    for part, share in zip(stratified(LABELS, SHARES, 0), SHARES, strict=True):
        assert np.all(np.abs(np.bincount(LABELS[part].numpy(), minlength=5) - share * whole) <= 1)


def test_counts_are_as_close_as_those_of_scikit_learn():
    learned, measured = stratified(LABELS[LABELS < 4], (0.8, 0.2), 0)
    labels = LABELS[LABELS < 4].numpy()
    split = StratifiedShuffleSplit(1, train_size=len(learned), test_size=len(measured), random_state=0)
    for ours, theirs in zip((learned, measured), next(split.split(labels, labels)), strict=True):
        assert np.all(np.abs(np.bincount(labels[ours.numpy()]) - np.bincount(labels[theirs])) <= 1)


def test_the_seed_alone_decides():
    torch.manual_seed(1)
    first = stratified(LABELS, SHARES, 7)
    torch.manual_seed(2)
    assert all(map(torch.equal, first, stratified(LABELS, SHARES, 7)))
    assert not all(map(torch.equal, first, stratified(LABELS, SHARES, 8)))


@given(st.integers(0, 500), st.lists(st.integers(1, 20), min_size=2, max_size=4))
def test_portions_add_up_and_leave_nobody_without(count, weights):
    shares = [weight / sum(weights) for weight in weights]
    found = portions(count, shares)
    assert sum(found) == count
    assert min(found) >= (1 if count >= len(shares) else 0)


@pytest.mark.parametrize(("count", "expected"), [(0, [0, 0, 0]), (3, [1, 1, 1]), (5, [3, 1, 1]), (20, [14, 3, 3]),
                                                 (100, [70, 15, 15])])
def test_portions_of_small_and_large_classes(count, expected):
    assert portions(count, SHARES) == expected


def test_parts_that_a_data_set_has_stay_as_they_are():
    pictures = of(torch.arange(60) % 2)
    rows = {"train": torch.arange(40), "val": torch.arange(40, 50), "test": torch.arange(50, 60)}
    parts = completed(UnsplitSet(pictures, rows, ("a", "b")), 0)
    for part, expected in zip(parts, rows.values(), strict=True):
        assert torch.equal(part.images[:, 0, 0, 0].long(), expected)


@pytest.mark.parametrize("lacks", [{"val"}, {"test"}, {"val", "test"}])
def test_parts_that_a_data_set_lacks_come_out_of_its_training_pictures(lacks):
    pictures = of(torch.arange(120) % 2)
    rows = {"train": torch.arange(100), "val": torch.arange(100, 110), "test": torch.arange(110, 120)}
    kept = {name: some for name, some in rows.items() if name not in lacks}
    parts = dict(zip(("train", "val", "test"), completed(UnsplitSet(pictures, kept, ("a", "b")), 0), strict=True))
    shown = {name: set(part.images[:, 0, 0, 0].tolist()) for name, part in parts.items()}
    assert sum(map(len, shown.values())) == len(set().union(*shown.values())) == sum(map(len, kept.values()))
    assert all(shown[name] <= set(range(100)) and len(shown[name]) >= 8 for name in lacks)


def test_without_parts_all_is_divided_in_three():
    pictures = of(torch.arange(100) % 2)
    parts = completed(UnsplitSet(pictures, {ALL: torch.arange(100)}, ("a", "b")), 0)
    assert [len(part) for part in parts] == [70, 16, 14]


@pytest.mark.parametrize("side", [5, 8, 24])
def test_pictures_are_scaled_as_torchvision_scales_them(side):
    images = torch.randint(256, (3, 3, 12, 12), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    expected = v2.functional.resize(images.float(), [side, side], v2.InterpolationMode.BICUBIC, antialias=True)
    assert torch.equal(scaled(images, side), expected.round().clamp(0, 255).to(torch.uint8))


@pytest.mark.parametrize("at_once", [1, 2, 512])
def test_scaling_does_not_depend_on_how_many_are_scaled_at_once(at_once):
    images = torch.randint(256, (5, 3, 9, 9), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    assert torch.equal(scaled(images, 6, at_once=at_once), scaled(images, 6))


def test_pictures_of_that_side_are_left_alone_and_grey_ones_get_three_channels():
    grey = torch.arange(16, dtype=torch.uint8).view(1, 1, 4, 4)
    found = scaled(grey, 4)
    assert torch.equal(found, grey.expand(-1, 3, -1, -1))
    assert found.is_contiguous()


@pytest.mark.parametrize(("count", "side", "fits"), [(100, 64, 57), (1, 600, 577)])
def test_a_set_too_large_for_the_memory_is_told_the_side_that_fits(count, side, fits, configure):
    configure(set_bytes=1_000_000)
    with pytest.raises(LimitError, match=f"at most {fits} px"):
        check_room(count, side)
    check_room(count, fits)
    assert 3 * count * (fits + 1) ** 2 > 1_000_000
