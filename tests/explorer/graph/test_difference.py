"""Which layer stands in whose place: difflib and a full search are the judges."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from torch import nn

from explorer.graph import (
    PRESETS,
    Conv2d,
    Graph,
    ReLU,
    analyse,
    difference,
    editing,
    from_text,
    with_weights,
)
from explorer.graph.difference import aligned
from tests.examples import examples
from tests.explorer.graph.oracles import module_of, parameters
from tests.explorer.graph.strategies import networks

LENET = PRESETS["lenet5"]
SHAPE = (3, 16, 16)


def report_of(name):
    return analyse(PRESETS[name].graph, PRESETS[name].input_shape)


def told(one, two, shape=SHAPE, other=None):
    """Return what differs between two texts: likeness and names."""
    found = difference(analyse(from_text(one), shape), analyse(from_text(two), other or shape))
    return [(pair.likeness, pair.here and pair.here.name, pair.there and pair.there.name) for pair in found.unlike]


def best_score(one, two, likeness):
    """Return the best sum that any pairing in order has, by trying all."""
    pairs = [(a, b) for a in range(len(one)) for b in range(len(two)) if likeness(one[a], two[b])]
    return max((sum(likeness(one[a], two[b]) for a, b in chosen) for count in range(min(len(one), len(two)) + 1)
                for chosen in combinations(pairs, count)
                if all(a < c and b < d for (a, b), (c, d) in pairwise(chosen))), default=0)


@given(st.text("abAB", max_size=4), st.text("abAB", max_size=4))
def test_no_pairing_in_order_is_better(one, two):
    def likeness(mine, other):
        return 12 * (mine == other) + 5 * (mine.lower() == other.lower())
    found = aligned(one, two, likeness)
    assert sorted(a for a, _ in found if a is not None) == list(range(len(one)))
    assert sorted(b for _, b in found if b is not None) == list(range(len(two)))
    score = sum(likeness(one[a], two[b]) for a, b in found if a is not None and b is not None)
    assert score == best_score(one, two, likeness)


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_as_much_is_found_alike_as_difflib_finds_at_least(one, two):
    found = aligned(one, two, lambda mine, other: int(mine == other))
    alike = sum(a is not None and b is not None for a, b in found)
    assert alike >= sum(block.size for block in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks())


def test_a_network_differs_from_itself_in_nothing():
    assert difference(report_of("resnet18"), report_of("resnet18")).unlike == ()


def test_a_layer_that_was_added_or_removed_is_found_and_no_other_is_taken_for_it():
    graph = LENET.graph
    more, new = editing.insert_after(graph, "conv1", Conv2d(out_channels=6, padding=1))
    found = difference(analyse(more, LENET.input_shape), analyse(graph, LENET.input_shape))
    assert [(pair.likeness, pair.here.name) for pair in found.unlike if pair.likeness == "here"] == [("here", new)]
    found = difference(analyse(graph, LENET.input_shape), analyse(more, LENET.input_shape))
    assert [pair.there.name for pair in found.unlike if pair.likeness == "there"] == [new]


@pytest.mark.parametrize(("one", "two", "expected"), [
    ("conv.o4~relu", "conv.o8~relu", [("changed", "conv1", "conv1"), ("resized", "relu1", "relu1")]),
    ("conv.o4.p1~relu", "conv.o4.p1~tanh", [("replaced", "relu1", "tanh1")]),
    ("conv.o4.p1~maxpool~relu", "conv.o4.p1~avgpool~relu", [("replaced", "pool1", "pool1")]),
    ("conv.o4.p1~bn~relu", "conv.o4.p1~relu", [("here", "bn1", None)]),
    ("relu", "relu~relu", [("there", None, "relu2")]),
    ("", "conv.o4", [("there", None, "conv1")]),
])
def test_what_differs_has_a_word(one, two, expected):
    assert told(one, two) == expected


def test_another_input_makes_other_numbers_of_the_same_layers():
    assert told("conv.o4.p1~relu", "conv.o4.p1~relu", other=(3, 32, 32)) == [
        ("resized", "conv1", "conv1"), ("resized", "relu1", "relu1")]


def test_arguments_that_differ_are_named_with_both_values():
    one, two = (analyse(from_text(text), SHAPE) for text in ("conv.o4.k5.p2", "conv.o8.p2.s2"))
    assert difference(one, two).pairs[0].arguments == (
        ("out_channels", 4, 8), ("kernel_size", 5, 3), ("stride", 1, 2))


@pytest.mark.parametrize(("one", "two"), [("lenet5", "vgg16"), ("resnet18", "resnet34"), ("googlenet", "resnet50")])
def test_every_layer_and_every_step_stands_in_one_place(one, two):
    found = difference(report_of(one), report_of(two))
    assert [pair.here.name for pair in found.pairs if pair.here] == [row.name for row in found.here]
    assert [pair.there.name for pair in found.pairs if pair.there] == [row.name for row in found.there]
    for side, report in enumerate((found.here, found.there)):
        names = [name for pair in found.stages if pair[side] for name in pair[side].layers]
        assert names == [row.name for row in report]


def test_resnet34_has_eight_blocks_more_than_resnet18_and_nothing_else():
    """He et al. (2015), table 1: 2, 2, 2, 2 blocks against 3, 4, 6, 3."""
    found = difference(report_of("resnet18"), report_of("resnet34"))
    assert Counter(pair.likeness for pair in found.pairs)["here"] == 0
    added = [pair.there for pair in found.pairs if pair.likeness == "there"]
    assert sum(row.layer.family == "convolution" for row in added) == 2 * 8


def test_a_stack_that_cannot_be_computed_is_compared_as_far_as_it_goes():
    broken = analyse(from_text("conv.o4~conv.o4.k99"), SHAPE, partial=True)
    found = difference(broken, analyse(from_text("conv.o4~relu"), SHAPE))
    assert [pair.likeness for pair in found.pairs] == ["same", "here", "there"]
    assert found.stages == ()


@pytest.mark.parametrize(("name", "count"), [("vgg16", 16), ("resnet18", 21), ("lenet5", 5)])
def test_layers_with_weights_are_those_that_torch_gives_weights(name, count):
    """VGG-16 is called by it; ResNet-18 has three more, in its shortcuts."""
    preset = PRESETS[name]
    assert with_weights(report_of(name)) == count
    if name == "lenet5":
        modules = [module for module in module_of(preset.graph, preset.input_shape).modules()
                   if isinstance(module, nn.Conv2d | nn.Linear) and parameters(module)]
        assert len(modules) == count


relaxed = settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
OPPOSITE = {"here": "there", "there": "here"}


@relaxed
@given(networks(), networks())
def test_each_layer_of_any_two_networks_stands_in_one_pair_in_order(one, two):
    found = difference(analyse(*one), analyse(*two))
    assert [pair.here for pair in found.pairs if pair.here] == list(found.here)
    assert [pair.there for pair in found.pairs if pair.there] == list(found.there)
    for pair in found.pairs:
        if pair.here and pair.there:
            assert pair.here.layer.family == pair.there.layer.family
            assert (pair.likeness == "same") <= (pair.here.layer == pair.there.layer)
            assert all(mine != other for _name, mine, other in pair.arguments)


@relaxed
@given(networks())
def test_a_network_beside_itself_and_beside_nothing(network):
    report, empty = analyse(*network), analyse(Graph(), network[1])
    assert difference(report, report).unlike == ()
    assert all(one is two for one, two in ((pair.here, pair.there) for pair in difference(report, report).pairs))
    assert {pair.likeness for pair in difference(report, empty).pairs} <= {"here"}
    assert {pair.likeness for pair in difference(empty, report).pairs} <= {"there"}


@pytest.mark.parametrize(("one", "two"), [
    ("conv.o4.p1~relu~maxpool", "conv.o4.p1~maxpool"), ("conv.o4~bn~relu", "conv.o8~bn~relu"),
    ("maxpool~flatten~linear.o9", "avgpool~flatten~linear.o9"), ("conv.o4~tanh", "conv.o4~relu~conv.o4~relu")])
def test_seen_from_the_other_side_it_is_the_same_difference(one, two):
    there = [OPPOSITE.get(likeness, likeness) for likeness, *_names in told(two, one)]
    assert [likeness for likeness, *_names in told(one, two)] == there


@pytest.mark.parametrize(("one", "two", "labels"), [
    ("conv.o4.p1~relu~maxpool~flatten~linear.o9", "conv.o8.p1~relu~maxpool~flatten~linear.o9",
     [("conv1", "conv1"), ("pool1", "pool1"), ("fc1", "fc1")]),
    ("conv.o4.p1~maxpool~flatten~linear.o9", "conv.o4.p1~maxpool~conv.o8.p1~maxpool~flatten~linear.o9",
     [("conv1", "conv1"), ("pool1", "pool1"), (None, "conv2"), (None, "pool2"), ("fc1", "fc1")]),
])
def test_steps_stand_beside_the_steps_that_are_like_them(one, two, labels):
    found = difference(analyse(from_text(one), SHAPE), analyse(from_text(two), SHAPE))
    assert [(mine and mine.label, other and other.label) for mine, other in found.stages] == labels


def test_stages_of_residual_networks_meet_by_their_names():
    found = difference(report_of("resnet18"), report_of("resnet34"))
    labels = [(one.label, two.label) for one, two in found.stages if one and two]
    assert [(name, name) for name in ("layer1", "layer2", "layer3", "layer4")] == [
        pair for pair in labels if pair[0].startswith("layer")]


def test_vgg16_has_five_convolutions_more_than_vgg11():
    """Simonyan & Zisserman (2014), table 1, configurations A and D: 8 and 13 convolutions."""
    found = difference(report_of("vgg11"), report_of("vgg16"))
    more = [pair.there for pair in found.pairs if pair.likeness == "there"]
    assert sum(row.layer.family == "convolution" for row in more) == 13 - 8
    assert not [pair for pair in found.pairs if pair.likeness in ("here", "replaced")]
    assert found.there.params - found.here.params == 138_357_544 - 132_863_336


@pytest.mark.parametrize("count", [1, 40, 250])
def test_long_networks_that_begin_and_end_alike_are_compared_at_once(count):
    """Only the middle is searched: what stands alike before and behind it is paired on the way."""
    graph = Graph.chain(*[Conv2d(out_channels=4, padding=1), ReLU()] * count)
    more, new = editing.insert_after(graph, graph.nodes[len(graph) // 2].name, Conv2d(out_channels=4, padding=1))
    calls = []
    aligned([*graph], [*more], lambda one, two: calls.append(1) or 12 * (one.name == two.name))
    assert len(calls) <= 4 * len(graph) + 8
    found = difference(analyse(more, (4, 8, 8)), analyse(graph, (4, 8, 8)))
    assert [pair.here.name for pair in found.pairs if pair.likeness == "here"] == [new]
