"""What is wrong, with the numbers, and what to try: for every way in which layers do not fit."""

import re

import pytest

from explorer import graph as g
from explorer.errors import ShapeError, SpecError
from explorer.graph import Graph, Node, analyse, attempt, editing, from_text

# text of the network, input, what the message must say
WRONG = [
    ("conv.o8.k7", (1, 5, 5), "conv1: a window of 7 px does not fit into an input of 5 px (padding included). Use a"),
    ("conv.o8.k3.d4.p1", (1, 5, 5), "conv1: a window of 9 px does not fit into an input of 7 px"),
    ("relu~maxpool.k9", (1, 4, 6), "pool1: a window of 9 px does not fit into an input of 4 px"),
    ("conv.o8.g4", (6, 9, 9), "conv1: 4 groups do not divide 6 input channels."
                              " Use a number of groups that divides 6 and 8, such as 2."),
    ("convt.o8.g4", (6, 9, 9), "convt1: 4 groups do not divide 6 input channels"),
    ("convt.o8.k2.s1.p3", (1, 3, 3), "convt1: the stamps cover 4 px and the padding takes 3 px off each side"),
    ("conv.o8.p5.mreflect", (1, 5, 5), "padding 5 with mode 'reflect' needs more pixels than the input's 5"),
    ("conv.o8.p6.mcircular", (1, 5, 5), "Use padding 5 or less, or mode 'zeros'."),
    ("flatten~conv.o8", (1, 5, 5), "conv1 needs maps of C × H × W, but receives a row of length 25. Put it before"),
    ("conv1d.o8", (1, 5, 5), "conv1 needs maps of C × L, but receives 1 × 5 × 5. Use the 2D kind of this layer."),
    ("bn", (3, 8), "bn1 needs maps of C × H × W, but receives 3 × 8. Use the 1D kind"),
    ("adaptive", (3, 4, 5, 6), "pool1 needs maps of C × H × W, but receives 3 × 4 × 5 × 6. Use the 3D kind"),
    ("dropout2d", (3,), "drop1 needs maps of C × H × W, but receives a row of length 3"),
    ("flatten.s3.e2", (1, 5, 5), "flatten cannot join axes 3 to 2 of an input of 1 × 5 × 5, whose axes are 1 to 3"),
    ("flatten.s-4", (1, 5, 5), "flatten cannot join axes -4 to -1"),
    ("conv.o8.p1~add.f1x2", (3, 9, 9), "add1 can only add equal shapes, but receives 8 × 9 × 9, 3 × 9 × 9. Give"),
    ("conv.o8~cat.f1x2", (3, 9, 9), "cat1 puts channels behind each other, so all else must be equal, but it receives"),
    ("avgpool3d.k3.p1", (1, 2, 5, 5), "pool1: a window of 3 px is wider than the input's 2 px"),
    ("convt.o1.k1.s99999~" * 4 + "relu", (1, 9, 9), "which no computer keeps. Use fewer channels or smaller strides."),
    ("conv.o1.k1.s99999~" * 4 + "relu", (1, 9, 9), "conv3: together with the strides before it"),
]


@pytest.mark.parametrize(("text", "shape", "said"), WRONG)
def test_the_message_names_the_layer_gives_numbers_and_says_what_to_try(text, shape, said):
    with pytest.raises(ShapeError, match=re.escape(said)) as caught:
        analyse(from_text(text), shape)
    assert "{" not in str(caught.value)
    assert re.search(r"\b(Use|Give|Put)\b", str(caught.value))


