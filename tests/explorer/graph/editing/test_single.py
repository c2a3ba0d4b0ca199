"""Changes keep a network valid and leave the old one alone, whatever is changed in whatever order."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from explorer import graph as g
from explorer.errors import SpecError
from explorer.graph import (
    INPUT,
    Conv2d,
    Graph,
    Node,
    ReLU,
    Unfinished,
    analyse,
    attempt,
    editing,
    from_text,
    read_text,
    to_text,
)
from explorer.graph.layers.incomplete import given_to, kind_of
from tests.examples import examples
from tests.explorer.graph.strategies import networks

LAYERS = [g.ReLU(), g.Conv2d(out_channels=3), g.MaxPool2d(), g.Add(), g.Concat(), g.Flatten(), g.Linear(out_features=2)]


@st.composite
def changed(draw):
    """Return a network, and the same after up to 6 changes."""
    graph, shape = draw(networks())
    after = graph
    for _ in range(draw(st.integers(1, 6))):
        names = [node.name for node in after]
        change = draw(st.sampled_from(["insert", "remove", "move", "duplicate", "change", "rewire"]))
        name = draw(st.sampled_from(names)) if names else INPUT
        if change == "insert" or not names:
            after, _ = editing.insert_after(after, draw(st.sampled_from([INPUT, name])), draw(st.sampled_from(LAYERS)))
        elif change == "remove":
            after = editing.remove(after, name)
        elif change == "move":
            step = draw(st.sampled_from([1, -1]))
            after = editing.move(after, name, step) if editing.can_move(after, name, step) else after
        elif change == "duplicate":
            after, _ = editing.duplicate(after, name)
        elif change == "change" and not after[name].layer.several_inputs:
            layer = draw(st.sampled_from([g.Tanh(), g.Conv2d(out_channels=2), g.Identity()]))
            after = editing.change(after, name, layer)
        elif change == "rewire":
            earlier = [INPUT, *names[:names.index(name)]]
            count = draw(st.integers(2, 3)) if after[name].layer.several_inputs else 1
            after = editing.rewire(after, name, tuple(draw(st.sampled_from(earlier)) for _ in range(count)))
    return graph, after, shape


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
@given(changed())
def test_any_changes_in_any_order_leave_a_network_that_can_be_shown_and_sent(case):
    graph, after, shape = case
    assert Graph(graph.nodes) == graph
    assert Graph(after.nodes) == after, "the nodes still make a network"
    assert from_text(to_text(after)) == after
    report = analyse(after, shape, partial=True)
    assert len([row.working for row in report]) == len(after)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.data())
def test_a_layer_put_in_and_taken_out_again_leaves_the_network_as_it_was(network, data):
    graph, _ = network
    name = data.draw(st.sampled_from([INPUT, *(node.name for node in graph)]))
    inserted, new = editing.insert_after(graph, name, g.Tanh())
    assert len(inserted) == len(graph) + 1
    assert inserted[new].inputs == (name,)
    if not any(node.layer.several_inputs and name in node.inputs for node in graph):    # a merge may read name twice
        assert editing.remove(inserted, new) == graph


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.data())
def test_a_layer_moved_there_and_back_stands_where_it_stood(network, data):
    graph, _ = network
    if not len(graph):
        return
    name = data.draw(st.sampled_from([node.name for node in graph]))
    if not editing.can_move(graph, name, 1):
        with pytest.raises(SpecError, match="cannot move past a branch or an end"):
            editing.move(graph, name, 1)
        return
    assert editing.move(editing.move(graph, name, 1), name, -1) == graph


def test_a_layer_put_at_the_start_is_read_by_all_that_read_the_input():
    block = Graph((Node("a", g.ReLU(), (INPUT,)), Node("sum", g.Add(), ("a", INPUT))))
    after, new = editing.insert_after(block, INPUT, g.Tanh())
    assert after["a"].inputs == (new,)
    assert after["sum"].inputs == ("a", new)


def test_a_skip_without_its_branch_goes_with_it():
    block = Graph((Node("a", g.ReLU(), (INPUT,)), Node("sum", g.Add(), ("a", INPUT)), Node("b", g.ReLU(), ("sum",))))
    after = editing.remove(block, "a")
    assert [node.name for node in after] == ["b"]
    assert after["b"].inputs == (INPUT,)


def test_a_new_skip_comes_back_over_the_layer_it_is_put_behind():
    after, new = editing.insert_after(from_text("conv.o4.p1~relu"), "relu1", g.Add())
    assert after[new].inputs == ("relu1", "conv1")


def test_a_layer_cannot_read_what_comes_later():
    with pytest.raises(SpecError, match="conv1 reads 'relu1', which does not come before it"):
        editing.rewire(from_text("conv.o4~relu"), "conv1", ("relu1",))


def test_up_to_keeps_only_what_a_layer_needs():
    graph = g.PRESETS["inception_block"].graph
    assert [node.name for node in graph.up_to("conv3x3")] == ["reduce3x3", "reduce3x3.relu", "conv3x3"]


WRONG = {"out_channels": 4, "stride": 2, "padding": "same"}


def test_arguments_that_do_not_go_together_make_an_unfinished_layer():
    layer = attempt(Conv2d, WRONG)
    assert isinstance(layer, Unfinished)
    assert (kind_of(layer), given_to(layer)) == (Conv2d, WRONG)
    assert attempt(Conv2d, {**WRONG, "stride": 1}) == Conv2d(out_channels=4, padding="same")


def test_an_unfinished_layer_is_marked_and_the_rest_computed_up_to_it():
    graph = Graph.chain(Conv2d(out_channels=6), attempt(Conv2d, WRONG), ReLU())
    report = analyse(graph, (3, 8, 8), partial=True)
    assert [row.output_shape for row in report] == [(6, 6, 6), None, None]
    assert str(report.error).startswith("conv2: padding 'same' keeps the size")
    with pytest.raises(SpecError, match="conv2"):
        analyse(graph, (3, 8, 8))


def test_a_link_with_an_unfinished_layer_opens_as_the_nearest_stack():
    graph, problems = read_text(to_text(Graph.chain(attempt(Conv2d, WRONG))))
    assert len(graph) == 1
    assert "same" in str(problems[0])
