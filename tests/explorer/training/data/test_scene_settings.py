"""Settings of scenes say what can be drawn, and nothing else gets past them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from explorer import scenes
from explorer.errors import DataError
from explorer.training.data.scene_settings import SceneSettings, settings_from_json

USUAL = SceneSettings()
BAD = [("pictures", 49), ("pictures", 20_001), ("pictures", 60.5), ("pictures", True), ("least", -1), ("most", 9),
       ("most", 0), ("smallest", 0.0), ("largest", 0.95), ("overlap", 1.1), ("overlap", float("nan")), ("noise", -0.1),
       ("noise", "much"), ("grounds", "sky"), ("kinds", ()), ("kinds", ("circle", "blob")), ("kinds", "circle"),
       ("first", 999_999), ("least", None)]


@pytest.mark.parametrize("settings", [USUAL, SceneSettings(kinds=("star", "ring"), least=0, most=3, grounds="photos")])
def test_settings_survive_json(settings):
    assert settings_from_json(json.loads(json.dumps(asdict(settings)))) == settings


@pytest.mark.parametrize(("name", "value"), BAD)
def test_what_cannot_be_drawn_is_refused(name, value):
    with pytest.raises(DataError):
        settings_from_json(asdict(USUAL) | {name: value})


@pytest.mark.parametrize("pair", [{"least": 5, "most": 3}, {"smallest": 0.5, "largest": 0.2}])
def test_a_range_begins_at_its_smaller_end(pair):
    with pytest.raises(DataError, match="the first number of a pair is the smaller one"):
        SceneSettings(**pair)


def test_an_unknown_setting_is_named():
    with pytest.raises(DataError, match=r"'wind'.*first, grounds, kinds"):
        settings_from_json({"wind": 3})


def test_equal_settings_have_one_digest_and_others_another():
    assert SceneSettings(kinds=("ring", "circle", "ring")) == SceneSettings(kinds=("circle", "ring"))
    assert SceneSettings(kinds=("ring", "circle")).digest == SceneSettings(kinds=("circle", "ring")).digest
    assert len({replace(USUAL, **{name: value}).digest for name, value in (
        ("noise", 0.0), ("most", 7), ("first", 1), ("grounds", "plain"), ("pictures", 2001))} | {USUAL.digest}) == 6


def test_scenes_follow_the_settings():
    settings = SceneSettings(least=2, most=4, kinds=("star",), smallest=0.1, largest=0.2, noise=0.0, grounds="plain")
    found = [settings.scene(number) for number in range(30)]
    assert {len(scene.things) for scene in found} == {2, 3, 4}
    assert {thing.kind for scene in found for thing in scene.things} == {"star"}
    assert all(0.1 <= thing.size <= 0.2 for scene in found for thing in scene.things)
    assert {scene.noise for scene in found} == {0.0} and all(scene.ground.startswith("#") for scene in found)


def test_grounds_can_be_photos_only():
    assert all(SceneSettings(grounds="photos").scene(number).ground in scenes.GROUNDS for number in range(10))


def test_a_set_that_begins_later_has_the_scenes_that_an_earlier_one_has_there():
    assert SceneSettings(first=40).scene(2) == SceneSettings().scene(42)
