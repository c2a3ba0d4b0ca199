"""The filters that read the picture, of networks whose first convolution is alone or pads by itself."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.training import DataSet, Pictures
from explorer.training.network.start import start_from
from explorer.training.run_folder.kept_pictures import first_filters

# Filters, channels and kernel of the first convolution: He et al. (2015), section 4.2; Tan & Le (2019), table 1.
FIRST = {"bundled/resnet20": (16, 3, 3, 3), "package/efficientnet_lite0": (32, 3, 3, 3)}


@pytest.mark.parametrize("name", FIRST)
def test_the_first_convolution_is_found_however_it_pads(name):
    network = networks.load(name)
    side = network.input_shape[-1]
    few = Pictures(torch.zeros(2, 3, side, side, dtype=torch.uint8), torch.arange(2))
    begun = start_from(network, DataSet(train=few, val=few, test=few, categories=("a", "b")), seed=0)
    found = first_filters(begun)
    assert found is not None and found.shape == FIRST[name]
    kept = [value for value in network.module.state_dict().values() if tuple(value.shape) == FIRST[name]]
    assert any(np.array_equal(found, value.float().numpy()) for value in kept)
