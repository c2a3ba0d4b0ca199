from __future__ import annotations

import stat
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
import torch

from explorer.errors import DataError, LimitError
from explorer.training.data.upload import strict as class_folders
from explorer.training.data.upload.strict import read_zip


def test_a_zip_of_class_folders_becomes_tensors(make_zip, good_files):
    found = read_zip(make_zip(good_files), 32)
    assert found.categories == ("blue", "red")
    assert found.train.images.shape == (2, 3, 32, 32)
    assert found.train.images.dtype == torch.uint8
    for image, label in zip(found.test.images, found.test.labels, strict=True):
        assert image[:, 5, 5].tolist() == ([0, 0, 255], [255, 0, 0])[label]


def test_pictures_of_other_sizes_are_scaled(make_zip, good_files, picture_bytes):
    good_files["train/red/1.jpg"] = picture_bytes((255, 0, 0), (50, 20), "JPEG")
    assert read_zip(make_zip(good_files), 16).train.images.shape == (3, 3, 16, 16)


@pytest.mark.parametrize("name", [
    "../escape.png", "/train/red/1.png", "train/../red/1.png", "train\\red\\1.png", "train/red/notes.txt",
    "train/red/deep/1.png", "valid/red/1.png", "red/1.png",
])
def test_a_name_that_does_not_belong_is_refused(make_zip, good_files, name):
    good_files[name] = b"x"
    with pytest.raises(DataError, match="in the ZIP"):
        read_zip(make_zip(good_files), 32)


def test_a_link_is_refused(make_zip, good_files):
    path = make_zip(good_files)
    link = ZipInfo("train/red/link.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match="are links"):
        read_zip(path, 32)


def test_what_is_not_a_zip_is_refused(tmp_path):
    path = tmp_path / "set.zip"
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(DataError, match="cannot be read as a ZIP"):
        read_zip(path, 32)


def test_damaged_bytes_are_refused(make_zip, good_files):
    path = make_zip(good_files)
    content = bytearray(path.read_bytes())
    content[60:80] = b"?" * 20
    path.write_bytes(content)
    with pytest.raises(DataError):
        read_zip(path, 32)


def test_a_file_that_is_no_picture_is_named(make_zip, good_files):
    good_files["test/red/bad.png"] = b"GIF89a rubbish"
    with pytest.raises(DataError, match=r"test/red/bad\.png"):
        read_zip(make_zip(good_files), 32)


def test_a_class_without_test_pictures_is_named(make_zip, good_files):
    del good_files["test/blue/0.png"]
    with pytest.raises(DataError, match="test/blue"):
        read_zip(make_zip(good_files), 32)


def test_an_empty_zip_is_refused(make_zip):
    with pytest.raises(DataError, match="0 classes"):
        read_zip(make_zip({}), 32)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("train/red/0.png", bytes(10**7))
    with pytest.raises(DataError, match="times its size"):
        read_zip(path, 32)


def test_too_many_files_are_refused(make_zip, good_files, monkeypatch):
    monkeypatch.setattr(class_folders, "MOST_FILES", 3)
    with pytest.raises(LimitError, match="4 files; at most 3"):
        read_zip(make_zip(good_files), 32)


def test_a_picture_with_too_many_pixels_is_refused(make_zip, good_files, configure):
    configure(image_pixels=1000)
    with pytest.raises(DataError, match="cannot be read as a picture"):
        read_zip(make_zip(good_files), 32)
