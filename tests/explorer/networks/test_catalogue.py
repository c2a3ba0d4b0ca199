"""The list of networks against torchvision's own words, and what it costs to read."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision import models

from explorer.errors import NetworkError
from explorer.networks import catalogue_update, load
from explorer.networks.catalogue import catalogue, entry
from explorer.networks.preprocessing import prepared

ROOT = Path(__file__).parents[3]
TORCHVISION = [known for known in catalogue() if known.kind == "torchvision"]
PLACED = [known for known in TORCHVISION if known.task != "classify"]
each = pytest.mark.parametrize("known", TORCHVISION, ids=lambda known: known.title)


def test_the_stored_list_is_what_torchvision_says_today():
    assert catalogue_update.FILE.read_text(encoding="utf-8") == catalogue_update.written()


@each
def test_every_weight_set_is_listed_with_torchvisions_numbers(known):
    theirs = models.get_model_weights(known.name.partition("/")[2])
    assert [weights.name for weights in known.weights] == [weights.name for weights in theirs]
    assert known.default == theirs.DEFAULT.name
    for ours, weights in zip(known.weights, theirs, strict=True):
        (figures,) = weights.meta["_metrics"].values()
        assert ours.url == weights.url
        assert ours.url.endswith(f"/{ours.file}")
        assert (ours.size, known.gmacs) == (round(weights.meta["_file_size"] * 2**20), weights.meta["_ops"])
        assert ours.recipe == weights.meta["recipe"]
        if ours.classes:
            assert (ours.accuracy1, ours.accuracy5) == (figures.get("acc@1"), figures.get("acc@5"))
            assert ours.classes == len(weights.meta["categories"])
        if known.task != "classify":
            assert ours.measured == figures[ours.measure]


def test_networks_that_say_where_are_listed_with_their_task():
    assert {known.name.partition("/")[2]: known.task for known in PLACED} == {
        "ssdlite320_mobilenet_v3_large": "detect", "fasterrcnn_mobilenet_v3_large_320_fpn": "detect",
        "fasterrcnn_mobilenet_v3_large_fpn": "detect", "lraspp_mobilenet_v3_large": "segment",
        "deeplabv3_mobilenet_v3_large": "segment", "deeplabv3_resnet50": "segment", "fcn_resnet50": "segment"}
    assert {known.task for known in catalogue() if known not in PLACED and known.kind == "torchvision"} == {"classify"}


@pytest.mark.parametrize("known", PLACED, ids=lambda known: known.title)
def test_what_a_network_reads_is_what_torchvision_gives_it(known):
    weights, name = known.weight_set(), known.name.partition("/")[2]
    if known.task == "segment":
        theirs = models.get_model_weights(name).DEFAULT.transforms()
        assert ([weights.shorter], list(weights.mean), list(weights.std)) == (theirs.resize_size, theirs.mean,
                                                                            theirs.std)
        return
    with torch.device("meta"):
        theirs = models.get_model(name, weights=None, weights_backbone=None).transform
    assert (list(weights.mean), list(weights.std)) == (theirs.image_mean, theirs.image_std)
    assert weights.shorter in theirs.min_size
    assert weights.longest == theirs.max_size


@pytest.mark.parametrize("name", ["deeplabv3_mobilenet_v3_large", "fcn_resnet50"])
def test_heads_that_help_in_training_are_not_counted(name):
    with torch.device("meta"):
        module = models.get_model(name, weights=None, weights_backbone=None)
    assert entry(f"torchvision/{name}").params == sum(weights.numel() for weights in module.parameters())


@each
def test_file_names_hold_eight_digits_of_their_hash(known):
    for weights in known.weights:
        assert len(weights.digits) == 8
        assert set(weights.digits) <= set("0123456789abcdef")


def test_a_list_needs_no_model_of_torchvision():
    code = ("import sys, time; from explorer.networks.catalogue import catalogue; "
            "assert len(catalogue()) > 20; print('torchvision' in sys.modules)")
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_numbers_of_readme_papers_stand_in_the_list():
    known = entry("torchvision/resnet50")
    assert [(weights.accuracy1, weights.resize) for weights in known.weights] == [(76.13, 256), (80.858, 232)]
    assert known.weight_set().name == "IMAGENET1K_V2"
    assert entry("torchvision/inception_v3").params == 27_161_264 - 3_326_696
    assert entry("torchvision/vgg16").weight_set("IMAGENET1K_FEATURES").accuracy1 is None


def test_unknown_names_are_refused_with_those_there_are():
    with pytest.raises(NetworkError, match="torchvision/resnet18"):
        entry("torchvision/resnet19")
    with pytest.raises(NetworkError, match="IMAGENET1K_V1"):
        entry("torchvision/resnet18").weight_set("IMAGENET21K")


def test_stacks_of_the_list_open():
    from explorer.networks import load
    for known in catalogue():
        if known.kind == "stack" and known.params < 10**6:
            network = load(known.name)
            assert network.input_shape == known.input_shape
            assert sum(weights.numel() for weights in network.module.parameters()) == known.params


@pytest.mark.parametrize("size", [(300, 401), (224, 224), (57, 500), (31, 30), (1, 1), (256, 341)])
@pytest.mark.parametrize(("name", "weights"), [("resnet50", "IMAGENET1K_V2"), ("efficientnet_b0", "IMAGENET1K_V1"),
                                               ("vgg16", "IMAGENET1K_FEATURES"), ("inception_v3", "IMAGENET1K_V1")])
def test_pictures_are_prepared_as_torchvision_does(name, weights, size):
    pixels = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    ours = entry(f"torchvision/{name}").weight_set(weights)
    expected = models.get_model_weights(name)[weights].transforms()(Image.fromarray(pixels)).numpy()
    found = prepared(pixels, ours, side=ours.side)
    np.testing.assert_allclose(found, expected, rtol=0, atol=5e-6 / ours.std[0])


def test_a_line_of_pixels_is_prepared_too():
    ours = entry("torchvision/resnet18").weight_set()
    assert prepared(np.zeros((1, 5000, 3), np.uint8), ours, side=224).shape == (3, 224, 224)
    assert prepared(np.zeros((300, 200, 3), np.uint8), ours, side=448).shape == (3, 448, 448)


def test_the_file_can_be_read_without_this_app():
    assert {record["name"] for record in json.loads(catalogue_update.FILE.read_text())} == set(catalogue_update.TITLES)


@pytest.mark.parametrize("name", ["nope/evil", "resnet18", ""])
def test_a_name_of_no_network_is_answered_with_what_to_do(name):
    with pytest.raises(NetworkError, match="Choose one from the list of networks"):
        load(name)
