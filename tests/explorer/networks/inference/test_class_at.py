"""Scores of one place against the whole output, torchvision's own head, and gradients by torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks.inference.class_at import CLASS_AT, Spot, class_at, scored_maps, surest_spot

SSD, LRASPP = "torchvision/ssdlite320_mobilenet_v3_large", "torchvision/lraspp_mobilenet_v3_large"
RCNN = "torchvision/fasterrcnn_mobilenet_v3_large_320_fpn"
CAT = sample("chelsea").pixels


def opened(name):
    return networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)


def scores(network):
    return networks.scores(network, network.preprocess(CAT))


def test_a_pixel_of_a_segmentation_is_a_classifier():
    network = opened("bundled/segment")
    whole = network.maps(CAT, network.graph.output)
    there = class_at(network, Spot(row=20, column=41))
    assert (there.task, there.categories, there.report.output_shape) == ("classify", network.categories, (7,))
    np.testing.assert_allclose(scores(there), whole[:, 20, 41], rtol=1e-5, atol=1e-5)
    assert there.predict(CAT, top=1)[0].place == whole[:, 20, 41].argmax()


@pytest.mark.parametrize("slot", [0, 1])
def test_a_cell_of_the_grid_has_the_scores_behind_its_five_numbers(slot):
    network = opened("bundled/detect")
    whole = network.maps(CAT, network.graph.output).reshape(2, 11, 8, 8)
    np.testing.assert_allclose(scores(class_at(network, Spot(0, 3, 5, slot))), whole[slot, 5:, 3, 5], rtol=1e-5,
                               atol=1e-5)


def test_where_there_is_one_answer_its_scores_stand_before_the_box():
    network = opened("bundled/locate")
    whole = network.maps(CAT, network.graph.output).ravel()
    np.testing.assert_allclose(scores(class_at(network, Spot())), whole[:6], rtol=1e-5, atol=1e-5)


def test_a_box_of_ssd_has_the_scores_that_torchvisions_head_gives_it():
    network = opened(SSD)
    maps = scored_maps(network)
    assert [one.cells[0] for one in maps] == [20, 10, 5, 3, 2, 1]
    batch = torch.from_numpy(network.preprocess(CAT))[None]
    with torch.inference_mode():
        theirs = network.whole.module.head(list(network.whole.module.backbone(batch).values()))["cls_logits"][0]
    row, column, slot = 4, 7, 3
    place = 6 * 20 * 20 + (row * 10 + column) * 6 + slot  # boxes of a cell stand side by side, then cells row by row
    ours = scores(class_at(network, Spot(1, row, column, slot)))
    np.testing.assert_allclose(ours, theirs[place], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ["bundled/segment", "bundled/detect"])
def test_the_surest_place_has_the_highest_share_of_a_thing(name):
    network = opened(name)
    spot = surest_spot(network, network.preprocess(CAT))
    whole = torch.from_numpy(network.maps(CAT, network.graph.output).copy())
    if name == "bundled/segment":
        sure = whole.softmax(0)[1:].amax(0)[None]
    else:
        split = whole.reshape(2, 11, 8, 8)
        sure = split[:, 5:].softmax(1).amax(1) * split[:, 0].sigmoid()
    slot, row, column = np.unravel_index(int(sure.argmax()), sure.shape)
    assert (spot.slot, spot.row, spot.column) == (slot, row, column)


def test_grad_cam_reads_the_coarsest_maps_and_weighs_them_by_the_gradient_of_that_place():
    network = opened("bundled/segment")
    there = class_at(network, Spot(row=30, column=30))
    found = there.explain(CAT, "grad_cam", target=1)
    assert (found.layer, found.cells.shape) == ("bottom.1.relu", (8, 8))
    seen = []
    with torch.enable_grad():
        hook = network.module.get_submodule(found.layer).register_forward_hook(
            lambda _module, _given, maps: seen.append(maps.requires_grad_()) or maps)
        output = network.module(torch.from_numpy(network.preprocess(CAT))[None])
        hook.remove()
        (slope,) = torch.autograd.grad(output[0, 1, 30, 30], seen[0])
    cells = (slope.mean((2, 3), keepdim=True) * seen[0]).sum(1)[0].relu().detach().numpy()
    np.testing.assert_allclose(found.cells, cells, atol=1e-3 * max(1e-6, cells.max()))


def test_networks_without_scores_of_classes_have_no_such_places():
    assert scored_maps(opened(RCNN)) == scored_maps(opened("bundled/vgg")) == ()
    for network, spot in ((opened(RCNN), Spot()), (opened("bundled/detect"), Spot(row=8)),
                          (opened("bundled/detect"), Spot(slot=2)), (opened("bundled/segment"), Spot(level=1))):
        with pytest.raises(NetworkError, match="no scores of classes at this place"):
            class_at(network, spot)


def test_few_places_are_kept_and_share_the_weights():
    network = opened("bundled/detect")
    first = class_at(network, Spot(0, 0, 0))
    assert class_at(network, Spot(0, 0, 0)) is first
    others = [class_at(network, Spot(0, row, 1)) for row in range(8)]
    assert class_at(network, Spot(0, 0, 0)) is not first
    assert len({one.number for one in (first, *others)}) == 9
    assert {id(one) for one in first.module.parameters()} <= {id(one) for one in network.module.parameters()}
    assert first.graph.output == CLASS_AT
