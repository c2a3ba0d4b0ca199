"""What *The walk* answers past Streamlit: true numbers to those who know the token, nothing to anybody else."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest

from explorer import images, networks
from explorer.errors import NetworkError
from explorer.images import sample
from pages.pixel_to_class import pad, walk_answers
from pages.pixel_to_class.walk import read_message
from pages.pixel_to_class.walk_data import maps_block, walk_block
from tests.pages.page import header

STACK = "stack/3x12x12/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o5"


@pytest.fixture(scope="module")
def scene():
    network = networks.load(STACK)
    return network, networks.network_input(network, sample("chelsea"))


@pytest.fixture
def ask(scene):
    """Ask with a token that counts, as a browser does."""
    token = walk_answers.register(*scene)
    return lambda **more: walk_answers.answer({"token": token, **more})


def floats(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_a_map_is_sent_with_all_its_numbers(scene, ask):
    network, prepared = scene
    found = ask(ask="map", layer="relu1", map=3)
    true = networks.observe(network, prepared.values, "relu1").values[3]
    np.testing.assert_allclose(floats(found["values"]).reshape(found["size"]), true, atol=1e-6)
    seen = ask(ask="map", layer="input", map=2)
    np.testing.assert_array_equal(floats(seen["values"]).reshape(12, 12), prepared.values[2])


def test_a_unit_is_sent_with_windows_kernels_sums_and_lines(scene, ask):
    network, prepared = scene
    found = ask(ask="unit", layer="relu2", at=[1, 0, 2])
    (read,) = found["reads"]
    values, weights = (floats(read[name]).reshape(-1, 3, 3) for name in ("values", "weights"))
    sums = floats(read["sums"])
    np.testing.assert_allclose((values * weights).sum((1, 2)), sums[read["shown"]], atol=1e-5)
    assert np.abs(sums[read["shown"]]).tolist() == sorted(np.abs(sums).tolist(), reverse=True)
    assert sums.sum() + found["bias"] == pytest.approx(found["total"], abs=1e-5)
    assert found["value"] == pytest.approx(float(networks.observe(network, prepared.values, "relu2").values[1, 0, 2]))
    assert (read["source"], read["corner"], read["outside"][:3]) == ("pool1", [-1, 1], [1, 1, 1])
    assert [line["tree"][0] for line in found["lines"]] == ["math", "math"]


def test_maps_of_asked_steps_come_as_one_block(scene, ask):
    found = ask(ask="maps", names=["pool1", "relu2", "nothing"])
    head = header(base64.b64decode(found["block"]))
    assert [(pack["name"], pack["size"]) for pack in head["packs"]] == [("pool1", [6, 6, 6]), ("relu2", [8, 6, 6])]


def test_the_classes_are_those_of_the_network(scene):
    network, prepared = scene
    head, (ends, levels) = maps_block(network, prepared, ["relu1"])
    shares = networks.shares(network, networks.scores(network, prepared.values))
    assert [one["share"] for one in head["classes"]] == pytest.approx(shares.tolist())
    assert (len(ends), len(levels)) == (12, 6 * 144)


@pytest.mark.parametrize("asked", [
    None, [], {}, {"token": 3}, {"token": "0" * 40, "ask": "map", "layer": "relu1", "map": 0}])
def test_nobody_is_told_anything_without_a_token(asked):
    assert walk_answers.answer(asked) is None


@pytest.mark.parametrize("asked", [
    {}, {"ask": "all"}, {"ask": "map"}, {"ask": "map", "layer": "relu1", "map": 6},
    {"ask": "map", "layer": "relu1", "map": True}, {"ask": "map", "layer": "flatten", "map": 0},
    {"ask": "map", "layer": ["relu1"], "map": 0}, {"ask": "unit", "layer": "relu1", "at": "0_0_0"},
    {"ask": "unit", "layer": "relu1", "at": [0, 0.5, 0]}, {"ask": "maps"}, {"ask": "maps", "names": 3},
    {"ask": "maps", "names": [["relu1"]]}, {"ask": "live"}, {"ask": "live", "source": "nothing"}])
def test_a_question_that_makes_no_sense_has_no_answer(ask, asked):
    assert ask(**asked) is None


@pytest.mark.parametrize("at", [[6, 0, 0], [0, 12, 0], [0, 0, -1], [0, 0], []])
def test_a_unit_that_is_not_there_is_said_in_a_sentence(ask, at):
    assert "no such unit" in ask(ask="unit", layer="relu1", at=at)["error"]


def test_a_token_is_of_one_network_and_one_picture(scene):
    network, prepared = scene
    other = networks.network_input(network, sample("coffee"))
    tokens = {walk_answers.register(network, one) for one in (prepared, other, prepared)}
    assert len(tokens) == 2
    assert all(len(token) == 40 for token in tokens)


def test_a_changed_input_is_answered_with_its_maps_classes_and_a_token_to_go_on_with(scene, ask, monkeypatch):
    network, prepared = scene
    darker = networks.NetworkInput(prepared.values * 0.5, prepared.pixels // 2, b"darker")
    monkeypatch.setitem(walk_answers.CHANGES, "dimmer", lambda _network, _asked: darker)
    head = header(base64.b64decode(ask(ask="live", source="dimmer")["block"]))
    assert [pack["name"] for pack in head["packs"]] == [c.steps[-1].name for c in networks.columns_of(network)]
    true = networks.shares(network, networks.scores(network, darker.values))
    assert [one["share"] for one in head["classes"]] == pytest.approx(true.tolist())
    asked = {"token": head["token"], "ask": "unit", "layer": "input", "at": [0, 1, 1]}
    assert walk_answers.answer(asked)["value"] == pytest.approx(float(darker.values[0, 1, 1]))


@pytest.mark.parametrize("breaks", [
    lambda *_: (_ for _ in ()).throw(NetworkError("The pad is empty.")),
    lambda *_: networks.NetworkInput(np.zeros((1, 2, 2), np.float32), np.zeros((2, 2, 3), np.uint8), b"small")])
def test_an_input_that_cannot_be_taken_is_said(ask, monkeypatch, breaks):
    monkeypatch.setitem(walk_answers.CHANGES, "odd", breaks)
    assert set(ask(ask="live", source="odd")) == {"error"}


def test_what_is_drawn_on_the_pad_is_what_the_digit_reader_gets():
    network = networks.load(pad.READER, weights=None)
    empty = networks.network_input(network, images.digit_picture(images.Drawing()))
    token = walk_answers.register(network, empty)
    seven = images.to_text(images.written(images.HANDS[0], 7, 0))
    asked = {"token": token, "ask": "live", "source": "pad", "drawing": seven, "changes": {"right": 3}}
    head = header(base64.b64decode(walk_answers.answer(asked)["block"]))
    shown = images.digit_input(images.raster(images.drawing_from_text(seven)), images.DigitChanges(right=3))
    scores = networks.shares(network, networks.scores(network, np.round(shown * 255) / np.float32(255)))
    assert [one["share"] for one in head["classes"]] == pytest.approx(scores.tolist(), abs=1e-4)
    assert walk_answers.answer(asked | {"drawing": 3}) is None


def test_the_block_names_every_step_once_and_is_small(scene):
    network, prepared = scene
    block = walk_block(network, prepared, {"token": "t", "title": "x"})
    head = header(block)
    assert [step["name"] for column in head["columns"] for step in column["steps"]] == [*networks.steps_of(network)]
    assert head["columns"][1]["steps"][0]["edges"] == [
        {"from": 0, "groups": 6, "first": 0, "count": 6, "reaches": [[2, 2, 0], [2, 2, 0]]}]
    assert len(block) < 24_000


@pytest.mark.parametrize(("told", "read"), [
    ({"layer": "conv1", "at": "3_4_5"}, {"layer": "conv1", "at": (3, 4, 5)}),
    ({"layer": "", "at": ""}, {"layer": "", "at": ()}), ({"layer": "fc", "at": ""}, {"layer": "fc", "at": ()}),
    ({"class": 3}, {"class": 3}), ({"class": -1}, {}), ({"class": True}, {}), ({"class": "3"}, {}),
    ({"layer": "", "at": "3"}, {}), ({"layer": "a b", "at": ""}, {}), ({"layer": "a", "at": "x"}, {}),
    ({"layer": 3, "at": ""}, {}), ({"layer": "a"}, {}), ([], {}), (3, {})])
def test_what_the_component_tells_is_checked(told, read):
    assert read_message({"selected": json.dumps(told)}) == read


@pytest.mark.parametrize("told", [None, 3, {}, {"selected": 3}, {"selected": "{"}, {"selected": "[" * 390},
                                  {"selected": json.dumps({"class": 3, "x": "x" * 400})}])
def test_what_is_no_message_says_nothing(told):
    assert read_message(told) == {}
