"""What a run starts from is a copy with a head of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from explorer import networks
from explorer.errors import LimitError
from explorer.graph import analyse
from explorer.graph.stages import stages
from explorer.training import DataSet, Plan
from explorer.training.network.start import start, start_from

PLAN = Plan(network="bundled/resnet20", data="stripes", side=32)


def with_classes(data, *names):
    return DataSet(train=data.train, val=data.val, test=data.test, categories=names)


def test_the_new_network_answers_with_a_score_for_each_class(stripes):
    begun = start(replace(PLAN, side=16), with_classes(stripes, "a", "b", "c"))
    assert begun.categories == ("a", "b", "c")
    assert begun.input_shape == (3, 16, 16)
    assert begun.module.eval()(torch.zeros(2, 3, 16, 16)).shape == (2, 3)


def test_its_report_is_that_of_its_graph_and_its_blocks_are_the_stages(stripes):
    begun = start(PLAN, stripes)
    again = analyse(begun.graph, begun.input_shape)
    assert [(row.name, row.params) for row in begun.report] == [(row.name, row.params) for row in again]
    assert begun.stages == stages(again)
    assert sum(value.numel() for value in begun.module.parameters()) == again.params


@pytest.mark.parametrize("side", [16, 48])
def test_the_side_of_the_plan_is_that_of_the_input(side, stripes):
    assert start(replace(PLAN, side=side), stripes).input_shape == (3, side, side)


def test_random_weights_follow_the_seed_and_trained_ones_do_not(stripes):
    def first(**given):
        return start(replace(PLAN, **given), stripes).module.get_submodule("conv1").weight

    assert torch.equal(first(seed=1), first(seed=2))
    assert torch.equal(first(seed=1, weights="random"), first(seed=1, weights="random"))
    assert not torch.equal(first(seed=1, weights="random"), first(seed=2, weights="random"))


def test_the_seed_draws_the_head_whatever_torch_drew_before(stripes):
    torch.manual_seed(1)
    one = start(PLAN, stripes).module.get_submodule("fc").weight
    torch.manual_seed(2)
    other = start(PLAN, stripes).module.get_submodule("fc").weight
    assert torch.equal(one, other)


def test_drawing_a_head_leaves_torchs_generator_as_it_was(stripes):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    start_from(networks.load("bundled/resnet20"), stripes, seed=3)
    assert torch.equal(torch.rand(3), expected)


def test_what_is_learned_does_not_reach_the_network_that_all_readers_share(stripes):
    shared = networks.load("bundled/resnet20")
    begun = start_from(shared, stripes, seed=0)
    before = shared.module.get_submodule("conv1").weight.clone()
    with torch.no_grad():
        for value in begun.module.parameters():
            value.add_(1)
    assert torch.equal(shared.module.get_submodule("conv1").weight, before)
    assert all(value.requires_grad for value in begun.module.parameters())
    assert not any(value.requires_grad for value in shared.module.parameters())


def test_a_trained_head_for_the_same_classes_gives_the_same_scores(stripes):
    shared = networks.load("bundled/resnet20")
    begun = start_from(shared, with_classes(stripes, *shared.categories), seed=0)
    pictures = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(begun.module.eval()(pictures), shared.module(pictures), atol=1e-5)


def test_more_pictures_than_the_server_learns_from_are_refused_with_both_numbers(stripes, configure):
    configure(train_images=95)
    with pytest.raises(LimitError, match="96 pictures to learn from; this server takes up to 95"):
        start(PLAN, stripes)
