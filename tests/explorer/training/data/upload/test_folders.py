from __future__ import annotations

from zipfile import ZipFile

import pytest

from explorer.errors import LimitError
from explorer.training.data.upload.answers import Answers
from explorer.training.data.upload.folders import class_folders, enough, few_classes, picture, to_learn_from


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


@pytest.mark.parametrize(("count", "said"), [(0, "Classes with at least 2 pictures in the ZIP: 0; 2 are needed"),
                                             (1, "at least 2 pictures in the ZIP: 1;"), (4, "4 classes; this server")])
def test_too_few_and_too_many_classes_are_told_with_their_numbers(count, said, zipped):
    assert said in str(few_classes("abcdef"[:count]))


@pytest.mark.parametrize("count", [2, 3])
def test_between_two_and_the_most_there_is_nothing_to_say(count, zipped):
    assert few_classes("abcdef"[:count]) is None


def test_a_set_within_itself_is_named_by_folder_and_used_once(make_zip, picture_bytes):
    files = {f"{folder}/{number}.png": picture_bytes((number, len(folder), 0)) for folder in ("daisy", "rose")
             for number in range(2)}
    copy = {f"f/f/{name}": content for name, content in files.items()} | {"f/f/rose/0.png": picture_bytes((9, 9, 9))}
    del copy["f/f/rose/1.png"]
    with ZipFile(make_zip({f"f/{name}": content for name, content in files.items()} | copy)) as archive:
        listed = class_folders(archive)
    assert [found.name for found in listed.pictures] == [*(f"f/{name}" for name in files), "f/f/rose/0.png"]
    assert {(one.folder, one.count) for one in listed.unused} == {("f/f/daisy", 2)}
    assert "packed again inside itself" in str(listed.unused[0].what)


def test_what_is_not_used_is_named_by_kind_and_number_with_what_to_do(zipped):
    listed = class_folders(zipped("cat/1.png", "cat/a.mp4", "cat/b.MOV", "cat/raw.NEF", "dog/2.png", "dog/x", "3.png"))
    assert {(one.folder, one.count, str(one.what).partition(":")[0]) for one in listed.unused} == {
        ("cat", 2, "videos"), ("cat", 1, "raw files of a camera"), ("dog", 1, "no pictures, by their names"),
        ("", 1, "pictures in no class folder")}


@pytest.mark.parametrize("ending", ["jpg", "JPEG", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "heic", "avif"])
def test_endings_of_pictures_are_known(zipped, ending):
    assert len(class_folders(zipped(f"cat/1.{ending}", "dog/1.png")).pictures) == 2


def test_alike_classes_are_one_and_said_to_be(zipped):
    listed = class_folders(zipped("Cat/1.png", "cat/1.png", "cat/2.png", "cat /1.png", "10/1.png", "9/1.png"))
    assert {found.category for found in listed.pictures} == {"cat", "9", "10"}
    assert [set(some) for some in listed.alike] == [{"Cat", "cat", "cat "}]
    assert [name for name in listed.classes if name.isdigit()] == ["9", "10"]


def test_a_reader_renames_and_leaves_out(zipped):
    archive = zipped("cat/1.png", "cats/1.png", "rest/1.png")
    listed = class_folders(archive, Answers(classes=(("cats", "cat"), ("rest", ""))))
    assert [(found.category, found.stated) for found in listed.pictures] == [("cat", "cat"), ("cat", "cats")]
    assert [(one.folder, str(one.what)) for one in listed.unused] == [("rest", "pictures in a folder that is left out")]


def test_a_table_beside_the_pictures_is_read(make_zip, picture_bytes):
    files = {f"images/{number}.png": picture_bytes((number, 0, 0)) for number in range(4)}
    with ZipFile(make_zip(files | {"labels.csv": "file,class\n0.png,cat\n1.png,dog\n2.png,cat\n"})) as archive:
        listed = class_folders(archive)
    assert [(found.name, found.category) for found in listed.pictures] == [
        ("images/0.png", "cat"), ("images/1.png", "dog"), ("images/2.png", "cat")]
    assert listed.ignored == ("images/3.png",)


def test_what_was_suggested_is_settled(zipped):
    assert class_folders(zipped("cat/1.png", "dog/1.png")).settled(Answers()) == Answers()
    parts = class_folders(zipped("train/cat/1.png", "train/dog/1.png", "test/dog/1.png")).settled(Answers())
    assert parts == Answers(layout="parts", roles=(("train", "train"), ("test", "test")))
