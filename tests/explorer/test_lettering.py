"""Letters in pictures: Hangul is drawn where the machine has it, and nothing runs out of a picture."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from explorer import lettering
from explorer.lettering import can_draw, drawable, font_of, lines_of

KOREAN = "특성 맵"


@pytest.fixture(params=[(), lettering.FONTS], ids=["no Korean font", "fonts of this machine"])
def fonts(request, monkeypatch):
    monkeypatch.setattr(lettering, "FONTS", request.param)
    lettering._korean.cache_clear()
    yield request.param
    lettering._korean.cache_clear()


def ink(text, size=24):
    image = Image.new("L", (size * len(text) + 20, 2 * size))
    ImageDraw.Draw(image).text((4, 4), text, 255, font_of(text, size))
    return np.asarray(image)


def test_hangul_is_drawn_as_letters_or_known_to_be_missing(fonts):
    if can_draw(KOREAN):
        assert not np.array_equal(ink("가"), ink("나")), "two boxes look alike"
    else:
        assert np.array_equal(ink("가"), ink("나")), "this machine could draw them after all"
    assert can_draw("layer2 × 3")


def test_signs_that_the_latin_letters_lack_are_written_otherwise():
    own = ImageFont.load_default(24)
    box = bytes(own.getmask("\uac00"))
    assert all(bytes(own.getmask(sign)) != box for sign in drawable("12 × 3 − 4…"))
    assert drawable("크기 3 × 3") == "크기 3 × 3"


@pytest.mark.parametrize("text", ["torchvision/resnet18 layer2.1.relu_1 (random weights)", "가" * 40, ""])
def test_lines_are_as_wide_as_the_picture_at_most_and_lose_nothing(text):
    font = font_of(text, 12)
    lines = lines_of(text, font, 90)
    assert all(font.getlength(line) <= 90 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
