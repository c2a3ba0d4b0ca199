import io
import json

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from explorer.errors import LimitError
from explorer.figures.colours import GAP, MISSING, colour_table, lookup, rgb
from explorer.figures.contact_sheet import packed_map, packed_sheet, sheet, sheet_png

RNG = np.random.default_rng(0)
BOTH = pytest.mark.parametrize("shared", [True, False], ids=["shared", "each"])


def normal(*shape):
    return RNG.standard_normal(shape, dtype=np.float32)


def values(shown):
    """Turn levels back into numbers, as the readout under the pointer does."""
    high = shown.high[:, None, None].astype(float)
    levels = shown.levels.astype(float)
    return (levels - 127) / 127 * high if shown.signed else levels / 254 * high


@BOTH
@pytest.mark.parametrize("signed", [True, False])
def test_a_level_is_within_half_a_step_of_the_number(shared, signed):
    maps = normal(7, 9, 11) if signed else np.abs(normal(7, 9, 11))
    shown = sheet(maps, shared_scale=shared)
    half = shown.high[:, None, None] / (254 if signed else 508)
    assert shown.signed is signed
    assert np.all(np.abs(values(shown) - maps) <= half * 1.001)


def test_zero_stands_exactly_at_the_neutral_middle_of_a_signed_sheet():
    maps = normal(3, 4, 4)
    maps[:, 0, 0] = 0
    shown = sheet(maps)
    assert shown.scale == "diverging"
    assert np.all(shown.levels[:, 0, 0] == 127)
    assert np.ptp(colour_table(shown.scale)[127].astype(int)) == 0


def test_one_negative_cell_makes_the_sheet_signed():
    maps = np.ones((5, 3, 3), dtype=np.float32)
    assert not sheet(maps).signed
    maps[4, 2, 2] = -1e-6
    assert sheet(maps).signed


def test_maps_without_negatives_start_at_0_and_end_at_the_largest():
    shown = sheet(np.arange(27, dtype=np.float32).reshape(3, 3, 3))
    assert shown.scale == "sequential"
    assert (shown.levels[0, 0, 0], shown.levels[2, 2, 2]) == (0, 254)


def test_each_map_can_have_a_scale_of_its_own():
    maps = np.stack([np.eye(3), 100 * np.eye(3)]).astype(np.float32)
    assert sheet(maps, shared_scale=True).levels[0].max() == 3
    own = sheet(maps, shared_scale=False)
    assert own.levels[0].max() == own.levels[1].max() == 254
    assert own.high.tolist() == [1, 100]


