"""Sets of blocks left out: which number stands for which set, and what a study says of made-up and shipped ones."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest

from explorer.experiments import BLOCKS, RESNET_BLOCKS, STUDIED, SkipStudy, skip_studies
from explorer.experiments.skip_study import write_study

EACH_NUMBER = np.arange(2**BLOCKS, dtype=np.float32)
SMALL = ("plain20", "residual20")


@pytest.fixture
def counted():
    """Return a study in which a set of blocks is right on as many as its own number."""
    surface = np.arange(25, dtype=np.float32).reshape(5, 5)
    return SkipStudy("residual20", np.array([2.0, 1.0], dtype=np.float32), surface, EACH_NUMBER)


@pytest.mark.parametrize("blocks", [(), (0,), (8,), (0, 1, 2), tuple(range(BLOCKS))])
def test_a_set_is_the_sum_of_its_powers_of_two(counted, blocks):
    assert counted.without(blocks) == sum(2**block for block in blocks)


def test_naming_a_block_twice_or_in_another_order_is_the_same_set(counted):
    assert counted.without([3, 1, 3, 3]) == counted.without([1, 3]) == counted.without({3, 1})


@pytest.mark.parametrize("count", range(BLOCKS + 1))
def test_sets_of_so_many_blocks_are_all_of_them_and_each_once(counted, count):
    found = counted.without_any(count).tolist()
    assert len(found) == comb(BLOCKS, count)
    assert sorted(found) == sorted(counted.without(chosen) for chosen in combinations(range(BLOCKS), count))


def test_the_middle_of_a_surface_is_the_network_and_nothing_left_out_the_whole(counted):
    assert counted.middle == 12 and counted.accuracy == counted.without(()) == 0


@pytest.mark.parametrize(("loss", "share"), [(0, 0.0), (0.5, 1 / 25), (12, 12 / 25), (24.5, 1.0), (1e9, 1.0)])
def test_the_share_below_a_loss_counts_what_is_strictly_lower(counted, loss, share):
    assert counted.below(loss) == pytest.approx(share)


def test_a_network_of_56_layers_is_known_whole_alone():
    for name in ("plain56", "residual56"):
        study = skip_studies()[name]
        assert study.left.shape == (1,) and study.without(()) == study.accuracy


@pytest.mark.parametrize("name", SMALL)
def test_shipped_shares_are_whole_digits_of_the_test(name):
    right = 268 * skip_studies()[name].left.astype(np.float64)
    np.testing.assert_allclose(right, np.rint(right), atol=1e-2)


def test_more_blocks_left_out_are_worse_on_average_with_skips():
    means = [skip_studies()["residual20"].without_any(count).mean() for count in range(5)]
    assert means == sorted(means, reverse=True)


def test_for_every_single_block_skips_bear_it_better():
    residual, plain = (skip_studies()[name] for name in ("residual20", "plain20"))
    assert all(residual.without([block]) > plain.without([block]) for block in range(len(RESNET_BLOCKS)))


@pytest.mark.parametrize("depth", [20, 56])
def test_the_network_lies_in_a_bowl_where_it_has_learned(depth):
    for name in ("plain", "residual"):
        study = skip_studies()[f"{name}{depth}"]
        corners = study.surface[[0, 0, -1, -1], [0, -1, 0, -1]]
        if study.accuracy > 0.9:
            assert study.middle < corners.min() and study.middle <= study.surface.min() + 0.05


def test_a_shape_below_a_loss_grows_with_it():
    for study in skip_studies().values():
        shares = [study.below(loss) for loss in (0.01, 0.1, 0.5, 1.0, 3.0, 1e6)]
        assert shares == sorted(shares) and shares[-1] == 1


def test_a_study_written_comes_back_and_replaces_its_own_alone(tmp_path):
    file = tmp_path / "deep" / "study.npz"
    for offset, name in enumerate(STUDIED):
        part = np.full((3, 3), offset, dtype=np.float32)
        write_study(name, {"curve": part[0], "surface": part, "left": part[0, :1]}, file)
    again = np.full((3, 3), 9, dtype=np.float32)
    write_study("plain56", {"curve": again[0], "surface": again, "left": again[0, :1]}, file)
    found = skip_studies(file)
    assert [found[name].middle for name in STUDIED] == [0, 1, 9, 3]
    assert list(found) == list(STUDIED)
