"""The canvas of scenes: what is sent, what is taken, and answers past Streamlit, whoever asks."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
import streamlit as st

from explorer.errors import GridError
from explorer.images import picture_of
from explorer.scenes import Scene, Thing, drawn, random_scene, to_text
from pages.ui import previews
from pages.ui.components import scene_canvas
from pages.ui.components.scene_canvas import Answer, Taken, boxes, classes, grid, heat, points, taken

SCENE = Scene((Thing("star", 0.3, 0.4, 0.3),))
TEXT = to_text(SCENE)
FULL = random_scene(1, count=(80, 80), sizes=(0.05, 0.1))
PHOTO = picture_of(np.random.default_rng(0).integers(0, 256, (30, 50, 3), np.uint8), "own")


def found(scene, pixels, more):
    if more.get("fail"):
        raise GridError("No {what} today.", what="answer")
    return Answer([grid(8, 8)], [("mean", f"{pixels.mean():.3f}")], [f"{len(scene.things)} {more.get('threshold')}"])


@pytest.fixture(scope="module")
def look():
    return scene_canvas.offer("test_scene", found)


def asked(**more):
    return previews._KNOWN["test_scene"]({"scene": to_text(SCENE), "language": "en"} | more)


@pytest.fixture
def shown(monkeypatch, look):
    """Return a function that shows a scene and returns what the browser is sent."""
    sent = {}
    monkeypatch.setattr(scene_canvas, "_mount", lambda **told: sent.update(told))

    def show(scene=SCENE, **more):
        scene_canvas.scene_canvas(scene, look, key="k", **more)
        return sent["data"]

    return show


@pytest.mark.parametrize("photo", [None, PHOTO])
@pytest.mark.parametrize("scene", [SCENE, Scene((), "brick", 0.1, 3), FULL])
def test_what_is_asked_while_dragging_finds_what_the_page_finds(shown, scene, photo):
    data = shown(scene, photo=photo, more={"threshold": 0.5})
    question = data["asks"]["more"] | {"scene": data["scene"], "language": data["asks"]["language"]}
    if data["asks"]["photo"]:
        question["ground"] = data["ground"]["small"]
    assert len(json.dumps(question)) < previews.LONGEST
    assert previews._KNOWN[data["asks"]["name"]](question) == data["answer"]
    own = None if photo is None else scene_canvas._square(photo, 64)
    assert data["answer"]["facts"] == [["mean", f"{drawn(scene, 64, own).mean():.3f}"]]
    assert data["answer"]["lines"] == [f"{len(scene.things)} 0.5"]


def test_a_refusal_is_told_in_words_and_the_scene_is_there_all_the_same(shown):
    data = shown(more={"fail": True})
    assert data["answer"] == {"overlays": [], "facts": [], "lines": [], "error": "No answer today."}
    assert asked(fail=True)["error"] == "No answer today."


def test_a_plain_ground_is_a_colour_and_a_photo_a_picture(shown):
    assert shown(Scene((), "#204060"))["ground"] == {"colour": [32, 64, 96], "source": "", "small": ""}
    ground = shown(Scene((), "grass"))["ground"]
    assert ground["source"].startswith("data:image/jpeg;base64,") and len(base64.b64decode(ground["small"])) == 12288


def test_noise_is_sent_as_whole_numbers(shown):
    assert shown()["grains"] == ""
    grains = np.frombuffer(base64.b64decode(shown(Scene((), noise=0.2, seed=4))["grains"]), "<i2")
    assert len(grains) == 64 * 64 * 3 and grains.std() == pytest.approx(51, rel=0.03)


@pytest.mark.parametrize("question", [
    None, [], "scene", {}, {"scene": 3}, {"scene": "nowhere"}, {"scene": "x" * 10**6}, {"scene": TEXT, "ground": 5},
    {"scene": TEXT, "ground": "AAAA"}, {"scene": TEXT, "ground": "ä" * 16384},
    {"scene": TEXT, "ground": base64.b64encode(bytes(12287)).decode()}])
def test_a_question_that_makes_no_sense_has_no_answer(question, look):
    assert previews._KNOWN[look](question) is None


def test_what_else_is_asked_is_numbers_and_texts(look):
    seen = {}
    scene_canvas.offer("test_more", lambda _scene, _pixels, more: seen.update(more) or Answer())
    previews._KNOWN["test_more"]({"scene": to_text(SCENE), "a": 1, "b": [1], "c": {"d": 2}, "e": None, "f": 0.5})
    assert {name: seen[name] for name in seen if name != "scene"} == {"a": 1, "f": 0.5}


@pytest.mark.parametrize(("sent", "wanted"), [
    ({"scene": TEXT, "undo": "yes"}, Taken(SCENE)),
    ({"scene": TEXT}, Taken(SCENE)),
    ({"scene": TEXT, "cell": [2, 7]}, Taken(SCENE, cell=(2, 7))),
    ({"scene": TEXT, "box": "3", "undo": True}, Taken(SCENE, box="3", undo=True)),
    ({"scene": TEXT, "cell": [2, -1]}, Taken(SCENE)),
    ({"scene": TEXT, "cell": [2.5, 1]}, Taken(SCENE)),
    ({"scene": TEXT, "cell": [True, 1], "box": "x" * 99}, Taken(SCENE)),
    ({"scene": to_text(FULL)}, Taken(FULL)), ({"scene": "star"}, None), ({}, None), ([1], None),
    (5, None), (None, None)])
def test_what_a_browser_sends_is_taken_only_where_it_makes_sense(monkeypatch, sent, wanted):
    monkeypatch.setattr(st, "session_state", {"k": {"selected": json.dumps(sent)}})
    assert taken("k") == wanted


@pytest.mark.parametrize("told", [None, "x", {}, {"selected": None}, {"selected": 5}, {"selected": "no json"},
                                  {"selected": "[" * 7000}, {"selected": "x" * 10**6}])
def test_anything_else_is_nothing(monkeypatch, told):
    monkeypatch.setattr(st, "session_state", {"k": told})
    assert taken("k") is None


def test_boxes_are_shares_of_the_side():
    over = boxes(np.array([[0, 16, 32, 64.0]]), ["cat"], "#ff0000", side=64, picks=["7"])
    assert over["boxes"] == [{"box": [0, 0.25, 0.5, 1], "label": "cat", "colour": "#ff0000", "line": "solid",
                              "width": 2.5, "fill": 0.0, "pick": "7"}]
    assert boxes([], [], [])["boxes"] == []


def test_a_box_of_a_hidden_thing_is_an_error_of_ours():
    with pytest.raises(ValueError, match="hidden"):
        boxes([[float("nan")] * 4], [""], "#ffffff")


def test_maps_are_bytes():
    over = heat(np.array([[0.0, 0.5], [2.0, np.nan]]), bytes(768))
    assert list(base64.b64decode(over["values"])) == [0, 128, 255, 0] and (over["rows"], over["columns"]) == (2, 2)
    over = classes(np.array([[0, 3, 1]]), ["", "#000000", "#111111", "#222222"])
    assert list(base64.b64decode(over["values"])) == [0, 3, 1]
    assert points([(32, 16)], ["a"], "#000000", side=64)["points"] == [
        {"x": 0.5, "y": 0.25, "label": "a", "colour": "#000000"}]
