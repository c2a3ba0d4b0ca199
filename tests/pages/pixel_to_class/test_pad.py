"""What is drawn for LeNet-5: in the link, as the picture that it reads, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import images, networks
from explorer.images import CHANGE_BOUNDS, HANDS, DigitChanges, Drawing, drawing_from_text, to_text, written
from explorer.networks import network_input
from pages.pixel_to_class import pad
from pages.pixel_to_class.pad_settings import EMPTY, FIRST, PadSettings
from pages.pixel_to_class.state import WalkChoice, WalkCodec
from pages.pixel_to_class.walk_answers import CHANGES
from pages.ui import previews

CODEC = WalkCodec()
BASE = WalkChoice(network=pad.READER)
FIVE = written(HANDS[1], 5, 2)


@pytest.mark.parametrize("link", [
    {}, {"drawing": to_text(FIVE)}, {"drawing": EMPTY}, {"turn": "-40", "noise": "30"},
    {"drawing": to_text(FIVE), "right": "3", "down": "-2", "thicken": "4", "invert": "1"}])
def test_drawing_and_changes_come_back_from_a_link(link):
    found, problems = CODEC.read({"network": pad.READER} | link, BASE)
    assert (CODEC.write(found), problems) == ({"network": pad.READER} | link, ())


def test_a_link_without_a_drawing_begins_with_one():
    assert PadSettings().drawn == drawing_from_text(FIRST) != Drawing()
    assert PadSettings().changes == DigitChanges()


def test_a_drawing_that_cannot_be_read_is_an_empty_pad_and_said():
    found, problems = CODEC.read({"network": pad.READER, "drawing": "8.!!"}, BASE)
    assert found.drawing == ""
    assert ["cannot be read" in str(one) for one in problems] == [True]


@pytest.mark.parametrize("name", CHANGE_BOUNDS)
def test_a_change_out_of_its_bounds_is_brought_inside_and_said(name):
    found, problems = CODEC.read({"network": pad.READER, name: "9999"}, BASE)
    assert getattr(found.changes, name) == CHANGE_BOUNDS[name][1]
    assert len(problems) == 1


def test_only_the_network_for_digits_has_the_pad(monkeypatch):
    chosen = WalkChoice(network="x", drawing=to_text(FIVE), turn=8)
    monkeypatch.setattr("pages.ui.state.page_state.PageState.now", chosen)
    assert pad.picture("bundled/resnet20") is None
    drawn = pad.picture(pad.READER)
    assert drawn.key == images.digit_picture(FIVE, DigitChanges(turn=8)).key
    network = networks.load(pad.READER)
    told = images.digit_input(images.raster(FIVE), DigitChanges(turn=8))
    assert np.abs(network_input(network, drawn).values - told).max() < 0.005


@pytest.mark.parametrize("digit", range(10))
def test_the_line_says_which_digit_it_reads(digit):
    said = pad.look(written(HANDS[0], digit, 0), DigitChanges())
    assert said.line.startswith(f"It reads a {digit}: ")
    assert said.told == ""


@pytest.mark.parametrize(("drawing", "line", "told"), [
    (Drawing(), "", "pad is empty"),
    (Drawing((((50, 50), (52, 53)),)), "It", "a dot"),
    (Drawing(tuple(((x, 10), (x, 90)) for x in range(10, 100, 10))), "It", "scribble"),
])
def test_what_is_no_digit_is_told_and_read_all_the_same(drawing, line, told):
    said = pad.look(drawing, DigitChanges())
    assert said.line.startswith(line)
    assert bool(said.line) == bool(line)
    assert told in said.told


def test_a_network_with_random_weights_is_not_sure():
    assert "not sure" in pad.look(FIVE, DigitChanges(), weights=None).line


def test_the_pen_is_followed_past_streamlit_in_the_readers_language():
    question = {"drawing": to_text(FIVE), "changes": {"turn": 3}, "language": "x-long"}
    answer = previews._KNOWN[pad.LOOK](question)
    assert set(answer) == {"line", "told"}
    assert "5" in answer["line"]
    assert answer["line"] != previews._KNOWN[pad.LOOK](question | {"language": "en"})["line"]


@pytest.mark.parametrize(("changes", "said"), [
    ({}, ""), ({"turn": 45}, "78.8 %"), ({"turn": 45, "noise": 10}, ""), ({"invert": True}, ""),
    ({"right": -14}, "15.2 %")])
def test_of_one_change_it_is_said_how_many_digits_are_still_read(changes, said):
    told = pad.look(FIVE, DigitChanges(**changes)).told
    assert said in told
    assert bool(said) == bool(told)


def test_the_walk_follows_the_pen_with_the_input_of_what_is_drawn():
    network = networks.load(pad.READER)
    given = CHANGES["pad"](network, {"drawing": to_text(FIVE), "changes": {"turn": 8}})
    told = images.digit_input(images.raster(FIVE), DigitChanges(turn=8))
    assert np.abs(given.values - told).max() < 0.005
    assert int(networks.scores(network, given.values).argmax()) == 5


@pytest.mark.parametrize(("name", "said"), [
    (pad.READER, {}), (pad.READER, {"drawing": 5}), (pad.READER, {"drawing": "8.?"}),
    ("bundled/resnet20", {"drawing": to_text(FIVE)})])
def test_what_is_no_drawing_and_networks_for_photos_have_no_changed_input(name, said):
    with pytest.raises(ValueError, match="no drawing"):
        CHANGES["pad"](networks.load(name), said)
