"""Anchors of detectors against those that torchvision's own generators put out."""

from __future__ import annotations

from math import sqrt

import pytest
import torch
from torchvision.models.detection.image_list import ImageList

from explorer import networks
from explorer.networks.receptive_field.anchor_levels import AnchorLevel, anchor_levels

SSD, RCNN = "ssdlite320_mobilenet_v3_large", "fasterrcnn_mobilenet_v3_large_320_fpn"


def opened(name):
    return networks.load(f"torchvision/{name}", weights=None)


def generated(generator, maps):
    """Return width and height of all boxes that torchvision puts onto maps, in whole pixels and in order."""
    images = ImageList(torch.zeros(1, 3, 320, 320), [(320, 320)])
    boxes = generator(images, [torch.zeros(1, 1, *level.cells) for level in maps])[0]
    return boxes[:, 2:] - boxes[:, :2]


def test_default_boxes_of_ssd_are_torchvisions():
    network = opened(SSD)
    levels = anchor_levels(network)
    assert [level.cells for level in levels] == [(side, side) for side in (20, 10, 5, 3, 2, 1)]
    ours = torch.cat([torch.tensor(level.anchors).repeat(level.cells[0] * level.cells[1], 1) for level in levels])
    torch.testing.assert_close(ours, generated(network.whole.module.anchor_generator, levels), atol=1e-3, rtol=0)


def test_anchors_of_faster_rcnn_are_torchvisions_but_for_rounding():
    network = opened(RCNN)
    (level,) = anchor_levels(network)
    assert (level.layer, level.cells, level.stride) == ("steps.cls_logits", (10, 10), 32)
    generator = network.whole.module.rpn.anchor_generator
    theirs = generator.cell_anchors[0]
    torch.testing.assert_close(torch.tensor(level.anchors), theirs[:, 2:] - theirs[:, :2], atol=1.01, rtol=0)


def test_steps_are_those_of_the_strides_and_fields_grow():
    levels = anchor_levels(opened(SSD))
    assert [level.stride for level in levels] == [16, 32, 64, 128, 256, 512]
    fields = [level.field for level in levels]
    assert fields == sorted(fields)
    # Scales of 0.2 to 0.95 of 320 px in steps of 0.15; larger boxes are cut off at the picture's side.
    assert [round(level.sides[0]) for level in levels[:3]] == [64, 112, 160]
    assert all(side <= 320 for level in levels for box in level.anchors for side in box)
    assert all(level.covered > 1 for level in levels)
    # The map of one cell: its smallest box is 304 px · √⅓ wide and as high as the picture, and a step is 512 px.
    assert levels[-1].apart == pytest.approx(sqrt(304 * sqrt(1 / 3) * 320) / 512)
    assert [level.apart > 1 for level in levels] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(("anchors", "covered", "apart"), [
    (((10.0, 10.0), (20.0, 20.0)), 3.0, 2.5), (((5.0, 20.0), (40.0, 10.0)), 3.0, 2.5)])
def test_long_anchors_count_as_squares_of_their_area(anchors, covered, apart):
    level = AnchorLevel("x", (8, 8), 4.0, 60, anchors)
    assert level.covered == pytest.approx(covered)
    assert level.apart == pytest.approx(apart)
    assert level.sides == (10, pytest.approx(sqrt(400)))


def test_networks_that_find_no_boxes_have_none():
    assert anchor_levels(networks.load("bundled/resnet20")) == ()
    assert anchor_levels(opened("lraspp_mobilenet_v3_large")) == ()
