"""Whatever is wrong with a packed file is told, and costs no more than its directory states."""

from __future__ import annotations

import bz2
import io
import struct
import tracemalloc
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import numpy as np
import pytest
from PIL import Image

from explorer.errors import ImageError, LimitError
from explorer.training.data.upload.report import check_zip
from explorer.training.data.upload.unpack import unpacked

WAYS = [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA]


@pytest.fixture(autouse=True)
def _own_settings(configure):
    configure(class_pictures=2)


def packed(files, how=ZIP_STORED):
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return bytearray(buffer.getvalue())


def read(data, place=0):
    with ZipFile(io.BytesIO(data)) as archive:
        entry = archive.infolist()[place]
        return unpacked(archive, entry, entry.filename)


def pictures(seed=0):
    rng = np.random.default_rng(seed)
    files = {}
    for name in ("cat/0.png", "cat/1.png", "cat/broken.png", "dog/0.png", "dog/1.png"):
        buffer = io.BytesIO()
        Image.fromarray(rng.integers(0, 256, (20, 20, 3), dtype=np.uint8)).save(buffer, "PNG")
        files[name] = buffer.getvalue()
    return files


@pytest.mark.parametrize("how", WAYS)
def test_content_comes_back_as_it_was(how):
    content = np.random.default_rng(0).integers(0, 4, 700_000, dtype=np.uint8).tobytes()
    assert read(packed({"a": content}, how)) == content
    assert read(packed({"a": b""}, how)) == b""


@pytest.mark.parametrize("how", WAYS)
def test_a_picture_that_is_damaged_is_named_however_it_was_packed(how):
    sound = packed(pictures(), how)
    start = sound.index(b"cat/broken.png") + len(b"cat/broken.png")
    for place in (start, start + 8, start + 12):
        data = bytearray(sound)
        data[place:place + 6] = b"\xff" * 6
        report = check_zip(bytes(data))
        assert [name for name, _ in report.unreadable] == ["cat/broken.png"]
        assert report.is_usable


@pytest.mark.parametrize(("method", "called"), [(9, "Deflate64"), (98, "PPMd"), (93, "Zstandard"), (1234, "1234")])
def test_a_method_that_cannot_be_undone_is_named_and_not_called_damage(method, called):
    data = packed({"cat/0.png": b"x", "cat/1.png": b"x", "dog/0.png": b"x"})
    place = 0
    while (place := data.find(b"PK\x01\x02", place + 1)) > 0:
        struct.pack_into("<H", data, place + 10, method)
    report = check_zip(bytes(data))
    assert [(one.folder, one.count) for one in report.unused] == [("cat", 2), ("dog", 1)]
    assert str(report.unused[0].what) == (f"cat/0.png is packed with {called}, which cannot be unpacked here. Pack the "
                                          "folders again with the usual method, Deflate.")


@pytest.mark.parametrize("how", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_a_bomb_that_states_a_small_size_takes_little_memory(how):
    data = packed({"a": bytes(30_000_000)}, how)
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 1000)
    tracemalloc.start()
    with pytest.raises(ImageError, match="damaged inside the ZIP"):
        read(data)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_a_dictionary_that_fills_the_memory_is_not_made():
    data = packed({"a": b"x" * 1000}, ZIP_LZMA)
    start = data.index(b"a", 30) + 1
    struct.pack_into("<L", data, start + 5, 2**32 - 1)
    with pytest.raises(ImageError, match=r"a dictionary of 4\.29 GB, at most 67\.1 MB"):
        read(data)


def test_more_bytes_than_a_picture_may_have_are_not_unpacked(configure, monkeypatch):
    configure(image_bytes=10)
    data = packed({"a": bytes(11)})
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(LimitError, match="at most 10 B"):
        read(data)


def test_every_class_of_error_of_the_decompressors_is_told():
    for how, junk in ((ZIP_LZMA, b"x"), (ZIP_LZMA, b"\x09\x14\x05\x00\xff\0\0\0\0"),
                      (ZIP_BZIP2, bz2.compress(b"x")[:9])):
        data = packed({"a": junk})
        struct.pack_into("<H", data, data.rindex(b"PK\x01\x02") + 10, how)
        struct.pack_into("<L", data, data.rindex(b"PK\x01\x02") + 24, 99)
        with pytest.raises(ImageError, match="damaged"):
            read(data)
