"""Nodes that all paths cross, against networkx: dominators of the output, and all simple paths."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, strategies as st

from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.layers.basic import Add, ReLU
from explorer.graph.presets import PRESETS


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Networks of 1 to 12 nodes in which each is of use to the output."""
    nodes: list[Node] = []
    unread = [INPUT]
    for place in range(draw(st.integers(1, 11))):
        known = [INPUT, *(node.name for node in nodes)]
        sources = draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True))
        nodes.append(Node(f"n{place}", Add() if len(sources) > 1 else ReLU(), tuple(sources)))
        unread = [name for name in [*unread, f"n{place}"] if name not in sources]
    if len(unread) > 1:
        nodes.append(Node("last", Add(), tuple(unread)))
    elif unread != [nodes[-1].name]:
        nodes.append(Node("last", ReLU(), tuple(unread)))
    return Graph(tuple(nodes))


def directed(graph: Graph) -> nx.DiGraph:
    return nx.DiGraph([(source, node.name) for node in graph for source in node.inputs])


def dominators(graph: Graph) -> list[str]:
    before = nx.immediate_dominators(directed(graph), INPUT)
    found, name = [], graph.output
    while name != INPUT:
        found.append(name)
        name = before[name]
    return found[::-1]


@given(graphs())
def test_they_are_what_dominates_the_output(graph):
    assert list(graph.cut_nodes) == dominators(graph)


@given(graphs())
def test_each_path_goes_through_all_of_them_and_through_no_other_node_in_common(graph):
    paths = nx.all_simple_paths(directed(graph), INPUT, graph.output)
    common = set.intersection(*(set(path) for path in paths)) - {INPUT}
    assert set(graph.cut_nodes) == common


def test_a_resnet_is_cut_behind_its_blocks_only():
    graph = PRESETS["resnet18"].graph
    assert list(graph.cut_nodes) == dominators(graph)
    assert len(graph.cut_nodes) < len(graph)


def test_every_layer_of_a_chain_is_one():
    assert Graph.chain(ReLU(), ReLU(), ReLU()).cut_nodes == ("relu1", "relu2", "relu3")


def test_a_layer_nobody_reads_is_jumped_over_and_cuts_nothing():
    graph = Graph((Node("a", ReLU(), (INPUT,)), Node("unread", ReLU(), ("a",)), Node("b", ReLU(), ("a",))))
    assert graph.cut_nodes == ("a", "b")


def test_an_empty_network_has_none():
    assert Graph().cut_nodes == ()
