"""The same picture twice: found by bytes and by pixels, reported with names, and left out where it would mislead."""

from __future__ import annotations

import io
from zipfile import ZipFile

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.errors import DataError
from explorer.training import SETS, check_zip, keep_zip, open_set
from explorer.training.data.twins import Belonging, Twins, across, settled


@pytest.fixture(autouse=True)
def _own_settings(configure):
    configure(class_pictures=3)


def drawn(seed, kind="PNG", size=(40, 30), mode="RGB", **more):
    """Return a file of noise that ``seed`` makes."""
    pixels = np.random.default_rng(seed).integers(256, size=(size[1], size[0], 3), dtype=np.uint8)
    content = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(content, kind, **more)
    return content.getvalue()


def packed(more=None, without=(), before=("",)):
    """Return a ZIP of five pictures each of a and b, in each of the parts ``before``, all different, and ``more``."""
    content = io.BytesIO()
    files = {f"{part}{name}/{number}.png": drawn((place, ord(name), number)) for place, part in enumerate(before)
             for name in "ab" for number in range(5)}
    with ZipFile(content, "w") as archive:
        for name, file in (files | (more or {})).items():
            if name not in without:
                archive.writestr(name, file)
    return content.getvalue()


def sizes(data):
    return [len(part) for part in (data.train, data.val, data.test)]


def opened(zipped, **more):
    return open_set(keep_zip(zipped, "ada"), 16, seed=0, **more)


AGAIN = drawn((0, ord("a"), 0))
JPEG = drawn(7, "JPEG", (600, 600), quality=95)


def resaved(content, kind, **more):
    """Return the very pixels of a file in another one."""
    again = io.BytesIO()
    Image.open(io.BytesIO(content)).save(again, kind, **more)
    return again.getvalue()


@pytest.mark.parametrize(("first", "second"), [
    (AGAIN, AGAIN),
    (AGAIN, resaved(AGAIN, "PNG", compress_level=0)),
    (AGAIN, resaved(AGAIN, "BMP")),
    (AGAIN, resaved(AGAIN, "WEBP", lossless=True)),
    (JPEG, resaved(JPEG, "PNG", compress_level=1)),  # a JPEG of 600 px is decoded coarsely, the PNG is not
    (JPEG, JPEG[:2] + b"\xff\xfe\x00\x07hello" + JPEG[2:]),  # a comment
], ids=["bytes", "packed otherwise", "bmp", "webp", "png of a jpeg", "jpeg with a comment"])
def test_the_same_picture_twice_in_a_class_is_named_and_used_once(first, second):
    zipped = packed({"a/0.png": first, "a/again.bmp": second})
    assert check_zip(zipped).twins == (Twins("class", "a/0.png", ("a/again.bmp",)),)
    assert sum(sum(one.counts.values()) for one in check_zip(zipped).classes) == 10
    data = opened(zipped)
    assert sum(sizes(data)) == 10
    assert [str(note) for note in data.told] == [
        "Pictures that are there more than once in their class: 1; one of each is used. a/again.bmp is the same as "
        "a/0.png."]


@pytest.mark.parametrize("other", [
    drawn(8, size=(40, 30)), drawn((0, ord("a"), 0), size=(30, 40)), drawn((0, ord("a"), 0), mode="L"),
    drawn((0, ord("a"), 0), "JPEG", quality=95)], ids=["other pixels", "other size", "grey", "lossy"])
def test_what_only_looks_alike_is_no_twin(other):
    assert check_zip(packed({"a/again.png": other})).twins == ()


def test_one_pixel_makes_another_picture():
    pixels = np.array(Image.open(io.BytesIO(AGAIN)))
    pixels[0, 0, 0] ^= 1
    changed = io.BytesIO()
    Image.fromarray(pixels).save(changed, "PNG")
    assert check_zip(packed({"a/again.png": changed.getvalue()})).twins == ()


