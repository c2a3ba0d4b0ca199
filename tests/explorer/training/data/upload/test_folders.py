from __future__ import annotations

from zipfile import ZipFile

import pytest

from explorer.errors import LimitError
from explorer.training.data.upload.folders import class_folders, enough, few_classes, homes, picture, to_learn_from


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


@pytest.fixture
def zipped(make_zip, picture_bytes, configure):
    """Return ``zipped(*names)``, an open ZIP with a picture under each name."""
    configure(class_pictures=2, classes=3)
    opened = []

    def make(*names):
        opened.append(ZipFile(make_zip({name: picture_bytes((len(name), 0, 0), (20, 10)) for name in names})))
        return opened[-1]

    yield make
    for archive in opened:
        archive.close()


def test_pictures_are_listed_with_their_class_and_the_rest_by_name(zipped):
    listed = class_folders(zipped("cat/1.png", "dog/2.JPG", "dog/notes.txt", "loose.png", "__MACOSX/cat/._1.png"))
    assert [(found.name, found.part, found.category) for found in listed.pictures] == [
        ("cat/1.png", "", "cat"), ("dog/2.JPG", "", "dog")]
    assert set(listed.ignored) == {"dog/notes.txt", "loose.png"}
    assert not listed.has_parts


def test_with_a_folder_to_learn_from_the_zip_has_parts_of_its_own(zipped):
    listed = class_folders(zipped("train/cat/1.png", "val/cat/2.png", "test/dog/3.png"))
    assert listed.has_parts
    assert [found.part for found in listed.pictures] == ["train", "val", "test"]
    assert to_learn_from(listed.pictures) == {"cat": 1}


def test_without_parts_every_picture_can_be_learned_from(zipped):
    listed = class_folders(zipped("cat/1.png", "cat/2.png", "dog/3.png"))
    assert to_learn_from(listed.pictures) == {"cat": 2, "dog": 1}
    assert enough(to_learn_from(listed.pictures)) == ("cat",)


def test_a_picture_is_decoded_to_the_side_that_was_asked_for(zipped):
    archive = zipped("cat/1.png")
    (found,) = class_folders(archive).pictures
    assert picture(archive, found, 8).shape == (8, 8, 3)
    assert (picture(archive, found, 8) == (9, 0, 0)).all()


def test_a_picture_that_states_too_many_bytes_is_not_unpacked(zipped, configure, monkeypatch):
    archive = zipped("cat/1.png")
    (found,) = class_folders(archive).pictures
    configure(image_bytes=10)
    monkeypatch.setattr(ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(LimitError, match=r"cat/1\.png is \d+ B; at most 10 B"):
        picture(archive, found, 8)


@pytest.mark.parametrize(("count", "said"), [(0, "0 classes of at least 2 pictures; it needs 2"),
                                             (1, "1 classes of at least 2 pictures"), (4, "4 classes; this server")])
def test_too_few_and_too_many_classes_are_told_with_their_numbers(count, said, zipped):
    assert said in str(few_classes("abcdef"[:count]))


@pytest.mark.parametrize("count", [2, 3])
def test_between_two_and_the_most_there_is_nothing_to_say(count, zipped):
    assert few_classes("abcdef"[:count]) is None
