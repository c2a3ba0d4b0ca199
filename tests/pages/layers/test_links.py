"""*Layers*: what the last layer, residual blocks and global pooling keep in a link, and how it is taken over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.experiments import (
    END_CHANNELS,
    END_CLASSES,
    END_SIDES,
    QUESTIONS,
    RESNET_BLOCKS,
    SCORE_RANGE,
    TEMPERATURES,
    VGG_LAYERS,
    Pointwise,
)
from pages.layers import last_layer, pointwise
from pages.layers.state import (
    ANIMALS,
    DEPTHS_SHOWN,
    ENDINGS,
    PIXEL_SIDE,
    READS,
    SKIP_PARTS,
    VIEWS,
    LayersSetup,
    state,
)
from pages.ui.text import spoken_in

CODEC = state._codec
FIRST = LayersSetup()


@pytest.mark.parametrize(("name", "text", "value"), [
    ("view", "residual", "residual"), ("view", "global_pooling", "global_pooling"), ("ask", "several", "several"),
    ("score1", "-1.5", -1.5), ("score2", "0.3", 0.3), ("score3", "5", 5.0), ("value", "-5", -5.0),
    ("animal", "bird", "bird"), ("there", "dog_bird", ("dog", "bird")), ("there", "", ()), ("yes", "0", False),
    ("warmth", "0.5", 0.5), ("smoothing", "0.15", 0.15), ("skips", "around", "around"),
    ("block", "layer3.2", "layer3.2"), ("scale", "0.35", 0.35), ("out", "layer1.0_layer3.2", ("layer1.0", "layer3.2")),
    ("cut", "features.3_features.20", ("features.3", "features.20")), ("layers", "56", 56), ("hills", "1", True),
    ("ending", "pointwise", "pointwise"), ("end_side", "224", 224), ("end_maps", "128", 128),
    ("end_classes", "1000", 1000), ("reads", "maps", "maps"), ("outputs", "8", 8), ("row", "15", 15),
    ("column", "0", 0)])
def test_every_setting_comes_back_from_its_link(name, text, value):
    found, problems = CODEC.read({name: text}, FIRST)
    assert (getattr(found, name), problems) == (value, ())
    assert CODEC.write(found) == {name: text}


@pytest.mark.parametrize(("name", "text", "used"), [
    ("score1", "6", SCORE_RANGE[1]), ("score1", "-1e9", SCORE_RANGE[0]), ("warmth", "0", TEMPERATURES[0]),
    ("warmth", "nan", FIRST.warmth), ("smoothing", "1", 0.5), ("scale", "3", 2.0), ("block", "layer9", FIRST.block),
    ("end_side", "33", FIRST.end_side), ("end_maps", "1", END_CHANNELS[0]), ("end_classes", "1", END_CLASSES[0]),
    ("outputs", "99", 8), ("row", "16", PIXEL_SIDE - 1), ("column", "-1", 0), ("hills", "2", False),
    ("layers", "152", 20), ("animal", "fish", "cat"), ("ask", "why", "one"), ("ending", "", "pooling")])
def test_what_is_out_of_bounds_is_named_and_brought_back(name, text, used):
    found, problems = CODEC.read({name: text}, FIRST)
    assert getattr(found, name) == used
    assert len(problems) == 1 and name in str(problems[0])


def test_a_page_that_is_as_at_the_start_has_an_empty_link():
    assert CODEC.write(FIRST) == {}


def test_choices_are_what_the_library_knows():
    assert set(QUESTIONS) == {"value", "binary", "one", "several"} and FIRST.ask in QUESTIONS
    assert FIRST.block in RESNET_BLOCKS and set(FIRST.out) <= set(RESNET_BLOCKS)
    assert set(FIRST.cut) <= set(VGG_LAYERS) and FIRST.end_side in END_SIDES
    assert FIRST.skips in SKIP_PARTS and FIRST.ending in ENDINGS and FIRST.reads in READS
    assert FIRST.layers in DEPTHS_SHOWN and FIRST.animal in ANIMALS
    assert {"last", "residual", "global_pooling"} <= set(VIEWS)


@pytest.mark.parametrize(("sent", "wanted"), [
    ({}, ("one", (2.0, 1.0, 0.1), (1.0, 0.0, 0.0))),
    ({"animal": "bird"}, ("one", (2.0, 1.0, 0.1), (0.0, 0.0, 1.0))),
    ({"ask": "several", "there": ("cat", "bird")}, ("several", (2.0, 1.0, 0.1), (1.0, 0.0, 1.0))),
    ({"ask": "several", "there": ()}, ("several", (2.0, 1.0, 0.1), (0.0, 0.0, 0.0))),
    ({"ask": "binary", "yes": False, "score1": -1.0}, ("binary", (-1.0,), (0.0,))),
    ({"ask": "value", "value": 3.0}, ("value", (2.0,), (3.0,)))])
def test_a_setting_becomes_the_last_layer_that_it_describes(monkeypatch, sent, wanted):
    class Set:
        now = replace(FIRST, **sent)

    monkeypatch.setattr(last_layer, "state", Set)
    layer = last_layer.now()
    assert (layer.question, layer.scores, layer.truth) == wanted


def test_temperature_and_smoothing_are_for_one_of_many_alone(monkeypatch):
    class Set:
        now = replace(FIRST, warmth=0.5, smoothing=0.1)

    monkeypatch.setattr(last_layer, "state", Set)
    assert (last_layer.now().temperature, last_layer.now().smoothing) == (0.5, 0.1)
    Set.now = replace(Set.now, ask="several")
    assert (last_layer.now().temperature, last_layer.now().smoothing) == (1.0, 0.0)


@pytest.mark.parametrize(("weights", "values", "bias", "text"), [
    ((0.5, -0.25), (2.0, 4.0), 1.0, "0.5 · 2 − 0.25 · 4 + 1"),
    ((-1.0,), (3.0,), -0.5, "− 1 · 3 − 0.5"),
    ((1.0, 2.0, 3.0, 4.0), (1.0, 1.0, 1.0, 1.0), 0.0, "1 · 1 + 2 · 1 + 3 · 1 + … + 0")])
def test_a_pixels_sum_is_written_with_its_signs_and_cut_where_it_is_long(weights, values, bias, text):
    maps = np.array(values, dtype=np.float32)
    one = np.zeros((1, 1, 1), dtype=np.float32)
    found = Pointwise(maps[:, None, None], np.array([weights], dtype=np.float32), np.array([bias], dtype=np.float32),
                      one, one)
    with spoken_in("en"):
        assert pointwise._sum(found, 0, maps) == text


@pytest.mark.parametrize(("points", "place"), [
    ([35], {"row": 2, "column": 3}), ([0], {"row": 0, "column": 0}), ([255], {"row": 15, "column": 15}),
    ([256], {}), ([-1], {}), ([], {})])
def test_a_click_chooses_its_pixel_and_one_from_outside_none(monkeypatch, points, place):
    chosen = {}

    class Session:
        session_state = {pointwise.CLICKED: {"selection": {"point_indices": points}}}

    class Set:
        @staticmethod
        def change(**fields):
            chosen.update(fields)

    monkeypatch.setattr(pointwise, "st", Session)
    monkeypatch.setattr(pointwise, "state", Set)
    pointwise._take()
    assert chosen == place
