"""How many parameters learn, as the page says, and as torch trains them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import pytest
import torch

from explorer import networks
from explorer.training import DataSet, Pictures, Plan
from explorer.training.network.freezing import phases, split, usually_frozen
from explorer.training.network.start import start_from
from pages.fine_tune.network import Learner, _can_freeze, chosen_by_hand, what_learns
from pages.ui.training_words import learners_by_name

PLAN = Plan(network="bundled/resnet20", data="digits", side=32)
NAMES = ["bundled/resnet20", "bundled/vgg"]


@pytest.fixture(scope="module")
def begun():
    """Return networks about to be trained on three classes."""
    few = Pictures(torch.zeros(3, 3, 32, 32, dtype=torch.uint8), torch.arange(3))
    data = DataSet(train=few, val=few, test=few, categories=("a", "b", "c"))
    return {name: start_from(networks.load(name), data, seed=0) for name in NAMES}


def learner(one, frozen):
    return Learner(one.report, one.head, one.stages, frozenset(
        block.name for block in one.stages if block.name in frozen and _can_freeze(one.report, block, one.head)))


def trained(one, plan):
    """Return how many parameters torch would change in the last phase of ``plan``."""
    split(one, phases(plan, one.report, one.stages, one.head)[-1].frozen)
    return sum(value.numel() for value in one.module.parameters() if value.requires_grad)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["head", "last_blocks", "all", "two_phases"])
def test_the_number_on_the_page_is_the_number_that_torch_trains(name, how, begun):
    one, plan = begun[name], replace(PLAN, how=how)
    usual = usually_frozen(plan, one.report, one.stages, one.head)
    assert learner(one, usual).learning == trained(one, plan)


@pytest.mark.parametrize("name", NAMES)
def test_each_block_that_is_clicked_takes_its_own_parameters_away(name, begun):
    one = begun[name]
    for block in one.stages:
        frozen = (block.name,) if _can_freeze(one.report, block, one.head) else ()
        plan = replace(PLAN, how="last_blocks" if frozen else "all", frozen=frozen)
        assert learner(one, frozen).learning == trained(one, plan)


@pytest.mark.parametrize("name", NAMES)
def test_the_head_and_blocks_without_weights_cannot_be_frozen(name, begun):
    one = begun[name]
    for block in one.stages:
        own = sum(one.report[layer].params for layer in block.layers if layer != one.head)
        assert _can_freeze(one.report, block, one.head) is (own > 0)


def blocks_that_torch_trains(one, plan):
    """Return the labels of the blocks with weights besides the head, and of those of them that torch would change."""
    split(one, phases(plan, one.report, one.stages, one.head)[-1].frozen)
    moved = {name.rpartition(".")[0] for name, value in one.module.named_parameters() if value.requires_grad}
    blocks = [block for block in one.stages if _can_freeze(one.report, block, one.head)]
    return [block.label for block in blocks], [block.label for block in blocks
                                               if moved & set(block.layers) - {one.head}]


@pytest.mark.parametrize("how", ["head", "last_blocks", "all", "two_phases"])
def test_any_choice_of_blocks_is_called_by_what_torch_trains(how, begun):
    one = begun["bundled/resnet20"]
    blocks = [block for block in one.stages if _can_freeze(one.report, block, one.head)]
    for chosen in chain.from_iterable(combinations(blocks, count) for count in range(len(blocks) + 1)):
        still = frozenset(block.name for block in chosen)
        shown = learner(one, still)
        named, frozen = chosen_by_hand(replace(PLAN, how=how), shown, still)
        plan = replace(PLAN, how=named, frozen=frozen)
        every, moved = blocks_that_torch_trains(one, plan)
        assert [block.label for block in blocks if block.name not in still] == moved
        said = what_learns(plan, shown)
        if moved == every:
            assert said == ("first the head, then everything" if how == "two_phases" else "everything")
        elif not moved:
            assert said == "only the head"
        elif moved == every[-1:] and how != "two_phases":
            assert said == "the last blocks"
        else:
            names = said.removeprefix("first the head, then ")
            assert (names != said) is (how == "two_phases")
            assert names == f"{', '.join(moved)} and the head"


def test_where_many_blocks_learn_those_that_do_not_are_named_or_all_are_counted():
    letters = list("abcdefgh")
    assert learners_by_name("all", letters[:3], letters[3:]) == "a, b, c and the head"
    assert learners_by_name("all", letters[:6], letters[6:]) == "all but g, h"
    assert learners_by_name("two_phases", letters[:4], letters[4:]) == "first the head, then 4 of 8 blocks and the head"


def test_only_the_head_of_three_classes_learns_its_195_numbers(begun):
    one = begun["bundled/resnet20"]
    frozen = usually_frozen(replace(PLAN, how="head"), one.report, one.stages, one.head)
    assert learner(one, frozen).learning == 64 * 3 + 3
