"""Settings of a plan as links of *Fine-tune* spell them, one by one, and what a plan costs and is called in words."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest

from explorer.errors import ExplorerError
from explorer.training import Augmentation, Plan
from pages.fine_tune.start import _epochs, name_of, steps
from pages.fine_tune.state import DATA, FIELDS, NETWORK, PlanCodec, _augmentation, _text, _value, learning, suited

CODEC, FIRST = PlanCodec(), suited(DATA, NETWORK)
STACK = "stack/3x16x16/conv.o4~gap~flatten"

# A setting, and how it stands in a link; both ways.
SPELT = [
    (True, "1"), (False, "0"), (0, "0"), (7, "7"), (2147483647, "2147483647"), (0.1, "0.1"), (0.002, "0.002"),
    (1e-5, "1e-05"), (1 / 3, "0.3333333333333333"), (1.0, "1"), (0.0, "0"), ("adamw", "adamw"), (("a", "b.c"), "a,b.c"),
    ((), ""), (Augmentation(), "off"), (Augmentation(flip=0.5), "flip:0.5"),
    (Augmentation(flip=0.5, crop=0.1), "flip:0.5,crop:0.1"), (Augmentation(rand_augment=9), "rand_augment:9"),
    (Augmentation(preset="bundled"), "preset:bundled")]


@pytest.mark.parametrize(("value", "text"), SPELT)
def test_a_setting_is_spelt_short_and_read_back_as_it_was(value, text):
    assert sorted(_text(value).split(",")) == sorted(text.split(","))
    again = _value(_text(value), value)
    assert again == value
    assert type(again) is type(value)


# What is no setting of the kind of what stands beside it.
UNREADABLE = [
    ("yes", True), ("", True), ("01", False), ("2", True), ("-1", 5), ("1.5", 5), ("", 5), ("1e3", 5), (" 5", 5),
    ("²", 5), ("٣", 5), ("9" * 11, 5), ("0x10", 5), ("1_000", 5), ("a", 0.5), ("", 0.5), ("0,5", 0.5), ("1/2", 0.5),
    ("flip", Augmentation()), ("flip:", Augmentation()), ("flip:a", Augmentation()), ("flip:0.5:1", Augmentation()),
    ("spin:1", Augmentation()), ("flip:0.5,,", Augmentation()), ("", Augmentation()), ("__class__:1", Augmentation()),
    ("rand_augment:1.5", Augmentation())]


@pytest.mark.parametrize(("text", "like"), UNREADABLE)
def test_what_is_no_such_setting_is_not_read(text, like):
    with pytest.raises(ValueError):
        _value(text, like)


@pytest.mark.parametrize("text", ["flip:9", "crop:-1", "rotate:1e9", "flip:nan", "flip:inf", "rand_augment:99"])
def test_a_change_of_pictures_out_of_its_range_is_refused(text):
    with pytest.raises((ExplorerError, ValueError)):
        _augmentation(text)


# A setting in a link that a plan cannot have; the usual one is taken, and the reader told.
OUT_OF_RANGE = [
    ("epochs", "0"), ("epochs", "9999999999"), ("rate", "0"), ("rate", "-1"), ("rate", "inf"), ("rate", "nan"),
    ("batch", "0"), ("batch", "1"), ("decay", "-0.1"), ("decay", "nan"), ("smoothing", "1"), ("smoothing", "-0.1"),
    ("momentum", "1"), ("momentum", "-1"), ("optimiser", "sgdd"), ("schedule", ""), ("precision", "float128"),
    ("fit", "stretch"), ("twins", "maybe"), ("side", "7"), ("side", "100000"), ("how", ""), ("how", "HEAD"),
    ("frozen", "no_such_block"), ("weights", "../secret"), ("patience", "-1"), ("augment", "flip:1")]


@pytest.mark.parametrize(("name", "text"), OUT_OF_RANGE)
def test_a_setting_that_no_plan_has_is_named_and_the_usual_is_kept(name, text):
    value, problems = CODEC.read({name: text}, FIRST)
    assert isinstance(value, Plan)
    if problems:
        assert str(problems[0])
        assert "{" not in str(problems[0])
        assert getattr(value, FIELDS[name]) == getattr(FIRST, FIELDS[name])
    else:  # blocks and weights are looked for when the network is opened
        assert name in ("frozen", "weights", "momentum", "smoothing", "decay")


def test_every_setting_that_is_named_in_a_link_is_written_by_the_same_name():
    changed = replace(FIRST, epochs=3, seed=9, batch_size=64, weight_decay=0.1, label_smoothing=0.2,
                      schedule="constant", early_stopping=2, class_weights=True, fit="borders", twins="kept")
    link = CODEC.write(changed)
    assert {FIELDS[name] for name in link.keys() - {"data", "network"}} == {
        "epochs", "seed", "batch_size", "weight_decay", "label_smoothing", "schedule", "early_stopping",
        "class_weights", "fit", "twins"}
    assert CODEC.read(link, FIRST) == (changed, ())


@pytest.mark.parametrize("rate", [nan, inf, -1.0, 0.0])
def test_no_plan_has_a_learning_rate_that_leads_nowhere(rate):
    with pytest.raises(ExplorerError):
        replace(FIRST, learning_rate=rate)


def test_what_learns_is_read_before_the_numbers_that_it_brings():
    plan, problems = CODEC.read({"epochs": "3", "rate": "0.5", "how": "head"}, FIRST)
    assert problems == ()
    assert (plan.how, plan.epochs, plan.learning_rate) == ("head", 3, 0.5)
    assert learning(FIRST, "head").learning_rate != 0.5


@pytest.mark.parametrize("how", ["head", "last_blocks", "all", "two_phases", "scratch"])
@pytest.mark.parametrize("weights", ["DEFAULT", "IMAGENET1K_V1", ""])
def test_a_stack_never_has_weights_whatever_its_link_says_of_them(how, weights):
    plan, _problems = CODEC.read({"network": STACK, "how": how}, FIRST)
    assert (plan.weights, plan.side) == ("random", 16)
    assert suited(DATA, STACK, weights).weights == "random"


# Sizes of the batches of an epoch, and what is said of them; every picture is in one of them.
BATCHES = [
    ([50], "1 step an epoch, of all 50 pictures"), ([32, 32], "2 steps an epoch of 32 pictures: all 64"),
    ([32, 32, 31], "3 steps an epoch of 31 or 32 pictures: all 95"),
    ([128] * 391, "391 steps an epoch of 128 pictures: all 50,048"), ([1000] * 1200, "1,200 steps an epoch"),
    ([1], "of all 1 pictures"), ([2, 1], "of 1 or 2 pictures: all 3")]


@pytest.mark.parametrize(("batches", "said"), BATCHES)
def test_steps_are_told_with_the_pictures_of_each(batches, said):
    text = steps(batches)
    assert said in text
    assert f"{sum(batches):,}" in text


@pytest.mark.parametrize(("plan", "said"), [
    (FIRST, "1,797 pictures of 10 classes"),  # scikit-learn's digits: Alpaydin & Kaynak (1998)
    (replace(FIRST, epochs=1), "1 epoch"), (replace(FIRST, epochs=5, side=64), "64 × 64 px, 5 epochs")])
def test_what_is_learned_from_is_told_with_its_numbers(plan, said):
    assert said in _epochs(plan)


@pytest.mark.parametrize(("change", "named"), [
    ({}, " · new head"), ({"title": "mine"}, "mine"), ({"network": STACK, "how": "scratch", "weights": "random"},
                                                        "your stack · new head")])
def test_a_job_is_called_by_its_data_its_network_and_what_learns(change, named):
    told = name_of(replace(FIRST, **change), "new head")
    assert told.endswith(named)
    assert told == "mine" or told.count(" · ") == 2
