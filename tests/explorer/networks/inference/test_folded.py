"""A network with its normalisations folded away gives the same scores and gradients, and the shared one stays."""

import pytest
import torch
from torch import fx, nn

from explorer import networks
from explorer.networks.inference.folded import folded
from explorer.networks.inference.private_copy import private

CPU = torch.device("cpu")


def copies(name):
    """Return a private copy of a network, and the same with its normalisations folded away."""
    network = networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)
    return networks.run(lambda _device: private(network, CPU)), network.input_shape


def unlike(convolution):
    """Return a convolution and a normalisation that has seen something, in a row."""
    torch.manual_seed(0)
    module = nn.Sequential(convolution, norm := nn.BatchNorm2d(convolution.out_channels)).train()
    for _ in range(3):
        module(3 + 2 * torch.randn(4, convolution.in_channels, 9, 9))
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    return fx.symbolic_trace(module.eval())


@pytest.mark.parametrize("name", ["bundled/resnet20", "bundled/vgg", "torchvision/mobilenet_v3_small"])
def test_scores_and_gradients_stay_to_rounding(name):
    plain, shape = copies(name)
    batch = torch.randn(2, *shape, generator=torch.Generator().manual_seed(0))
    found = []
    for module in (plain, folded(plain)):
        photo = batch.clone().requires_grad_()
        scores = module(photo)
        found.append((scores.detach(), torch.autograd.grad(scores[:, 1].sum(), photo)[0]))
    for before, after in zip(*found, strict=True):
        assert (after - before).abs().max() <= 1e-3 * before.abs().max()


@pytest.mark.parametrize("convolution", [nn.Conv2d(4, 6, 3, bias=False), nn.Conv2d(4, 6, 3, stride=2, padding=1),
                                         nn.Conv2d(4, 8, 3, groups=4, dilation=2)], ids=["plain", "bias", "groups"])
def test_a_normalisation_that_has_learned_something_is_carried_by_its_convolution(convolution):
    module, photo = unlike(convolution), torch.randn(2, 4, 9, 9)
    found = folded(module)
    assert isinstance(found.get_submodule("1"), nn.Identity)
    torch.testing.assert_close(found(photo), module(photo), rtol=1e-4, atol=1e-5)


def test_the_module_it_was_made_of_stays_as_it_is():
    module = unlike(nn.Conv2d(4, 6, 3))
    before = {name: values.clone() for name, values in module.state_dict().items()}
    folded(module)
    assert isinstance(module.get_submodule("1"), nn.BatchNorm2d)
    assert all(torch.equal(values, before[name]) for name, values in module.state_dict().items())


def test_what_is_not_folded_is_shared():
    plain, _shape = copies("bundled/vgg")
    assert folded(plain).get_submodule("classifier") is plain.get_submodule("classifier")


def test_a_convolution_that_others_read_too_keeps_its_normalisation():
    class Forked(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.norm = nn.Conv2d(3, 3, 1), nn.BatchNorm2d(3)

        def forward(self, photo):
            maps = self.one(photo)
            return maps + self.norm(maps)

    module = fx.symbolic_trace(Forked().eval())
    assert isinstance(folded(module).get_submodule("norm"), nn.BatchNorm2d)


def test_memory_stays_laid_out_channels_last():
    plain, _shape = copies("bundled/resnet20")
    weights = folded(plain).get_submodule("layer1.0.conv1").weight
    assert weights.is_contiguous(memory_format=torch.channels_last)
