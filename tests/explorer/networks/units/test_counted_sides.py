"""How much of a field counts, for known networks whose fields were published, and how much two patches share."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn
from torchvision.ops import box_area, box_iou

from explorer import networks
from explorer.graph import PRESETS, analyse, from_text
from explorer.images import BankCrop
from explorer.networks.units.top_patches import LARGE, counted_side

best_patches = importlib.import_module("explorer.networks.units.best_patches")
REPORTS = {name: analyse(PRESETS[name].graph, PRESETS[name].input_shape) for name in (
    "vgg16", "resnet18", "resnet50", "alexnet", "efficientnet_lite0", "mobilenet_v2", "lenet5")}


# Fields of Araujo et al. (2019), Distill, table 1, and of arithmetic of windows; the input is 224 px, 0.3 of it 67
@pytest.mark.parametrize(("name", "layer", "field", "counted"), [
    ("vgg16", "conv1_1", 3, 3), ("vgg16", "pool2", 16, 16), ("vgg16", "pool3", 44, 44), ("vgg16", "pool4", 100, 67),
    ("vgg16", "pool5", 212, 106), ("resnet18", "conv1", 7, 7), ("resnet18", "maxpool", 11, 11),
    ("resnet18", "layer1.1.relu_1", 43, 43), ("resnet18", "layer2.1.relu_1", 99, 67),
    ("resnet18", "layer3.1.relu_1", 211, 105), ("resnet18", "layer4.1.relu_1", 435, 217),
    ("resnet50", "layer4.2.relu_2", 427, 213), ("alexnet", "pool5", 195, 97),
    ("efficientnet_lite0", "stem.conv", 3, 3), ("efficientnet_lite0", "stage4.2.add", 147, 73),
    ("efficientnet_lite0", "stage7.0.project.bn", 851, 224)])
def test_of_large_fields_the_middle_half_counts(name, layer, field, counted):
    report = REPORTS[name]
    assert report[layer].field.size == field
    assert counted_side(report, layer) == counted


@pytest.mark.parametrize("name", REPORTS)
def test_what_counts_grows_with_the_field_and_never_beyond_it(name):
    report = REPORTS[name]
    side = max(report.input_shape[1:])
    found = sorted((row.field.size, counted_side(report, row.name)) for row in report
                   if row.field and len(row.output_shape) == 3)
    counted = [one for _size, one in found]
    assert counted == sorted(counted)
    assert all(one <= min(size, side) or size <= LARGE * side for size, one in found)


@pytest.mark.parametrize("name", REPORTS)
def test_a_row_of_values_sees_the_whole_input(name):
    report = REPORTS[name]
    last = report.rows[-1].name
    assert counted_side(report, last) == max(report.input_shape[1:])


@pytest.mark.parametrize("cell", [(0, 0), (0, 13), (13, 0), (7, 7), (3, 10), (13, 13)])
@pytest.mark.parametrize("layer", ["stage3.1.add", "stage4.2.add", "stage5.2.add", "stage6.3.add"])
def test_what_is_shown_lies_in_the_input_around_the_middle_of_the_cell(layer, cell):
    report = REPORTS["efficientnet_lite0"]
    rows, columns = report[layer].output_shape[1:]
    cell = min(cell[0], rows - 1), min(cell[1], columns - 1)
    top, left, bottom, right = best_patches.looked_at(report, layer, cell)
    assert 0 <= top < bottom <= 224 and 0 <= left < right <= 224
    assert max(bottom - top, right - left) <= counted_side(report, layer)
    middle = (cell[0] + 0.5) * 224 / rows, (cell[1] + 0.5) * 224 / columns
    assert top <= middle[0] <= bottom and left <= middle[1] <= right


def share(one, other):
    """Return which share of the smaller of two boxes both cover, by torchvision."""
    first, second = (torch.tensor([[box[1], box[0], box[3], box[2]]], dtype=torch.float64) for box in (one, other))
    iou, areas = float(box_iou(first, second)), (float(box_area(first)), float(box_area(second)))
    return iou * sum(areas) / (1 + iou) / min(areas)


@pytest.mark.parametrize("seed", range(12))
def test_two_patches_share_what_torchvision_says(seed):
    drawn = np.random.default_rng(seed)
    network = SimpleNamespace(input_shape=(3, 64, 64))
    pairs, boxes = [], []
    for _ in range(2):
        crop = BankCrop("coffee", *(int(one) for one in drawn.integers(0, 60, 2)), int(drawn.integers(64, 200)))
        top, left = drawn.integers(0, 32, 2)
        box = int(top), int(left), int(top + drawn.integers(8, 32)), int(left + drawn.integers(8, 32))
        zoom = crop.side / 64
        boxes.append([crop.top + box[0] * zoom, crop.left + box[1] * zoom, crop.top + box[2] * zoom,
                      crop.left + box[3] * zoom])
        pairs.append((crop, box))
    assert best_patches._overlap(network, *pairs) == pytest.approx(share(*boxes))
    assert best_patches._overlap(network, pairs[0], pairs[0]) == pytest.approx(1)


def test_patches_of_different_photos_share_nothing():
    network = SimpleNamespace(input_shape=(3, 64, 64))
    box = (0, 0, 64, 64)
    pair = [(BankCrop(name, 0, 0, 64), box) for name in ("coffee", "chelsea")]
    assert best_patches._overlap(network, *pair) == 0


def told(name, task="classify"):
    """Return a network that is only a graph, as if it had been trained."""
    preset = PRESETS[name]
    return networks.Network(f"test/{name}", nn.Module(), preset.graph, preset.input_shape, lambda pixels: pixels,
                            trained=True, task=task)


@pytest.mark.parametrize(("name", "layer", "word"), [
    ("resnet18", "conv1", "edges and colours"), ("resnet18", "maxpool", "edges and colours"),
    ("resnet18", "layer1.1.relu_1", "textures"), ("resnet18", "layer2.1.relu_1", "textures"),
    ("resnet18", "layer3.1.relu_1", "parts"), ("resnet18", "layer4.1.relu_1", "things"),
    ("resnet18", "avgpool", "how much of each"), ("resnet18", "fc", "classes"),
    ("vgg16", "conv1_1", "edges and colours"), ("vgg16", "pool3", "textures"), ("vgg16", "pool5", "parts"),
    ("vgg16", "fc6", "mixtures"), ("vgg16", "fc8", "classes"), ("mobilenet_v2", "features.0.2", "edges and colours"),
    ("lenet5", "conv1", "textures"), ("lenet5", "fc3", "classes"), ("resnet50", "layer4.2.relu_2", "things")])
def test_known_networks_are_told_by_the_same_rule(name, layer, word):
    assert str(networks.layer_word(told(name), layer)) == word


@pytest.mark.parametrize("name", ["resnet18", "vgg16", "resnet50", "alexnet", "mobilenet_v2", "lenet5"])
def test_sentences_hold_the_numbers_of_their_fields(name):
    network = told(name)
    report = REPORTS[name]
    for row in report:
        said = str(networks.layer_sentence(network, row.name))
        if str(networks.layer_word(network, row.name)) in ("edges and colours", "textures", "parts"):
            assert f"{counted_side(report, row.name)} × {counted_side(report, row.name)} px" in said


@pytest.mark.parametrize("task", ["segment", "detect", "locate"])
def test_what_says_where_things_are_has_no_classes_at_its_end(task):
    assert str(networks.layer_word(told("unet", task), "classes")) in ("parts", "things", "textures")


def test_a_network_of_one_layer_has_a_word():
    network = networks.Network("test/one", nn.Module(), from_text("conv.o2"), (1, 8, 8), lambda pixels: pixels,
                               trained=True, task="segment")
    assert str(networks.layer_word(network, "conv1")) == "edges and colours"  # 3 of 8 px, but no more than an edge
