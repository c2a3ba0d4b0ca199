"""Where in a network its parameters are: counted by hand for small ones, sums against the whole for all presets."""

from __future__ import annotations

import pytest

from explorer.graph import PRESETS, analyse
from explorer.milestones import HEAD, NetworkPart, network_parts
from explorer.milestones.network_parts import field_of

CLASSIFIERS = [name for name, preset in PRESETS.items() if not preset.group]


def parts(text, shape):
    return network_parts(analyse(text, shape))


def test_layers_stand_with_those_whose_maps_are_as_large():
    found = parts("conv.o4.p1~relu~maxpool~conv.o8.p1~conv.o8.p1~maxpool~flatten~linear.o10", (3, 32, 32))
    assert found == (NetworkPart("1", 4 * 28, 32 * 32 * 4 * 27),
                     NetworkPart("2", 8 * 37 + 8 * 73, 16 * 16 * 8 * 36 + 16 * 16 * 8 * 72),
                     NetworkPart(HEAD, 10 * (8 * 8 * 8 + 1), 10 * 512))


def test_lenet_as_the_notes_count_it():
    """156 and 2,416 in the convolutions, 48,120 + 10,164 + 850 behind them (LeCun et al. 1998, as taught)."""
    lenet = PRESETS["lenet5"]
    found = {part.place: part.params for part in network_parts(analyse(lenet.graph, lenet.input_shape))}
    assert found[HEAD] == 48_120 + 10_164 + 850
    assert sorted(count for place, count in found.items() if place != HEAD) == [156, 2_416]


def test_a_gate_on_the_way_belongs_to_the_maps_that_it_gates():
    gate = "conv.o8.p1~adaptive~conv.o2.k1~relu~conv.o8.k1~sigmoid~mul.f6x1~conv.o8.p1~adaptive~flatten~linear.o5"
    found = parts(gate, (3, 16, 16))
    assert [part.place for part in found] == ["1", HEAD]
    assert found[0].params == 8 * 28 + 2 * 9 + 8 * 3 + 8 * 73
    assert found[1].params == 5 * 9


def test_a_network_without_maps_is_all_head():
    assert [part.place for part in parts("flatten~linear.o10~relu~linear.o5", (1, 8, 8))] == [HEAD]
    assert parts("relu~maxpool", (1, 8, 8)) == ()


@pytest.mark.parametrize(("side", "place"), [(16, "2"), (15, "2"), (11, "4"), (9, "4"), (4, "8"), (3, "8")])
def test_sides_count_to_the_nearest_power_of_two(side, place):
    """A window without padding leaves a few pixels less than half."""
    found = parts(f"conv.o1.k{33 - side}~relu~flatten~linear.o2", (1, 32, 32))
    assert found[0].place == place


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_parts_are_in_order_and_add_up(name):
    report = analyse(PRESETS[name].graph, PRESETS[name].input_shape)
    found = network_parts(report)
    assert sum(part.params for part in found) == report.params
    assert sum(part.macs for part in found) == report.macs
    scales = [int(part.place) for part in found if part.place != HEAD]
    assert scales == sorted(set(scales))
    assert HEAD not in [part.place for part in found[:-1]]


# Araujo, Norris & Sim (2019), and FACTS section 3.
@pytest.mark.parametrize(("name", "field"), [
    ("vgg16", 212), ("vgg11", 150), ("alexnet", 195), ("resnet18", 435), ("resnet50", 427), ("resnet50_paper", 483),
    ("lenet5", 16), ("mlp", None), ("linear_cifar", None)])
def test_fields_are_those_of_the_last_maps(name, field):
    assert field_of(analyse(PRESETS[name].graph, PRESETS[name].input_shape)) == field
