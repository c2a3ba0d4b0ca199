"""Names, readers and cuts of a network, against walks over it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from explorer.errors import SpecError
from explorer.graph import INPUT, PRESETS, Add, Conv2d, Flatten, Graph, Identity, Linear, Node, ReLU
from explorer.graph.graph import LONGEST_NAME, auto_names, free_name, renamed
from tests.examples import examples
from tests.explorer.graph.strategies import networks

BLOCK = Graph((Node("conv", Conv2d(out_channels=4, padding=1), (INPUT,)), Node("relu", ReLU(), ("conv",)),
               Node("add", Add(), ("relu", "conv")), Node("end", ReLU(), ("add",))))
relaxed = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))


def reached(graph, without=None):
    """Return whether the output can be reached from the input when the node ``without`` is taken out."""
    there = {INPUT}
    for node in graph:
        if node.name != without and there & set(node.inputs):
            there.add(node.name)
    return graph.output in there


def test_a_chain_is_named_by_what_its_layers_are_and_counted():
    graph = Graph.chain(Conv2d(out_channels=2), ReLU(), Conv2d(out_channels=2), Flatten(), Linear(out_features=3),
                        Flatten())
    assert [node.name for node in graph] == ["conv1", "relu1", "conv2", "flatten", "fc1", "flatten2"]
    assert [node.inputs for node in graph] == [(INPUT,), ("conv1",), ("relu1",), ("conv2",), ("flatten",), ("fc1",)]


def test_readers_are_told_once_however_often_they_read():
    graph = Graph((Node("a", ReLU(), (INPUT,)), Node("b", Add(), ("a", "a"))))
    assert graph.readers == {INPUT: ("a",), "a": ("b",), "b": ()}


@relaxed
@given(networks())
def test_readers_and_inputs_say_the_same(network):
    graph, _ = network
    pairs = {(source, node.name) for node in graph for source in node.inputs}
    assert pairs == {(source, reader) for source, readers in graph.readers.items() for reader in readers}


@relaxed
@given(networks())
def test_without_a_node_that_is_a_cut_nothing_reaches_the_output(network):
    whole, _ = network
    graph = whole.up_to(whole.output)
    assert set(graph.cut_nodes) == {node.name for node in graph if not reached(graph, node.name)}


@pytest.mark.parametrize("name", ["lenet5", "resnet20", "googlenet", "inception_block"])
def test_cuts_of_presets_are_those_of_a_walk(name):
    graph = PRESETS[name].graph
    assert list(graph.cut_nodes) == [node.name for node in graph if not reached(graph, node.name)]


def test_a_skip_jumps_over_what_is_beside_it():
    assert BLOCK.cut_nodes == ("conv", "add", "end")


@relaxed
@given(networks())
def test_the_part_up_to_a_layer_holds_all_that_it_needs_and_nothing_else(network):
    graph, _ = network
    for node in graph:
        part = graph.up_to(node.name)
        assert part.output == node.name
        assert all(part.readers[one.name] or one.name == node.name for one in part)
        assert set(part.places) <= set(graph.places)


def test_the_part_up_to_a_layer_leaves_out_what_comes_after_and_beside():
    assert [node.name for node in BLOCK.up_to("relu")] == ["conv", "relu"]


@pytest.mark.parametrize(("name", "said"), [("input", "cannot be the name"), ("", "cannot be the name"),
                                            ("a" * (LONGEST_NAME + 1), "80 at most"), ("1st", "letters, digits"),
                                            ("a..b", "cannot be the name"), ("a b", "cannot be the name")])
def test_names_that_cannot_be_are_refused(name, said):
    with pytest.raises(SpecError, match=said):
        Node(name, ReLU(), (INPUT,))


@pytest.mark.parametrize(("layer", "inputs", "said"), [(ReLU(), (), "reads one input, but has 0"),
                                                       (ReLU(), ("a", "b"), "reads one input, but has 2"),
                                                       (Add(), ("a",), "at least two inputs, but has 1")])
def test_a_node_reads_as_many_inputs_as_its_layer_takes(layer, inputs, said):
    with pytest.raises(SpecError, match=said):
        Node("one", layer, inputs)


def test_two_layers_of_one_name_and_reading_ahead_are_refused():
    one = Node("a", ReLU(), (INPUT,))
    with pytest.raises(SpecError, match="Two layers are called 'a'"):
        Graph((one, one))
    with pytest.raises(SpecError, match="a reads 'b', which does not come before it"):
        Graph((Node("a", ReLU(), ("b",)), Node("b", ReLU(), (INPUT,))))


def test_the_first_free_name_fills_a_gap():
    graph = Graph((Node("relu1", ReLU(), (INPUT,)), Node("relu3", ReLU(), ("relu1",))))
    assert free_name(graph, ReLU()) == "relu2"
    assert free_name(graph, Conv2d(out_channels=1)) == "conv1"
    assert free_name(Graph(), Flatten()) == "flatten"


def test_a_node_may_be_told_to_read_another():
    node = Node("add", Add(), ("a", "b"))
    assert renamed(node, "a", "c").inputs == ("c", "b")
    assert renamed(node, "z", "c") == node


def test_membership_order_and_length_are_those_of_the_nodes():
    assert (len(BLOCK), list(BLOCK)) == (4, list(BLOCK.nodes))
    assert "relu" in BLOCK
    assert INPUT not in BLOCK
    assert BLOCK["add"].inputs == ("relu", "conv")
    assert Graph().output == INPUT


def test_automatic_names_never_repeat():
    names = list(auto_names([Identity(), ReLU()] * 20))
    assert len(set(names)) == 40
