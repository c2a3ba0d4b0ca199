from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import get_type_hints

import pytest

from explorer.errors import DataError, ExplorerError, LimitError
from explorer.settings import settings
from explorer.training import Augmentation, Plan, advice_for, advise, default_plan, plan_from_json, to_json
from explorer.training.advice import following, is_similar
from explorer.training.data.scene_settings import SceneSettings
from explorer.training.plan import LONGEST, RANGES

PLAN = Plan(network="bundled/resnet20", data="digits", side=32)
FULL = replace(PLAN, how="last_blocks", frozen=("relu", "layer1.2.relu_1"), class_weights=True, title="Zwölf",
               augmentation=Augmentation(flip=0.5, rotate=10), learning_rate=1)


@pytest.mark.parametrize("plan", [PLAN, FULL])
def test_a_plan_survives_json(plan):
    assert plan_from_json(json.loads(json.dumps(to_json(plan)))) == plan


@pytest.mark.parametrize(("name", "value"), [
    ("how", "magic"), ("how", ["head"]), ("optimiser", "sgd "), ("precision", None), ("schedule", 3),
    ("learning_rate", float("nan")), ("learning_rate", float("inf")), ("learning_rate", 0), ("learning_rate", "0.1"),
    ("learning_rate", True), ("epochs", 0), ("epochs", 2.0), ("epochs", True), ("epochs", -3), ("batch_size", 1),
    ("batch_size", 10**9), ("seed", -1), ("seed", 2**31), ("momentum", 1.0), ("label_smoothing", 1), ("side", 4),
    ("network", 7), ("network", "x" * 20_001), ("title", "x" * 201), ("data", None), ("class_weights", 1),
    ("early_stopping", -1), ("frozen", "relu"), ("frozen", [1]), ("frozen", ["x"] * 301), ("augmentation", 3),
    ("augmentation", {"flop": 1}), ("augmentation", {"flip": 7}), ("augmentation", {"flip": "much"}),
    ("weight_decay", 2),
])
def test_what_a_plan_cannot_hold_is_refused_in_words(name, value):
    with pytest.raises(ExplorerError) as caught:
        plan_from_json(to_json(PLAN) | {name: value})
    assert isinstance(caught.value, DataError | LimitError)
    assert str(caught.value).endswith(".")


def test_what_is_missing_or_unknown_is_named():
    record = to_json(PLAN) | {"speed": 1}
    del record["network"]
    with pytest.raises(DataError, match="speed is not known, network is missing"):
        plan_from_json(record)


def test_more_epochs_than_the_server_trains_are_refused_with_the_number():
    with pytest.raises(LimitError, match=str(settings().epochs)):
        replace(PLAN, epochs=settings().epochs + 1)


@pytest.mark.parametrize("changed", [{"weights": "DEFAULT"}, {"weights": "random", "frozen": ("relu",)}])
def test_from_scratch_starts_from_random_weights_and_freezes_nothing(changed):
    with pytest.raises(DataError, match="from scratch"):
        replace(PLAN, how="scratch", **changed)


# The four cases of "Transfer Learning" in CS231n (Stanford): few and alike, many and alike, few and different, many and
# different.
@pytest.mark.parametrize(("small", "similar", "how"), [
    (True, True, "head"), (False, True, "all"), (True, False, "last_blocks"), (False, False, "all")])
def test_the_advice_is_that_of_the_lecture(small, similar, how):
    assert advice_for(small, similar).how == how


def test_many_alike_pictures_are_learned_at_a_tenth_of_the_rate_of_different_ones():
    assert advice_for(small=False, similar=True).learning_rate == pytest.approx(
        advice_for(small=False, similar=False).learning_rate / 10)


@pytest.mark.parametrize(("data", "pictures", "classes", "how"), [
    ("digits", 1257, 10, "last_blocks"), ("mnist", 54_000, 10, "all"), ("cifar10", 45_000, 10, "all"),
    ("flowers102", 1020, 102, "head"), ("upload/0", 60, 3, "head")])
def test_data_sets_are_told_apart_by_size_and_kind(data, pictures, classes, how):
    advised = advise("torchvision/resnet18", "DEFAULT", data, pictures=pictures, classes=classes)
    assert advised.how == how
    assert ("look like those" in str(advised.reason)) == is_similar(data)


