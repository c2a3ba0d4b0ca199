"""Names of classes: in the order of numbers, and never two that look alike."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings, strategies

from explorer.training.data.upload.names import class_in, labels, look, number_order, tidied
from tests.examples import examples


def test_numbers_count_as_numbers():
    expected = ["1", "2", "9", "10", "11", "100", "class 2", "class 2b", "class 10", "Kiwi", "kiwi", "Zebra"]
    shuffled = random.Random(0).sample(expected, len(expected))
    assert sorted(shuffled, key=number_order) == expected


@settings(max_examples=examples(30))
@given(strategies.lists(strategies.text(max_size=6), max_size=6))
def test_any_names_have_one_order(names):
    assert sorted(names, key=number_order) == sorted(random.sample(names, len(names)), key=number_order)


def test_a_number_longer_than_any_integer_is_sorted():
    assert sorted(["9" * 6000, "1" + "0" * 6000], key=number_order)[0] == "9" * 6000


@pytest.mark.parametrize("other", ["cat", "CAT", "cat ", " Cat", "cat\u200b", "\uff43\uff41\uff54", "c\u0430t",
                                   "ca\u0442"])
def test_names_that_look_alike_are_alike(other):
    assert look(other) == look("Cat")


@pytest.mark.parametrize("other", ["cats", "bat", "c4t", "кот", "cät", "ca t"])
def test_names_that_look_different_are_different(other):
    assert look(other) != look("cat")


def test_alike_classes_become_one_under_the_name_that_most_pictures_have():
    assert labels({"Cat": 3, "cat": 9, "cat ": 4, "dog": 1}, {}) == {
        "Cat": "cat", "cat": "cat", "cat ": "cat", "dog": "dog"}


def test_a_reader_renames_merges_and_leaves_out():
    counts = {"K꼎er": 3, "Kaefer": 3, "rest": 5, "dog": 2}
    chosen = {"K꼎er": "Käfer", "Kaefer": " Käfer\n", "rest": " ", "gone": "x"}
    assert labels(counts, chosen) == {"K꼎er": "Käfer", "Kaefer": "Käfer", "rest": "", "dog": "dog"}


def test_what_a_reader_types_is_kept_apart_only_if_it_looks_different():
    assert len(set(labels({"Cat": 3, "cat": 4}, {"Cat": "lion"}).values())) == 2
    assert len(set(labels({"Cat": 3, "cat": 4}, {"Cat": "CAT "}).values())) == 1


def test_names_are_tidied_and_bounded():
    assert tidied("  big \t cat\u200b\x07 ") == "big cat"
    assert len(tidied("x" * 1000)) == 80


@pytest.mark.parametrize(("file", "expected"), [
    ("cat.0.jpg", "cat"), ("dog_12.png", "dog"), ("cat (3).jpg", "cat"), ("great_pyrenees_12.jpg", "great_pyrenees"),
    ("n01440764_10026.JPEG", "n01440764"), ("room1_03.png", "room1"), ("cat_01_small.png", "cat"),
    ("고양이12.jpg", "고양이"),
    ("cat.jpg", ""), ("12.jpg", ""), ("IMG_0001.jpg", ""), ("DSC0001.jpg", ""), ("", "")])
def test_the_part_before_the_number_names_the_class(file, expected):
    assert class_in(file) == expected
