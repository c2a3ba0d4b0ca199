"""What one pass finds in a scene while its reader changes it."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.images import picture_of
from explorer.scenes import KINDS, Scene, Thing, drawn
from pages.ui.components.scene_canvas import SIDE
from pages.where_is_it import slide_scene, sliding
from pages.where_is_it.scene_settings import FIRST
from tests.pages.page import checked, opened_page

PIXELS = np.zeros((SIDE, SIDE, 3), np.uint8)


def surest(scene, pixels=PIXELS, **more):
    answer = slide_scene.look_at_once(scene, pixels, more)
    return {name: int(share.rstrip("%")) for name, share in answer.facts}


@pytest.mark.parametrize("window", [96, "96", None, 7, 10**9])
def test_every_kind_is_told_whatever_window_a_browser_asks_for(window):
    assert tuple(surest(FIRST, window=window)) == KINDS


@pytest.mark.parametrize("kind", ["circle", "ring", "cross", "square"])
def test_a_shape_that_fills_the_window_is_found_and_others_are_not(kind):
    found = surest(Scene((Thing(kind, 0.5, 0.5, 0.33, 0, (30, 60, 160)),)), window=96)
    assert max(found, key=found.get) == kind
    assert found[kind] > 50


def test_a_scene_on_a_photo_is_looked_at_with_the_photo():
    ring = Scene((Thing("ring", 0.5, 0.5, 0.33, 0, (30, 60, 160)),))
    pixels = drawn(ring, SIDE, np.full((SIDE, SIDE, 3), 255, np.uint8))
    found = surest(Scene(()), pixels, window=96, photo=True)
    assert max(found, key=found.get) == "ring"
    assert found == surest(ring, pixels, window=96, photo=True) != surest(Scene(()), pixels, window=96)


def test_what_is_slid_over_lies_on_the_photo_that_the_scene_lies_on(monkeypatch):
    asked = []
    monkeypatch.setattr(sliding, "_windows", lambda _setup, picture: asked.append(picture))
    at = opened_page("where_is_it", view="sliding", own="1")
    at.session_state["wi_photo_picture"] = picture_of(np.full((90, 90, 3), (200, 40, 40), np.uint8), "own")
    checked(at.run())
    assert asked[0][0, 0].tolist() != [200, 40, 40] == asked[-1][0, 0].tolist()


def test_the_section_stands_on_the_page_where_the_scene_is_looked_at():
    page = opened_page("where_is_it", view="sliding")
    assert "Change the scene" in [section.label for section in page.expander]
