from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from explorer.errors import ImageError
from explorer.images import decoded, squared

PHOTO = Image.fromarray(astronaut()[60:460, :])  # 512 x 400


def theirs(side):
    """Return the middle square as Pillow crops and scales it in two steps."""
    return np.asarray(PHOTO.crop((56, 0, 456, 400)).resize((side, side), Image.Resampling.BICUBIC)).astype(float)


def png(image, **more):
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **more)
    return buffer.getvalue()


@pytest.mark.parametrize("side", [16, 32, 64, 224])
def test_the_middle_square_is_kept_sharp(side):
    difference = np.abs(squared(PHOTO, side) - theirs(side))
    assert difference[:, 3:-3].max() <= 1  # at its sides, ours also weighs in what lies beyond the square
    assert difference.mean() < 1
    assert np.abs(decoded(png(PHOTO), "photo", side) - theirs(side)).mean() < 3


def test_a_photo_of_a_phone_held_upright_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = decoded(png(PHOTO.transpose(Image.Transpose.ROTATE_90), exif=exif), "photo", 64)
    assert np.abs(turned - theirs(64)).mean() < 3


def test_what_is_no_picture_is_named():
    with pytest.raises(ImageError, match=r"cat/1\.png is a text file"):
        decoded(b"rubbish", "cat/1.png", 32)
