"""The scene's controls on the page: what is set there is drawn, and stands in the link."""

from __future__ import annotations

import json

from explorer.scenes import Scene, scene_from_text, to_text
from pages.where_is_it.scene import KEY, OWN, PLAINS
from pages.where_is_it.scene_settings import FIRST
from tests.pages.page import checked, component, link, opened_page, pick, text_of, widget

CANVAS = f"{KEY}_wi_cells"


def scene_of(at):
    """Return the scene that the link holds, which the canvas shows, too."""
    shown = component(at, CANVAS)["scene"]
    assert link(at).get("scene", to_text(FIRST)) == shown
    return scene_from_text(shown)


def test_controls_draw_another_scene_and_undo_brings_the_first_one_back():
    at = opened_page("where_is_it", view="grid")
    assert scene_of(at) == FIRST and component(at, CANVAS)["undo"] is False
    at = checked(at.button(key="wi_new").click().run())
    assert len(scene_of(at).things) == len(FIRST.things) and scene_of(at).seed == 1
    at = checked(widget(at, "slider", "wi_count").set_value(2).run())
    assert len(scene_of(at).things) == 2
    at = checked(widget(at, "slider", "wi_noise").set_value(10).run())
    assert scene_of(at).noise == 0.1 and component(at, CANVAS)["grains"]
    at = checked(widget(at, "selectbox", "wi_ground").set_value("grass").run())
    assert scene_of(at).ground == "grass" and component(at, CANVAS)["ground"]["source"].startswith("data:image/jpeg")
    for _ in range(4):
        at = pick(at, CANVAS, json.dumps({"scene": component(at, CANVAS)["scene"], "undo": True}))
    assert scene_of(at) == FIRST and component(at, CANVAS)["undo"] is False


def test_a_photo_is_laid_under_the_scene_and_is_not_in_the_link():
    at = opened_page("where_is_it", view="grid")
    at = checked(widget(at, "selectbox", "wi_ground").set_value(OWN).run())
    assert link(at)["own"] == "1" and component(at, CANVAS)["asks"]["photo"] is True
    assert len(component(at, CANVAS)["ground"]["small"]) == 64 * 64 * 3 * 4 // 3
    at = checked(widget(at, "selectbox", "wi_ground").set_value(next(iter(PLAINS))).run())
    assert "own" not in link(at) and component(at, CANVAS)["asks"]["photo"] is False


def test_a_link_that_is_no_scene_is_said_and_an_odd_ground_is_offered():
    at = opened_page("where_is_it", view="grid", scene="brick.0.0~cat.1.2.3.4.5")
    assert "'5' is no colour" in text_of(at) and component(at, CANVAS)["scene"] == to_text(FIRST)
    at = opened_page("where_is_it", view="grid", scene=to_text(Scene((), "#123456")))
    assert widget(at, "selectbox", "wi_ground").value == "#123456"
