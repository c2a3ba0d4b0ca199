"""Maps against captum and a bare pass, contact sheets, other channels and networks, and many readers at once."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.figures.contact_sheet import packed_sheet, sheet
from explorer.networks.inference import feature_maps as maps
from explorer.networks.torch_graph.assembly import assemble
from tests.benchmarks.timing import best, in_turn, seconds

CAPTUM_TARGET, BARE_TARGET, SHEET_MS = 2, 1.1, 30
ROUNDS = 9
READERS, EACH = 40, 5
LAYERS = [("bundled/resnet20", "layer1"), pytest.param("torchvision/vgg16", "features.15", marks=pytest.mark.full),
          pytest.param("torchvision/resnet50", "layer2", marks=pytest.mark.full)]


def opened(name):
    """Return a network, with random weights where those of its own would have to be downloaded."""
    return networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)


def picture(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (224, 224, 3), dtype=np.uint8)


def counted(monkeypatch):
    """Return a list that grows by each forward pass for maps."""
    passes, real = [], maps._computed
    monkeypatch.setattr(maps, "_computed", lambda *request: passes.append(request[2]) or real(*request))
    return passes


@pytest.mark.parametrize(("name", "node"), LAYERS)
def test_maps_against_captum_and_a_bare_pass(name, node, bench):
    from captum.attr import LayerActivation
    network = opened(name)
    node = list(networks.taps(network.graph, node))[-1]
    part = network.graph.up_to(node)
    bare = assemble(part, {step.name: network.module.get_submodule(step.name) for step in part})
    ready = network.preprocess(picture())
    batch = torch.from_numpy(ready)[None].to(memory_format=torch.channels_last)
    other = LayerActivation(network.module, network.module.get_submodule(node))

    def bare_pass(_):
        with torch.inference_mode():
            return bare(batch)

    def ours():
        maps._results.clear()
        return networks.feature_maps(network, ready, node)

    (mine, plain, captum), _found = in_turn(ours, lambda: networks.run(bare_pass),
                                            lambda: networks.run(lambda _: other.attribute(batch)),
                                            rounds=bench.rounds(ROUNDS))
    bench.tells(f"{name} {node}: maps {1e3 * mine:.1f} ms, bare {1e3 * plain:.1f} ms, captum {1e3 * captum:.1f} ms: "
                f"{mine / plain:.2f} times a bare pass (target {BARE_TARGET}), {captum / mine:.1f} times as fast as "
                f"captum (target {CAPTUM_TARGET})")


@pytest.mark.parametrize("side", [7, 14, 28])
def test_a_contact_sheet_of_512_maps(side, bench):
    values = np.random.default_rng(0).standard_normal((512, side, side), dtype=np.float32)
    shortest = best(lambda: packed_sheet(sheet(values), {}, alone=True), bench.rounds(20))
    bench.tells(f"sheet of 512 maps of {side} x {side}: {1e3 * shortest:.1f} ms (target {SHEET_MS})")


def test_another_channel_and_another_network_cost_no_needless_pass(monkeypatch, bench):
    one, other = networks.load("bundled/resnet20"), networks.load("bundled/vgg")
    maps._results.clear()
    passes = counted(monkeypatch)
    for channel in range(16):
        networks.feature_maps(one, picture(), "layer1")[channel]
    assert len(passes) == 1
    networks.feature_maps(other, picture(), "features.5")
    assert len(passes) == 2
    for _ in range(5):
        networks.feature_maps(one, picture(), "layer1")
        networks.feature_maps(other, picture(), "features.5")
    assert len(passes) == 2
    bench.tells("16 channels of a layer: 1 forward pass; a second network: 1 more; back and forth: none")


@pytest.mark.parametrize(("name", "node"), [
    ("bundled/resnet20", "layer3"), pytest.param("torchvision/resnet18", "layer2", marks=pytest.mark.full)])
def test_forty_readers_at_once(name, node, bench):
    network, readers = opened(name), bench.size(READERS, 4)
    maps._results.clear()
    networks.feature_maps(network, picture(), node)

    def reader(number):
        photos = [picture(1 + number * EACH + turn) for turn in range(bench.rounds(EACH))]
        return [seconds(lambda photo=photo: networks.feature_maps(network, photo, node)) for photo in photos]

    began = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        waits = sorted(1e3 * wait for found in pool.map(reader, range(readers)) for wait in found)
    lasted = time.perf_counter() - began
    bench.tells(f"{readers} readers of {name}, {node}: {len(waits) / lasted:.0f} maps a second, median "
                f"{waits[len(waits) // 2]:.0f} ms, p95 {waits[int(0.95 * len(waits))]:.0f} ms")
    assert len(waits) == readers * bench.rounds(EACH)
