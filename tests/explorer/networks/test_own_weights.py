"""A reader's own weights: wrapped keys, and a head that tells other classes apart."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn
from torchvision import models

from explorer import networks
from explorer.errors import NetworkError
from explorer.networks import architectures
from explorer.networks.own_weights import fit_head, unwrapped

PHOTO = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
FLOWERS = ("daisy", "dandelion", "rose", "sunflower", "tulip")


def flowers(before=""):
    """Return ResNet-20 for five classes, and its file with keys that begin with ``before``."""
    module = architectures.ResNet(20, classes=5).eval()
    return module, save({f"{before}{key}": value for key, value in module.state_dict().items()})


@pytest.mark.parametrize("before", ["", "module.", "model.", "backbone.", "module.model.", "_orig_mod."])
def test_the_head_follows_the_file_whatever_stands_before_its_keys(before):
    module, data = flowers(before)
    found = networks.load_own("bundled/resnet20", data, FLOWERS)
    assert found.report.params == sum(weights.numel() for weights in module.parameters())
    assert {guess.name for guess in found.predict(PHOTO)} == set(FLOWERS)
    prepared = torch.from_numpy(found.preprocess(PHOTO))[None]
    torch.testing.assert_close(found.module(prepared), module(prepared), rtol=1e-4, atol=1e-5)


def test_resnet18_with_five_classes_has_as_many_parameters_as_torchvisions():
    module = models.resnet18(weights=None, num_classes=5)
    found = networks.load_own("torchvision/resnet18", save(module.state_dict()))
    assert found.report.params == 11_179_077  # issue 14; 11,689,512 - 512 * 995 - 995
    assert found.categories == ()


def test_names_can_be_given_or_left_out_but_must_be_as_many():
    _, data = flowers()
    assert {guess.name for guess in networks.load_own("bundled/resnet20", data).predict(PHOTO)} == set("01234")
    with pytest.raises(NetworkError, match="2 names of classes were given, but the network of this file tells 5"):
        networks.load_own("bundled/resnet20", data, ("cat", "dog"))


def test_a_backbone_beside_its_head_and_a_head_behind_a_dropout_are_read():
    module, _ = flowers()
    state = {(f"backbone.{key}" if not key.startswith("fc.") else key.replace("fc.", "fc.1.")): value
             for key, value in module.state_dict().items()}
    assert networks.load_own("bundled/resnet20", save(state)).report.output_shape == (5,)


def test_a_head_that_reads_other_features_is_left_to_be_refused():
    module = nn.Sequential(nn.Linear(4, 3))
    state = {"0.weight": torch.zeros(5, 7), "0.bias": torch.zeros(5)}
    assert fit_head(module, state) == state
    assert module[0].out_features == 3


def test_a_convolution_can_be_the_head():
    module = models.squeezenet1_1(weights=None)
    state = dict(models.squeezenet1_1(weights=None, num_classes=7).state_dict())
    module.load_state_dict(fit_head(module, state), assign=True)
    assert module(torch.zeros(1, 3, 64, 64)).shape == (1, 7)


def test_what_no_wrapper_wrote_stays_as_it_is():
    assert set(unwrapped({"student.fc": torch.zeros(1)}, {"fc": 0})) == {"student.fc"}
