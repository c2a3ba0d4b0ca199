"""How trainings, their times and their settings are called."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import get_args, get_type_hints

import pytest

from explorer import training
from explorer.jobs import Job
from pages.ui import training_words
from pages.ui.training_words import (
    ICONS,
    ago,
    changes,
    class_names,
    duration,
    is_busy,
    optimisers,
    precisions,
    schedules,
    settings_of,
    state_text,
    strategies,
    title,
    titles,
    waiting_text,
)

HINTS = get_type_hints(training.Plan)
PLAN = training.Plan(network="bundled/resnet20", data="digits", side=32)


def job(number="a", **given):
    return Job(**({"id": number, "reader": "ada", "state": "done"} | given))


@pytest.mark.parametrize(("named", "field"), [(strategies, "how"), (optimisers, "optimiser"), (schedules, "schedule"),
                                              (precisions, "precision")])
def test_every_choice_of_a_plan_has_a_name(named, field):
    assert set(named()) == set(get_args(HINTS[field]))


def test_every_state_of_a_job_has_an_icon_and_a_word():
    states = get_args(get_type_hints(Job)["state"])
    assert set(ICONS) == set(states)
    assert len({state_text(job(state=one)) for one in states}) == len(states)


@pytest.mark.parametrize(("seconds", "shown"), [
    (0, "0 s"), (0.4, "0 s"), (89, "89 s"), (90, "2 min"), (600, "10 min"), (5399, "90 min"), (5400, "1.5 h"),
    (36_000, "10.0 h")])
def test_times_have_the_unit_that_suits_them(seconds, shown):
    assert duration(seconds) == shown


@pytest.mark.parametrize(("passed", "shown"), [(0, "just now"), (44, "just now"), (60, "60 s ago"), (600, "10 min ago"),
                                               (-30, "just now")])
def test_moments_are_told_by_how_long_ago_they_were(passed, shown, monkeypatch):
    monkeypatch.setattr(training_words.time, "time", lambda: 1_700_000_000.0)
    assert ago(1_700_000_000.0 - passed) == shown


@pytest.mark.parametrize(("given", "name"), [
    ({"title": "Mine"}, "Mine"), ({"plan": {"network": "torchvision/resnet18"}}, "resnet18"), ({}, "a"),
    ({"plan": {"network": "stack/1x8x8/" + "x" * 60}}, "x" * 40)])
def test_a_job_without_a_title_is_called_by_what_it_trains(given, name):
    assert title(job(**given)) == name


def test_jobs_called_alike_are_numbered_from_the_oldest():
    found = titles([job("new", title="Cats", created=3), job("old", title="Cats", created=1),
                    job("other", title="Dogs", created=2), job("middle", title="Cats", created=2)])
    assert found == {"old": "Cats", "middle": "Cats (2)", "other": "Dogs", "new": "Cats (3)"}


def test_a_number_that_somebody_gave_by_hand_is_not_given_again():
    found = titles([job("a", title="Cats (2)", created=1), job("b", title="Cats", created=2),
                    job("c", title="Cats", created=3)])
    assert len(set(found.values())) == 3


@pytest.mark.parametrize(("place", "wait", "words"), [
    (None, None, "waits"), (3, None, "waits, number 3 in the queue"),
    (1, 4.0, "waits, number 1 in the queue, starts in a moment"),
    (2, 44.0, "waits, number 2 in the queue, starts in about 40 s"),
    (30, 470.0, "waits, number 30 in the queue, starts in about 8 min")])
def test_a_job_that_waits_tells_its_place_and_how_long_it_will_wait(place, wait, words):
    assert state_text(job(state="queued", place=place, wait_s=wait)) == words


@pytest.mark.parametrize(("place", "wait", "words"), [
    (None, None, "It waits."), (3, None, "It waits, number 3 in the queue."),
    (1, 4.0, "It waits, number 1 in the queue, starts in a moment. Short trainings of others may still go first.")])
def test_a_job_that_waits_says_so_in_a_sentence(place, wait, words):
    assert waiting_text(job(state="queued", place=place, wait_s=wait)) == words


def test_classes_of_built_in_sets_are_translated_and_those_of_a_reader_are_not(monkeypatch):
    monkeypatch.setattr(training_words, "class_word", str.upper)
    assert class_names("shapes", ("circle", "")) == ["CIRCLE", ""]
    assert class_names("upload/" + "0" * 64, ("circle",)) == ["circle"]


def test_only_jobs_that_wait_or_run_may_change_by_themselves():
    assert is_busy([job(state="done"), job(state="running")])
    assert is_busy([job(state="queued")])
    assert not is_busy([job(state="done"), job(state="failed"), job(state="stopped")])
    assert not is_busy([])


def test_every_setting_of_a_plan_is_told_but_its_title_its_race_and_scenes_where_there_are_none():
    assert len(settings_of(training.to_json(PLAN))) == len(set(training.to_json(PLAN)) - {"title", "race", "scenes"})


def test_every_setting_of_scenes_is_told_where_there_are_some():
    plan = training.to_json(replace(PLAN, network="bundled/detect", data="scenes/detect", side=64, how="all"))
    assert len(settings_of(plan)) == len(set(plan) - {"title", "race", "scenes"}) + len(plan["scenes"])


def test_settings_are_told_in_the_words_of_their_controls():
    told = settings_of(training.to_json(PLAN))
    assert told["data set"] == "Digits"
    assert told["network"] == "ResNet-20 (CIFAR-10)"
    assert told["what learns"] == strategies()["head"][0]
    assert told["optimiser"] == "AdamW"
    assert told["learning rate, highest"] == "0.002"
    assert (told["frozen blocks"], told["augmentation"], told["class weights"]) == ("none", "off", "off")


def test_what_is_on_of_an_augmentation_stands_in_one_line():
    plan = {"augmentation": {"flip": 0.5, "crop": 0.0, "hue": 0.02, "preset": ""}, "frozen": ["a", "b"]}
    assert settings_of(plan) == {"frozen blocks": "a, b", "augmentation": "mirrored 0.5, hue 0.02"}


def test_every_change_to_pictures_has_a_word_of_its_own():
    assert set(changes()) == {field.name for field in fields(training.Augmentation)}
    assert len(set(changes().values())) == len(changes())


@pytest.mark.parametrize(("weights", "told"), [
    ("DEFAULT", "the network's usual ones"), ("random", "random"), ("IMAGENET1K_V1", "IMAGENET1K_V1")])
def test_weights_to_start_from_are_told_in_words_where_their_name_says_little(weights, told):
    assert settings_of({"weights": weights}) == {"weights to start from": told}


@pytest.mark.parametrize(("data", "name"), [("cifar10", "CIFAR-10"), ("upload/" + "0" * 64, "Your pictures")])
def test_data_sets_are_called_by_their_title(data, name):
    assert settings_of({"data": data}) == {"data set": name}


def test_an_unknown_choice_of_an_old_job_is_told_as_it_stands():
    assert settings_of({"optimiser": "adagrad", "network": "gone/net"}) == {"optimiser": "adagrad", "network": "gone"}
