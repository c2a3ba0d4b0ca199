"""Several layers at once: what is copied, moved and repeated is as torch has it when written by hand."""

import pytest
from torch import nn

from explorer import graph as g
from explorer.errors import LimitError, SpecError
from explorer.graph import INPUT, PRESETS, Graph, analyse, editing, from_text, to_text
from explorer.graph.editing import Gap
from explorer.graph.graph import LONGEST_NAME
from explorer.settings import settings
from tests.explorer.graph.oracles import measured, module_of

CHAIN = from_text("conv.o8.p1~bn~relu~conv.o8.p1~relu~maxpool~flatten~linear.o10")
SHAPE = (3, 16, 16)
RESNET = PRESETS["resnet18"].graph


def names(graph):
    return [node.name for node in graph]


def test_a_stage_repeated_three_times_is_what_torch_makes_of_three_in_a_row():
    graph, made = editing.repeat(CHAIN, ["conv2", "relu2"], 3)
    stage = [nn.Conv2d(8, 8, 3, padding=1), nn.ReLU()]
    by_hand = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), *stage,
                            nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(),
                            nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 10))
    assert (analyse(graph, SHAPE).output_shape, analyse(graph, SHAPE).params) == measured(by_hand, SHAPE)
    assert measured(module_of(graph, SHAPE), SHAPE) == measured(by_hand, SHAPE)
    assert made == ("conv2", "relu2", "conv3", "relu3", "conv4", "relu4")
    assert names(graph)[3:9] == list(made)


def test_a_block_repeated_gets_the_next_number_and_what_follows_reads_the_last():
    block = [name for name in names(RESNET) if name.startswith("layer1.1.")]
    graph, made = editing.repeat(RESNET, block, 3)
    assert [name for name in made if name.endswith("conv1")] == ["layer1.1.conv1", "layer1.2.conv1", "layer1.3.conv1"]
    assert graph["layer1.2.add"].inputs == ("layer1.2.bn2", "layer1.1.relu_1")
    assert graph["layer2.0.conv1"].inputs == graph["layer2.0.downsample.0"].inputs == ("layer1.3.relu_1",)
    # A basic block of 64 channels has 2 convolutions of 3 x 3 and 2 batch norms.
    more = 2 * (2 * 64 * 64 * 9 + 2 * 2 * 64)
    assert analyse(graph, (3, 224, 224)).params == analyse(RESNET, (3, 224, 224)).params + more


def test_layers_that_lie_apart_are_copied_as_if_nothing_had_been_between_them():
    assert to_text(editing.copy_of(CHAIN, {"conv1", "relu2", "fc1"})) == "conv.o8.p1~relu.nrelu2~linear.o10"


def test_a_copied_block_keeps_its_skip_and_is_pasted_under_the_next_number():
    block = editing.copy_of(RESNET, [name for name in names(RESNET) if name.startswith("layer1.1.")])
    assert block["layer1.1.add"].inputs == ("layer1.1.bn2", INPUT)
    graph, made = editing.paste(CHAIN, block, Gap("relu1"))
    assert made[0] == "layer1.2.conv1"
    assert graph["layer1.2.add"].inputs == ("layer1.2.bn2", "relu1")
    assert graph["conv2"].inputs == (made[-1],)


def test_what_is_pasted_goes_to_another_stack_and_onto_one_line_only():
    block = from_text("relu~add.f1x2")
    graph, made = editing.paste(block, from_text("tanh"), Gap(INPUT, "relu1"))
    assert graph["relu1"].inputs == made
    assert graph["add1"].inputs == ("relu1", INPUT)


def test_a_merge_alone_is_pasted_with_what_is_there_to_merge():
    merge = editing.copy_of(from_text("conv.o4.p1~relu~add.f1x2"), ["add1"])
    graph, made = editing.paste(from_text("conv.o4.p1~relu"), merge, Gap("relu1"))
    assert graph[made[0]].inputs == ("relu1", "conv1")


def test_several_layers_are_taken_away_and_a_merge_without_branches_too():
    block = [name for name in names(RESNET) if name.startswith("layer1.0.") and name != "layer1.0.add"]
    graph = editing.remove_all(RESNET, block)
    assert not any(name.startswith("layer1.0.") for name in names(graph))
    assert graph["layer1.1.add"].inputs == ("layer1.1.bn2", "maxpool")


