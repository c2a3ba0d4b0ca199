"""Every family of classifiers can be asked why."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.images import sample
from explorer.networks import at_side, load
from explorer.networks.attribution import Request, attribute, cam_layers, default_cam_layer

# One of each family, random weights, at a side that is quick; and the layer where maps end, by the paper's figures.
FAMILIES = [
    ("alexnet", 96, "features.11"), ("vgg11_bn", 64, "features.27"), ("resnet18", 64, "layer4.1.relu_1"),
    ("resnet50", 64, "layer4.2.relu_2"), ("googlenet", 64, "inception5b.cat"), ("inception_v3", 128, "Mixed_7c.cat_2"),
    ("squeezenet1_1", 64, "classifier.2"), ("densenet121", 64, "relu"), ("mobilenet_v2", 64, "features.18.2"),
    ("mobilenet_v3_small", 64, "features.12.2"), ("efficientnet_b0", 64, "features.8.2"),
    ("convnext_tiny", 64, "features.7.2.add"), ("regnet_y_400mf", 64, "trunk_output.block4.block4_5.activation"),
]


@pytest.mark.parametrize(("name", "side", "layer"), FAMILIES, ids=[family[0] for family in FAMILIES])
def test_a_family_has_gradients_and_a_layer_for_grad_cam(name, side, layer):
    network = at_side(load(f"torchvision/{name}", weights=None), side)
    slope = attribute(network, sample("chelsea").pixels, Request(method="saliency", target=7))
    found = attribute(network, sample("chelsea").pixels, Request(method="grad_cam", target=7))
    assert slope.values.shape == found.values.shape == (side, side)
    assert np.isfinite(slope.values).all()
    assert slope.values.max() > 0
    assert found.values.min() >= 0
    assert (found.values.any() or "blank" in str(found.note))
    assert found.layer == layer == default_cam_layer(network)[0]
    assert layer in cam_layers(network)


def test_where_the_last_maps_have_one_place_the_default_is_the_last_layer_before_that_all_paths_go_through():
    network = at_side(load("torchvision/inception_v3", weights=None), 96)
    assert default_cam_layer(network)[0] == "Mixed_6e.cat"
