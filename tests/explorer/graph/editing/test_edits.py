"""Changes of a stack, a line each: the text of the link before and after, written out by hand."""

from __future__ import annotations

import pytest

from explorer.errors import SpecError
from explorer.graph import INPUT, ReLU, analyse, editing, from_text, to_text
from explorer.graph.editing import Gap

CHAIN = "conv.o8.p1~bn~relu~maxpool~flatten~linear.o10"
BLOCK = "conv.o8.p1~relu~conv.o8.p1~add.f1x2~relu"
SHAPE = (8, 16, 16)

# stack, layers that go, what is left
REMOVED = [
    (CHAIN, ["conv1"], "bn~relu~maxpool~flatten~linear.o10"),
    (CHAIN, ["bn1", "relu1"], "conv.o8.p1~maxpool~flatten~linear.o10"),
    (CHAIN, ["fc1"], "conv.o8.p1~bn~relu~maxpool~flatten"),
    (CHAIN, ["conv1", "pool1"], "bn~relu~flatten~linear.o10"),
    (CHAIN, ["conv1", "bn1", "relu1", "pool1", "flatten", "fc1"], ""),
    (BLOCK, ["conv2"], "conv.o8.p1~relu~relu"),
    (BLOCK, ["add1"], "conv.o8.p1~relu~conv.o8.p1~relu"),
    (BLOCK, ["relu1"], "conv.o8.p1~conv.o8.p1~add.f1x2~relu.nrelu2"),
    (BLOCK, ["conv1"], "relu~conv.o8.p1.nconv2~add.f1x2~relu"),
    (BLOCK, [], BLOCK),
]

# stack, layers, gap (behind, before), what they become
MOVED = [
    (CHAIN, ["relu1"], ("conv1", None), "conv.o8.p1~relu~bn~maxpool~flatten~linear.o10"),
    (CHAIN, ["bn1", "relu1"], ("pool1", None), "conv.o8.p1~maxpool~bn~relu~flatten~linear.o10"),
    (CHAIN, ["fc1"], (INPUT, None), "linear.o10~conv.o8.p1~bn~relu~maxpool~flatten"),
    (CHAIN, ["conv1"], ("fc1", None), "bn~relu~maxpool~flatten~linear.o10~conv.o8.p1"),
    (CHAIN, ["pool1"], ("relu1", None), CHAIN),
    (CHAIN, ["pool1"], ("pool1", None), CHAIN),
    (CHAIN, ["bn1", "relu1"], ("bn1", "relu1"), CHAIN),
    (BLOCK, ["relu2"], ("conv1", "relu1"), "conv.o8.p1~relu.nrelu2~relu.nrelu1~conv.o8.p1~add.f1x2"),
    (BLOCK, ["conv2"], ("add1", None), "conv.o8.p1~relu~conv.o8.p1~relu"),
]

# stack, layers, how often, what it becomes
REPEATED = [
    (CHAIN, ["relu1"], 1, CHAIN),
    (CHAIN, ["relu1"], 3, "conv.o8.p1~bn~relu~relu~relu~maxpool~flatten~linear.o10"),
    (CHAIN, ["conv1", "bn1", "relu1"], 2, "conv.o8.p1~bn~relu~conv.o8.p1~bn~relu~maxpool~flatten~linear.o10"),
    (CHAIN, ["fc1"], 2, CHAIN + "~linear.o10"),
    (BLOCK, ["conv2", "add1"], 2, "conv.o8.p1~relu~conv.o8.p1~add.f1x2~conv.o8.p1~add.f1x2~relu"),
]

# stack, layers, what a skip over them makes of it
RESIDUAL = [
    ("conv.o8.p1", ["conv1"], "conv.o8.p1~add.f1x2"),
    ("conv.o8.p1~relu", ["conv1", "relu1"], "conv.o8.p1~add.f1x2~relu"),
    ("conv.o8.p1~relu~conv.o8.p1", ["conv1", "relu1", "conv2"], "conv.o8.p1~relu~conv.o8.p1~add.f1x4"),
    ("conv.o16.p1", ["conv1"], "conv.o16.p1~conv.o16.k1.f2~add.f2x1"),
    ("conv.o16.s2.p1", ["conv1"], "conv.o16.s2.p1~conv.o16.k1.s2.f2~add.f2x1"),
    ("conv.o16.p1.b0~bn", ["conv1", "bn1"], "conv.o16.p1.b0~bn~conv.o16.k1.b0.f3~bn~add.f3x1"),
    ("maxpool", ["pool1"], "maxpool~conv.o8.k1.s2.f2~add.f2x1"),
    ("relu", ["relu1"], "relu~add.f1x2"),
]

# stack, layers, merge, what a branch beside them makes of it
PARALLEL = [
    ("conv.o8.p1", ["conv1"], "cat", "conv.o8.p1~conv.o8.k1.f2~cat.f2x1"),
    ("conv.o8.p1", ["conv1"], "add", "conv.o8.p1~conv.o8.k1.f2~add.f2x1"),
    ("conv.o16.s2.p1~relu", ["conv1", "relu1"], "cat", "conv.o16.s2.p1~relu~conv.o16.k1.s2.f3~cat.f2x1"),
    ("conv.o8.p1~conv.o8.k1.f2~cat.f2x1", ["conv1"], "cat",
     "conv.o8.p1~conv.o8.k1.nconv3.f2~conv.o8.k1.nconv2.f3~cat.f3x1x2"),
]

