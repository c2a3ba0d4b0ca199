"""The tab *On your photo*: what it says of found boxes and classes, and of weights that are not here."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.detection import Segmented, found_of
from explorer.images import sample
from explorer.networks.catalogue import entry
from pages.where_is_it import on_a_photo
from pages.where_is_it.photo_settings import FINDERS, PhotoSettings
from tests.pages.page import opened_page, text_of

NAMES = ("__background__", "person", "cat", "dog")
CAT = sample("chelsea")
SIZE = CAT.pixels.shape[:2]


class Settings:
    """The page's state, set by hand."""

    def __init__(self, **values):
        self.now = PhotoSettings(**values)


@pytest.fixture
def given(monkeypatch):
    """Return what sets the reader's settings."""
    return lambda **values: monkeypatch.setattr(on_a_photo, "state", Settings(**values))


def texts(answer):
    return [one.text for one in ElementTree.fromstring(answer.svg).iter("{http://www.w3.org/2000/svg}text")]


def boxes(*scores):
    found = found_of([[10, 20, 200, 250]] * len(scores), [2] * len(scores), scores, names=NAMES, size=SIZE)
    return on_a_photo._boxes(CAT, found, "")


def test_boxes_below_the_least_score_are_not_shown_but_counted(given):
    given(least_score=0.5)
    answer = boxes(0.9, 0.5, 0.49)
    assert [row["Score"] for row in answer.rows] == ["0.90", "0.50"]
    assert answer.says == "2 of 3 boxes have a score of 0.50 or more."
    assert sorted(texts(answer)) == ["cat 0.50", "cat 0.90"]
    assert answer.rows[0]["Left, top, right, bottom, px"] == "10, 20, 200, 250"


def test_nothing_found_is_a_sentence_with_what_to_try(given):
    given(least_score=0.95)
    answer = boxes(0.9, 0.3)
    assert (answer.rows, texts(answer)) == ([], [])
    assert answer.says.startswith("None of its 2 boxes has a score of 0.95 or more. Lower the least score")


def test_names_can_be_left_out_of_the_picture(given):
    given(named=False)
    assert set(texts(boxes(0.9))) <= {None}


def segmented(classes):
    classes = np.array(classes, np.uint8)
    return Segmented(classes, np.full(classes.shape, 0.75, np.float32), NAMES, SIZE)


def network():
    return networks.Network("torchvision/lraspp_mobilenet_v3_large", torch.nn.Identity(), None, (3, 8, 8), None,
                            trained=True)


def test_classes_are_listed_with_their_share_and_certainty_and_named_but_the_ground(given):
    given(tint=1.0)
    answer = on_a_photo._pixels(CAT, network(), segmented([[0, 2], [2, 2]]))
    assert [tuple(row.values()) for row in answer.rows] == [("cat", "75.0 %", "75 %"), ("background", "25.0 %", "75 %")]
    assert texts(answer) == ["cat"]
    assert answer.says == "The photo was read at 2 × 2 px."


def test_a_photo_of_nothing_it_knows_says_so(given):
    given()
    answer = on_a_photo._pixels(CAT, network(), segmented([[0, 0]]))
    assert answer.says.startswith("All of it is background to this network")
    assert texts(answer) == []


def test_every_network_of_the_tab_is_in_the_catalogue_and_every_one_of_the_catalogue_in_the_tab():
    known = {one.name.partition("/")[2] for one in networks.catalogue()
             if one.kind == "torchvision" and one.task != "classify"}
    assert set(FINDERS) == known
    assert all(on_a_photo._titled(name).endswith(("boxes", "pixels")) for name in FINDERS)


def test_the_words_about_a_network_are_its_own_numbers():
    assert "six times" in FINDERS["fasterrcnn_mobilenet_v3_large_fpn"]
    small, large = (entry(f"torchvision/fasterrcnn_mobilenet_v3_large{size}_fpn").gmacs for size in ("_320", ""))
    assert round(large / small) == 6
    assert "3,234" in FINDERS["ssdlite320_mobilenet_v3_large"]
    assert 6 * sum(side**2 for side in (20, 10, 5, 3, 2, 1)) == 3234


def test_weights_that_are_not_here_are_offered_with_their_cost():
    at = opened_page("where_is_it", view="photo")
    assert at.title[0].value == "Where is it?"
    assert "The weights of SSDLite MobileNetV3 are not on this machine yet: 14.1 MB" in text_of(at)
    assert any(button.label == "Download 14.1 MB" for button in at.button)


def test_with_random_weights_it_runs_and_says_that_it_means_nothing():
    at = opened_page("where_is_it", view="photo", finder="lraspp_mobilenet_v3_large", finder_weights="random")
    assert "Random weights: what is found means nothing." in text_of(at)
    assert not at.error
    assert at.table
