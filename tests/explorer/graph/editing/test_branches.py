"""Branches made by hand are those of the papers, written in torch: shapes and parameters agree."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings, strategies as st
from torch import nn

from explorer.errors import ShapeError, SpecError
from explorer.graph import INPUT, PRESETS, Graph, analyse, editing, from_text, to_text
from tests.examples import examples
from tests.explorer.graph.oracles import measured, module_of
from tests.explorer.graph.strategies import networks

PLAIN = "conv.o64.p1.b0~bn~relu~conv.o64.p1.b0~bn~relu"


class Block(nn.Module):
    """The basic block of He et al. (2015), arXiv:1512.03385, figure 2; the skip through a convolution: option B."""

    def __init__(self, before, after, stride):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU(),
            nn.Conv2d(after, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after))
        self.skip = nn.Identity() if (before, stride) == (after, 1) else nn.Sequential(
            nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after))

    def forward(self, maps):
        return torch.relu(self.path(maps) + self.skip(maps))


class Beside(nn.Module):
    """Branches that read the same, put behind each other as in Szegedy et al. (2014), arXiv:1409.4842."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, maps):
        return torch.cat([branch(maps) for branch in self.branches], 1)


def agree(graph, shape, by_hand):
    report = analyse(graph, shape)
    assert (report.output_shape, report.params) == measured(by_hand, shape)
    assert measured(module_of(graph, shape), shape) == measured(by_hand, shape)


@pytest.mark.parametrize(("before", "after", "stride"), [(64, 64, 1), (64, 128, 2), (64, 64, 2), (32, 64, 1)])
def test_a_plain_stage_wrapped_is_the_block_of_the_paper(before, after, stride):
    step = f".s{stride}" if stride > 1 else ""
    graph = from_text(PLAIN.replace("o64", f"o{after}").replace(".p1", f"{step}.p1", 1))
    graph, merge = editing.residual(graph, list(graph.places), (before, 16, 16))
    assert graph.output == "relu2", "the addition stands before the last activation"
    assert graph["relu2"].inputs == (merge,)
    agree(graph, (before, 16, 16), Block(before, after, stride))


def test_without_batch_norm_the_skip_has_none_and_a_row_of_values_goes_through_a_linear_layer():
    graph, _ = editing.residual(from_text("conv.o8.p1"), ["conv1"], (3, 8, 8))
    assert to_text(graph) == "conv.o8.p1~conv.o8.k1.f2~add.f2x1"
    graph, _ = editing.residual(from_text("linear.o8"), ["fc1"], (20,))
    assert to_text(graph) == "linear.o8~linear.o8.f2~add.f2x1"
    graph, _ = editing.residual(from_text("conv1d.o8.p1~bn1d"), ["conv1", "bn1"], (3, 8))
    assert to_text(graph) == "conv1d.o8.p1~bn1d~conv1d.o8.k1.b0.f3~bn1d~add.f3x1"


def test_a_skip_over_a_layer_that_shrinks_maps_without_stride_is_refused():
    with pytest.raises(ShapeError, match="No 1 × 1 convolution makes 8 × 28 × 28 of 3 × 32 × 32"):
        editing.residual(from_text("conv.o8.k5"), ["conv1"], (3, 32, 32))
    with pytest.raises(ShapeError, match="No 1 × 1 convolution makes 512 of 8 × 8 × 8"):
        editing.residual(from_text("flatten"), ["flatten"], (8, 8, 8))
    with pytest.raises(SpecError, match="The output of conv1 is not known yet"):
        editing.residual(from_text("conv.o8.k9~linear.o5"), ["fc1"], (3, 4, 4))


