"""A drawing and its changes in a link, its places told apart by Python's base64."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import fields, replace

import pytest

from explorer.images import CHANGE_BOUNDS, HANDS, PAD, DigitChanges, Drawing, to_text, written
from pages.pixel_to_class.pad_settings import EMPTY, FIELDS, FIRST, PadSettings, Strokes


def sixes(signs):
    """Return the six bits of each sign, as base64 for links has them (RFC 4648, section 5)."""
    bits = "".join(f"{byte:08b}" for byte in urlsafe_b64decode(signs + "A" * (-len(signs) % 4)))
    return [int(bits[at:at + 6], 2) for at in range(0, 6 * len(signs), 6)]


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.name)
@pytest.mark.parametrize("digit", [0, 4, 8])
def test_what_a_link_holds_are_the_places_of_the_pen(hand, digit):
    drawing = written(hand, digit, 11)
    drawn = PadSettings(drawing=to_text(drawing)).drawn
    pen, *strokes = to_text(drawing).split(".")
    assert int(pen) == drawn.pen == drawing.pen
    for signs, stroke in zip(strokes, drawn.strokes, strict=True):
        numbers = sixes(signs)
        x, y = 64 * numbers[0] + numbers[1], 64 * numbers[2] + numbers[3]
        places = [(x, y)]
        for right, down in zip(numbers[4::2], numbers[5::2], strict=True):
            x, y = x + right - 32, y + down - 32
            places.append((x, y))
        assert stroke == tuple(places)


@pytest.mark.parametrize("name", [field.name for field in fields(DigitChanges)])
def test_each_change_goes_to_the_digit_and_no_other(name):
    value = True if name == "invert" else 3
    assert PadSettings(**{name: value}).changes == replace(DigitChanges(), **{name: value})


def test_every_setting_has_a_field_with_the_bounds_of_its_slider():
    assert set(FIELDS) == {field.name for field in fields(PadSettings)}
    for name, (least, most) in CHANGE_BOUNDS.items():
        assert [FIELDS[name].read(name, str(asked), 0)[0] for asked in (least, most, least - 1, most + 1)] == [
            least, most, least, most]
        assert FIELDS[name].read(name, str(most + 1), 0)[1] is not None


@pytest.mark.parametrize(("text", "read"), [
    (EMPTY, ""), ("", ""), (FIRST, FIRST), ("8.AAAAgg", "8.AAAAgg"), ("08.AAAA", "8.AAAA"), ("20.BvBv", "20.BvBv")])
def test_a_drawing_is_read_as_short_as_it_can_be(text, read):
    assert Strokes().read("drawing", text, FIRST) == (read, None)


@pytest.mark.parametrize("text", ["8", "8.", "21.AAAA", "2.AAAA", "8.BwAA", "8.AAAAfg", "8.AAAAg", "8.AA A", "-.AAAA"])
def test_what_is_no_drawing_is_an_empty_pad_and_said(text):
    found, said = Strokes().read("drawing", text, FIRST)
    assert found == ""
    assert "cannot be read" in str(said)


@pytest.mark.parametrize("drawing", [
    Drawing(), Drawing((((0, 0),),)), Drawing((((PAD - 1, PAD - 1), (0, 0)),), pen=3), Drawing((((5, 5),), ((6, 6),)))])
def test_a_drawing_comes_back_from_what_is_written(drawing):
    said, problem = Strokes().read("drawing", Strokes().write(to_text(drawing)), FIRST)
    assert problem is None
    again = PadSettings(drawing=said).drawn
    assert [(stroke[0], stroke[-1]) for stroke in again.strokes] == [
        (stroke[0], stroke[-1]) for stroke in drawing.strokes]
    assert Strokes().write(said) != ""