# kind, arguments, what the message must say
REFUSED = [
    (g.Conv2d, {"out_channels": 8, "kernel_size": 0}, "kernel_size is 0. The smallest that makes sense is 1."),
    (g.Conv2d, {"out_channels": 8, "padding": -1}, "padding is -1. The smallest that makes sense is 0."),
    (g.Conv2d, {"out_channels": 8, "stride": (1, 2, 3)}, "stride has 3 values for 2 axes"),
    (g.Conv2d, {"out_channels": 9, "groups": 2}, "2 groups do not divide 9 output channels. Use 2 x n channels"),
    (g.Conv2d, {"out_channels": 8, "padding": "same", "stride": 2}, "padding 'same' keeps the size, which stride 2"),
    (g.Conv2d, {"out_channels": 8, "padding": "full"}, "padding is 'full'. Give a number, 'same' or 'valid'."),
    (g.Conv2d, {"out_channels": 8, "padding": ((1, 2),)}, "not one pair (before, after) of whole numbers for each"),
    (g.Conv2d, {"out_channels": 8, "padding_mode": "mirror"}, "Choose one of zeros, reflect, replicate, circular."),
    (g.MaxPool2d, {"kernel_size": 3, "padding": 2}, "padding 2 is more than half the window of 3. Use padding 1"),
    (g.ConvTranspose2d, {"out_channels": 8, "output_padding": 2}, "output_padding is 2. It must be smaller than"),
    (g.Dropout, {"p": 1.5}, "p is 1.5. A probability lies between 0 and 1."),
    (g.Flatten, {"start_dim": 0}, "start_dim 0 would mix the pictures of a batch. Use 1 or more."),
    (g.Linear, {"out_features": 2.5}, "out_features is 2.5. Give a whole number."),
]


@pytest.mark.parametrize(("kind", "arguments", "said"), REFUSED)
def test_a_layer_that_cannot_be_is_refused_with_the_numbers(kind, arguments, said):
    with pytest.raises(SpecError, match=re.escape(said)) as caught:
        kind(**arguments)
    assert str(caught.value).startswith(kind.__name__)


@pytest.mark.parametrize(("nodes", "said"), [
    ([("a", g.ReLU(), ("input",)), ("a", g.ReLU(), ("a",))], "Two layers are called 'a'"),
    ([("a", g.ReLU(), ("b",))], "a reads 'b', which does not come before it"),
    ([("a", g.Add(), ("input",))], "a merges at least two inputs, but has 1"),
    ([("a", g.ReLU(), ("input", "input"))], "a reads one input, but has 2"),
    ([("input", g.ReLU(), ("input",))], "'input' cannot be the name of a layer"),
])
def test_nodes_that_make_no_network_are_refused(nodes, said):
    with pytest.raises(SpecError, match=re.escape(said)):
        Graph(tuple(Node(*node) for node in nodes))


@pytest.mark.parametrize("shape", [(), (0, 5, 5), (3, -1, 5)])
def test_an_empty_input_is_refused(shape):
    with pytest.raises(ShapeError, match="Every side must be at least 1"):
        analyse(Graph(), shape)


def test_a_partial_report_computes_what_it_can_and_marks_the_first_row_that_is_wrong():
    report = analyse(from_text("conv.o8.p1~conv.o8.k99.f1~relu.f1~conv.o4.f3.p1~add.f1x2~relu.f1~relu.f6"), (3, 9, 9),
                     partial=True)
    shapes = [row.output_shape for row in report]
    assert shapes == [(8, 9, 9), None, None, (4, 9, 9), None, None, (8, 9, 9)]
    assert [row.error is not None for row in report] == [False, True, False, False, False, False, False]
    assert "conv2: a window of 99 px" in str(report.error)
    assert [row.params for row in report] == [224, 0, 0, 292, 0, 0, 0]
    assert [bool(row.working) for row in report] == [shape is not None for shape in shapes]
    assert (report["relu1"].fields, report["relu1"].input_shape, report["relu1"].activation_bytes) == (None, (), 0)


def test_an_unfinished_layer_keeps_its_place_and_says_what_it_lacks():
    graph = from_text("conv.o8~relu~maxpool")
    graph = editing.change(graph, "conv1", attempt(g.Conv2d, {"out_channels": 9, "groups": 2}))
    report = analyse(graph, (4, 9, 9), partial=True)
    assert str(report["conv1"].error).startswith("conv1: 2 groups do not divide 9 output channels")
    assert report["pool1"].output_shape is None
    with pytest.raises(ShapeError, match="conv1: 2 groups"):
        analyse(graph, (4, 9, 9))
