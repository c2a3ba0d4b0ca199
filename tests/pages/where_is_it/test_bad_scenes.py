"""Scenes, photos and questions as nobody should send them: each tab has a picture or a sentence for them."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest

from explorer import scenes
from explorer.errors import NetworkError
from explorer.images import picture_of
from explorer.scenes import MOST_THINGS, Scene, Thing, to_text
from pages.ui import previews
from pages.ui.components import scene_canvas
from pages.where_is_it import boxes, every_pixel, grid, how_good, on_a_photo, sliding
from pages.where_is_it.state import VIEWS
from tests.pages.page import opened_page, text_of

TABS = (boxes, sliding, grid, how_good, every_pixel, on_a_photo)
"""Importing a tab offers what it finds in scenes."""
SCENES = {
    "empty": Scene(()),
    "noise alone": Scene((), "#000000", 0.5),
    "more than the grid holds": scenes.random_scene(1, count=(MOST_THINGS, MOST_THINGS), sizes=(0.03, 0.3)),
    "all in one cell": Scene(tuple(Thing(kind, 0.53, 0.53, 0.1) for kind in scenes.KINDS)),
    "one over all": Scene((Thing("star", 0.5, 0.5, 0.2), Thing("square", 0.5, 0.5, 1.5))),
    "tiny": Scene((Thing("ring", 0.5, 0.5, 0.02),)),
    "in the corners": Scene((Thing("circle", 0, 0, 0.3), Thing("cross", 1, 1, 0.3), Thing("ring", 1, 0, 1.5))),
    "of the ground's colour": Scene((Thing("circle", 0.5, 0.5, 0.5, 0, (255, 255, 255)),), "#ffffff"),
}
WRONG = ["", "x" * 999, "nan", -1, 0, 10**12, 0.5, -0.5, float("nan"), float("inf"), True]
ASKED = ("over", "sure", "slot", "cells", "row", "column", "weight", "by", "segmenter", "look", "kind", "opacity",
         "confused", "threshold", "window", "stride", "iou", "network", "view", "class")


LOOKS = sorted(name for name in previews._KNOWN if name.startswith("wi_"))


def answer(asked, scene, more=()):
    """Return what a browser is told; it reads no NaN."""
    found = previews._KNOWN[asked](dict(more) | {"scene": to_text(scene), "language": "en"})
    if found is not None:
        json.dumps(found, allow_nan=False)
    return found


def test_tabs_that_look_at_scenes_are_asked():
    assert tuple(tab.TAB.view for tab in TABS) == VIEWS
    assert {"wi_cells", "wi_owners", "wi_locate", "wi_pixels"} <= set(LOOKS)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_scene_has_a_picture_and_words(look, name):
    found = answer(look, SCENES[name])
    assert found["error"] == "" and (found["overlays"] or found["lines"] or found["facts"])
    for overlay in found["overlays"]:
        for one in overlay.get("boxes", ()):
            left, top, right, bottom = one["box"]
            assert left <= right and top <= bottom and len(one["label"]) < 60


@pytest.mark.parametrize("look", LOOKS)
def test_a_scene_without_shapes_has_a_sentence_or_a_number(look):
    found = answer(look, SCENES["empty"])
    assert found["lines"] or found["facts"]


@pytest.mark.parametrize("look", LOOKS)
def test_whatever_else_is_asked_has_an_answer_or_none(look):
    scene = SCENES["in the corners"]
    for wrong in WRONG:
        answer(look, scene, dict.fromkeys(ASKED, wrong))


@pytest.mark.parametrize("size", [(1, 1), (1, 8000), (8000, 2), (300, 200)])
@pytest.mark.parametrize("look", LOOKS)
def test_any_photo_is_looked_at(look, size):
    photo = picture_of(np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8), "own")
    ground = base64.b64encode(scene_canvas._square(photo, 64).tobytes()).decode()
    found = answer(look, Scene((Thing("star", 0.5, 0.5, 0.4),)), {"ground": ground, "photo": True})
    assert found["error"] == "" and (found["overlays"] or found["facts"])


def without_weights(*_arguments, **_more):
    raise NetworkError("The weights of {name} are not there.", name="detect")


@pytest.mark.parametrize(("view", "part"), [("grid", {}), ("boxes", {"part": "network"}), ("pixels", {})])
def test_a_network_without_weights_is_said_on_the_page(monkeypatch, view, part):
    monkeypatch.setattr("explorer.networks.inference.service.Service.run", without_weights)
    monkeypatch.setattr("explorer.networks.load", without_weights)
    at = opened_page("where_is_it", view=view, scene=to_text(scenes.random_scene(99)), **part)
    assert "The weights of detect are not there." in text_of(at)
