from __future__ import annotations

import pytest

from explorer.training.data.upload.folders import homes


@pytest.mark.parametrize(("path", "expected"), [
    ("cat/1.png", ("", "cat")),
    ("pets/cat/1.png", ("", "cat")),
    ("a/b/pets/cat/1.png", ("", "cat")),
])
def test_folders_around_class_folders_are_looked_through(path, expected):
    other = path.replace("cat", "dog")
    assert homes([tuple(path.split("/")), tuple(other.split("/"))])[0] == expected


@pytest.mark.parametrize("before", ["", "pets/"])
@pytest.mark.parametrize(("folder", "part"), [("train", "train"), ("Training", "train"), ("valid", "val"),
                                              ("validation", "val"), ("TEST", "test")])
def test_parts_are_known_by_several_names(before, folder, part):
    paths = [f"{before}train/cat/1.png", f"{before}train/dog/1.png", f"{before}{folder}/cat/deep/2.png"]
    assert homes([tuple(path.split("/")) for path in paths])[-1] == (part, "cat")


def test_a_class_may_be_called_train():
    assert homes([("train", "1.png"), ("plane", "1.png")]) == [("", "train"), ("", "plane")]


def test_what_is_in_no_class_folder_has_no_home():
    assert homes([("cat", "1.png"), ("1.png",)])[1] is None
    assert homes([("train", "cat", "1.png"), ("train", "1.png"), ("cat", "1.png")])[1:] == [None, None]
