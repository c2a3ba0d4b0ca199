"""The four cases of transfer learning as CS231n teaches them, one a line, and plans that follow from them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.training import SETS, Plan, advise, default_plan, following
from explorer.training.advice import DRAWN, HEAD_RATE, MANY, RATE, SMALL, TENTH, advice_for

# Few pictures, like those of ImageNet: what to train, highest rate of AdamW, a word of the reason. CS231n, Stanford,
# "Transfer Learning": (few, alike) linear classifier; (many, alike) fine-tune; (few, unlike) classifier on earlier
# activations; (many, unlike) fine-tune through the whole network.
CASES = [
    (True, True, "head", 0.01, "new head only"), (False, True, "all", 0.0002, "a tenth of the learning rate"),
    (True, False, "last_blocks", 0.002, "keep the first blocks"),
    (False, False, "all", 0.002, "from scratch to compare")]


@pytest.mark.parametrize(("small", "similar", "how", "rate", "said"), CASES)
def test_advice_is_that_of_the_lecture(small, similar, how, rate, said):
    found = advice_for(small, similar)
    assert (found.how, found.learning_rate) == (how, pytest.approx(rate))
    assert said in str(found.reason)
    assert ("few pictures" in str(found.reason)) is small
    assert ("different" in str(found.reason)) is not similar


def test_rates_are_related_as_the_reasons_say():
    assert pytest.approx(TENTH * RATE) == advice_for(False, True).learning_rate
    assert advice_for(True, True).learning_rate == HEAD_RATE


# Network, weights, data set, pictures of 10 classes, and what is advised.
ADVISED = [
    ("bundled/resnet20", "DEFAULT", "digits", 1797, "last_blocks"),
    ("bundled/resnet20", "DEFAULT", "mnist", 60_000, "all"),
    ("bundled/resnet20", "DEFAULT", "cifar10", 50_000, "all"), ("bundled/resnet20", "DEFAULT", "upload/1", 100, "head"),
    ("torchvision/resnet18", "random", "cifar10", 50_000, "scratch"),
    ("stack/3x8x8/relu", "DEFAULT", "digits", 9, "scratch"),
    ("stack/3x8x8/relu", "random", "upload/1", 10 ** 6, "scratch"),
    ("torchvision/vgg16", "DEFAULT", "shapes", 10, "last_blocks"),
    ("bundled/resnet20", "DEFAULT", "upload/1", 10 * SMALL, "all"),
    ("bundled/resnet20", "DEFAULT", "upload/1", 10 * SMALL - 1, "head")]


@pytest.mark.parametrize(("network", "weights", "data", "pictures", "how"), ADVISED)
def test_advice_follows_from_weights_data_and_their_number(network, weights, data, pictures, how):
    assert advise(network, weights, data, pictures=pictures, classes=10).how == how


@pytest.mark.parametrize("data", SETS)
@pytest.mark.parametrize("network", ["bundled/resnet20", "torchvision/resnet18", "stack/3x16x16/conv.o4~gap~flatten"])
def test_a_first_plan_does_what_is_advised_and_needs_no_changes(data, network):
    plan = default_plan(data, network)
    entry = SETS[data]
    weights = "random" if network.startswith("stack/") else "DEFAULT"
    advised = advise(network, weights, data, pictures=entry.pictures, classes=entry.classes)
    assert (plan.how, plan.learning_rate, plan.weights) == (advised.how, advised.learning_rate, weights)
    assert (plan.optimiser, plan.frozen, plan.early_stopping) == ("adamw", (), 0)
    assert plan.epochs >= 2
    assert plan.batch_size == (128 if entry.pictures >= MANY else 32)


@pytest.mark.parametrize("data", sorted(DRAWN))
@pytest.mark.parametrize(("small", "similar"), [(True, True), (True, False), (False, True), (False, False)])
def test_what_is_drawn_is_never_mirrored(data, small, similar):  # a mirrored 2 is no 2
    plan = following(advice_for(small, similar), Plan(network="bundled/resnet20", data=data, side=32), pictures=100)
    assert plan.augmentation.is_off


def test_following_advice_twice_changes_nothing_more():
    for small, similar, *_rest in CASES:
        advised = advice_for(small, similar)
        once = following(advised, Plan(network="bundled/resnet20", data="cifar10", side=32, seed=7), pictures=100)
        assert following(advised, once, pictures=100) == once
        assert once.seed == 7
        assert replace(once, seed=0) != once
