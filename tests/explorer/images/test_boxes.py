"""HEIC and AVIF files whose header says little and whose boxes hold much; the boxes are put together here."""

from __future__ import annotations

import io
import struct
import time

import numpy as np
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from explorer.errors import ImageError, LimitError
from explorer.images import kind_of, open_image
from explorer.images.boxes import boxes, coded_pictures
from explorer.images.structure import structure

register_heif_opener()
KINDS = {"HEIF": b"hvc1", "AVIF": b"av01"}


def written(kind: str, side: int, mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    values = np.full((side, side, len(mode)), 99, np.uint8)
    Image.fromarray(values, mode).save(buffer, kind, quality=10, **options)
    return buffer.getvalue()


def box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), name) + body


def full(name: bytes, version: int, *content: bytes) -> bytes:
    return box(name, bytes([version, 0, 0, 0]), *content)


def tiled(kind: str, side: int, rows: int, columns: int, size: tuple[int, int], said: tuple[int, int] | None = None
          ) -> bytes:
    """Return a grid of the same tile again and again (ISO/IEC 23008-12, 6.6.2.3).

    Args:
        side: of a tile, px.
        size: of the whole, px.
        said: what the file says of the size of a tile, px.
    """
    whole = dict(boxes(written(kind, side)))
    meta = dict(boxes(whole[b"meta"][4:]))
    properties = [box(b"ispe", bytes(4), struct.pack(">II", *said)) if said and name == b"ispe" else box(name, content)
                  for name, content in boxes(dict(boxes(meta[b"iprp"]))[b"ipco"])]
    own, tiles = bytes(range(1, len(properties) + 1)), range(2, 2 + rows * columns)
    grid = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *size)
    start = box(b"ftyp", whole[b"ftyp"])

    def described(place: int) -> bytes:
        spots = [(1, place, len(grid)), *((number, place + len(grid), len(whole[b"mdat"])) for number in tiles)]
        kinds = [(1, b"grid"), *((number, KINDS[kind]) for number in tiles)]
        return full(
            b"meta", 0, full(b"hdlr", 0, bytes(4), b"pict", bytes(13)), full(b"pitm", 0, struct.pack(">H", 1)),
            full(b"iloc", 1, b"\x44\0", struct.pack(">H", len(spots)),
                 *(struct.pack(">HHHHII", number, 0, 0, 1, at, length) for number, at, length in spots)),
            full(b"iinf", 0, struct.pack(">H", len(kinds)),
                 *(full(b"infe", 2, struct.pack(">HH", number, 0), name, b"\0") for number, name in kinds)),
            full(b"iref", 0, box(b"dimg", struct.pack(f">HH{len(tiles)}H", 1, len(tiles), *tiles))),
            box(b"iprp", box(b"ipco", *properties, full(b"ispe", 0, struct.pack(">II", *size))),
                full(b"ipma", 0, struct.pack(">IHBB", len(kinds), 1, 1, len(own) + 1),
                     *(struct.pack(">HB", number, len(own)) + own for number in tiles))))
    place = len(start) + len(described(0)) + 8
    return start + described(place) + box(b"mdat", grid, whole[b"mdat"])


@pytest.mark.parametrize(("kind", "pixels"), [("HEIF", 256 * 256), ("AVIF", 256 * 256)])
def test_the_pixels_of_one_picture_are_those_of_its_header(kind, pixels):
    assert coded_pictures(written(kind, 256)) == [pixels]


@pytest.mark.parametrize("kind", KINDS)
def test_a_grid_as_phones_write_it_opens_and_is_counted_by_tile(kind):
    data = tiled(kind, 256, 2, 3, (700, 500))
    assert coded_pictures(data) == [256 * 256] * 6
    picture = open_image(data)
    assert picture.original_size == (700, 500)
    assert np.abs(picture.pixels.astype(int) - 99).max() < 6


def test_transparency_is_counted_too():
    buffer = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64, 4)).astype(np.uint8)).save(buffer, "AVIF")
    assert coded_pictures(buffer.getvalue()) == [64 * 64] * 2
    assert open_image(buffer.getvalue()).original_size == (64, 64)


@pytest.mark.parametrize(("kind", "size", "said"), [("HEIF", (4100, 4100), None), ("AVIF", (1920, 1920), (64, 64))])
def test_a_thousand_hidden_tiles_are_refused_before_they_are_decoded(kind, size, said):
    data = tiled(kind, 1024, 30, 30, size, said)  # 46 KB with tiles of 4096 px took 113 s (HEIC) and 25 s (AVIF)
    start = time.process_time()
    with pytest.raises(LimitError, match="is made of 900 parts of 943,718,400 pixels; up to 150,000,000"):
        open_image(data)
    assert time.process_time() - start < 10


def test_hidden_frames_of_av1_are_counted():
    data = written("AVIF", 64)
    meta = dict(boxes(dict(boxes(data))[b"meta"][4:]))
    place, length = struct.unpack(">II", meta[b"iloc"][-8:])
    coded = data[place:place + length]
    assert coded_pictures(data) == [64 * 64]
    frame = coded[2 + coded[1]:] if coded[0] >> 3 == 1 else coded
    longer = meta[b"iloc"][:-4] + struct.pack(">I", length + 9 * len(frame))
    hidden = data.replace(meta[b"iloc"], longer)[:place - 8] + box(b"mdat", coded, 9 * frame)
    assert coded_pictures(hidden) == [64 * 64] * 10


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_that_stands_for_a_film_is_opened(kind):
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("teal", "red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:])
    picture = open_image(buffer.getvalue())
    assert np.abs(picture.pixels[32, 32].astype(int) - (0, 128, 128)).max() < 8
    assert len(picture.notes) == 1
    # libavif decodes the first frame of the film where that is the first brand: its frames are not counted
    assert structure(kind_of(buffer.getvalue()), buffer.getvalue(), "").data[8:12] in {b"avif", b"heic"}


def test_what_a_camera_appends_does_not_matter():
    assert open_image(written("HEIF", 64) + b"\0\0\0\5what SEFT").original_size == (64, 64)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_understood_is_not_decoded(kind):
    data = written(kind, 64)
    meta = box(b"meta", dict(boxes(data))[b"meta"])
    for wrong in (data + meta, data.replace(b"iloc", b"free"), data.replace(b"pitm", b"iloc")):
        with pytest.raises(ImageError, match=r"damaged|cut off"):
            open_image(wrong)


def test_a_picture_that_is_made_of_itself_is_refused():
    data = tiled("HEIF", 64, 1, 1, (64, 64))
    start = time.process_time()
    circle = data.replace(b"dimg" + struct.pack(">HHH", 1, 1, 2), b"dimg" + struct.pack(">HHH", 1, 1, 1))
    with pytest.raises(ImageError, match="damaged"):
        open_image(circle)
    assert time.process_time() - start < 2
