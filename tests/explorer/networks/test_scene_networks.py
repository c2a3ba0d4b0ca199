"""The networks for scenes that come with the app: what they find on fresh scenes, and what their cards say of them."""

from __future__ import annotations

import csv
import json
from functools import cache

import numpy as np
import pytest
import torch
from torchvision import ops

import explorer as ex
from explorer import scenes
from explorer.detection import Detections, TrueBoxes, assignment, decode_grid, mean_over, pixel_quality, quality
from explorer.errors import NetworkError
from explorer.networks import BUNDLED, entry, load, locate, output
from explorer.networks.scene_architectures import SCENE_BUILDERS
from explorer.runtime import digest
from tests.explorer.detection.pycocotools_oracle import by_pycocotools

NAMES = tuple(SCENE_BUILDERS)
FIRST = 700_000
"""Seeds from here on are used nowhere else."""


@cache
def scene(number, most):
    drawn = scenes.random_scene(FIRST + number, count=(1, most))
    return scenes.drawn(drawn, 64), scenes.truth(drawn, 64)


def card(name):
    return json.loads((BUNDLED / f"{name}.json").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_a_card_tells_the_file_and_the_network_beside_it(name):
    about, file, network = card(name), BUNDLED / f"{name}.safetensors", load(f"bundled/{name}")
    assert about["weights"] == {"precision": "float16", "bytes": file.stat().st_size, "sha256": digest(file)}
    assert file.stat().st_size < 1.5e6
    assert about["parameters"] == network.report.params == entry(f"bundled/{name}").params
    assert about["gmacs"] == pytest.approx(network.report.macs / 1e9, abs=5e-4)
    assert about["task"] == network.task == entry(f"bundled/{name}").task
    assert about["command"].endswith(f"explorer.training.shipping.scenes {name}")
    assert network.trained


@pytest.mark.parametrize("name", NAMES)
def test_a_curve_has_the_parts_of_the_loss_and_ends_with_the_last_epoch(name):
    with (BUNDLED / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert float(rows[-1]["train_loss"]) < float(rows[0]["train_loss"])
    parts = [key for key in rows[0] if key.startswith("train_") and key != "train_loss"]
    assert len(parts) >= 2
    for row in rows:
        assert sum(float(row[key]) for key in parts) == pytest.approx(float(row["train_loss"]), rel=1e-3)


def test_locate_frames_at_least_nine_of_ten_things():
    network, told = load("bundled/locate"), card("locate")["measured"]
    assert told["found"] >= 0.9
    fits, right = [], []
    for number in range(100):
        pixels, truth = scene(number, 1)
        answer = locate(network, pixels)
        fits.append(ops.box_iou(torch.tensor([answer.box]), torch.from_numpy(truth.boxes).float()).item())
        right.append(answer.kind == truth.labels[0])
    assert np.mean(np.array(fits) >= 0.7) >= 0.85
    assert np.mean(right) >= told["accuracy"] - 0.12


def test_detect_finds_up_to_eight_things():
    network, told = load("bundled/detect"), card("detect")["measured"]
    assert told["map50"] >= 0.9
    found = [network.find(scene(number, 8)[0], 0.0) for number in range(100)]
    there = [TrueBoxes(scene(number, 8)[1].boxes, scene(number, 8)[1].labels) for number in range(100)]
    said = [Detections(one.boxes, one.labels, one.scores) for one in found]
    _, (_, half) = by_pycocotools(said, there, 6)
    assert half == pytest.approx(told["map50"], abs=0.05)
    assert mean_over([one.coco_points for one in quality(said, there, 6)]) == pytest.approx(half)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("segment")])
def test_pixels_have_their_classes(name):
    network, told = load(f"bundled/{name}"), card(name)["measured"]["mean_iou"]
    said = [network.segment(scene(number, 8)[0]).classes for number in range(60)]
    true = [scene(number, 8)[1].class_map for number in range(60)]
    mean = pixel_quality(np.stack(true).reshape(-1, 64), np.stack(said).reshape(-1, 64), 7).mean_iou
    assert mean == pytest.approx(told, abs=0.04)


def test_skips_are_worth_most_and_the_way_of_enlarging_little():
    mean = {name: card(name)["measured"]["mean_iou"] for name in NAMES if name.startswith("segment")}
    assert mean["segment"] >= 0.9
    assert mean["segment_plain"] < mean["segment"] - 0.05
    assert mean["segment_nearest"] == pytest.approx(mean["segment"], abs=0.02)


def test_the_grid_is_sure_where_an_object_has_its_centre():
    network = load("bundled/detect")
    sure, unsure = [], []
    for number in range(20):
        pixels, truth = scene(number, 8)
        decoded = decode_grid(output(network, pixels))
        owned = assignment(truth.boxes, 64).owners.max(0) >= 0
        cells = decoded.objectness.max(0)
        sure, unsure = [*sure, *cells[owned]], [*unsure, *cells[~owned]]
    assert np.mean(sure) > 0.7
    assert np.mean(unsure) < 0.05


@pytest.mark.parametrize("size", [(64, 64), (1, 1), (100, 300), (300, 100), (7, 500)])
def test_pictures_of_any_shape_are_read_in_their_middle(size):
    pixels = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    boxes = load("bundled/detect").find(pixels, 0.0)
    assert boxes.size == size
    classes = load("bundled/segment").segment(pixels)
    assert classes.at_size(size).shape == size
    assert classes.names[0] == "ground"
    left, top, right, bottom = locate(load("bundled/locate"), pixels).box
    assert right > left
    assert bottom > top


def test_boxes_of_a_wide_picture_lie_where_its_middle_is():
    pixels, _ = scene(3, 8)
    network, wide = load("bundled/detect"), np.full((64, 164, 3), 90, np.uint8)
    wide[:, 50:114] = pixels
    alone, moved = network.find(pixels, 0.3), network.find(wide, 0.3)
    np.testing.assert_allclose(moved.boxes, np.add(alone.boxes, (50, 0, 50, 0)), atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_they_name_no_class_of_a_photo(name):
    with pytest.raises(NetworkError, match="where things are"):
        load(f"bundled/{name}").predict(ex.sample("chelsea"))


def test_what_does_not_locate_is_told():
    with pytest.raises(NetworkError, match="one thing"):
        locate(load("bundled/detect"), scene(0, 1)[0])
