import io

import numpy as np
import pytest
from PIL import Image

from explorer.figures.attribution import GHOST, Card, levels, masked, over_photo, panel_png, reach, threshold
from explorer.figures.colours import DIVERGING, GAP, MISSING, SEQUENTIAL, colour_table, rgb

RNG = np.random.default_rng(0)
VALUES = RNG.normal(size=(20, 30)).astype(np.float32)
PHOTO = RNG.integers(0, 256, (20, 30, 3), dtype=np.uint8)


def test_a_scale_ends_at_the_99th_percentile_of_the_sizes():
    assert reach(VALUES) == pytest.approx(np.percentile(np.abs(VALUES), 99))


@pytest.mark.parametrize(("values", "end"), [([0, 0, 0], 1), ([np.nan, np.inf], 1), ([], 1), ([0] * 500 + [-3], 3),
                                             ([np.nan, 2, 2], 2)])
def test_a_scale_always_ends_above_zero(values, end):
    assert reach(np.array(values, dtype=np.float32)) == end


def test_zero_lies_in_the_middle_of_a_signed_scale_and_at_the_start_of_the_other():
    zero = np.zeros(1, dtype=np.float32)
    assert levels(zero, high=2, signed=True)[0] == 127
    assert levels(zero, high=2, signed=False)[0] == 0


def test_values_beyond_the_scale_get_its_last_colour_and_those_that_are_no_numbers_their_own():
    values = np.array([-9, 9, np.nan, np.inf, -np.inf], dtype=np.float32)
    assert levels(values, high=2, signed=True).tolist() == [0, 254, GAP, GAP, GAP]


@pytest.mark.parametrize(("signed", "scale"), [(True, DIVERGING), (False, SEQUENTIAL)])
def test_a_map_that_hides_the_photo_has_the_colours_of_its_scale(signed, scale):
    values = np.abs(VALUES)
    drawn = over_photo(PHOTO, values, signed=signed, opacity=1)
    expected = colour_table(scale)[levels(values, high=reach(values), signed=signed)]
    np.testing.assert_array_equal(drawn, expected)


def test_a_map_that_lets_all_through_leaves_the_photo_in_grey():
    drawn = over_photo(PHOTO, VALUES, signed=True, opacity=0)
    expected = PHOTO @ np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
    np.testing.assert_allclose(drawn, np.repeat(expected[..., None], 3, axis=2), atol=1)


def test_what_is_not_finite_is_magenta():
    values = VALUES.copy()
    values[0, 0] = np.nan
    assert tuple(over_photo(PHOTO, values, signed=True, opacity=1)[0, 0]) == rgb(MISSING)


@pytest.mark.parametrize("kept", [0.1, 0.25, 0.4])
def test_a_mask_keeps_that_share_of_the_photo_untouched(kept):
    inside = np.abs(VALUES) >= threshold(np.abs(VALUES), kept)
    assert inside.mean() == pytest.approx(kept, abs=1 / VALUES.size)
    shown = masked(PHOTO, np.abs(VALUES), share=kept)
    np.testing.assert_array_equal(shown[inside], PHOTO[inside])
    assert shown[~inside].min() >= 255 * (1 - GHOST) - 1


def test_a_mask_never_keeps_what_spoke_against_the_class():
    assert masked(np.zeros_like(PHOTO), -np.abs(VALUES), share=1).min() > 200


def test_a_panel_holds_photo_and_maps_side_by_side():
    file = panel_png(PHOTO, [Card("Photo"), Card("Saliency", np.abs(VALUES)), Card("Signed", VALUES, signed=True)],
                     title="cat")
    image = Image.open(io.BytesIO(file))
    assert image.info["Title"] == "cat"
    zoom = round(320 / 30)
    assert image.width == 3 * (30 * zoom + 12) + 12
    pixels = np.asarray(image)
    np.testing.assert_array_equal(pixels[28:28 + 20 * zoom:zoom, 12:12 + 30 * zoom:zoom], PHOTO)
    left = 12 + 30 * zoom + 12
    np.testing.assert_array_equal(pixels[28:28 + 20 * zoom:zoom, left:left + 30 * zoom:zoom],
                                  over_photo(PHOTO, np.abs(VALUES), signed=False))


def test_a_masked_panel_holds_the_photo_where_it_matters():
    file = panel_png(PHOTO, [Card("Saliency", np.abs(VALUES))], share=0.2)
    zoom = round(320 / 30)
    drawn = np.asarray(Image.open(io.BytesIO(file)))[28:28 + 20 * zoom:zoom, 12:12 + 30 * zoom:zoom]
    np.testing.assert_array_equal(drawn, masked(PHOTO, np.abs(VALUES), share=0.2))
