"""How data, machines and networks grew: published numbers, and what follows from them."""

from __future__ import annotations

import pytest

from explorer.milestones import DAY_S, MACHINES, PICTURES, YEAR_S, alexnet_work, parameters, training_work

# Peak of 32-bit numbers, 10^9 FLOP/s. R10000: 2 operations a cycle, as netlib.org/utk/papers/advanced-computers has it
# for its successor (700 MHz, 1.4 Gflop/s); the others: NVIDIA's data sheets
PEAKS = {"R10000": 0.4, "GeForce 8800 GTX": 345.6, "GeForce GTX 580": 1_581, "GTX Titan Black": 5_121,
         "Tesla V100": 15_700, "A100": 19_500, "H100 SXM": 67_000}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.title)
def test_machines_are_as_fast_as_their_makers_say(machine):
    assert machine.speed / 1e9 == pytest.approx(PEAKS[machine.title], rel=3e-3)


def test_alexnets_training_took_as_many_operations_as_published():
    assert alexnet_work() == pytest.approx(4.7e17, rel=5e-3)  # Amodei & Hernandez (2018): 470 PFLOP


def test_on_the_machine_of_lenet5_it_would_have_taken_37_years():
    slow, card = MACHINES[0], next(one for one in MACHINES if one.title == "GeForce GTX 580")
    assert alexnet_work() / slow.speed / YEAR_S == pytest.approx(37, abs=0.5)
    used = alexnet_work() / (2 * card.speed) / (5.5 * DAY_S)
    assert used == pytest.approx(1 / 3, abs=0.03)  # "a third of what they can": 5 to 6 days on two cards


def test_a_training_is_forward_and_twice_that_backward():
    # LeNet-5: 416,520 multiply-accumulates, 2 operations each, 3 times, 60,000 pictures, 20 passes
    assert training_work("lenet5", "lenet5", pictures=60_000, passes=20) == 416_520 * 6 * 60_000 * 20


def test_the_comparison_of_1998_and_2012_holds():
    pictures = {mark.title: mark.value for mark in PICTURES}
    speeds = {one.title: one.speed for one in MACHINES}
    assert pictures["ImageNet (ILSVRC)"] / pictures["MNIST"] == pytest.approx(20, abs=1.5)
    assert pytest.approx(150, abs=1) == 227 * 227 * 3 / (32 * 32)
    assert speeds["GeForce GTX 580"] / speeds["R10000"] == pytest.approx(4_000, rel=0.02)


def test_parameters_are_counted_where_the_network_is_known():
    counted = {mark.title: mark.value for mark in parameters()}
    assert counted["LeNet-5"] == 61_706 and counted["Xception"] == 22_855_952 and counted["VGG"] == 138_357_544
    years = [mark.year for mark in parameters()]
    assert years == sorted(years) and all(1995 <= year <= 2024 for year in years)


@pytest.mark.parametrize("mark", [*PICTURES, *parameters()], ids=lambda mark: mark.title)
def test_every_number_has_a_source(mark):
    assert mark.value > 0 and mark.source
