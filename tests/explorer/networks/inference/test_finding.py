"""Detectors and networks for segmentation on whole photos, against torchvision's own modules; nothing is downloaded."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision import models

from explorer import networks
from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks import network as kept
from explorer.networks.catalogue import entry
from explorer.networks.inference import finding
from explorer.networks.inference.finding import find, segment, side_read

SSD, RCNN = "ssdlite320_mobilenet_v3_large", "fasterrcnn_mobilenet_v3_large_320_fpn"
LRASPP = "lraspp_mobilenet_v3_large"
CAT = sample("chelsea").pixels


def opened(name):
    return networks.load(f"torchvision/{name}", weights=None)


@pytest.fixture(scope="module")
def detector():
    """Yield an SSDLite that is sure of something: random weights alone give every class the same score."""
    network = networks.load(f"torchvision/{SSD}", weights=None, seed=99)  # of our own: its weights are changed
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        for part in network.whole.module.head.modules():
            if isinstance(part, torch.nn.Conv2d):
                part.weight.normal_(0, 0.4)
    yield network
    kept._cache.clear()


def test_boxes_are_those_of_torchvision(detector):
    small = CAT[:150, :220]
    expected = detector.whole.module([torch.tensor(small).permute(2, 0, 1) / 255])[0]
    ours = find(detector, small)
    assert 0 < len(ours) <= len(expected["boxes"])
    whole = expected["boxes"][(expected["boxes"][:, 2:] > expected["boxes"][:, :2]).all(1)]
    np.testing.assert_allclose(ours.boxes, whole.numpy(), atol=1e-3)
    assert ours.size == (150, 220)
    assert ours.called[0] == models.get_model_weights(SSD).DEFAULT.meta["categories"][int(expected["labels"][0])]


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (700, 2), (3000, 40), (33, 31)])
@pytest.mark.parametrize("name", [SSD, RCNN])
def test_no_shape_of_a_photo_breaks_a_detector_and_boxes_lie_in_it(name, size):
    photo = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    found = find(opened(name), photo)
    assert found.size == size
    assert (found.boxes >= 0).all()
    assert (found.boxes <= [size[1], size[0]] * 2).all()


def test_a_large_photo_is_made_smaller_before_anything_is_computed(monkeypatch):
    given, (across, down) = finding._bounded(np.zeros((500, 8000, 3), np.uint8))
    assert given.shape == (84, 1333, 3)  # 83 rows of the photo, one more to fill it up
    assert (across, down) == (pytest.approx(1333 / 8000), pytest.approx(83 / 500))


def test_classes_of_pixels_are_those_of_torchvision():
    network, photo = opened(LRASPP), CAT[:200, :200]
    prepared = models.get_model_weights(LRASPP).DEFAULT.transforms()(Image.fromarray(photo))
    with torch.inference_mode():
        expected = network.whole.module(prepared[None])["out"][0]
    ours = segment(network, photo)
    assert ours.classes.shape == expected.shape[1:] == (520, 520)
    assert (ours.classes == expected.argmax(0).numpy()).mean() > 0.999
    np.testing.assert_allclose(ours.certainty, expected.softmax(0).amax(0), atol=1e-4)
    assert ours.names[15] == "person"


@pytest.mark.parametrize(("name", "size", "read"), [
    (LRASPP, (300, 450), (520, 780)), (LRASPP, (100, 1000), (104, 1040)), (LRASPP, (1, 1000), (32, 1040)),
    (LRASPP, (1, 1), (520, 520)), ("fcn_resnet50", (300, 300), (266, 266))])
def test_a_photo_is_read_as_large_as_the_network_and_the_server_allow(name, size, read):
    network = networks.Network("torchvision/" + name, torch.nn.Identity(), None, (3, 8, 8), None, task="segment",
                               whole=networks.Whole(torch.nn.Identity(), entry(f"torchvision/{name}").weight_set()))
    assert side_read(network, size) == read


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (700, 2)])
def test_no_shape_of_a_photo_breaks_segmentation(configure, size):
    configure(run_macs=50_000_000)  # few pixels are read
    found = segment(opened(LRASPP), np.full((*size, 3), 90, np.uint8))
    assert found.size == size
    assert found.classes.max() < 21
    assert found.classes.shape == side_read(opened(LRASPP), size)


def test_who_cannot_find_says_who_can(detector):
    with pytest.raises(NetworkError, match="finds no boxes"):
        find(opened(LRASPP), CAT)
    with pytest.raises(NetworkError, match="Choose a network for segmentation"):
        detector.segment(CAT)
    with pytest.raises(NetworkError, match="finds no boxes"):
        networks.load("bundled/vgg").find(CAT)
    with pytest.raises(NetworkError, match="whole numbers from 0 to 255"):
        find(detector, np.zeros((3, 8, 8), np.float32))


def test_one_call_answers_and_answers_are_kept(detector):
    one = detector.find(CAT, threshold=0.2)
    assert (one.scores >= 0.2).all()
    assert find(detector, CAT) is find(detector, CAT.copy())
