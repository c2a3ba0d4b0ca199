"""*Grid*, suppression: the boxes that are read off a scene, and the words of the player."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision import ops

from explorer.detection import BOX_EXAMPLES, METHODS, GridBoxes, Suppression, suppress
from explorer.scenes import KIND_COLOURS, KINDS
from pages.ui.components import component
from pages.where_is_it import nms, suppression_turns
from pages.where_is_it.grid_outputs import kind_colours, kind_names
from pages.where_is_it.state import WhereSetup

SETUP = WhereSetup()
PIXELS = np.arange(8 * 8 * 3, dtype=np.uint8).reshape(8, 8, 3)


def found(count, seed=0):
    """Return boxes as they are read off a grid, the surest first."""
    chance = np.random.default_rng(seed)
    low = chance.uniform(0, 40, (count, 2))
    boxes = np.concatenate([low, low + chance.uniform(5, 24, (count, 2))], axis=1)
    return GridBoxes(boxes, np.sort(chance.random(count))[::-1], chance.integers(0, len(KINDS), count),
                     tuple((0, 0, at) for at in range(count)))


@pytest.fixture
def read(monkeypatch):
    """Let a scene have these boxes, and say what was asked for."""
    asked = []

    def use(boxes):
        def answer(pixels, least):
            asked.append((pixels.shape, least))
            return boxes
        monkeypatch.setattr(nms, "found_boxes", answer)
        monkeypatch.setattr(nms.scene, "pixels", lambda side=64: np.zeros((side, side, 3), np.uint8))
        return asked
    return use


def test_the_scenes_boxes_are_those_of_the_network_above_the_least_score(read):
    boxes = found(5)
    asked = read(boxes)
    shown = nms.boxes_of(replace(SETUP, sure=0.25))
    assert asked == [((64, 64, 3), 0.25)]
    assert np.array(shown.plan.boxes) == pytest.approx(boxes.boxes)
    assert shown.plan.scores == pytest.approx(boxes.scores.tolist())
    assert shown.plan.classes == tuple(boxes.kinds.tolist())
    assert shown.pixels.shape == (320, 320, 3) and shown.side == 64


def test_boxes_of_one_class_are_counted_from_the_surest(read):
    boxes = found(9, seed=3)
    read(boxes)
    shown = nms.boxes_of(SETUP)
    assert len(set(shown.names)) == 9
    for kind in set(boxes.kinds.tolist()):
        mine = [name for name, one in zip(shown.names, boxes.kinds, strict=True) if one == kind]
        assert mine == [f"{kind_names()[kind]} {at + 1}" for at in range(len(mine))]
    assert shown.colours == tuple(kind_colours()[kind] for kind in boxes.kinds)


@pytest.mark.parametrize("count", [0, 1, nms.MOST_BOXES, nms.MOST_BOXES + 20])
def test_only_the_surest_are_taken_where_there_are_too_many(count, read):
    boxes = found(count)
    read(boxes)
    shown = nms.boxes_of(SETUP)
    assert len(shown.plan.boxes) == len(shown.names) == len(shown.colours) == min(count, nms.MOST_BOXES)
    assert list(shown.plan.scores) == boxes.scores[:nms.MOST_BOXES].tolist()


@pytest.mark.parametrize(("apart", "threshold", "seed"), [(True, 0.5, 1), (False, 0.5, 1), (True, 0.2, 4),
                                                           (False, 0.2, 4)])
def test_what_is_kept_of_a_scene_is_what_torchvision_keeps(apart, threshold, seed, read):
    boxes = found(30, seed)
    read(boxes)
    kept = suppress(nms.boxes_of(replace(SETUP, nms_apart=apart, nms_iou=threshold)).plan).kept
    tensors = torch.from_numpy(boxes.boxes.copy()), torch.from_numpy(boxes.scores.copy())
    expected = ops.batched_nms(*tensors, torch.from_numpy(boxes.kinds), threshold) if apart else ops.nms(*tensors,
                                                                                                        threshold)
    assert list(kept) == expected.tolist()


def test_classes_have_names_and_colours_of_scenes():
    assert kind_names() == KINDS
    assert kind_colours() == tuple(KIND_COLOURS[kind] for kind in KINDS)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in kind_colours())


@pytest.mark.parametrize("name", BOX_EXAMPLES)
def test_examples_are_named_p_q_r_as_their_lessons_call_them(name):
    shown = nms.boxes_of(replace(SETUP, nms_from=name))
    assert shown.names == ("P", "Q", "R") and shown.pixels is None
    assert shown.side == BOX_EXAMPLES[name].side
    assert nms.LESSONS[name].endswith(".")


def turns_of(method, **more):
    example = BOX_EXAMPLES["three"]
    plan = Suppression(boxes=example.boxes, scores=example.scores, method=method, **more)
    return suppression_turns.turns_data(PIXELS, plan, suppress(plan), names="PQR", colours=["#1", "#2", "#3"], side=32,
                                        step=0)


@pytest.mark.parametrize("method", METHODS)
def test_each_verdict_has_a_sentence_with_its_values(method):
    words = turns_of(method)["words"]
    values = {"box": "Q", "hand": "P", "iou": "0.681", "threshold": "0.5", "before": "0.8", "after": "0.255",
              "score": "0.9", "boxes": 3, "kept": 2}
    for verdict in ("falls", "stays", "weaker", "hand", "start", "end", "fell"):
        said = words[verdict].format(**values)
        assert "{" not in said and said
    assert ("above" in words["falls"]) == (method == "hard")
    assert words["stays"].startswith("{box} stays" if method == "hard" else "{box} keeps its score")


@pytest.mark.parametrize(("method", "verdict", "kept"), [("hard", "falls", [0, 2]), ("linear", "weaker", [0, 2, 1]),
                                                         ("gaussian", "weaker", [0, 2, 1])])
def test_the_player_is_told_all_turns(method, verdict, kept):
    told = turns_of(method)
    assert told["turns"][0]["rest"][0]["verdict"] == verdict
    assert [turn["hand"] for turn in told["turns"]] == kept
    assert told["turns"][0]["rest"][0]["iou"] == pytest.approx(81 / 119)


def test_the_steps_of_soft_suppression_go_through_every_pair():
    example = BOX_EXAMPLES["three"]
    plan = Suppression(boxes=example.boxes, scores=example.scores, method="gaussian")
    steps = suppression_turns.steps_of(suppress(plan).turns)
    assert steps == [(-1, -1), (0, -1), (0, 0), (0, 1), (1, -1), (1, 0), (2, -1), (3, -1)]


@pytest.mark.parametrize("state", [None, {}, {"selected": None}, {"selected": 3}, {"selected": ["t.1"]}, "t.1",
                                   {"other": "t.1"}, {"selected": "t.1; drop"}, {"selected": "t.٣"}])
def test_what_is_no_step_is_left_alone(state, monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {} if state is None else {"key": state})
    assert suppression_turns.shown_step("key") is None


def test_a_picture_comes_back_from_its_address():
    address = component.png_address(PIXELS)
    head, _, data = address.partition(",")
    assert head == "data:image/png;base64"
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(base64.b64decode(data)))), PIXELS)
    assert turns_of("hard")["picture"] == address
