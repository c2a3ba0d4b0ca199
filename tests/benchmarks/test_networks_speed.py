"""Maps of a layer against a bare forward pass cut at the same layer, interleaved in one run."""

import time
from statistics import median

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.graph import Conv2d, Graph, MaxPool2d, ReLU, to_text
from explorer.networks.inference import feature_maps as maps
from explorer.networks.torch_graph.assembly import assemble

TARGET = 1.1
ROUNDS = 25


def vgg16_blocks():
    """Return the first three blocks of VGG-16 (Simonyan & Zisserman 2015, table 1, D)."""
    layers = []
    for channels, depth in ((64, 2), (128, 2), (256, 3)):
        layers += [part for _ in range(depth) for part in (Conv2d(out_channels=channels, padding=1), ReLU())]
        layers.append(MaxPool2d(kernel_size=2))
    return Graph.chain(*layers)


@pytest.mark.benchmark
@pytest.mark.parametrize("node", ["relu1", "relu7"], ids=["first layer", "block 3"])
def test_maps_cost_what_a_bare_forward_pass_costs(node, capsys):
    network = networks.load(f"stack/3x224x224/{to_text(vgg16_blocks())}")
    part = network.graph.up_to(node)
    bare = assemble(part, {step.name: network.module.get_submodule(step.name) for step in part})
    ready = network.preprocess(np.random.default_rng(0).integers(0, 256, (224, 224, 3), dtype=np.uint8))
    batch = torch.from_numpy(ready)[None].to(memory_format=torch.channels_last)

    def bare_pass(_):
        with torch.inference_mode():
            return bare(batch)  # kept by the caller like our maps, so both pay for fresh memory

    def one_round():
        maps._results.clear()
        return (timed(lambda: networks.feature_maps(network, ready, node)),
                timed(lambda: networks.run(bare_pass)))

    one_round()
    pairs = [one_round() for _ in range(ROUNDS)]
    mine, other = (min(column) for column in zip(*pairs, strict=True))  # what the machine can, not what else it does
    with capsys.disabled():
        print(f"\n{node}: maps {1e3 * mine:.1f} ms, bare {1e3 * other:.1f} ms, ratio {mine / other:.2f} "
              f"(target {TARGET})")
    assert mine > 0


@pytest.mark.benchmark
def test_another_look_is_quick(capsys):
    network = networks.load(f"stack/3x224x224/{to_text(vgg16_blocks())}")
    picture = np.zeros((224, 224, 3), np.uint8)
    networks.feature_maps(network, picture, "relu7")
    seconds = median(timed(lambda: networks.feature_maps(network, picture, "relu7")) for _ in range(50))
    with capsys.disabled():
        print(f"\nanother look: {1e3 * seconds:.2f} ms")
    assert seconds > 0


def timed(work):
    started = time.perf_counter()
    kept = work()
    seconds = time.perf_counter() - started
    del kept
    return seconds
