"""What the browser is sent of the last step: sums against numpy, places of maps, and what it may report."""

from __future__ import annotations

import io
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

from explorer import networks
from pages.pixel_to_class.last_sum import CLASSES, PATCHES, ROWS, SIDE, Asked, packed_sum
from pages.pixel_to_class.small_pictures import atlas, squared
from tests.pages.pixel_to_class.small_walk import POOLED, floats, unpacked, walked_on

FLAT = "stack/3x16x16/conv.o4~relu~maxpool~flatten~linear.o20~relu~linear.o8"


def sent(walked):
    step = networks.last_step(walked.opened.network, walked.given.values)
    return step, *unpacked(packed_sum(walked, step))


@pytest.mark.parametrize("name", [POOLED, FLAT, "bundled/resnet20"])
def test_each_sum_is_the_score(name):
    step, head, _rest = sent(walked_on(name))
    assert len(head["classes"]) == CLASSES
    for one in head["classes"]:
        parts = [row["paid"] for row in one["rows"]] + [one["rest"]["paid"], one["bias"]]
        assert sum(parts) == pytest.approx(one["total"])
        assert one["total"] == pytest.approx(one["score"], abs=1e-5)
        assert one["score"] == pytest.approx(float(step.scores[one["place"]]))
        assert one["rest"]["count"] == len(step.features) - ROWS
        assert all(row["feature"] * row["weight"] == pytest.approx(row["paid"]) for row in one["rows"])


def test_the_likeliest_classes_come_in_their_order_and_the_asked_one_is_among_them():
    walked = walked_on(target=None)
    _step, head, _rest = sent(walked)
    order = np.argsort(-walked.shares)
    assert [one["place"] for one in head["classes"]] == order[:CLASSES].tolist()
    assert head["chosen"] == 0
    last = int(order[-1])
    _step, head, _rest = sent(walked_on(target=last))
    assert head["classes"][head["chosen"]]["place"] == last


def test_maps_are_those_of_the_channels_and_class_maps_their_sums():
    walked = walked_on("bundled/resnet20")
    step, head, rest = sent(walked)
    rows, columns = head["grid"]
    sums, start = floats(rest, 0, len(head["classes"]) * rows * columns)
    maps, start = floats(rest, start, len(head["channels"]) * rows * columns)
    whole = networks.feature_maps(walked.opened.network, walked.given.values, step.source)
    np.testing.assert_allclose(maps.reshape(-1, rows, columns), whole[head["channels"]], rtol=1e-5)
    cat = np.einsum("c,chw->hw", step.weights[3], whole)
    np.testing.assert_allclose(sums.reshape(-1, rows, columns)[0], cat, rtol=1e-3, atol=1e-4)
    assert len(rest) - start == 2 * 768 + walked.given.pixels.size
    assert {row["channel"] for one in head["classes"] for row in one["rows"]} <= set(head["channels"])


def test_values_without_a_place_have_no_maps_and_are_called_values():
    _step, head, _rest = sent(walked_on(FLAT))
    assert head["grid"] == [0, 0]
    assert head["words"]["channel"].startswith("Value")


def test_a_chosen_channel_that_paid_little_is_there_all_the_same():
    step, head, _rest = sent(walked_on())
    little = int(np.argmin(np.abs(step.paid(head["classes"][0]["place"]))))
    _step, head, _rest = sent(walked_on(payer=little))
    assert (head["payer"], head["classes"][0]["extra"]["channel"]) == (little, little)
    assert little in head["channels"]
    assert little in head["liked"]["channels"]
    _step, head, _rest = sent(walked_on(payer=4000))
    assert head["payer"] == -1


def test_photos_that_excite_a_channel_stand_in_its_row():
    _step, head, _rest = sent(walked_on())
    liked = head["liked"]
    assert [len(row) for row in liked["told"]] == [PATCHES] * len(liked["channels"])
    whole = Image.open(io.BytesIO(b64decode(liked["atlas"].partition(",")[2])))
    assert whole.size == (PATCHES * SIDE, len(liked["channels"]) * SIDE)


@pytest.mark.parametrize(("said", "taken"), [
    ("class 3", True), ("channel 12", True), ("channel -1", True), ("class -2", False), ("class", False),
    ("layer 3", False), ("class ３", False), ("class 1" + "0" * 30, False), (3, False), (None, False)])
def test_only_classes_and_channels_may_be_reported(said, taken):
    assert (said in Asked()) is taken


def test_pictures_become_squares_with_borders():
    red = np.full((4, 8, 3), (255, 0, 0), np.uint8)
    square = squared(red, 16)
    assert square.shape == (16, 16, 3)
    assert square[0, 0].tolist() == [128, 128, 128]
    assert square[8, 8].tolist() == [255, 0, 0]
    assert atlas([], 8) == atlas([[]], 8) == ""
