"""Maps of a layer against a bare forward pass cut at the same layer, interleaved in one run."""

from statistics import median

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.graph import Conv2d, Graph, MaxPool2d, ReLU, to_text
from explorer.networks.inference import feature_maps as maps
from explorer.networks.torch_graph.assembly import assemble
from tests.benchmarks.timing import in_turn, seconds

TARGET = 1.1
ROUNDS = 25


def vgg16_blocks():
    """Return the first three blocks of VGG-16 (Simonyan & Zisserman 2015, table 1, D)."""
    layers = []
    for channels, depth in ((64, 2), (128, 2), (256, 3)):
        layers += [part for _ in range(depth) for part in (Conv2d(out_channels=channels, padding=1), ReLU())]
        layers.append(MaxPool2d(kernel_size=2))
    return Graph.chain(*layers)


def opened(bench):
    """Return the blocks as a network, and how large its pictures are, px."""
    side = bench.size(224, 32)
    return networks.load(f"stack/3x{side}x{side}/{to_text(vgg16_blocks())}"), side


@pytest.mark.parametrize("node", ["relu1", "relu7"], ids=["first layer", "block 3"])
def test_maps_cost_what_a_bare_forward_pass_costs(node, bench):
    network, side = opened(bench)
    part = network.graph.up_to(node)
    bare = assemble(part, {step.name: network.module.get_submodule(step.name) for step in part})
    ready = network.preprocess(np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8))
    batch = torch.from_numpy(ready)[None].to(memory_format=torch.channels_last)

    def bare_pass(_):
        with torch.inference_mode():
            return bare(batch)  # kept by the caller like our maps, so both pay for fresh memory

    def ours():
        maps._results.clear()
        return maps.observe(network, ready, node, known_as=b"a photo").values  # as pages ask

    (mine, other), (found, expected) = in_turn(ours, lambda: networks.run(bare_pass), rounds=bench.rounds(ROUNDS))
    np.testing.assert_allclose(found, expected[0], rtol=1e-3, atol=1e-4)
    bench.tells(f"{node}: maps {1e3 * mine:.1f} ms, bare {1e3 * other:.1f} ms, ratio {mine / other:.2f} "
                f"(target {TARGET})")


def test_another_look_is_quick(bench):
    network, side = opened(bench)
    picture = np.zeros((side, side, 3), np.uint8)
    networks.feature_maps(network, picture, "relu7")
    again = median(seconds(lambda: networks.feature_maps(network, picture, "relu7")) for _ in range(bench.rounds(50)))
    bench.tells(f"another look: {1e3 * again:.2f} ms")
