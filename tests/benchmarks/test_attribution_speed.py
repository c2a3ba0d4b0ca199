"""Attributions against Captum's own calls and torch-cam, on the same network, thread and photo, interleaved."""

from __future__ import annotations

import captum.attr as captum
import numpy as np
import pytest
import torch

from explorer.images import sample
from explorer.networks import load, run
from explorer.networks.attribution import METHODS, Request, attribute, options_of
from explorer.networks.attribution.attribute import _cache
from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.request import prepared
from tests.benchmarks.timing import in_turn

TARGET = 3
IMAGE = sample("chelsea").pixels
NAMES = ["bundled/resnet20", pytest.param("torchvision/resnet18", marks=pytest.mark.full)]


def opened(name):
    """Return a network, the same as Captum's users have it, and the photo for that: contiguous, hooked freely."""
    network = load(name, weights=None if name.startswith("torchvision") else "DEFAULT")
    if name.startswith("torchvision"):
        from torchvision.models import get_model
        theirs = get_model(name.partition("/")[2]).eval()
        theirs.load_state_dict(network.module.state_dict())
    else:
        from explorer.networks.architectures import BUILDERS
        theirs = BUILDERS[name.partition("/")[2]]().eval()
        theirs.load_state_dict(network.module.state_dict())
    return network, theirs, torch.tensor(prepared(network, IMAGE))[None].requires_grad_()


def ours(network, method, **options):
    values = prepared(network, IMAGE)

    def work():
        _cache.clear()
        return attribute(network, values, Request(method=method, target=TARGET, options=options)).values
    return work


def theirs_on_the_same_thread(work):
    return lambda: run(lambda _device: work())


@pytest.mark.parametrize("name", NAMES)
def test_grad_cam_is_not_slower_than_captum_and_torch_cam(name, bench):
    from torchcam.methods import GradCAM
    network, module, photo = opened(name)
    layer = module.layer4 if hasattr(module, "layer4") else module.layer3
    cam = GradCAM(module, target_layer=layer)

    def torch_cam():
        scores = module(photo)
        return cam(TARGET, scores)[0]

    def by_captum():
        return captum.LayerGradCam(module, layer).attribute(photo, target=TARGET, relu_attributions=True)

    (mine, captums), (found, expected) = in_turn(
        ours(network, "grad_cam"), theirs_on_the_same_thread(by_captum), rounds=bench.rounds(15))
    [again, torch_cams], _found = in_turn(ours(network, "grad_cam"), theirs_on_the_same_thread(torch_cam),
                                          rounds=bench.rounds(15))
    larger = captum.LayerAttribution.interpolate(expected.detach(), photo.shape[2:], "bilinear")[0, 0].numpy()
    np.testing.assert_allclose(found, larger, rtol=1e-3, atol=1e-4 * np.abs(larger).max() + 1e-9)
    bench.tells(f"Grad-CAM, {name}: {1e3 * mine:.1f} ms, Captum {1e3 * captums:.1f} ms, ratio {mine / captums:.2f}; "
                f"{1e3 * again:.1f} ms, torch-cam {1e3 * torch_cams:.1f} ms, ratio {again / torch_cams:.2f} (target 1)")


@pytest.mark.parametrize("name", NAMES)
def test_occlusion_in_batches_is_faster_than_one_window_at_a_time(name, bench):
    network, module, photo = opened(name)
    window, stride = (option.default for option in options_of(network, METHODS["occlusion"])[:2])
    stride = bench.size(stride, window)

    def by_captum():
        return captum.Occlusion(module).attribute(photo.detach(), (3, window, window), strides=(3, stride, stride),
                                                  target=TARGET)[0, 0].numpy()

    works = ours(network, "occlusion", stride=stride), pieces_of(by_captum)
    (mine, other), (found, expected) = in_turn(*works, rounds=bench.rounds(2))
    np.testing.assert_allclose(found, expected, rtol=1e-2, atol=1e-3 * np.abs(expected).max())
    report(bench, f"occlusion, {name}", mine, other)


@pytest.mark.parametrize("name", NAMES)
def test_integrated_gradients_in_pieces_are_faster_than_all_at_once(name, bench):
    network, module, photo = opened(name)
    steps = bench.size(50, 10)
    black = torch.tensor(start("black", network, photo.detach().numpy()[0]))[None]

    def by_captum():
        found, _gap = captum.IntegratedGradients(module).attribute(photo, black, target=TARGET, n_steps=steps,
                                                                   return_convergence_delta=True)
        return found[0].sum(dim=0).detach().numpy()

    works = ours(network, "integrated_gradients", steps=steps, baseline="black"), pieces_of(by_captum)
    (mine, other), (found, expected) = in_turn(*works, rounds=bench.rounds(2))
    # A ReLU near 0 is on in one order of sums and off in another; a few pixels of 50,000 notice.
    unlike = np.abs(found - expected) > 1e-2 * np.abs(expected) + 5e-3 * np.abs(expected).max()
    assert unlike.mean() < 1e-3
    report(bench, f"integrated gradients, {name}", mine, other)


def pieces_of(work):
    """Return ``work`` with the threads that the device's thread has; it takes too long to go through ``run``."""
    def alone():
        before = torch.get_num_threads()
        torch.set_num_threads(run(lambda _device: torch.get_num_threads()))
        try:
            return work()
        finally:
            torch.set_num_threads(before)
    return alone


def report(bench, what, mine, other):
    bench.tells(f"{what}: {1e3 * mine:.0f} ms, Captum {1e3 * other:.0f} ms, {other / mine:.2f} times faster (target 3)")
