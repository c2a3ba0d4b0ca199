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

pytestmark = pytest.mark.benchmark
CAPTUM_TARGET, BARE_TARGET, SHEET_MS = 2, 1.1, 30
ROUNDS = 9
READERS, EACH = 40, 5
LAYERS = [("torchvision/vgg16", "features.15"), ("torchvision/resnet50", "layer2")]


def timed_ms(work):
    started = time.perf_counter()
    kept = work()
    milliseconds = 1e3 * (time.perf_counter() - started)
    del kept
    return milliseconds


def picture(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (224, 224, 3), dtype=np.uint8)


def counted(monkeypatch):
    """Return a list that grows by each forward pass for maps."""
    passes, real = [], maps._computed
    monkeypatch.setattr(maps, "_computed", lambda *request: passes.append(request[2]) or real(*request))
    return passes


@pytest.mark.parametrize(("name", "node"), LAYERS)
def test_maps_against_captum_and_a_bare_pass(name, node, capsys):
    from captum.attr import LayerActivation
    network = networks.load(name, weights=None)
    node = list(networks.taps(network.graph, node))[-1]
    part = network.graph.up_to(node)
    bare = assemble(part, {step.name: network.module.get_submodule(step.name) for step in part})
    ready = network.preprocess(picture())
    batch = torch.from_numpy(ready)[None].to(memory_format=torch.channels_last)
    other = LayerActivation(network.module, network.module.get_submodule(node))

    def bare_pass(_):
        with torch.inference_mode():
            return bare(batch)

    def one_round():
        maps._results.clear()
        return (timed_ms(lambda: networks.feature_maps(network, ready, node)),
                timed_ms(lambda: networks.run(bare_pass)),
                timed_ms(lambda: networks.run(lambda _: other.attribute(batch))))
    one_round()
    mine, plain, captum = (min(column) for column in zip(*(one_round() for _ in range(ROUNDS)), strict=True))
    with capsys.disabled():
        print(f"\n{name} {node}: maps {mine:.1f} ms, bare {plain:.1f} ms, captum {captum:.1f} ms: {mine / plain:.2f} "
              f"times a bare pass (target {BARE_TARGET}), {captum / mine:.1f} times as fast as captum (target "
              f"{CAPTUM_TARGET})")
    assert mine > 0


@pytest.mark.parametrize("side", [7, 14, 28])
def test_a_contact_sheet_of_512_maps(side, capsys):
    values = np.random.default_rng(0).standard_normal((512, side, side), dtype=np.float32)
    best = min(timed_ms(lambda: packed_sheet(sheet(values), {}, alone=True)) for _ in range(20))
    with capsys.disabled():
        print(f"\nsheet of 512 maps of {side} x {side}: {best:.1f} ms (target {SHEET_MS})")
    assert best > 0


def test_another_channel_and_another_network_cost_no_needless_pass(monkeypatch, capsys):
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
    with capsys.disabled():
        print("\n16 channels of a layer: 1 forward pass; a second network: 1 more; back and forth: none")


@pytest.mark.parametrize(("name", "node"), [("bundled/resnet20", "layer3"), ("torchvision/resnet18", "layer2")])
def test_forty_readers_at_once(name, node, capsys):
    network = networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)
    maps._results.clear()
    networks.feature_maps(network, picture(), node)

    def reader(number):
        photos = [picture(1 + number * EACH + turn) for turn in range(EACH)]
        return [timed_ms(lambda photo=photo: networks.feature_maps(network, photo, node)) for photo in photos]
    started = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        waits = sorted(wait for found in pool.map(reader, range(READERS)) for wait in found)
    seconds = time.perf_counter() - started
    with capsys.disabled():
        print(f"\n{READERS} readers of {name}, {node}: {len(waits) / seconds:.0f} maps a second, median "
              f"{waits[len(waits) // 2]:.0f} ms, p95 {waits[int(0.95 * len(waits))]:.0f} ms")
    assert len(waits) == READERS * EACH
