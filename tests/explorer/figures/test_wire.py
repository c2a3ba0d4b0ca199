"""Blocks of bytes are read back by the standard library's struct and json, and by numpy."""

import io
import json
import struct

import numpy as np
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from explorer.figures.wire import field_numbers, packed, packed_compact, packed_photo
from explorer.graph import Conv2d, Graph, MaxPool2d, analyse

RNG = np.random.default_rng(0)
NOTHING = np.zeros((0, 0), np.float32)


def unpacked(block):
    (length,) = struct.unpack_from("<I", block)
    return json.loads(block[4:4 + length]), block[4 + length:]


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.booleans())))
def test_a_header_comes_back_and_what_follows_it_stands_at_a_multiple_of_four(header):
    block = packed(header, [np.array([7], np.uint8)])
    found, rest = unpacked(block)
    assert found == header
    assert rest == b"\x07"
    assert (len(block) - 1) % 4 == 0


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64, np.intp, ">f4"])
def test_all_numbers_but_bytes_arrive_as_float32(kind):
    values = np.arange(12).reshape(3, 4).astype(kind)
    assert struct.unpack("<12f", unpacked(packed({}, [values]))[1]) == tuple(range(12))


def test_arrays_follow_one_another_row_by_row_whatever_their_strides():
    image = RNG.integers(0, 256, (4, 5, 3), dtype=np.uint8)
    turned = image.transpose(1, 0, 2)[::-1]
    rest = unpacked(packed({}, [turned, image]))[1]
    assert list(rest[:60]) == [value for row in turned for cell in row for value in cell]
    assert rest[60:] == image.tobytes()


def test_a_photo_without_a_map_is_sent_alone():
    photo = RNG.integers(0, 256, (6, 10, 3), dtype=np.uint8)
    header, rest = unpacked(packed_photo(photo, np.zeros((0, 0), np.float32), "sequential", {"high": 1.0}))
    assert header == {"high": 1.0, "hatched": False, "photo": [6, 10], "map": [0, 0]}
    assert rest[768:] == photo.tobytes()



def compact(photo, values):
    """Return header, values as read back by struct, and the photo as PIL opens it."""
    header, rest = unpacked(packed_compact(photo, values, "sequential", {"high": 1.0}))
    end = 768 + 3 * values.size
    found = [struct.unpack("<f", b"\0" + rest[at:at + 3])[0] for at in range(768, end, 3)]
    return header, found, Image.open(io.BytesIO(rest[end:end + header["file_bytes"]]))


def test_compact_values_keep_more_digits_than_are_shown():
    values = (RNG.standard_normal((6, 7)) * 10.0 ** RNG.integers(-30, 30, (6, 7))).astype(np.float32)
    header, found, _photo = compact(np.zeros((4, 4, 3), np.uint8), values)
    assert header["map"] == [6, 7]
    np.testing.assert_allclose(found, values.ravel(), rtol=2.0**-16, atol=0)


def test_compact_values_that_are_not_finite_stay_so():
    _header, found, _photo = compact(np.zeros((4, 4, 3), np.uint8), np.float32([[np.nan, np.inf, -np.inf, 0]]))
    assert str(found) == "[nan, inf, -inf, 0.0]"


def test_small_compact_photos_have_no_losses_and_large_ones_hardly_any():
    small = RNG.integers(0, 256, (64, 24, 3), dtype=np.uint8)
    assert np.array_equal(compact(small, NOTHING)[2], small)
    large = np.asarray(Image.fromarray(small[:8, :12]).resize((224, 160), Image.Resampling.BICUBIC))
    assert np.abs(np.asarray(compact(large, NOTHING)[2], int) - large).mean() < 2


def test_a_compact_block_has_little_more_than_half_the_bytes():
    photo = np.asarray(Image.fromarray(RNG.integers(0, 256, (14, 14, 3), dtype=np.uint8)).resize((224, 224)))
    values = RNG.standard_normal((224, 224)).astype(np.float32)
    whole, less = (len(way(photo, values, "diverging", {"high": 1.0})) for way in (packed_photo, packed_compact))
    assert less < 0.55 * whole


def test_field_numbers_are_those_of_the_report():
    report = analyse(Graph.chain(Conv2d(out_channels=4, kernel_size=5, padding=2), MaxPool2d()), (3, 32, 32))
    assert field_numbers(report["pool1"].fields) == [(0.5, 2, 6)] * 2
    assert field_numbers(None) is None
