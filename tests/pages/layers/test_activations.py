"""*Activations*: what the browser draws is what was computed, and a point that was dragged stays in the link."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from explorer.experiments import ACTIVATIONS, passed
from explorer.figures import MapStyle, colours
from pages.layers import activation_maps, activations
from pages.layers.activation_maps import coloured, lessons, tile_words
from pages.layers.state import MAP_LAYERS, LayersSetup
from pages.ui.state.page_state import PageState
from tests.explorer.experiments.test_activations import TORCH
from tests.pages.page import checked, component, link, opened_page, param, pick, text_of, widget

BEFORE = np.array([[-2.0, -1.0, 0.0], [0.5, 1.0, 3.0]], dtype=np.float32)


def sent(monkeypatch, **setup):
    monkeypatch.setattr(PageState, "now", LayersSetup(**setup))
    return activations.curve_data()


@pytest.mark.parametrize("name", TORCH)
def test_the_browser_is_sent_torchs_values(monkeypatch, name):
    data = sent(monkeypatch, function=name, beside=())
    (line,) = data["lines"]
    x = torch.tensor(data["x"], dtype=torch.float64)
    assert np.allclose(line["values"], TORCH[name](x).numpy(), atol=2e-5)
    assert line["title"] == ACTIVATIONS[name].title
    assert max(line["slopes"]) <= line["steepest"][1] + 1e-6


@pytest.mark.parametrize(("point", "x"), [(0.0, 0), (1.0, 1), (-6.0, -6), (2.524, 2.5), (6.0, 6)])
def test_the_point_stands_at_the_nearest_input(monkeypatch, point, x):
    data = sent(monkeypatch, point=point)
    assert data["x"][data["at"]] == pytest.approx(x)


def test_a_function_keeps_its_colour_whatever_stands_beside_it(monkeypatch):
    alone, beside = (sent(monkeypatch, function="gelu", beside=others)["lines"] for others in ((), ("relu", "gelu")))
    assert [line["title"] for line in beside] == ["GELU", "ReLU"]
    assert alone[0]["colour"] == beside[0]["colour"] != beside[1]["colour"]


def test_a_point_that_was_dragged_stands_in_the_link_and_stays():
    at = opened_page("layers")
    place = component(at, "la_curve")["x"].index(2.5)
    pick(at, "la_curve", place)
    assert link(at) == {"point": "2.5"} and component(at, "la_curve")["at"] == place
    widget(at, "selectbox", "la_function").set_value("silu").run()
    assert component(checked(at), "la_curve")["at"] == place and param(at, "point") == "2.5"


@pytest.mark.parametrize("said", [99_999, -1, "2.5", None, [1]])
def test_what_no_browser_of_ours_sends_is_left_alone(said):
    at = opened_page("layers")
    pick(at, "la_curve", said)
    assert link(at) == {}


def test_a_map_of_the_bundled_network_goes_through_each():
    at = opened_page("layers", part="maps", map_layer="layer2.0.bn1", map="64")
    assert widget(at, "number_input", "la_map").value == 32  # it has no more
    shown = component(at, "la_tiles")
    assert [tile["title"] for tile in shown["tiles"]] == ["Before", *(one.title for one in ACTIVATIONS.values())]
    assert "A ReLU draws a line at 0" in text_of(at)
    widget(at, "selectbox", "la_map_layer").set_value(MAP_LAYERS[0]).run()
    assert param(checked(at), "map_layer") == MAP_LAYERS[0] and component(at, "la_tiles")["size"] != []


@pytest.fixture
def after():
    return {name: passed(one, BEFORE) for name, one in ACTIVATIONS.items()}


def test_each_map_says_its_range_its_zeros_and_its_slope(after):
    notes = dict(zip(ACTIVATIONS, (tile.note for tile in tile_words(after)), strict=True))
    assert notes["relu"] == "0 to 3 · 50.0 % are 0 · slope 0.5"
    assert notes["leaky"].startswith("−0.02 to 3 · 16.7 % are 0")


def test_lessons_hold_the_numbers_of_this_map(after):
    relu, leaky, sigmoid = lessons(after)
    assert "50.0 % of the cells become exactly 0" in relu and "−0.02" in leaky
    assert "between 0.12 and 0.95" in sigmoid and "lets 50.0 % back" in sigmoid


@pytest.mark.parametrize("shared", [True, False])
def test_equal_values_have_equal_colours_where_maps_share_a_scale(shared):
    stack = np.stack([BEFORE, np.maximum(BEFORE, 0)])
    before, relu = coloured(stack, shared=shared)[:, ::64, ::64]
    same = [tuple(before[-1, -1]) == tuple(relu[-1, -1]), tuple(before[0, -1]) == tuple(relu[0, -1])]
    assert before.shape == relu.shape and all(same) is shared


def test_what_is_below_0_is_hatched_where_readers_want_it(monkeypatch):
    plain = coloured(BEFORE[None], shared=True)
    monkeypatch.setitem(colours._CHOICE, "style", lambda: MapStyle(hatched=True))
    changed = (coloured(BEFORE[None], shared=True) != plain).any(axis=(0, 3))
    third = changed.shape[1] // 3
    assert changed[:third, :third].any() and not changed[third:].any()


def test_the_scale_is_asked_for(monkeypatch):
    asked = []
    monkeypatch.setattr(activation_maps, "coloured", lambda _, shared: asked.append(shared) or np.zeros((7, 1, 1, 3)))
    monkeypatch.setattr(activation_maps, "tiles", lambda *_, **__: None)
    monkeypatch.setattr(PageState, "now", SimpleNamespace(map_scale=False))
    activation_maps._tiles(BEFORE)
    assert asked == [False]
