"""What the browser is sent of all floors, what it may report, and the film: against numpy, Pillow and the fields."""

from __future__ import annotations

import io
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

from explorer import networks
from explorer.figures import SEQUENTIAL, colour_table
from pages.pixel_to_class.elevator_view import BARS, PATCH, THUMB, Asked, elevator_data, floors_of, packed_elevator
from pages.pixel_to_class.film import film, seen_box
from pages.pixel_to_class.state import WalkChoice, WalkCodec
from tests.pages.pixel_to_class.small_walk import unpacked, walked_on

NAME = "stack/3x16x16/conv.o12.p1~relu~maxpool~conv.o16.p1~relu~gap~flatten~linear.o8"


@pytest.fixture(scope="module")
def cat():
    walked = walked_on(NAME)
    return walked, *unpacked(elevator_data(walked, ()))


def test_all_floors_are_told_from_the_picture_to_the_classes(cat):
    walked, head, _rest = cat
    floors = head["floors"]
    assert [floor["label"] for floor in floors] == ["picture", "conv1", "pool1", "conv2", "pool2", "fc1"]
    assert [floor["share"] for floor in floors] == sorted(floor["share"] for floor in floors)
    assert [bool(floor["bars"]) for floor in floors] == [False] * 5 + [True]
    best = floors[-1]["bars"]
    assert (len(best), best[0][0]) == (BARS, walked.names[walked.target])
    assert best[0][1] == pytest.approx(float(walked.shares.max()))
    assert all(floor["says"] and floor["word"] for floor in floors)


def test_maps_stand_behind_the_photo_as_levels(cat):
    walked, head, rest = cat
    photo = walked.given.pixels
    assert np.frombuffer(rest, np.uint8, 768).tolist() == colour_table(SEQUENTIAL).ravel().tolist()
    start = 2 * 768
    np.testing.assert_array_equal(np.frombuffer(rest, np.uint8, photo.size, start), photo.ravel())
    start += photo.size
    for floor in head["floors"]:
        rows, columns = floor["grid"]
        assert max(rows, columns) <= THUMB
        levels = np.frombuffer(rest, np.uint8, len(floor["channels"]) * rows * columns, start)
        start += levels.size
        if floor["label"] == "conv1":
            maps = networks.feature_maps(walked.opened.network, walked.given.values, "relu1")[floor["channels"]]
            np.testing.assert_allclose(levels, np.rint(254 * maps.ravel() / maps.max()), atol=1)
    assert start == len(rest)


def test_patches_stand_in_the_row_of_their_floor(cat):
    _walked, head, _rest = cat
    whole = Image.open(io.BytesIO(b64decode(head["patches"].partition(",")[2])))
    most = max(len(floor["told"]) for floor in head["floors"])
    assert whole.size == (most * PATCH, len(head["floors"]) * PATCH)
    assert head["floors"][0]["told"] == []


def test_a_chosen_unit_is_the_first_of_its_floor_and_a_strange_one_is_passed_over(cat):
    walked, _head, _rest = cat
    assert floors_of(walked, (3, 11))[3].chosen == 11
    usual = [view.chosen for view in floors_of(walked)]
    for strange in ((3, 400), (99, 0), (3,), ()):
        assert [view.chosen for view in floors_of(walked, strange)] == usual


def test_the_browser_is_told_whether_it_knows_the_floors_already():
    one, other = packed_elevator(b"a" * 9, 1, ()), packed_elevator(b"b" * 9, 1, ())
    head, rest = unpacked(one)
    assert (head["size"], rest[:9], head["point"]) == (9, b"a" * 9, [])
    assert head["key"] == unpacked(packed_elevator(b"a" * 9, 5, (1, 2)))[0]["key"]
    assert head["key"] != unpacked(other)[0]["key"]


@pytest.mark.parametrize(("said", "taken"), [
    ("floor 3", True), ("point 500 1000", True), ("unit 3 17", True), ("floor", False), ("floor 3 4", False),
    ("point 5", False), ("unit -1 3", False), ("unit 3 1e3", False), ("floor 123456", False), ("roof 1", False),
    ("floor ３", False), (3, False), (None, False)])
def test_only_floors_places_and_units_may_be_reported(said, taken):
    assert (said in Asked()) is taken


@pytest.mark.parametrize("link", [
    {"network": "bundled/vgg", "view": "elevator", "floor": "7"},
    {"network": "bundled/vgg", "view": "elevator", "floor": "7", "point": "500_250", "unit": "7_12"},
    {"network": "bundled/vgg", "view": "last", "class": "3", "payer": "12"}])
def test_where_one_stands_is_in_the_link(link):
    codec = WalkCodec()
    found, problems = codec.read(link, WalkChoice(network="bundled/vgg"))
    assert (codec.write(found), problems) == (link, ())


@pytest.mark.parametrize(("name", "text"), [("floor", "-1"), ("floor", "x"), ("point", "1"), ("point", "1_2_3"),
                                            ("unit", "a_b"), ("payer", "1.5")])
def test_what_is_no_place_is_said(name, text):
    _found, problems = WalkCodec().read({"network": "bundled/vgg", name: text}, WalkChoice(network="bundled/vgg"))
    assert len(problems) == 1


def test_what_a_unit_sees_lies_around_the_place(cat):
    walked, _head, _rest = cat
    for view in floors_of(walked):
        top, left, bottom, right = seen_box(walked, view, (0.4, 0.6))
        assert top <= 0.4 <= bottom
        assert left <= 0.6 <= right
    assert seen_box(walked, floors_of(walked)[-1], (0.4, 0.6)) == (0.0, 0.0, 1.0, 1.0)


def test_the_film_has_a_frame_for_each_floor_and_fits(cat):
    walked, head, _rest = cat
    gif = film(walked, "A stack")
    assert len(gif) <= 4_000_000
    assert Image.open(io.BytesIO(gif)).n_frames >= len(head["floors"])