@pytest.mark.parametrize(("network", "weights"), [("stack/3x32x32/relu", "DEFAULT"), ("bundled/vgg", "random")])
def test_random_weights_are_trained_from_scratch(network, weights):
    assert advise(network, weights, "digits", pictures=9, classes=3).how == "scratch"
    assert default_plan("digits", network, weights=weights).weights == "random"


@pytest.mark.parametrize("data", ["digits", "shapes", "cifar10", "flowers102"])
def test_the_default_plan_follows_the_advice(data):
    plan = default_plan(data)
    assert (plan.network, plan.side, plan.frozen) == ("bundled/resnet20", 32, ())
    assert plan_from_json(asdict(plan)) == plan


def test_a_plan_that_follows_advice_keeps_what_it_says_nothing_of():
    plan = replace(PLAN, seed=5, title="mine")
    changed = following(advice_for(small=True, similar=False), plan, pictures=100)
    assert (changed.how, changed.seed, changed.title) == ("last_blocks", 5, "mine")


@pytest.mark.parametrize(("network", "side"), [("bundled/resnet20", 32), ("torchvision/resnet18", 224),
                                               ("stack/1x16x20/conv.o4", 20)])
def test_a_plan_takes_the_side_that_its_network_was_made_for(network, side):
    assert Plan(network=network, data="digits").side == side


def test_a_plan_that_goes_on_from_a_job_is_told_its_side():
    with pytest.raises(DataError, match="side of its pictures"):
        Plan(network="job/0123456789abcdef0123456789abcdef", data="digits")


WHOLE = {name for name, kind in get_type_hints(Plan).items() if kind is int}


@pytest.mark.parametrize("name", RANGES)
def test_every_number_of_a_plan_is_taken_at_both_ends_of_its_range_and_not_beyond(name, monkeypatch):
    monkeypatch.setenv("EXPLORER_EPOCHS", str(10**6))
    settings.cache_clear()
    try:
        low, high = RANGES[name]
        for value in (low, high):
            assert getattr(replace(PLAN, **{name: value}), name) == value
        for value in (low - 1, high + 1, high * 1.5 + 0.5, float("inf"), str(low)):
            with pytest.raises(DataError, match=f"^{name} is "):
                replace(PLAN, **{name: value})
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_every_number_of_a_plan_has_a_range():
    numbers = {name for name, kind in get_type_hints(Plan).items() if kind in (int, float)}
    assert numbers == set(RANGES)


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_whole_numbers_are_not_taken_with_a_fraction(name):
    with pytest.raises(DataError, match="whole number"):
        replace(PLAN, **{name: float(getattr(PLAN, name))})


@pytest.mark.parametrize("name", LONGEST)
def test_texts_are_taken_up_to_their_length(name):
    longest = "x" * LONGEST[name]
    assert getattr(replace(PLAN, **{name: longest}), name) == longest
    with pytest.raises(DataError, match="cannot hold"):
        replace(PLAN, **{name: longest + "x"})


SCENES = Plan(network="bundled/resnet20", data="scenes/detect", side=32, how="all",
              scenes=SceneSettings(pictures=100, kinds=("star", "circle"), most=3))


def test_the_data_set_tells_what_is_learned():
    assert SCENES.task == "detect" and PLAN.task == "classify"
    assert plan_from_json(json.loads(json.dumps(to_json(SCENES)))) == SCENES


@pytest.mark.parametrize("changes", [{"how": "head"}, {"how": "two_phases"}, {"class_weights": True},
                                     {"label_smoothing": 0.1}, {"augmentation": Augmentation(flip=0.5)},
                                     {"augmentation": Augmentation(rand_augment=3)}])
def test_what_does_not_fit_boxes_and_masks_is_refused(changes):
    with pytest.raises(DataError):
        replace(SCENES, **changes)


def test_colours_may_change_as_boxes_stay_where_they_are():
    assert replace(SCENES, augmentation=Augmentation(hue=0.2, blur=1.0, grayscale=0.1)).augmentation.blur == 1.0


@pytest.mark.parametrize("scenes", ["many", {"pictures": 3}, {"wind": 1}])
def test_scenes_of_a_plan_are_checked(scenes):
    with pytest.raises(DataError):
        plan_from_json(to_json(SCENES) | {"scenes": scenes})
