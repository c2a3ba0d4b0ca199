"""How the networks of the study of skips are trained and measured."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer.experiments.loss_surface import DigitTensors, accuracy, digits, direction, left, surface, trained, without
from explorer.experiments.skip_study import STUDIED, skip_studies
from explorer.networks import architectures


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(3)
    return architectures.resnet(8, skips=False).eval()


@pytest.fixture(scope="module")
def few():
    draw = torch.Generator().manual_seed(5)
    return DigitTensors(torch.randn(20, 3, 8, 8, generator=draw), torch.arange(20) % 10)


def test_digits_have_mean_0_and_spread_1_and_no_picture_is_in_both_parts():
    learned, tested = digits()
    assert learned.pictures.shape == (1259, 3, 8, 8) and tested.pictures.shape == (268, 3, 8, 8)
    assert float(learned.pictures.mean()) == pytest.approx(0, abs=1e-4)
    assert float(learned.pictures.std()) == pytest.approx(1, abs=1e-4)
    seen = {picture.numpy().tobytes() for picture in learned.pictures}
    assert not any(picture.numpy().tobytes() in seen for picture in tested.pictures)


def test_training_lowers_the_loss_and_ends_in_evaluation_mode(few):
    losses = []
    for network, loss in trained("residual20", few, epochs=4):
        losses.append(loss)
        assert not network.training
    assert losses[-1] < losses[0]


@pytest.mark.parametrize(("name", "blocks"), [("plain20", 9), ("residual20", 9), ("plain56", 27), ("residual56", 27)])
def test_a_study_names_its_networks_by_their_depth(name, blocks):
    assert STUDIED[name].blocks == blocks
    assert STUDIED[name].skips is name.startswith("residual")


def test_the_same_draw_gives_the_same_direction_and_another_draw_another(network):
    first, again, other = (direction(network, torch.Generator().manual_seed(seed)) for seed in (0, 0, 1))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in first)


def test_two_random_directions_stand_nearly_upright_on_each_other(network):
    draw = torch.Generator().manual_seed(0)
    first, second = (torch.cat([along.flatten() for along in direction(network, draw).values()]) for _ in range(2))
    assert abs(float(first @ second / first.norm() / second.norm())) < 0.05


def test_a_surface_turned_is_the_surface_of_the_turned_directions(network, few):
    draw = torch.Generator().manual_seed(2)
    first, second = direction(network, draw), direction(network, draw)
    found, turned = (surface(network, few, ways, points=3, reach=0.3) for ways in ((first, second), (second, first)))
    assert turned == pytest.approx(found.T, rel=1e-3)


def test_a_surface_of_no_reach_is_flat(network, few):
    ways = direction(network, torch.Generator().manual_seed(0)), direction(network, torch.Generator().manual_seed(1))
    found = surface(network, few, ways, points=2, reach=0.0)
    assert found == pytest.approx(found[0, 0])


def test_each_set_of_blocks_has_the_number_of_its_bits(monkeypatch, few):
    monkeypatch.setattr("explorer.experiments.loss_surface.BLOCKS", 3)
    small = architectures.resnet(8).eval()
    found = left(small, few)
    assert len(found) == 8
    for number, blocks in ((0, []), (1, [0]), (2, [1]), (5, [0, 2]), (7, [0, 1, 2])):
        with without(small, blocks):
            assert found[number] == pytest.approx(accuracy(small, few))


def test_blocks_come_back_even_if_something_breaks_meanwhile(network):
    before = network.layer2[0]
    with pytest.raises(ZeroDivisionError), without(network, [1]):
        raise ZeroDivisionError
    assert network.layer2[0] is before


@pytest.mark.parametrize("name", ["plain20", "residual20", "plain56", "residual56"])
def test_shipped_curves_fall_and_shipped_losses_are_numbers(name):
    one = skip_studies()[name]
    assert one.curve[-1] < 0.6 * one.curve[0]
    assert np.isfinite(one.surface).all() and (one.surface > 0).all()
    assert ((one.left >= 0) & (one.left <= 1)).all()


@pytest.mark.parametrize(("name", "alone"), [
    ("plain20", (0.11, 0.11, 0.07, 0.08, 0.07, 0.02, 0.10, 0.10, 0.01)),
    ("residual20", (0.44, 0.83, 0.93, 0.94, 0.98, 0.98, 1.00, 0.98, 0.99))])
def test_what_is_left_without_one_block_is_as_the_page_tells(name, alone):
    one = skip_studies()[name]
    assert [one.without([block]) for block in range(9)] == pytest.approx(alone, abs=0.006)


def test_without_all_blocks_both_only_guess():
    assert all(skip_studies()[name].without(range(9)) < 0.2 for name in ("plain20", "residual20"))