@pytest.mark.parametrize(("moved", "gap", "after"), [
    (["relu1"], Gap(INPUT), "relu~conv.o8.p1~bn~conv.o8.p1~relu~maxpool~flatten~linear.o10"),
    (["conv1", "bn1"], Gap("pool1"), "relu~conv.o8.p1.nconv2~relu~maxpool~conv.o8.p1.nconv1~bn~flatten~linear.o10"),
    (["pool1"], Gap("conv1"), "conv.o8.p1~maxpool~bn~relu~conv.o8.p1~relu~flatten~linear.o10"),
    (["fc1"], Gap("relu2", "pool1"), "conv.o8.p1~bn~relu~conv.o8.p1~relu~linear.o10~maxpool~flatten"),
    (["conv2", "relu2"], Gap("relu1"), to_text(CHAIN)), (["conv2", "relu2"], Gap("relu2"), to_text(CHAIN)),
    (["conv2", "relu2"], Gap("relu2", "pool1"), to_text(CHAIN)),
])
def test_a_piece_moves_to_where_it_is_put(moved, gap, after):
    graph = editing.move_to(CHAIN, moved, gap)
    assert sorted(names(graph)) == sorted(names(CHAIN))
    assert to_text(graph) == after


def test_a_layer_moves_out_of_a_branch_and_a_whole_block_past_another():
    one, other = ([name for name in names(RESNET) if name.startswith(f"layer1.{block}.")] for block in (0, 1))
    graph = editing.move_to(RESNET, one, Gap(other[-1]))
    assert names(graph)[4:4 + len(one + other)] == other + one
    assert graph["layer1.1.add"].inputs == ("layer1.1.bn2", "maxpool")
    graph = editing.move_to(RESNET, ["layer1.0.relu"], Gap("layer1.0.bn2", "layer1.0.add"))
    assert graph["layer1.0.add"].inputs == ("layer1.0.relu", "maxpool")
    assert graph["layer1.0.conv2"].inputs == ("layer1.0.bn1",)


@pytest.mark.parametrize("names", [["relu1"], ["conv2", "relu2"], ["bn1", "relu1"]])
def test_a_piece_steps_past_its_neighbour_and_back(names):
    there = editing.move_by(CHAIN, names, 1)
    assert there != CHAIN
    assert editing.move_by(there, names, -1) == CHAIN


def test_a_single_layer_steps_as_it_always_did():
    for name in ("conv1", "bn1", "pool1"):
        assert editing.move_by(CHAIN, [name], 1) == editing.move(CHAIN, name, 1)


@pytest.mark.parametrize(("change", "said"), [
    (lambda: editing.move_by(CHAIN, ["conv1"], -1), "conv1 cannot move past a branch or an end"),
    (lambda: editing.move_by(CHAIN, ["fc1"], 1), "fc1 cannot move past a branch or an end"),
    (lambda: editing.move_by(RESNET, ["layer1.0.bn2"], 1), "cannot move past a branch"),
    (lambda: editing.move_by(RESNET, ["layer1.0.conv1"], -1), "cannot move past a branch"),
    (lambda: editing.piece_of(CHAIN, []), "No layer is selected"),
    (lambda: editing.move_to(CHAIN, ["conv1", "relu1"], Gap("pool1")), "more than one way in or out"),
    (lambda: editing.move_to(RESNET, ["layer1.0.add"], Gap("fc")), "layer1.0.add is where branches meet"),
    (lambda: editing.move_to(CHAIN, ["conv1"], Gap("relu2", "fc1")), "fc1 does not read relu2"),
    (lambda: editing.repeat(CHAIN, ["conv1"], 0), "0 times is not possible"),
    (lambda: editing.paste(CHAIN, Graph(), Gap()), "No layers have been copied"),
    (lambda: editing.paste(CHAIN, from_text("relu~tanh.f2"), Gap()), "end in several branches, one of them at relu1"),
])
def test_what_cannot_be_done_is_said(change, said):
    with pytest.raises(SpecError, match=said):
        change()


def test_no_stack_grows_past_what_the_server_takes():
    most = settings().layers
    full, _ = editing.repeat(from_text("relu"), ["relu1"], most)
    assert len(full) == most
    for more in (lambda: editing.repeat(full, ["relu1"], 2), lambda: editing.paste(full, CHAIN, Gap()),
                 lambda: editing.residual(full, ["relu1"], SHAPE), lambda: editing.parallel(full, ["relu1"], SHAPE),
                 lambda: editing.join(full, "relu1", "relu5", SHAPE),
                 lambda: editing.repeat(CHAIN, ["relu1"], 10**9)):
        with pytest.raises(LimitError, match=f"this server takes {most}"):
            more()


def test_a_name_that_would_be_too_long_is_given_up():
    long = Graph((g.Node(f"{'a' * (LONGEST_NAME - 5)}.conv", g.ReLU(), (INPUT,)),))
    assert editing.repeat(long, [f"{'a' * (LONGEST_NAME - 5)}.conv"], 2)[1][1] == "relu1"
    named = Graph((g.Node("inception3a.conv", g.ReLU(), (INPUT,)),))
    assert editing.repeat(named, ["inception3a.conv"], 2)[1][1] == "inception3a_2.conv"
