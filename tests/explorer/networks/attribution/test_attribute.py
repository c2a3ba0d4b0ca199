"""Each method against Captum, called directly on a copy of the same network."""

from __future__ import annotations

from copy import deepcopy

import captum.attr as captum
import numpy as np
import pytest
import torch
from torch import nn

from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks import at_side, load
from explorer.networks.attribution import METHODS, Request, attribute, cached, estimate_s, options_of, passes
from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.occlusion import segments
from explorer.networks.attribution.request import prepared

SKIP = "stack/3x20x24/conv.o6.p1~bn~relu~conv.o6.p1~relu~add.f1x2~maxpool~conv.o8.p1~relu~adaptive.o1~flatten~linear.o5"
NAMES = ["bundled/resnet20", "bundled/vgg", SKIP]
IMAGE = sample("chelsea").pixels
TARGET = 3
pytestmark = pytest.mark.filterwarnings("ignore:Setting backward hooks")  # Captum says so each time


@pytest.fixture(params=NAMES, ids=["resnet20", "vgg", "stack"])
def network(request):
    return load(request.param)


def given(network):
    """Return a copy of the network and the photo as it gets it, for Captum."""
    return deepcopy(network.module), torch.tensor(prepared(network, IMAGE))[None].requires_grad_()


def mapped(values):
    return values.detach().numpy()[0]


def span(photo):
    return float(np.ptp(photo.detach().numpy()))


def starts(network, photo):
    values = photo.detach().numpy()[0]
    return torch.tensor(np.stack([start(name, network, values) for name in ("black", "grey", "white", "blur")]))


def saliency(network, module, photo):
    return np.abs(mapped(captum.Saliency(module).attribute(photo, target=TARGET))).max(axis=0)


def input_x_gradient(network, module, photo):
    return mapped(captum.InputXGradient(module).attribute(photo, target=TARGET)).sum(axis=0)


def integrated_gradients(network, module, photo):
    base = starts(network, photo)[:1]
    return mapped(captum.IntegratedGradients(module).attribute(photo, base, target=TARGET, n_steps=12)).sum(axis=0)


def smoothgrad(network, module, photo):
    torch.manual_seed(5)
    found = captum.NoiseTunnel(captum.Saliency(module)).attribute(
        photo, nt_samples=7, stdevs=0.2 * span(photo), target=TARGET, abs=False)
    return np.abs(mapped(found)).max(axis=0)


def guided_backprop(network, module, photo):
    return mapped(captum.GuidedBackprop(module).attribute(photo, target=TARGET)).sum(axis=0)


def deconvolution(network, module, photo):
    return mapped(captum.Deconvolution(module).attribute(photo, target=TARGET)).sum(axis=0)


def layer_of(network):
    return {"bundled/resnet20": "layer2.1.bn2", "bundled/vgg": "features.12"}.get(network.name, "add1")


def grad_cam(network, module, photo):
    found = captum.LayerGradCam(module, module.get_submodule(layer_of(network))).attribute(
        photo, target=TARGET, relu_attributions=True)
    return mapped(captum.LayerAttribution.interpolate(found, photo.shape[2:], "bilinear"))[0]


def guided_grad_cam(network, module, photo):
    found = captum.GuidedGradCam(module, module.get_submodule(layer_of(network))).attribute(
        photo, target=TARGET, interpolate_mode="bilinear")
    return mapped(found).sum(axis=0)


def occlusion(network, module, photo):
    found = captum.Occlusion(module).attribute(photo, (3, 7, 7), strides=(3, 4, 4), target=TARGET,
                                               baselines=starts(network, photo)[3:])
    return mapped(found)[0]


def superpixels(network, module, photo):
    parts = torch.tensor(segments(photo.detach().numpy()[0], 20))[None, None]
    return mapped(captum.FeatureAblation(module).attribute(photo, feature_mask=parts, target=TARGET))[0]


def gradient_shap(network, module, photo):
    torch.manual_seed(5)
    np.random.seed(5)
    found = captum.GradientShap(module).attribute(photo, starts(network, photo), n_samples=9,
                                                  stdevs=0.1 * span(photo), target=TARGET)
    return mapped(found).sum(axis=0)


CAPTUM = [
    (saliency, {}), (input_x_gradient, {}), (integrated_gradients, {"steps": 12, "baseline": "black"}),
    (smoothgrad, {"samples": 7, "noise": 0.2}), (guided_backprop, {}), (deconvolution, {}), (grad_cam, {}),
    (guided_grad_cam, {}), (occlusion, {"window": 7, "stride": 4, "filling": "blur"}),
    (superpixels, {"segments": 20, "filling": "grey"}), (gradient_shap, {"samples": 9, "noise": 0.1}),
]


