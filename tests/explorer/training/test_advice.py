"""Numbers of a plan that needs no changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.errors import DataError, NetworkError
from explorer.training import SETS, Plan, advice_for, default_plan
from explorer.training.advice import DRAWN, EPOCHS, MANY, SMALL, following, is_similar, is_small

PLAN = Plan(network="bundled/resnet20", data="cifar10", side=32)


@pytest.mark.parametrize(("pictures", "classes", "small"), [
    (499, 1, True), (500, 1, False), (4999, 10, True), (5000, 10, False), (0, 3, True)])
def test_few_pictures_are_fewer_than_500_of_each_class(pictures, classes, small):
    assert is_small(pictures, classes) is small
    assert SMALL == 500


@pytest.mark.parametrize("name", SETS)
def test_only_drawn_and_written_things_look_unlike_photos(name):
    assert is_similar(name) is (name not in DRAWN)
    assert is_similar("upload/" + "0" * 64)


def test_a_head_alone_bears_larger_steps_than_blocks_that_know_something():
    rates = [advice_for(small, similar).learning_rate
             for small, similar in ((True, True), (True, False), (False, True))]
    assert rates[0] > rates[1] > rates[2]


@pytest.mark.parametrize("how", EPOCHS)
def test_many_pictures_need_a_third_of_the_epochs(how):
    advised = replace(advice_for(small=True, similar=True), how=how)
    few, many = (following(advised, PLAN, pictures=count).epochs for count in (MANY - 1, MANY))
    assert few == EPOCHS[how]
    assert many == max(2, EPOCHS[how] // 3)


@pytest.mark.parametrize(("data", "how", "changes"), [
    ("cifar10", "all", True), ("cifar10", "head", False), ("digits", "all", False), ("upload/1", "last_blocks", True)])
def test_photos_are_mirrored_and_shifted_but_digits_are_not(data, how, changes):
    advised = replace(advice_for(small=False, similar=True), how=how)
    found = following(advised, replace(PLAN, data=data), pictures=100).augmentation
    assert (not found.is_off) is changes
    assert (found.flip, found.crop) == ((0.5, 0.1) if changes else (0, 0))


def test_what_was_frozen_by_hand_is_given_up_for_the_advice():
    assert following(advice_for(small=True, similar=True), replace(PLAN, frozen=("relu",)), pictures=9).frozen == ()


@pytest.mark.parametrize(("network", "side"), [
    ("bundled/resnet20", 32), ("torchvision/resnet18", 224), ("stack/1x28x20/flatten", 20)])
def test_pictures_get_the_side_the_network_was_made_for(network, side):
    assert default_plan("digits", network).side == side


def test_a_side_that_was_chosen_is_kept():
    assert default_plan("digits", "torchvision/resnet18", side=64).side == 64


@pytest.mark.parametrize(("data", "batch_size"), [("digits", 32), ("flowers102", 32), ("mnist", 128), ("cifar10", 128)])
def test_large_data_sets_are_learned_in_large_batches(data, batch_size):
    assert default_plan(data).batch_size == batch_size


def test_an_upload_is_judged_by_what_is_in_it():
    few = default_plan("upload/1", pictures=60, classes=3)
    many = default_plan("upload/1", pictures=60_000, classes=3)
    assert (few.how, many.how) == ("head", "all")


def test_what_does_not_exist_is_refused():
    with pytest.raises(DataError, match="no data set 'pokemon'"):
        default_plan("pokemon")
    with pytest.raises(NetworkError):
        default_plan("digits", "torchvision/resnet19")
    with pytest.raises(NetworkError, match="no job"):
        default_plan("digits", "job/../etc")


# The lecture decks differ from the advice in two of the four cases; a reader is told of both.
@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("similar", [True, False])
def test_what_some_lectures_advise_instead_is_said_where_they_do(small, similar):
    elsewhere = advice_for(small, similar).elsewhere
    assert (elsewhere is None) is small
    assert small or ("tenth of the rate" in str(elsewhere) and "CS231n" in str(elsewhere))
