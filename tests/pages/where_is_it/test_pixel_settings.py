"""What links may say of the tab *Every pixel*: what does not fit is put right, and it is told."""

from __future__ import annotations

import pytest

from explorer.detection import KERNEL_SIZES, KERNELS, PADDINGS, STRIDES
from explorer.scenes import KINDS
from pages.where_is_it.pixel_settings import CLASSES, FIELDS, LOOKS, PIXEL_NETWORKS, PIXEL_PARTS, PixelSettings

FIRST = PixelSettings()
FITS = [
    ("pixels", "unet", "unet"),
    ("pixels", "skips", "skips"),
    ("pixels", "enlarge", "enlarge"),
    ("segmenter", "segment_plain", "segment_plain"),
    ("segmenter", "segment_nearest", "segment_nearest"),
    ("pixel_look", "borders", "borders"),
    ("pixel_look", "things", "things"),
    ("pixel_kind", "ground", "ground"),
    ("pixel_kind", "cross", "cross"),
    ("opacity", "0", 0),
    ("opacity", "100", 100),
    ("confused", "-1", -1),
    ("confused", "48", 48),
    ("unet_step", "0", 0),
    ("unet_map", "256", 256),
    ("skips_off", "", ()),
    ("skips_off", "64_32_16", ("64", "32", "16")),
    ("skips_off", "16_64", ("64", "16")),
    ("up_grid", "edge", "edge"),
    ("up_kernel", "6", 6),
    ("up_stride", "1", 1),
    ("up_padding", "2", 2),
    ("up_weights", "bilinear", "bilinear"),
    ("up_seed", "99", 99),
    ("up_pick", "1_63", (1, 63)),
    ("up_map", "64", 64),
]
MISFITS = [
    ("pixels", "everything", FIRST.pixels),
    ("segmenter", "resnet20", FIRST.segmenter),
    ("segmenter", "../../etc", FIRST.segmenter),
    ("pixel_look", "<b>", FIRST.pixel_look),
    ("pixel_kind", "hexagon", FIRST.pixel_kind),
    ("opacity", "101", 100),
    ("opacity", "-5", 0),
    ("opacity", "half", FIRST.opacity),
    ("confused", "49", 48),
    ("confused", "1e9", FIRST.confused),
    ("unet_step", "99", 40),
    ("unet_map", "0", 1),
    ("skips_off", "64_128", ("64",)),
    ("skips_off", "7", FIRST.skips_off),
    ("up_grid", "hole", FIRST.up_grid),
    ("up_kernel", "7", KERNEL_SIZES[1]),
    ("up_kernel", "1", KERNEL_SIZES[0]),
    ("up_stride", "0", STRIDES[0]),
    ("up_stride", "9", STRIDES[1]),
    ("up_padding", "3", PADDINGS[1]),
    ("up_weights", "gaussian", FIRST.up_weights),
    ("up_seed", "100", 99),
    ("up_pick", "4", FIRST.up_pick),
    ("up_pick", "1_5000", (1, 999)),
    ("up_map", "999", 256),
]


@pytest.mark.parametrize(("name", "text", "expected"), FITS)
def test_what_fits_is_taken_as_it_stands(name, text, expected):
    value, problem = FIELDS[name].read(name, text, getattr(FIRST, name))
    assert value == expected
    assert type(value) is type(getattr(FIRST, name))
    assert problem is None or name == "up_pick"


@pytest.mark.parametrize(("name", "text", "expected"), MISFITS)
def test_what_does_not_fit_becomes_the_nearest_that_does(name, text, expected):
    value, problem = FIELDS[name].read(name, text, getattr(FIRST, name))
    assert value == expected
    assert problem is not None or name == "up_pick"


@pytest.mark.parametrize(("name", "text", "expected"), FITS)
def test_what_was_taken_is_written_so_that_it_is_taken_again(name, text, expected):
    value, _problem = FIELDS[name].read(name, text, getattr(FIRST, name))
    assert FIELDS[name].read(name, FIELDS[name].write(value), None)[0] == expected


def test_every_setting_stands_in_the_link():
    assert set(FIELDS) == set(PixelSettings.__dataclass_fields__)


def test_choices_are_those_of_the_library():
    assert (CLASSES[0], *CLASSES[1:]) == ("ground", *KINDS)
    assert set(KERNELS) == {"ones", "bilinear", "random"}
    assert len(set(LOOKS)) == len(LOOKS) and len(set(PIXEL_PARTS)) == len(PIXEL_PARTS)


def test_the_first_network_is_the_one_with_skips():
    assert PIXEL_NETWORKS[0] == FIRST.segmenter == "segment"
