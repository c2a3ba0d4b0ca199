"""What a reader is told of a ZIP, picture by picture."""

from __future__ import annotations

import io
from hashlib import sha256
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from explorer.training import check_zip
from explorer.training.data.upload.report import SHOWN, THUMB


@pytest.fixture(autouse=True)
def _own_settings(configure):
    configure(class_pictures=3)


def picture(colour, size=(20, 20), kind="PNG", mode="RGB"):
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, kind)
    return buffer.getvalue()


def packed(files):
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def folders(*names, count=3, before=""):
    return {f"{before}{name}/{number}.png": picture((10 * number, 0, 0)) for name in names for number in range(count)}


def test_the_key_is_the_hash_of_the_file_and_the_sizes_are_its_own():
    data = packed(folders("a", "b"))
    report = check_zip(data)
    assert report.key == sha256(data).hexdigest()
    assert (report.size, report.files) == (len(data), 6)
    assert report.unpacked == sum(map(len, folders("a", "b").values()))


def test_classes_are_sorted_by_name_whatever_order_they_were_packed_in():
    assert [one.name for one in check_zip(packed(folders("zebra", "ant", "mole"))).classes] == ["ant", "mole", "zebra"]


@pytest.mark.parametrize(("count", "small"), [(2, True), (3, False)])
def test_a_class_with_fewer_pictures_than_asked_for_is_small(count, small):
    report = check_zip(packed(folders("a", "b") | folders("c", count=count)))
    assert [one.is_small for one in report.classes] == [False, False, small]
    assert report.small == (("c",) if small else ())


def test_only_pictures_to_learn_from_make_a_class_large_enough():
    files = (folders("a", "b", before="train/") | folders("c", count=1, before="train/")
             | folders("c", count=9, before="test/"))
    report = check_zip(packed(files))
    assert report.has_parts
    assert {one.name: one.counts for one in report.classes}["c"] == {"train": 1, "test": 9}
    assert report.small == ("c",)


@pytest.mark.parametrize("count", [3, SHOWN, SHOWN + 1, 5 * SHOWN])
def test_up_to_eight_pictures_are_shown_spread_over_the_folder(count):
    files = {f"{name}/{number:03}.png": picture((number, 0, 0)) for name in "ab" for number in range(count)}
    grid = check_zip(packed(files)).classes[0].grid
    assert grid.shape == (min(count, SHOWN), THUMB, THUMB, 3)
    reds = grid[:, 0, 0, 0].astype(int)
    assert (np.diff(reds) == max(1, count // SHOWN)).all()


def test_broken_pictures_are_named_and_counted_nowhere():
    files = folders("a", "b") | {"a/broken.png": b"not a picture", "b/empty.jpg": b""}
    report = check_zip(packed(files))
    assert sorted(name for name, _ in report.unreadable) == ["a/broken.png", "b/empty.jpg"]
    assert [one.counts for one in report.classes] == [{"": 3}, {"": 3}]
    assert report.is_usable


def test_a_class_of_broken_pictures_only_is_there_with_an_empty_grid():
    report = check_zip(packed(folders("a", "b") | {"c/0.png": b"x"}))
    assert report.classes[2].counts == {}
    assert report.classes[2].grid.shape == (0, THUMB, THUMB, 3)


def test_pictures_in_no_folder_and_other_files_are_ignored_by_name():
    report = check_zip(packed(folders("a", "b") | {"loose.png": picture((0, 0, 0)), "a/notes.txt": b"x"}))
    assert set(report.ignored) == {"loose.png", "a/notes.txt"}


def test_one_class_is_no_choice_and_that_is_said_with_its_number():
    report = check_zip(packed(folders("a") | folders("b", count=1)))
    assert not report.is_usable
    assert "Classes with at least 3 pictures in the ZIP: 1;" in str(report.refused[0])
    assert len(report.classes) == 2


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_kind_of_picture_file_is_counted(kind):
    suffix = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp"}[kind]
    files = {f"{name}/{number}.{suffix}": picture((90, 90, 90), kind=kind) for name in "ab" for number in range(3)}
    assert [one.counts for one in check_zip(packed(files)).classes] == [{"": 3}, {"": 3}]


def test_thumbnails_are_the_middle_square():
    left_green = Image.new("RGB", (90, 30), (255, 0, 0))
    left_green.paste((0, 255, 0), (0, 0, 30, 30))
    buffer = io.BytesIO()
    left_green.save(buffer, "PNG")
    files = {f"{name}/{number}.png": buffer.getvalue() for name in "ab" for number in range(3)}
    grid = check_zip(packed(files)).classes[0].grid
    assert (grid[0, :, 4:] == (255, 0, 0)).all()  # the scaling looks a little over the edge of the square
    assert grid[0, :, 0, 1].max() < 64
