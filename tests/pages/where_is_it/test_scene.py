"""The scene over all tabs: what is done in it goes into the link, and can be taken back."""

from __future__ import annotations

import json

import numpy as np
import pytest
import streamlit as st

from explorer.images import picture_of
from explorer.scenes import PLAIN, Scene, Thing, drawn, to_text
from pages.ui.components.scene_canvas import Taken
from pages.where_is_it import scene
from pages.where_is_it.scene_settings import FIRST
from pages.where_is_it.state import WhereSetup, state

OTHER = Scene((Thing("ring", 0.5, 0.5, 0.4),), "brick", 0.05, 7)


@pytest.fixture(autouse=True)
def opened(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr("pages.ui.state.address.take", lambda _names: {})
    state.open(WhereSetup)


def test_what_was_done_in_the_canvas_is_the_scene_and_can_be_taken_back():
    scene._take("scene", Taken(OTHER))
    assert state.now.scene == OTHER and state.can_undo
    scene._take("scene", Taken(OTHER, undo=True))
    assert state.now.scene == FIRST and not state.can_undo


def test_what_is_taken_back_is_the_scene_and_not_where_the_reader_looks():
    scene._take("scene", Taken(OTHER))
    state.change(ours=(1, 1, 2, 2))
    state.undo()
    assert state.now.scene == FIRST and state.now.ours == (1, 1, 2, 2)


def test_another_scene_has_as_many_things_on_the_same_ground():
    state.change(scene=OTHER)
    scene._draw("scene", 1, None)
    now = state.now.scene
    assert (len(now.things), now.ground, now.noise, now.seed) == (1, "brick", 0.05, 8)
    assert now.things != OTHER.things
    scene._draw("scene", 0, 6)
    assert len(state.now.scene.things) == 6 and state.now.scene.seed == 8


def test_the_last_seed_is_followed_by_the_first():
    state.change(scene=Scene((), seed=999_999))
    scene._draw("scene", 1, 2)
    assert state.now.scene.seed == 0


def test_noise_and_ground_leave_the_things_where_they_are():
    scene._make_noise("scene", 20)
    scene._lay("scene", "grass")
    assert state.now.scene == Scene(FIRST.things, "grass", 0.2, FIRST.seed)


def test_a_photo_of_the_readers_lies_under_the_same_scene():
    photo = picture_of(np.full((3, 5, 3), 90, np.uint8), "own")
    scene._lay("scene", scene.OWN)
    st.session_state["wi_photo_picture"] = photo
    assert state.now.own and state.now.scene == FIRST
    assert np.array_equal(scene.pixels(), drawn(FIRST, 64, photo.pixels))
    scene._lay("scene", PLAIN)
    assert scene.ground_photo() is None
    assert np.array_equal(scene.pixels(), drawn(FIRST, 64))


def test_all_but_the_photo_is_in_the_link():
    state.change(scene=OTHER, own=True)
    assert {"scene": to_text(OTHER), "own": "1"}.items() <= state._codec.write(state.now).items()
    assert json.dumps(state._codec.write(WhereSetup())) == "{}"
