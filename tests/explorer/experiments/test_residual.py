"""Blocks of trained networks: turned down, cut, left out."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

import explorer as ex
from explorer.errors import NetworkError
from explorer.experiments import block_gradients, block_maps, each_left_out, removable_parts, scaled_answers
from explorer.networks import architectures

CAT = 3


@pytest.fixture(scope="module")
def resnet():
    return ex.load("bundled/resnet20")


@pytest.fixture(scope="module")
def values(resnet):
    return resnet.preprocess(ex.sample("chelsea").pixels)


@pytest.fixture(scope="module")
def twin(resnet):
    """Return the same network as its authors write it: modules in Python, no graph."""
    module = architectures.resnet(20).eval()
    module.load_state_dict(resnet.module.state_dict())
    return module


def test_parts_are_blocks_or_layers_that_keep_the_shape(resnet):
    assert removable_parts(resnet) == tuple(f"layer{stage}.{place}" for stage in (1, 2, 3) for place in range(3))
    assert removable_parts(ex.load("bundled/vgg")) == ("features.3", "features.10", "features.17", "features.20")


@pytest.mark.parametrize("block", ["layer1.0", "layer2.1", "layer3.2"])
def test_a_block_at_scale_0_hands_its_input_on_unchanged(resnet, values, block):
    maps = block_maps(resnet, values, block)
    assert maps.change(0) == 0
    assert maps.change(1) > 0
    assert maps.skip.min() >= 0


@pytest.mark.parametrize("block", ["layer1.1", "layer2.0", "layer3.0"])
def test_a_block_at_scale_1_puts_out_what_the_network_computes(resnet, values, block):
    found = block_maps(resnet, values, block).output(1.0)
    assert found == pytest.approx(np.asarray(resnet.maps(values, f"{block}.relu_1")), abs=1e-5)


def test_without_the_skip_nothing_is_left_at_scale_0(resnet, values):
    assert not block_maps(resnet, values, "layer1.0").output(0, skip=False).any()


def test_an_unknown_block_is_named_with_those_there_are(resnet, values):
    with pytest.raises(NetworkError, match=r"layer9.*layer1\.0"):
        block_maps(resnet, values, "layer9")


def test_with_all_parts_as_they_are_the_network_says_what_it_says(resnet, values):
    assert scaled_answers(resnet, values, {})[CAT] == pytest.approx(resnet.predict(values, top=1)[0].share, abs=1e-5)
    as_they_are = dict.fromkeys(removable_parts(resnet), 1.0)
    assert scaled_answers(resnet, values, as_they_are) == pytest.approx(scaled_answers(resnet, values, {}))


@pytest.mark.parametrize(("stage", "place"), [(1, 1), (2, 2), (3, 1)])
def test_a_block_left_out_is_one_that_its_authors_never_wrote(resnet, values, twin, stage, place):
    layer = twin.get_submodule(f"layer{stage}")
    kept, layer[place] = layer[place], torch.nn.Identity()
    with torch.inference_mode():
        wanted = functional.softmax(twin(torch.tensor(values)[None])[0].double(), 0).numpy()
    layer[place] = kept
    assert scaled_answers(resnet, values, {f"layer{stage}.{place}": 0}) == pytest.approx(wanted, abs=1e-5)


def test_a_network_with_skips_bears_the_loss_of_a_block_and_one_without_does_not(resnet, values):
    left = each_left_out(resnet, values)
    assert sum(shares.argmax() == CAT for shares in left.values()) >= 7
    assert all(shares.argmax() != CAT for shares in each_left_out(ex.load("bundled/vgg"), values).values())


def test_gradients_are_those_of_autograd(resnet, values, twin):
    ends = []
    hooks = [block.register_forward_hook(lambda _module, _given, output: ends.append(output))
             for stage in (twin.layer1, twin.layer2, twin.layer3) for block in stage]
    score = twin(torch.tensor(values)[None].requires_grad_())[0, CAT]
    wanted = [float(slope.norm()) for slope in torch.autograd.grad(score, ends)]
    for hook in hooks:
        hook.remove()
    assert block_gradients(resnet, values, 1.0) == pytest.approx(wanted, rel=1e-3)


def test_without_skips_a_gradient_dies_with_its_blocks_and_with_them_it_stays(resnet, values):
    kept, cut = block_gradients(resnet, values, 0.1), block_gradients(resnet, values, 0.1, skips=False)
    assert kept.max() / kept.min() < 3
    assert cut[0] / cut[-1] < 1e-6
    alone = block_gradients(resnet, values, 0.0)
    assert alone[:-1] == pytest.approx(alone[0])  # the skips alone hand it on, whatever the blocks
    assert not block_gradients(resnet, values, 0.0, skips=False)[:-1].any()


def test_nothing_is_left_on_the_shared_network(resnet, values):
    before = resnet.maps(values, "fc").copy()
    scaled_answers(resnet, values, {"layer1.0": 0.3})
    block_gradients(resnet, values, 0.7, skips=False)
    assert ex.load("bundled/resnet20") is resnet
    assert np.array_equal(resnet.maps(values, "fc"), before)
    assert not any(weights.requires_grad for weights in resnet.module.parameters())