def test_every_method_is_held_against_captum():
    assert {oracle.__name__ for oracle, _options in CAPTUM} == set(METHODS)


@pytest.mark.parametrize(("oracle", "options"), CAPTUM, ids=[oracle.__name__ for oracle, _options in CAPTUM])
def test_it_is_what_captum_finds(network, oracle, options):
    request = Request(method=oracle.__name__, target=TARGET, options=options, seed=5, layer=layer_of(network))
    expected = oracle(network, *given(network))
    found = attribute(network, IMAGE, request).values
    assert found.shape == network.input_shape[1:]
    assert found.dtype == np.float32
    # A ReLU whose input is all but 0 may be open in a batch of one size and closed in another.
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max() + 1e-9)


class Guided(torch.autograd.Function):
    """ReLU with the backward rule of guided backpropagation, Springenberg et al. (2014), figure 1."""

    @staticmethod
    def forward(ctx, values):
        ctx.save_for_backward(values)
        return values.clamp(min=0)

    @staticmethod
    def backward(ctx, slopes):
        return slopes.clamp(min=0) * (ctx.saved_tensors[0] > 0)


def test_relus_that_a_resnet_uses_twice_and_in_place_are_each_guided(monkeypatch):
    from torchvision.models import get_model
    network = at_side(load("torchvision/resnet18", weights=None), 64)
    raw = get_model("resnet18")
    raw.load_state_dict(network.module.state_dict())
    photo = torch.tensor(prepared(network, IMAGE))[None].requires_grad_()
    monkeypatch.setattr(nn.ReLU, "forward", lambda _self, values: Guided.apply(values))
    expected = torch.autograd.grad(raw.eval()(photo)[0, TARGET], photo)[0][0].sum(dim=0).numpy()
    monkeypatch.undo()
    found = attribute(network, IMAGE, Request(method="guided_backprop", target=TARGET)).values
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-5 * np.abs(expected).max())


def test_results_are_kept(network):
    request = Request(method="saliency", target=1)
    found = attribute(network, IMAGE, request)
    assert attribute(network, IMAGE, request) is found
    assert cached(network, IMAGE, request) is found
    assert cached(network, IMAGE, Request(method="saliency", target=2, seed=9)) is None
    assert not found.values.flags.writeable


@pytest.mark.parametrize("method", METHODS)
def test_the_announced_passes_are_those_that_are_made(method, monkeypatch):
    network = load(SKIP, seed=1)
    counted = []
    conv = nn.Conv2d.forward

    def counting(self, batch):
        counted.append(len(batch) if self.in_channels == 3 else 0)
        return conv(self, batch)

    options = {option.name: {"steps": 6, "samples": 5, "segments": 9}.get(option.name, option.default)
               for option in options_of(network, METHODS[method])}
    request = Request(method=method, target=0, options=options)
    monkeypatch.setattr(nn.Conv2d, "forward", counting)
    attribute(network, IMAGE, request)
    assert sum(counted) == passes(network, request)
    assert 0 < estimate_s(network, request) < 60


@pytest.mark.parametrize(("wrong", "words"), [
    ({"method": "magic"}, "no method 'magic'"), ({"target": 5}, "classes 0 to 4"), ({"target": -1}, "no class -1"),
    ({"options": {"steps": 10}}, "no option 'steps'"),
    ({"method": "integrated_gradients", "options": {"steps": 10**6}}, "4 to 300"),
    ({"method": "integrated_gradients", "options": {"steps": "many"}}, "4 to 300"),
    ({"method": "integrated_gradients", "options": {"steps": 10.5}}, "4 to 300"),
    ({"method": "occlusion", "options": {"window": 25}}, "1 to 20"),
    ({"method": "occlusion", "options": {"filling": "gold"}}, "Choose one of: grey"),
    ({"method": "grad_cam", "layer": "fc1"}, "cannot read 'fc1'"),
    ({"method": "grad_cam", "layer": "nothing"}, "cannot read 'nothing'"),
])
def test_what_cannot_be_asked_is_named(wrong, words):
    with pytest.raises(NetworkError, match=words):
        attribute(load(SKIP), IMAGE, Request(**{"method": "saliency", "target": 0, **wrong}))


def test_a_network_without_one_score_a_class_is_refused():
    with pytest.raises(NetworkError, match="not one score for each class"):
        attribute(load("stack/3x8x8/conv.o4"), IMAGE, Request(method="saliency", target=0))


def test_an_image_of_another_shape_is_refused():
    with pytest.raises(NetworkError, match="neither a picture"):
        attribute(load(SKIP), np.zeros((3, 5, 5), np.float32), Request(method="saliency", target=0))
