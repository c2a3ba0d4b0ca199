"""A GPU gives what the CPU gives, and its memory back."""

import gc

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.graph import Conv2d, Flatten, Graph, Linear, ReLU, analyse, shape_to_text, to_text
from explorer.networks.attribution import Request, attribute
from explorer.networks.inference import feature_maps, predictions, service
from explorer.networks.inference.device import usable_devices
from explorer.networks.receptive_field import averaged, effective
from explorer.networks.receptive_field.averaged import averaged_field
from explorer.networks.receptive_field.effective import effective_field

pytestmark = [pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")]
NAMES = {"bundled/resnet20": "layer2", "bundled/vgg": "features.12", "torchvision/resnet18": "layer2",
         "torchvision/mobilenet_v3_small": "features.4", "torchvision/densenet121": "features.denseblock1"}
STORES = [(feature_maps, "_results"), (effective, "_results"), (averaged, "_results"), (predictions, "_cache")]


def photo(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (60, 50, 3), dtype=np.uint8)


def on(kind, work):
    """Return what a kind of device gives, computed from scratch."""
    name = next(str(device) for device in usable_devices() if device.type == kind)
    for module, store in STORES:
        getattr(module, store).clear()
    with service.on(name):
        return work()


def opened(name):
    return networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)


def both(work):
    """Return what the CPU and the GPU give."""
    return on("cpu", work), on("cuda", work)


@pytest.mark.parametrize(("name", "node"), NAMES.items())
def test_maps_agree_with_the_cpus(name, node):
    network = opened(name)
    cpu, gpu = both(lambda: networks.observe(network, photo(), node))
    assert str(cpu.where) != str(gpu.where)
    np.testing.assert_allclose(gpu.values, cpu.values, rtol=1e-3, atol=1e-4 * np.abs(cpu.values).max())


@pytest.mark.parametrize(("name", "node"), NAMES.items())
def test_scores_agree_with_the_cpus_with_a_channel_off_too(name, node):
    network = opened(name)
    layer = list(networks.taps(network.graph, node))[-1]
    for off in (None, (layer, 3)):
        cpu, gpu = both(lambda off=off: predictions.scores(network, network.preprocess(photo()), off=off))
        np.testing.assert_allclose(gpu, cpu, rtol=1e-3, atol=1e-4 * np.abs(cpu).max())


@pytest.mark.parametrize(("name", "node"), NAMES.items())
def test_effective_fields_agree_with_the_cpus_and_end_where_theory_says(name, node):
    network = opened(name)
    cpu, gpu = both(lambda: effective_field(network, photo(), node, (2, 3)))
    assert gpu.value == pytest.approx(cpu.value, rel=1e-3, abs=1e-5)
    # Where two values are nearly equal, rounding may let a max pooling choose, or a ReLU open, otherwise.
    assert np.abs(gpu.gradient - cpu.gradient).sum() < 0.01 * cpu.gradient.sum()
    (top, bottom), (left, right) = gpu.reached
    outside = gpu.gradient.copy()
    outside[top:bottom + 1, left:right + 1] = 0
    assert not outside.any()


def test_mean_fields_agree_with_the_cpus():
    network = opened("bundled/vgg")
    cpu, gpu = both(lambda: averaged_field(network, [photo(1), photo(2)], "features.5"))
    assert (cpu.fields, cpu.dead) == (gpu.fields, gpu.dead)
    np.testing.assert_allclose(gpu.gradient, cpu.gradient, atol=0.01 * cpu.gradient.max())


def test_memory_comes_back_after_a_hundred_networks():
    def stack(seed):
        graph = Graph.chain(Conv2d(out_channels=32, padding=1), ReLU(), Flatten(), Linear(out_features=64))
        assert analyse(graph, (3, 64, 64)).params > 8_000_000  # 32 MB each
        return networks.load(f"stack/{shape_to_text((3, 64, 64))}/{to_text(graph)}", seed=seed)

    def change(seed):
        network = stack(seed)
        networks.observe(network, photo(seed), "fc1")
        effective_field(network, photo(seed), "relu1", (5, 5))

    def used_mb():
        from explorer.networks import network
        network._cache.clear()
        gc.collect()
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
        return torch.cuda.memory_allocated() / 2**20
    on("cuda", lambda: change(0))
    before = used_mb()
    for seed in range(1, 101):
        on("cuda", lambda seed=seed: change(seed))
    assert used_mb() - before < 40


def test_memory_that_runs_out_on_purpose_brings_the_cpu_in_and_says_so():
    def greedy(device):
        count = 2**42 if device.type == "cuda" else 1
        return torch.empty(count, dtype=torch.uint8, device=device).device

    device, told = on("cuda", lambda: service.run(lambda device: (found := greedy(device), service.where(found))))
    assert device.type == "cpu"
    assert "has no memory left" in str(told)


@pytest.mark.parametrize("method", ["grad_cam", "integrated_gradients", "occlusion"])
def test_attributions_agree_with_the_cpus(method):
    network = opened("bundled/resnet20")
    request = Request(method=method, target=3)
    cpu, gpu = both(lambda: attribute(network, photo(), request).values)
    # A ReLU near 0 is on in one order of sums and off in another.
    assert np.abs(gpu - cpu).sum() <= 0.02 * np.abs(cpu).sum()
