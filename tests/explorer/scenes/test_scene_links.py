"""Any scene comes back from its link, and any other text is refused in words."""

from __future__ import annotations

from hypothesis import given, strategies as st

from explorer.errors import ExplorerError
from explorer.scenes import GROUNDS, KINDS, Scene, Thing, boxes, drawn, hidden, masks, scene_from_text, to_text, truth

SHARES = st.floats(0, 1)
BYTES = st.integers(0, 255)
THINGS = st.builds(Thing, st.sampled_from(KINDS), SHARES, SHARES, st.floats(0.02, 1.5), st.floats(-1e6, 1e6),
                   st.tuples(BYTES, BYTES, BYTES))
COLOURS = st.tuples(BYTES, BYTES, BYTES).map(lambda colour: "#{:02x}{:02x}{:02x}".format(*colour))
SCENES = st.builds(Scene, st.lists(THINGS, max_size=6).map(tuple), st.one_of(st.sampled_from(GROUNDS), COLOURS),
                   st.floats(0, 0.5), st.integers(0, 999_999))


@given(SCENES)
def test_any_scene_comes_back(scene):
    assert scene_from_text(to_text(scene)) == scene


@given(st.one_of(st.text(max_size=60), st.text("0123456789.~abcdefrstcilngqu", max_size=90)))
def test_any_text_is_a_scene_or_is_refused(text):
    try:
        scene = scene_from_text(text)
    except ExplorerError as error:
        assert str(error)
    else:
        assert scene_from_text(to_text(scene)) == scene


@given(SCENES, st.integers(1, 40))
def test_any_scene_can_be_drawn_and_known(scene, side):
    assert drawn(scene, side).shape == (side, side, 3)
    known, parts = truth(scene, side), masks(scene, side)
    assert sorted((*known.things, *known.hidden)) == list(range(len(scene.things)))
    assert known.hidden == hidden(scene, side) and parts.shape == (len(scene.things), side, side)
    assert (known.boxes[:, :2] < known.boxes[:, 2:]).all() and known.boxes.max(initial=0) <= side
    assert (boxes(scene, side)[list(known.things)] == known.boxes).all()
    for box, part in zip(known.boxes.astype(int), known.masks, strict=True):
        assert part[box[1]:box[3], box[0]:box[2]].sum() == part.sum() > 0
