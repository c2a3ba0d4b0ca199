"""What receptive fields cost: theory for a whole network; one unit's gradient against a bare pass there and back."""

import numpy as np
import pytest
import torch
from torchvision import models

from explorer import networks
from explorer.graph import INPUT, analyse, reads
from explorer.graph.report import _facts
from explorer.networks.receptive_field import effective
from explorer.networks.receptive_field.effective import effective_field
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.torch_graph.trace import traced
from tests.benchmarks.timing import best, in_turn

THEORY_MS = 10
PASS_TARGET = 1.2
ROUNDS = 15
CASES = [("bundled/resnet20", "layer3", (4, 4)), *(pytest.param(*case, marks=pytest.mark.full) for case in (
    ("torchvision/vgg16", "features.15", (20, 20)), ("torchvision/resnet18", "layer2", (14, 14)),
    ("torchvision/resnet50", "layer3", (7, 7))))]


def test_theoretical_fields_of_every_node_of_a_deep_network(bench):
    name, last = bench.size(("resnet152", "layer4.2.relu_2"), ("resnet18", "layer4.1.relu_1"))
    with torch.device("meta"):
        module = models.get_model(name, weights=None).eval()
    graph = traced(module, (3, 224, 224)).graph
    rounds = bench.rounds(30)
    cold = best(lambda: analyse(graph, (3, 224, 224)), rounds, before=_facts.cache_clear)
    report = analyse(graph, (3, 224, 224))
    warm = best(lambda: analyse(graph, (3, 224, 224)), rounds)
    one = best(lambda: reads(report, last, (3, 3)), rounds)
    assert all(row.fields for row in report)
    assert INPUT in reads(report, last, (3, 3))
    bench.tells(f"fields of the {len(report.rows)} nodes of {name}: {1e3 * warm:.1f} ms once traced (target "
                f"{THEORY_MS}), {1e3 * cold:.1f} ms with nothing known; what one unit of its last layer reads of "
                f"every node: {1e3 * one:.1f} ms")


@pytest.mark.parametrize(("name", "node", "unit"), CASES)
def test_an_effective_field_costs_what_a_bare_pass_there_and_back_costs(name, node, unit, bench):
    network = networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)
    node = list(networks.taps(network.graph, node))[-1]
    part = network.graph.up_to(node)
    bare = assemble(part, {step.name: network.module.get_submodule(step.name) for step in part})
    picture = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    ready = network.preprocess(picture)
    batch = torch.from_numpy(ready)[None].to(memory_format=torch.channels_last).requires_grad_()

    def bare_passes(_):
        return torch.autograd.grad(bare(batch)[0, :, *unit].mean(), batch)

    def ours():
        effective._results.clear()
        return effective_field(network, ready, node, unit)

    (mine, other), _found = in_turn(ours, lambda: networks.run(bare_passes), rounds=bench.rounds(ROUNDS))
    again = best(lambda: effective_field(network, ready, node, unit), bench.rounds(ROUNDS))
    textbook = best(lambda: effective_field(network, ready, node, unit, uniform=True), bench.rounds(5),
                    before=effective._results.clear)
    bench.tells(f"{name} {node}: effective field {1e3 * mine:.1f} ms, bare {1e3 * other:.1f} ms, ratio "
                f"{mine / other:.2f} (target {PASS_TARGET}); again {1e3 * again:.2f} ms; textbook "
                f"{1e3 * textbook:.1f} ms")