def test_four_branches_made_by_hand_are_an_inception_block():
    graph = from_text("conv.o64.k1")
    for _ in range(3):
        graph, _ = editing.parallel(graph, ["conv1"], (192, 28, 28))
    widths = {"conv2": (128, 3), "conv3": (32, 5), "conv4": (32, 1)}
    for name, (width, side) in widths.items():
        layer = from_text(f"conv.o{width}.k{side}.p{side // 2}").nodes[0].layer
        graph = editing.change(graph, name, layer)
    assert [node.layer.several_inputs for node in graph] == [False] * 4 + [True]
    agree(graph, (192, 28, 28), Beside(nn.Conv2d(192, 64, 1), nn.Conv2d(192, 128, 3, padding=1),
                                       nn.Conv2d(192, 32, 5, padding=2), nn.Conv2d(192, 32, 1)))


def test_a_branch_beside_a_strided_piece_takes_its_stride_and_can_be_added():
    graph, first = editing.parallel(from_text("conv.o8.s2.p1~relu"), ["conv1", "relu1"], (3, 9, 9), merge="add")
    assert to_text(graph) == "conv.o8.s2.p1~relu~conv.o8.k1.s2.f3~add.f2x1"
    assert first == "conv2"


def test_two_layers_are_joined_behind_the_later_one_whichever_is_named_first():
    chain = from_text("conv.o8.p1~relu~conv.o8.p1~relu~linear.o4")
    one, merge = editing.join(chain, "relu1", "conv2", (3, 8, 8))
    assert one == editing.join(chain, "conv2", "relu1", (3, 8, 8))[0]
    assert one[merge].inputs == ("conv2", "relu1")
    assert one["relu2"].inputs == (merge,)


def test_a_join_of_other_shapes_goes_through_a_convolution_and_the_input_can_be_joined():
    graph, merge = editing.join(from_text("conv.o8.s2.p1~relu"), INPUT, "relu1", (3, 9, 9))
    assert graph[merge].inputs == ("relu1", "conv2")
    assert analyse(graph, (3, 9, 9)).output_shape == (8, 5, 5)
    graph, merge = editing.join(from_text("conv.o8.p1~relu"), INPUT, "relu1", (3, 9, 9), merge="cat")
    assert graph[merge].inputs == ("relu1", INPUT)
    assert analyse(graph, (3, 9, 9)).output_shape == (11, 9, 9)
    graph, merge = editing.join(graph, "relu1", INPUT, (3, 9, 9), merge="add")
    assert graph[merge].inputs == ("relu1", "conv2")


def test_a_join_with_a_merge_of_its_kind_makes_it_wider():
    block = PRESETS["inception_block"].graph
    graph, merge = editing.join(block, "reduce3x3.relu", "cat", (192, 28, 28), merge="cat")
    assert (merge, len(graph), len(graph["cat"].inputs)) == ("cat", len(block), 5)
    with pytest.raises(SpecError, match=r"reduce3x3\.relu and cat are joined already"):
        editing.join(graph, "reduce3x3.relu", "cat", (192, 28, 28), merge="cat")
    with pytest.raises(SpecError, match="conv1x1 and conv1x1 are joined already"):
        editing.join(graph, "conv1x1", "conv1x1", (192, 28, 28))


def test_branches_that_know_nothing_of_each_other_are_joined_in_either_direction():
    block = PRESETS["inception_block"].graph
    for source, target in (("conv1x1.relu", "conv5x5.relu"), ("conv5x5.relu", "conv1x1.relu")):
        graph, merge = editing.join(block, source, target, (192, 28, 28))
        assert graph.output == "cat"
        assert merge in graph["cat"].inputs
        assert analyse(graph, (192, 28, 28)).output_shape == (256, 28, 28)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.data())
def test_any_two_layers_of_any_network_are_joined_or_it_is_said_why_not(network, data):
    graph, shape = network
    places = st.sampled_from([INPUT, *graph.places])
    try:
        after, merge = editing.join(graph, data.draw(places), data.draw(places), shape,
                                    merge=data.draw(st.sampled_from(["add", "cat"])))
    except SpecError:
        return
    assert Graph(after.nodes) == after
    assert from_text(to_text(after)) == after
    assert analyse(after, shape)[merge].output_shape is not None
