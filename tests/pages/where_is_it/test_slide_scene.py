"""What one pass finds in a scene while its reader changes it."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.scenes import KINDS, Scene, Thing
from pages.where_is_it import slide_scene
from pages.where_is_it.scene_settings import FIRST
from tests.pages.page import opened_page

PIXELS = np.zeros((64, 64, 3), np.uint8)


def surest(scene, **more):
    answer = slide_scene.look_at_once(scene, PIXELS, more)
    return {name: int(share.rstrip("%")) for name, share in answer.facts}


@pytest.mark.parametrize("window", [96, "96", None, 7, 10**9])
def test_every_kind_is_told_whatever_window_a_browser_asks_for(window):
    assert tuple(surest(FIRST, window=window)) == KINDS


@pytest.mark.parametrize("kind", ["circle", "ring", "cross", "square"])
def test_a_shape_that_fills_the_window_is_found_and_others_are_not(kind):
    found = surest(Scene((Thing(kind, 0.5, 0.5, 0.33, 0, (30, 60, 160)),)), window=96)
    assert max(found, key=found.get) == kind
    assert found[kind] > 50


def test_the_section_stands_on_the_page_where_the_scene_is_looked_at():
    page = opened_page("where_is_it", view="sliding")
    assert "Change the scene" in [section.label for section in page.expander]