@pytest.mark.parametrize("side", [5, 64, 65, 130])
def test_numbers_of_each_map_are_numpys(side):
    maps = normal(4, side, side)
    shown = sheet(maps)
    np.testing.assert_array_equal(shown.minimum, maps.min(axis=(1, 2)))
    np.testing.assert_array_equal(shown.maximum, maps.max(axis=(1, 2)))
    np.testing.assert_allclose(shown.mean, maps.astype(np.float64).mean(axis=(1, 2)), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(shown.active, (maps > 0).mean(axis=(1, 2)), rtol=1e-6)


@pytest.mark.parametrize("order", ["mean", "maximum", "active"])
def test_maps_are_ordered_from_the_largest(order):
    maps = normal(20, 6, 6)
    shown = sheet(maps, order=order)
    keys = {"mean": maps.mean(axis=(1, 2)), "maximum": maps.max(axis=(1, 2)), "active": (maps > 0).mean(axis=(1, 2))}
    assert sorted(shown.order.tolist()) == list(range(20))
    assert np.all(np.diff(keys[order][shown.order]) <= 1e-7)


def test_equal_maps_keep_the_order_of_their_channels():
    assert sheet(np.ones((9, 2, 2), dtype=np.float32), order="mean").order.tolist() == list(range(9))
    assert sheet(normal(9, 2, 2)).order.tolist() == list(range(9))


@pytest.mark.parametrize(("height", "width", "step"), [(64, 64, 1), (65, 10, 2), (224, 224, 4), (10, 130, 3)])
def test_large_maps_are_averaged_in_blocks(height, width, step):
    maps = np.abs(normal(2, height, width))
    shown = sheet(maps)
    assert shown.step == step
    corner = maps[:, :step, :step].mean(axis=(1, 2))
    last = maps[:, (height - 1) // step * step:, (width - 1) // step * step:].mean(axis=(1, 2))
    np.testing.assert_allclose(values(shown)[:, 0, 0], corner, atol=shown.high[0] / 500)
    np.testing.assert_allclose(values(shown)[:, -1, -1], last, atol=shown.high[0] / 500)


def test_very_many_maps_get_smaller_thumbnails():
    assert sheet(np.zeros((2048, 56, 56), dtype=np.float32)).levels.size <= 2**20


def test_cells_that_are_not_finite_are_marked_counted_and_left_out_of_the_numbers():
    maps = np.array([[[1, np.nan], [np.inf, 3]], [[1, 1], [1, -np.inf]]], dtype=np.float32)
    shown = sheet(maps)
    assert shown.missing.tolist() == [2, 1]
    assert not shown.signed
    assert (shown.levels == GAP).tolist() == [[[False, True], [True, False]], [[False, False], [False, True]]]
    assert (shown.minimum[0], shown.maximum[0], shown.mean[0], shown.active[0]) == (1, 3, 2, 0.5)
    assert colour_table("sequential")[GAP].tolist() == list(rgb(MISSING))


def test_a_map_without_any_finite_cell_has_zeros_for_numbers():
    shown = sheet(np.full((2, 3, 3), np.nan, dtype=np.float32), order="mean")
    assert np.all(shown.levels == GAP)
    assert (shown.minimum.tolist(), shown.mean.tolist(), shown.missing.tolist()) == ([0, 0], [0, 0], [9, 9])


@pytest.mark.parametrize(("constant", "level"), [(0, 0), (5, 254), (-5, 0)])
def test_constant_maps_are_fine(constant, level):
    shown = sheet(np.full((2, 3, 3), constant, dtype=np.float32), shared_scale=False)
    assert np.all(shown.levels == level)
    assert shown.maximum.tolist() == [constant, constant]


@BOTH
@given(maps=arrays(np.float32, (2, 3, 2), elements=st.floats(width=32)))
def test_any_numbers_at_all_give_a_sheet(shared, maps):
    shown = sheet(maps, shared_scale=shared, limit=2)
    assert shown.high.min() > 0
    assert np.isfinite(shown.mean).all()
    np.testing.assert_array_equal(shown.missing, (~np.isfinite(maps)).sum(axis=(1, 2)))


def test_the_selected_map_travels_in_full():
    maps = normal(3, 100, 100)
    shown = sheet(maps, selected=2)
    np.testing.assert_array_equal(shown.large, maps[2])
    assert sheet(maps).large is None


@pytest.mark.parametrize("shape", [(0, 4, 4), (3, 0, 4), (4, 4), (1, 3, 4, 4)])
def test_what_is_no_stack_of_maps_is_refused(shape):
    with pytest.raises(LimitError, match="channels × height × width"):
        sheet(np.zeros(shape, dtype=np.float32))


@pytest.mark.parametrize("selected", [-1, 3])
def test_a_map_that_does_not_exist_cannot_be_selected(selected):
    with pytest.raises(LimitError, match=f"no map {selected + 1}: this layer has the maps 1 to 3"):
        sheet(normal(3, 2, 2), selected=selected)


def test_the_bytes_hold_everything_at_its_place():
    maps = normal(3, 5, 4)
    block = packed_sheet(sheet(maps, selected=1, order="mean"), {"name": "Merkmalskarten ©"})
    length = int.from_bytes(block[:4], "little")
    header = json.loads(block[4:4 + length])
    floats = np.frombuffer(block, "<f4", 6 * 3 + 20, offset=4 + length)
    rest = np.frombuffer(block, np.uint8, offset=4 + length + floats.nbytes)
    assert length % 4 == 0
    assert (header["thumb"], header["words"]["name"], header["large"]) == ([5, 4], "Merkmalskarten ©", True)
    np.testing.assert_array_equal(floats[3:6], maps.min(axis=(1, 2)))
    np.testing.assert_array_equal(floats[18:], maps[1].ravel())
    np.testing.assert_array_equal(rest[:765].reshape(255, 3), lookup("diverging", levels=255))
    np.testing.assert_array_equal(rest[768:], sheet(maps).levels.ravel())


def test_a_png_holds_every_map_in_its_order_and_colours():
    maps = RNG.random((6, 48, 48)).astype(np.float32)
    shown = sheet(maps, order="mean")
    image = Image.open(io.BytesIO(sheet_png(shown, title="layer2")))
    pixels = np.asarray(image)
    first, second = (colour_table(shown.scale)[shown.levels[channel]] for channel in shown.order[:2])
    np.testing.assert_array_equal(pixels[2:50, 2:50], first)
    np.testing.assert_array_equal(pixels[2:50, 52:100], second)
    assert image.info["Title"] == "layer2"


@pytest.mark.parametrize("count", [1, 64])
def test_the_title_stands_below_the_maps_of_a_png_and_is_not_cut_off(count):
    shown = sheet(RNG.random((count, 8, 8)).astype(np.float32))
    title = "torchvision/resnet18 layer2.1.relu_1 (random weights)"
    plain = np.asarray(Image.open(io.BytesIO(sheet_png(shown))))
    titled = np.asarray(Image.open(io.BytesIO(sheet_png(shown, title=title))))
    np.testing.assert_array_equal(titled[:len(plain)], plain)
    below = titled[len(plain):]
    assert (below.min(axis=2) < 128).any()
    assert (below[:, -1] == 255).all()


def test_a_row_of_values_becomes_a_png_too():
    assert Image.open(io.BytesIO(sheet_png(sheet(RNG.random((10, 1, 1)).astype(np.float32))))).size[0] > 40


def test_the_bytes_of_a_map_over_a_photo_come_in_their_order():
    maps = RNG.normal(size=(2, 3, 5)).astype(np.float32)
    photo = RNG.integers(0, 256, (6, 10, 3), dtype=np.uint8)
    block = packed_map(photo, maps[1], sheet(maps, shared_scale=False), 1, {"words": {}})
    at = 4 + int.from_bytes(block[:4], "little")
    header = json.loads(block[4:at])
    assert at % 4 == 0
    assert (header["photo"], header["map"], header["signed"]) == ([6, 10], [3, 5], True)
    assert header["high"] == pytest.approx(float(np.abs(maps[1]).max()))
    np.testing.assert_array_equal(np.frombuffer(block, "<f4", 15, at).reshape(3, 5), maps[1])
    np.testing.assert_array_equal(np.frombuffer(block, np.uint8, 180, at + 60 + 768).reshape(6, 10, 3), photo)
