"""Files of millions of pieces, lying headers and endless passes: refused by what they are made of, in no time."""

from __future__ import annotations

import io
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from explorer.errors import ImageError, LimitError
from explorer.images import open_image, opening
from explorer.images.structure import MOST_PIECES, MOST_SCANS
from explorer.settings import Settings

register_heif_opener()


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, width: int = 8, height: int = 8, depth: int = 8, colour: int = 0) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes((1 + width) * height)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + chunk(b"IEND")


def saved(kind: str, side: int = 8, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (side, side, 3)).astype(np.uint8)).save(
        buffer, kind, **options)
    return buffer.getvalue()


def boxed(kind: str) -> bytes:
    """Return the first box of a file, which says its kind."""
    data = saved(kind)
    return data[:int.from_bytes(data[:4])]


def progressive(scans: int, side: int = 64) -> bytes:
    """Return a progressive JPEG whose last scan is there again and again."""
    data = saved("JPEG", side, progressive=True)
    last = data.rindex(b"\xff\xda")
    start = data.rindex(b"\xff\xc4", 0, last)
    return data[:-2] + data[start:-2] * scans + data[-2:]


def gif(*extensions: bytes) -> bytes:
    data = saved("GIF")
    table = 13 + (3 << (data[10] & 7) + 1)
    return data[:table] + b"".join(extensions) + data[table:]


def tiff(*tags: tuple[int, int, int, int]) -> bytes:
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + bytes(4096)


def jpeg_in_tiff(data: bytes) -> bytes:
    tags = [(256, 4, 1, 64), (257, 4, 1, 64), (258, 3, 1, 8), (259, 3, 1, 7), (262, 3, 1, 6), (273, 4, 1, 200),
            (277, 3, 1, 3), (278, 4, 1, 64), (279, 4, 1, len(data))]
    return tiff(*tags)[:200].ljust(200, b"\0") + data


def bmp(width: int, height: int, packed: bytes) -> bytes:
    """Return an 8-bit BMP, run-length coded."""
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, len(packed), 1, 1, 256, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 1024 + len(packed), 0, 0, 54 + 1024) + head + bytes(1024) + packed


