"""Cutting into patches and weighing each is a convolution: torch's own unfold and convolution are the judges."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.images import sample
from explorer.milestones import patches
from explorer.networks import load, network_input, torchvision_graph

VALUES = np.random.default_rng(0).normal(size=(3, 224, 224)).astype(np.float32)
PIXELS = np.random.default_rng(1).integers(0, 256, (224, 224, 3), dtype=np.uint8)


def test_rows_are_what_torch_unfolds():
    theirs = functional.unfold(torch.from_numpy(VALUES)[None], 16, stride=16)[0].T
    assert np.array_equal(patches.patch_rows(VALUES), theirs.numpy())
    assert patches.patch_rows(VALUES).shape == (14 * 14, 768)


@pytest.mark.parametrize(("shape", "side"), [((1, 8, 12), 4), ((2, 6, 6), 3), ((3, 4, 4), 4)])
def test_patches_of_any_size_are_rows(shape, side):
    values = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    theirs = functional.unfold(torch.from_numpy(values)[None], side, stride=side)[0].T
    assert np.array_equal(patches.patch_rows(values, side), theirs.numpy())


def test_a_linear_layer_of_patches_is_the_convolution():
    network = load(patches.NETWORK)
    values = network_input(network, sample("chelsea")).values
    found = patches.embedding(network, values)
    conv = network.module.get_submodule(patches.LAYER)
    theirs = functional.conv2d(torch.from_numpy(values.copy())[None], conv.weight, conv.bias, stride=16)[0]
    assert np.allclose(found.by_convolution, theirs.reshape(768, -1).T.numpy(), atol=1e-5)
    assert found.by_linear.shape == found.by_convolution.shape == (196, 768)
    assert np.abs(found.by_convolution).max() > 0
    assert found.gap < 1e-5


def test_it_is_the_first_layer_of_torchvisions_vision_transformer():
    graph, shape, _notes = torchvision_graph("vit_b_16")
    kind, sides, text = patches.NETWORK.split("/")
    assert (kind, sides) == ("stack", "x".join(map(str, shape)))
    first = graph.nodes[0].layer
    assert (first.out_channels, first.kernel_size, first.stride) == (768, 16, 16)
    assert text == "conv.o768.k16.s16"


def test_the_picture_lies_apart_and_whole():
    sheet = patches.cut_apart(PIXELS, (2, 5))
    assert sheet.shape == (14 * 19 + 3, 14 * 19 + 3, 4)
    places = np.add.outer(np.arange(14) * 19 + 3, np.arange(16)).ravel()
    assert np.array_equal(sheet[np.ix_(places, places)][..., :3], PIXELS)
    assert sheet[0, 0, 3] == 0 and sheet[3, 3, 3] == 255


def test_the_chosen_patch_is_ringed_and_no_other():
    sheet = patches.cut_apart(PIXELS, (13, 0), ring=(1, 2, 3))
    ringed = np.argwhere((sheet == (1, 2, 3, 255)).all(axis=2))
    assert ringed.min(axis=0).tolist() == [13 * 19, 0]
    assert ringed.max(axis=0).tolist() == [14 * 19 + 2, 19 + 2]


def test_a_patch_is_one_row_of_its_three_colours():
    row = patches.row_picture(PIXELS, (3, 4))
    values = patches.patch_rows(PIXELS.transpose(2, 0, 1).astype(np.float32))[3 * 14 + 4]
    assert row.shape == (1, 768, 3)
    assert np.array_equal(row.sum(axis=(0, 2)), values)
    assert not row[0, :256, 1:].any() and not row[0, 512:, :2].any()