# stack, one end, the other, merge, what joining them makes of it
JOINED = [
    ("conv.o8.p1~relu", INPUT, "relu1", "add", "conv.o8.p1~relu~add.f1x3"),
    ("conv.o8.p1~relu", INPUT, "relu1", "cat", "conv.o8.p1~relu~cat.f1x3"),
    ("conv.o8.p1~relu~conv.o8.p1", "relu1", "conv2", "add", "conv.o8.p1~relu~conv.o8.p1~add.f1x2"),
    ("conv.o8.p1~relu~conv.o8.p1", "conv2", "relu1", "add", "conv.o8.p1~relu~conv.o8.p1~add.f1x2"),
    ("conv.o16.p1~relu", INPUT, "relu1", "add", "conv.o16.p1~relu~conv.o16.k1.f3~add.f2x1"),
    ("conv.o16.s2.p1~relu", INPUT, "relu1", "cat", "conv.o16.s2.p1~relu~conv.o8.k1.s2.f3~cat.f2x1"),
    ("relu~relu~add.f1x2", INPUT, "add1", "add", "relu~relu~add.f1x2x3"),
]

# stack, a gap (behind, before), where a ReLU comes to stand
INSERTED = [
    (CHAIN, (INPUT, None), "relu.nrelu2~conv.o8.p1~bn~relu.nrelu1~maxpool~flatten~linear.o10"),
    (CHAIN, ("fc1", None), CHAIN + "~relu"),
    (CHAIN, ("conv1", "bn1"), "conv.o8.p1~relu.nrelu2~bn~relu.nrelu1~maxpool~flatten~linear.o10"),
    (BLOCK, ("relu1", "conv2"), "conv.o8.p1~relu~relu.nrelu3~conv.o8.p1~add.f1x3~relu.nrelu2"),
    (BLOCK, ("relu1", "add1"), "conv.o8.p1~relu~relu.nrelu3~conv.o8.p1.f2~add.f1x2~relu.nrelu2"),
    (BLOCK, ("relu1", None), "conv.o8.p1~relu~relu.nrelu3~conv.o8.p1~add.f1x2~relu.nrelu2"),
]

# layers of the block, and why they are no piece
APART = [
    (["conv1", "conv2"], "more than one way in or out"), (["conv2", "relu2"], "more than one way in or out"),
    (["add1"], "is where branches meet"), ([], "No layer is selected"), (["nobody"], "No layer is selected"),
    (["conv1", "relu2"], "more than one way in or out"),
]


@pytest.mark.parametrize(("text", "names", "after"), REMOVED)
def test_what_is_left_when_layers_go(text, names, after):
    assert to_text(editing.remove_all(from_text(text), names)) == after


@pytest.mark.parametrize(("text", "names", "gap", "after"), MOVED)
def test_what_becomes_of_layers_that_are_dragged(text, names, gap, after):
    assert to_text(editing.move_to(from_text(text), names, Gap(*gap))) == after


@pytest.mark.parametrize(("text", "names", "times", "after"), REPEATED)
def test_what_is_repeated(text, names, times, after):
    graph, made = editing.repeat(from_text(text), names, times)
    assert to_text(graph) == after
    assert len(made) == times * len(names)
    assert analyse(graph, SHAPE, partial=True).error is None


@pytest.mark.parametrize(("text", "names", "after"), RESIDUAL)
def test_what_a_skip_makes_of_it(text, names, after):
    graph, merge = editing.residual(from_text(text), names, SHAPE)
    assert to_text(graph) == after
    assert graph[merge].layer.several_inputs
    assert analyse(graph, SHAPE).error is None


@pytest.mark.parametrize(("text", "names", "merge", "after"), PARALLEL)
def test_what_a_branch_makes_of_it(text, names, merge, after):
    graph, first = editing.parallel(from_text(text), names, SHAPE, merge=merge)
    assert to_text(graph) == after
    assert graph[first].inputs == (INPUT,)
    assert analyse(graph, SHAPE).error is None


@pytest.mark.parametrize(("text", "source", "target", "merge", "after"), JOINED)
def test_what_joining_two_layers_makes_of_it(text, source, target, merge, after):
    graph, _ = editing.join(from_text(text), source, target, SHAPE, merge=merge)
    assert to_text(graph) == after
    assert analyse(graph, SHAPE).error is None


@pytest.mark.parametrize(("text", "gap", "after"), INSERTED)
def test_where_a_new_layer_comes_to_stand(text, gap, after):
    graph, _ = editing.insert_at(from_text(text), Gap(*gap), ReLU())
    assert to_text(graph) == after


@pytest.mark.parametrize(("names", "said"), APART)
def test_layers_that_lie_apart_are_no_piece(names, said):
    with pytest.raises(SpecError, match=said):
        editing.piece_of(from_text(BLOCK), names)