GREY = [(256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (277, 3, 1, 1)]
MANY = 1_000_000
BOMBS = {
    "chunks before the pixels of a PNG": lambda: png(chunk(b"abCd") * MANY),
    "empty parts of a PNG's pixels": lambda: png(chunk(b"IDAT") * MANY),
    "texts of a PNG": lambda: png(chunk(b"tEXt", b"a\0") * MANY),
    "parts of a GIF's comment": lambda: gif(b"!\xfe" + b"\x01a" * 5 * MANY + b"\0"),
    "extensions of a GIF": lambda: gif(b"!\x01\0" * MANY),
    "segments of a JPEG": lambda: b"\xff\xd8" + b"\xff\xfe\0\2" * MANY + saved("JPEG")[2:],
    "fill bytes of a JPEG": lambda: b"\xff\xd8" + b"\xff" * 10 * MANY + saved("JPEG")[2:],
    "rubbish between segments of a JPEG": lambda: b"\xff\xd8\xff\xfe\0\2" + b"a" * 10 * MANY + saved("JPEG")[2:],
    "scans of a JPEG": lambda: progressive(MANY // 100),
    "scans of a JPEG in a TIFF": lambda: jpeg_in_tiff(progressive(MANY // 100)),
    "tiles of a TIFF": lambda: tiff(*GREY, (322, 4, 1, 1), (323, 4, 1, 1), (324, 4, MANY, 8), (325, 4, MANY, 8)),
    "strips of a TIFF": lambda: tiff(*GREY, (273, 4, MANY, 8), (278, 4, 1, 1), (279, 4, MANY, 8)),
    "runs of a BMP": lambda: bmp(6000, 6000, b"\1\7" * MANY),
    "boxes of a HEIC": lambda: boxed("HEIF") + struct.pack(">I4s", 8, b"free") * MANY,
    "boxes of an AVIF": lambda: boxed("AVIF") + struct.pack(">I4s", 8, b"free") * MANY,
}


@pytest.mark.parametrize("what", BOMBS)
def test_what_is_made_of_too_much_is_refused_in_no_time(what):
    data = BOMBS[what]()
    start = time.process_time()
    with pytest.raises(LimitError, match=r"This file (is made of more pieces|paints its picture in|is a run-length)"):
        open_image(data)
    assert time.process_time() - start < 2  # each took 2 to 30 s; now 0.1 s, more on a loaded machine


def test_what_programs_write_is_far_from_all_limits():
    assert open_image(progressive(20)).original_size == (64, 64)
    assert open_image(png(chunk(b"tEXt", b"a\0b") * 500)).original_size == (8, 8)
    assert open_image(gif(b"!\xfe" + (b"\xff" + b"a" * 255) * 500 + b"\0")).original_size == (8, 8)
    assert open_image(saved("TIFF", 900)).original_size == (900, 900)
    assert open_image(saved("HEIF", 64)).original_size == (64, 64)
    assert MOST_PIECES >= 50_000


def test_scans_are_counted_by_markers_not_by_what_looks_like_one():
    data = saved("JPEG")
    comment = b"\xff\xda" * 3 * MOST_SCANS
    inside = data[:2] + b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment + data[2:]
    assert open_image(inside).original_size == (8, 8)
    assert open_image(data + b"\xff\xda\0\2" * 3 * MOST_SCANS).original_size == (8, 8)  # a film behind the photo


def test_fewer_scans_are_read_of_larger_pictures():
    data = bytearray(progressive(30))
    open_image(bytes(data))
    frame = data.index(b"\xff\xc2")
    data[frame + 5:frame + 9] = struct.pack(">HH", 5000, 5000)
    with pytest.raises(LimitError, match="25 or more passes"):
        open_image(bytes(data))


@pytest.mark.parametrize(("width", "height"), [(30_001, 1), (1, 30_001), (1, 49_999_999)])
def test_a_side_above_the_limit_is_refused_from_the_header(width, height):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 1))
    with pytest.raises(LimitError, match=r"px; the longer side may have up to 30,000 px"):
        open_image(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT") + chunk(b"IEND"))


@pytest.mark.parametrize(("kind", "options", "needed"), [
    ("PNG", {}, 4), ("WEBP", {}, 16), ("GIF", {}, 6), ("HEIF", {}, 10), ("AVIF", {}, 10), ("TIFF", {}, 7),
    ("JPEG", {}, 4), ("JPEG", {"progressive": True}, 10)])
def test_memory_is_measured_by_kind_before_anything_is_decoded(kind, options, needed, monkeypatch):
    data = saved(kind, 64, **options)
    for allowed, opens in ((needed * 64 * 64, True), (needed * 64 * 64 - 1, False)):
        monkeypatch.setattr(opening, "settings", lambda allowed=allowed: replace(Settings(), image_memory=allowed))
        if opens:
            assert open_image(data).original_size == (64, 64)
        else:
            with pytest.raises(LimitError, match="of memory to open; at most"):
                open_image(data)


@pytest.mark.parametrize("kind", ["HEIF"])
def test_a_file_in_boxes_that_says_it_is_smaller_than_its_pixels_is_refused(kind):
    data = saved(kind, 128)
    truth, lie = (b"ispe" + bytes(4) + struct.pack(">II", side, side) for side in (128, 16))
    assert truth in data
    with pytest.raises(ImageError, match="damaged"):
        open_image(data.replace(truth, lie))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF"])
def test_nothing_is_decoded_of_what_is_refused(kind, monkeypatch):
    monkeypatch.setattr(opening, "settings", lambda: replace(Settings(), image_memory=1))
    data, loads = saved(kind), []
    monkeypatch.setattr(Image.Image, "load", lambda _: loads.append("load"))
    monkeypatch.setattr(Image.core, "new", lambda *_: loads.append("new"))
    with pytest.raises(LimitError, match="of memory to open"):
        open_image(data)
    assert loads == []


def test_of_pictures_that_take_much_memory_one_is_decoded_at_a_time(monkeypatch):
    running, most = [], []
    decode = opening.to_rgb

    def watched(*given: object, **named: object) -> object:
        running.append(1)
        time.sleep(0.02)
        most.append(len(running))
        made = decode(*given, **named)
        running.pop()
        return made

    monkeypatch.setattr(opening, "to_rgb", watched)
    for large, expected in ((1, 1), (10**9, 4)):
        monkeypatch.setattr(opening, "LARGE", large)
        most.clear()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(open_image, [saved("PNG", 40)] * 4))
        assert max(most) == expected
