"""Where classes stand in the names of a ZIP, for the trees of folders that people pack."""

from __future__ import annotations

from itertools import product

import pytest

from explorer.training.data.upload.answers import Answers
from explorer.training.data.upload.layout import read_layout, role_of


def tree(*folders, each=3):
    """Return paths of pictures, ``each`` in every folder; ``a/{b,c}`` stands for two."""
    found = []
    for folder in folders:
        choices = [part.strip("{}").split(",") for part in folder.split("/") if part]
        found += [(*parts, f"{number}.jpg") for parts in product(*choices) for number in range(each)]
    return found


def read(*folders, **answers):
    return read_layout(tree(*folders), Answers(**answers), {})


def homes(layout):
    return sorted({f"{home.part}:{home.category}" for home in layout.homes if home})


@pytest.mark.parametrize("before", ["", "pets/", "a/b/pets/"])
def test_folders_around_class_folders_are_looked_through(before):
    assert homes(read(f"{before}{{cat,dog}}")) == [":cat", ":dog"]


@pytest.mark.parametrize("before", ["", "pets/"])
@pytest.mark.parametrize(("folder", "part"), [
    ("train", "train"), ("Training", "train"), ("valid", "val"), ("validation", "val"), ("TEST", "test"),
    ("seg_test", "test"), ("Test2017", "test"), ("my-testing-images", "test"), ("DEV", "val"), ("valSet", "val"),
    ("testset", "test"), ("dataset_val", "val"), ("02 validation", "val")])
def test_parts_are_known_by_many_names(before, folder, part):
    assert f"{part}:cat" in homes(read(f"{before}train/{{cat,dog}}", f"{before}{folder}/cat/deep"))
    assert role_of(folder) == part


@pytest.mark.parametrize("word", ["plane", "trainers", "valley", "devil", "contest", "strain", "cat", "interval"])
def test_other_words_are_no_parts(word):
    assert role_of(word) == ""


@pytest.mark.parametrize(("folders", "expected"), [
    # Kaggle, intel-image-classification
    (("seg_train/seg_train/{sea,forest}", "seg_test/seg_test/{sea,forest}", "seg_pred/seg_pred"),
     ["test:forest", "test:sea", "train:forest", "train:sea"]),
    # Kaggle, chest-xray-pneumonia: the set within itself
    (("chest/{train,test}/{ill,well}", "chest/chest/{train,test}/{ill,well}"),
     ["test:ill", "test:well", "train:ill", "train:well"]),
    (("train/images/{cat,dog}", "test/images/{cat,dog}"), ["test:cat", "test:dog", "train:cat", "train:dog"]),
    (("cat/{train,val}", "dog/{train,val}"), ["train:cat", "train:dog", "val:cat", "val:dog"]),
    (("data/TRAIN/{cat,dog}", "data/Valid/{cat,zebra}"), ["train:cat", "train:dog", "val:cat", "val:zebra"]),
    (("train/{cat,dog}", "cat"), ["train:cat", "train:dog"]),
    (("{train,plane}",), [":plane", ":train"]),
    (("flowers/{daisy,rose}", "flowers/flowers/{daisy,rose}"), [":daisy", ":rose"]),
    (("x/{a,b,c}/{deep,deeper}",), [":a", ":b", ":c"]),
])
def test_what_people_pack_is_read_as_they_meant_it(folders, expected):
    assert homes(read(*folders)) == expected


@pytest.mark.parametrize(("folders", "asks"), [
    (("seg_train/{sea,forest}", "seg_test/{sea,forest}"), False),
    (("train/{cat,dog}", "test/{cat,dog}", "extra/{cat,dog}"), True),
    (("train/{red,blue}", "plane/{red,blue}"), True),
    (("site a/{cat,dog}", "site b/{cat,dog}"), True),
    (("mytraindata2x/{cat,dog}", "held back/{cat,dog}"), True),
    (("cat/images", "dog/images"), False),
    (("cat/{big,small}", "dog/{old,young}"), False),
    (("{train,test}",), True),
])
def test_where_two_readings_are_as_good_people_are_asked(folders, asks):
    assert read(*folders).asks == asks


def test_a_reader_says_that_outer_folders_are_parts_and_which():
    pair = ("site a/{cat,dog}", "site b/{cat,dog}")
    assert homes(read(*pair)) == [":site a", ":site b"]
    assert homes(read(*pair, layout="parts")) == ["train:cat", "train:dog"]
    said = read(*pair, layout="parts", roles=(("site a", "train"), ("site b", "test")))
    assert homes(said) == ["test:cat", "test:dog", "train:cat", "train:dog"]
    assert not said.asks
    assert homes(read(*pair, layout="parts", roles=(("site a", "train"), ("site b", "none")))) == [
        "train:cat", "train:dog"]


def test_a_guess_of_roles_takes_words_within_words():
    assert read("mytraindata2x/{cat,dog}", "held back/{cat,dog}", layout="parts").roles == {
        "mytraindata2x": "train", "held back": "none"}


def test_names_of_files_are_classes_where_folders_are_none():
    paths = [*((f"cat.{number}.jpg",) for number in range(3)), ("train", "dog_12.png"), ("test1", "7.jpg")]
    found = read_layout(paths[:3] + [(f"dog_{number}.png",) for number in range(3)], Answers(), {})
    assert (found.kind, homes(found)) == ("names", [":cat", ":dog"])
    kaggle = [("train", name) for name in ("cat.0.jpg", "cat.1.jpg", "dog.0.jpg", "dog.1.jpg")] + [("test1", "1.jpg")]
    found = read_layout(kaggle, Answers(), {})  # Kaggle, dogs-vs-cats
    assert (found.kind, homes(found)) == ("names", ["train:cat", "train:dog"])
    assert found.homes[4] is None


def test_a_table_is_taken_where_folders_are_none_and_offered_where_they_are():
    table = {0: "cat", 1: "dog", 2: "cat"}
    assert read_layout([("images", f"{number}.jpg") for number in range(3)], Answers(), table).kind == "table"
    both = read_layout([("a", "0.jpg"), ("a", "1.jpg"), ("b", "2.jpg")], Answers(), table)
    assert (both.kind, both.offers) == ("classes", {"classes": ("a", "b"), "table": ("cat", "dog")})


def test_strays_beside_the_wrapper_do_not_become_classes():
    assert homes(read_layout([*tree("pets/{cat,dog}", each=10), ("preview.jpg",)], Answers(), {})) == [":cat", ":dog"]
    assert read_layout([("cat", "1.jpg"), ("1.jpg",)], Answers(), {}).homes[1] is None


def test_a_deep_tree_costs_no_more_than_its_names():
    deep = ("x",) * 30_000
    assert len(read_layout([(*deep, "cat", "0.jpg"), (*deep, "dog", "0.jpg")], Answers(), {}).homes) == 2
