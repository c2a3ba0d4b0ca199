"""The map of the four cases: which quarter a place is in, what its lecture and this app do there, in a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.training import Plan, advice_for
from explorer.training.advice import HEAD_RATE, RATE, SMALL
from explorer.training.four_cases import BORDER, LEAST, MOST, QUARTERS, advised_plan, height, quarter_at

PHOTOS = Plan(network="bundled/resnet20", data="cifar10", side=32, seed=4)
DIGITS = replace(PHOTOS, data="digits")

# The lecture's table: how much and how like, what is trained, the rate as a share of the usual, and whether pictures
# are changed at random. (Few and alike: the classifier only, whose usual rate is that of a single layer.)
LECTURE = [
    ("many_unlike", False, False, "all", RATE / 10, False),
    ("many_alike", False, True, "last_blocks", RATE / 10, False),
    ("few_unlike", True, False, "last_blocks", RATE, True), ("few_alike", True, True, "head", HEAD_RATE, False)]


@pytest.mark.parametrize(("name", "small", "similar", "how", "rate", "moves"), LECTURE)
def test_each_quarter_says_what_the_lecture_says_and_a_plan_does_it(name, small, similar, how, rate, moves):
    quarter = QUARTERS[name]
    assert (quarter.small, quarter.similar) == (small, similar)
    for plan in (PHOTOS, DIGITS):
        found = advised_plan(plan, quarter, "lecture", pictures=60)
        assert (found.how, found.learning_rate) == (how, pytest.approx(rate))
        assert found.augmentation.is_off is not moves
        assert (found.seed, found.data, found.network) == (4, plan.data, plan.network)
    tenth = "a tenth of the rate" in str(quarter.lecture.reason)
    assert tenth is (rate == RATE / 10)


@pytest.mark.parametrize("name", QUARTERS)
def test_the_app_does_what_its_own_advice_for_the_case_says(name):
    quarter = QUARTERS[name]
    advice = advice_for(quarter.small, quarter.similar)
    found = advised_plan(PHOTOS, quarter, "app", pictures=60)
    assert (found.how, found.learning_rate) == (advice.how, advice.learning_rate)
    assert quarter.app == advice
    assert str(quarter.source) and str(quarter.app_source)


@pytest.mark.parametrize("name", QUARTERS)
def test_it_is_said_why_wherever_the_two_differ_and_nowhere_else(name):
    quarter = QUARTERS[name]
    plans = {tuple(advised_plan(plan, quarter, adviser, pictures=60) for adviser in ("lecture", "app"))
             for plan in (PHOTOS, DIGITS)}
    assert any(lecture != app for lecture, app in plans) is (quarter.differs is not None)


def test_drawn_things_are_turned_a_little_and_never_mirrored():
    changes = advised_plan(DIGITS, QUARTERS["few_unlike"], "lecture", pictures=60).augmentation
    assert changes.flip == 0 and changes.rotate > 0
    assert advised_plan(PHOTOS, QUARTERS["few_unlike"], "lecture", pictures=60).augmentation.flip == 0.5


@pytest.mark.parametrize("adviser", ["lecture", "app"])
def test_advice_for_trained_weights_takes_them_where_the_plan_was_from_scratch(adviser):
    scratch = replace(PHOTOS, how="scratch", weights="random")
    found = advised_plan(scratch, QUARTERS["few_alike"], adviser, pictures=60)
    assert (found.how, found.weights) == ("head", "DEFAULT")


@pytest.mark.parametrize(("per_class", "likeness", "name"), [
    (24, 0.9, "few_alike"), (499, 0.5, "few_alike"), (500, 0.5, "many_alike"), (24, 0.49, "few_unlike"),
    (10_000, 0.0, "many_unlike"), (0, 1.0, "few_alike"), (10**9, 1.0, "many_alike")])
def test_500_pictures_per_class_are_many_and_one_half_is_alike(per_class, likeness, name):
    assert quarter_at(per_class, likeness).name == name
    assert (SMALL, BORDER) == (500, 0.5)


@pytest.mark.parametrize(("per_class", "share"), [
    (500, 0.5), (5, 0.0), (50_000, 1.0), (50, 0.25), (5000, 0.75), (0, 0.0), (1, 0.0), (10**9, 1.0)])
def test_ten_times_the_pictures_are_a_quarter_of_the_way_up(per_class, share):
    assert height(per_class) == pytest.approx(share)
    assert (LEAST, MOST) == (5, 50_000)
