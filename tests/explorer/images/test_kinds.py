"""What a file is, by its first bytes; files are written by Pillow, the standard library and pillow-heif."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from explorer.errors import ImageError
from explorer.images import FIRST_BYTES, OPENED_EXTENSIONS, kind_of, named_as_picture, open_image

register_heif_opener()


def written(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), "teal").save(buffer, kind)
    return buffer.getvalue()


def packed() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "x")
    return buffer.getvalue()


def tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("x"))
    return buffer.getvalue()


def numbers() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


def movie(brand: bytes, *others: bytes) -> bytes:
    """ISO/IEC 14496-12, 4.3: length, ftyp, brand, version, compatible brands."""
    return struct.pack(">I", 16 + 4 * len(others)) + b"ftyp" + brand + bytes(4) + b"".join(others) + bytes(99)


def tagged(order: str, *tags: tuple[int, int]) -> bytes:
    """Return a TIFF file of whole numbers under tags, TIFF 6.0 section 2."""
    entries = b"".join(struct.pack(f"{order}HHII", tag, 4, 1, value) for tag, value in tags)
    start = b"II*\0" if order == "<" else b"MM\0*"
    return start + struct.pack(f"{order}IH", 8, len(tags)) + entries + bytes(4)


@pytest.mark.parametrize(("kind", "title"), [
    ("PNG", "PNG"), ("JPEG", "JPEG"), ("MPO", "JPEG"), ("WEBP", "WebP"), ("GIF", "GIF"), ("BMP", "BMP"),
    ("TIFF", "TIFF"), ("HEIF", "HEIC"), ("AVIF", "AVIF")])
def test_pictures_that_are_opened_are_known_by_their_first_bytes(kind, title):
    found = kind_of(written(kind)[:FIRST_BYTES])
    assert (found.title, found.is_opened) == (title, True)
    assert open_image(written(kind)).original_size == (16, 16)


OTHERS = {
    "empty: it has 0 bytes": b"", "nothing but zeros": bytes(500), "PDF": written("PDF"), "PostScript": written("EPS"),
    "JPEG 2000": written("JPEG2000"), "icon": written("ICO"), "ZIP file or an Office document": packed(),
    "packed archive": tar(), "numbers": numbers(),
    "SVG": b"<?xml version='1.0'?>\n<!-- a long story -->\n<svg xmlns='http://www.w3.org/2000/svg'/>",
    "web page": b"\n<!DOCTYPE html><title>404</title>", "text file": "Käse".encode(),
    "Git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Photoshop": b"8BPS\0\1" + bytes(20),
    "GIMP": b"gimp xcf v011", "JPEG XL": b"\xff\x0a\xfa\x1f", "medical": bytes(128) + b"DICM" + bytes(9),
    "video": movie(b"isom", b"mp41"), "sound": b"RIFF\x24\0\0\0WAVEfmt ",
    "Windows": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "macOS": b"\0\5\x16\7\0\2\0\0", "no picture that is known here": b"\x01\x02\x03\x04\xfe\xfd",
}


@pytest.mark.parametrize("words", OTHERS)
def test_other_files_are_told_what_they_are_and_what_to_do(words):
    with pytest.raises(ImageError) as caught:
        open_image(OTHERS[words], "photo.jpg")
    said = str(caught.value)
    assert said.startswith("photo.jpg ")
    assert words in said
    assert ". " in said  # what it is, then what to do


@pytest.mark.parametrize(("brands", "title"), [
    ((b"heic", b"mif1"), "HEIC"), ((b"mif1", b"heic"), "HEIC"), ((b"mif1", b"avif"), "AVIF"), ((b"avif",), "AVIF"),
    ((b"msf1", b"avis"), "AVIF"), ((b"crx ",), "camera raw"), ((b"qt  ",), "video"), ((b"mp42",), "video"),
    ((b"M4A ",), "sound")])
def test_files_in_boxes_are_told_apart_by_their_brands(brands, title):
    assert kind_of(movie(*brands)).title == title


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize(("tags", "title"), [
    ([(256, 9), (50706, 4)], "camera raw"), ([(254, 1), (256, 160)], "camera raw"), ([(254, 0), (256, 9)], "TIFF"),
    ([], "TIFF")])
def test_a_raw_file_is_told_from_other_tiffs_by_its_directory(order, tags, title):
    assert kind_of(tagged(order, *tags)).title == title


@pytest.mark.parametrize("text", ["BMW and VW", "II*", "RIFF", "GIF8", "ÿØ"])
def test_a_text_that_begins_like_a_picture_is_a_text(text):
    assert not kind_of(text.encode()).is_opened


def test_text_of_windows_is_text():
    assert kind_of("<html>".encode("utf-16")).title == "HTML"


@pytest.mark.parametrize("name", ["a.jfif", "a.JPE", "A.HEIC", "b.tif", "b.avif", "c.bmp", "d.gif", "e.jpeg"])
def test_names_of_pictures_are_known_in_any_case(name):
    assert named_as_picture(f"folder/{name}")


@pytest.mark.parametrize("name", ["a.pdf", "jpg", "a.jpg.html", ".png", "a.svg"])
def test_other_names_are_not(name):
    assert not named_as_picture(name)


def test_each_extension_that_pillow_gives_to_an_opened_kind_is_listed():
    theirs = {extension for extension, kind in Image.registered_extensions().items()
              if kind in {"PNG", "JPEG", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF"}}
    assert theirs - {".avifs"} <= set(OPENED_EXTENSIONS)