def test_a_twin_to_learn_from_goes_where_it_is_in_test():
    zipped = packed({"train/a/t.png": (twin := drawn(99)), "test/a/t.png": twin}, before=("train/", "test/"))
    assert check_zip(zipped).twins == (Twins("parts", "test/a/t.png", ("train/a/t.png",)),)
    data = opened(zipped)
    assert len(data.test) == 11
    assert len(data.train) + len(data.val) == 10


def test_one_picture_in_two_classes_goes_from_both():
    zipped = packed({"a/t.png": (twin := drawn(99)), "b/t.png": twin})
    assert check_zip(zipped).twins == (Twins("classes", "", ("a/t.png", "b/t.png")),)
    data = opened(zipped)
    assert sum(sizes(data)) == 10
    assert str(data.told[0]) == ("Pictures that are in more than one class: 2. They are left out of all of them, as "
                                 "only you can say which is right. a/t.png is the same as b/t.png.")


def test_who_wants_them_all_the_same_has_all_and_is_told():
    zipped = packed({"a/t.png": (twin := drawn(99)), "b/t.png": twin})
    data = opened(zipped, twins="kept")
    assert sum(sizes(data)) == 12
    assert data.twins == 2
    assert "as you chose" in str(data.told[0])
    assert sum(sizes(opened(zipped))) == 10


@pytest.mark.parametrize("side", [8, 64])
def test_the_side_at_which_pictures_are_used_changes_nothing(side):
    name = keep_zip(packed({"a/0.png": JPEG, "a/again.png": resaved(JPEG, "PNG", compress_level=1)}), "ada")
    assert sum(sizes(open_set(name, side, seed=0))) == 10


def test_where_too_little_is_left_the_reason_is_said():
    zipped = packed({f"b/{number}.png": drawn((0, ord("a"), number)) for number in range(5)})
    report = check_zip(zipped)
    assert not report.is_usable
    assert str(report.refused[0]).startswith(
        "Files of the ZIP that show a picture that is there before, or in another class: 10.")
    with pytest.raises(DataError, match="Put every picture into one folder only"):
        opened(zipped)


HOMES = {place: Belonging(f"{part}/{category}/{place}", part, category)
         for place, part, category in ((1, "train", "a"), (2, "train", "b"), (3, "test", "a"), (4, "val", "a"),
                                       (5, "train", "a"), (6, "test", "b"))}


@pytest.mark.parametrize(("same", "kind", "left"), [
    ([1, 2, 3], "parts", {1, 2}), ([1, 2], "classes", {1, 2}), ([1, 5], "class", {5}), ([1, 4], "parts", {1}),
    ([4, 3], "parts", {4}), ([1, 3, 6], "classes", {1, 3, 6}), ([1, 99], None, set()),
])
def test_a_picture_stays_where_it_is_measured_on_and_nowhere_else(same, kind, left):
    told, out = settled([same], HOMES)
    assert out == left
    assert [one.kind for one in told] == ([kind] if kind else [])


def test_published_sets_say_how_many_pictures_are_on_both_sides():
    draw = torch.Generator().manual_seed(0)
    images = torch.randint(256, (30, 3, 16, 16), dtype=torch.uint8, generator=draw)
    almost = images[:1].clone()
    almost[0, 0, 0, 1] ^= 1
    assert across(images[:20], [images[20:]]) == ()
    assert across(images[:20], [almost]) == ()
    found = across(images[:20], [images[18:25], images[25:]])
    assert str(found[0]).startswith("Of the 12 pictures to choose the best epoch by or to measure on, 2 can be found")


def test_the_digits_have_no_picture_twice_as_their_text_says():
    data = open_set("digits", 8, seed=0)
    parts = torch.cat([data.train.images, data.val.images, data.test.images])
    assert len({one.numpy().tobytes() for one in parts}) == len(parts)
    assert data.told == ()
    assert str(SETS["digits"].twins) == "No two of its pictures are the same."
