"""What receptive fields cost: theory for a whole network; one unit's gradient against a bare pass there and back."""

import time

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

pytestmark = pytest.mark.benchmark
THEORY_MS = 10
PASS_TARGET = 1.2
ROUNDS = 15


def timed_ms(work):
    started = time.perf_counter()
    kept = work()
    milliseconds = 1e3 * (time.perf_counter() - started)
    del kept
    return milliseconds


def best_ms(work, *, times, before=lambda: None):
    """Return the shortest time: what the machine can, not what else it does."""
    found = []
    for _ in range(times):
        before()
        found.append(timed_ms(work))
    return min(found)


def test_theoretical_fields_of_every_node_of_a_deep_network(capsys):
    with torch.device("meta"):
        module = models.resnet152(weights=None).eval()
    graph = traced(module, (3, 224, 224)).graph
    cold = best_ms(lambda: analyse(graph, (3, 224, 224)), times=30, before=_facts.cache_clear)
    report = analyse(graph, (3, 224, 224))
    traced_ms = best_ms(lambda: analyse(graph, (3, 224, 224)), times=30)
    one = best_ms(lambda: reads(report, "layer4.2.relu_2", (3, 3)), times=30)
    assert all(row.fields for row in report)
    assert INPUT in reads(report, "layer4.2.relu_2", (3, 3))
    with capsys.disabled():
        print(f"\nfields of the {len(report.rows)} nodes of ResNet-152: {traced_ms:.1f} ms once traced (target "
              f"{THEORY_MS}), {cold:.1f} ms with nothing known; what one unit of its last layer reads of every node: "
              f"{one:.1f} ms")


CASES = [("torchvision/vgg16", "features.15", (20, 20)), ("torchvision/resnet18", "layer2", (14, 14)),
         ("torchvision/resnet50", "layer3", (7, 7)), ("bundled/resnet20", "layer3", (4, 4))]


@pytest.mark.parametrize(("name", "node", "unit"), CASES)
def test_an_effective_field_costs_what_a_bare_pass_there_and_back_costs(name, node, unit, capsys):
    network = networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)
    node = list(networks.taps(network.graph, node))[-1]
    part = network.graph.up_to(node)
    bare = assemble(part, {step.name: network.module.get_submodule(step.name) for step in part})
    picture = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    ready = network.preprocess(picture)
    batch = torch.from_numpy(ready)[None].to(memory_format=torch.channels_last).requires_grad_()

    def bare_passes(_):
        return torch.autograd.grad(bare(batch)[0, :, *unit].mean(), batch)

    def one_round():
        effective._results.clear()
        return (timed_ms(lambda: effective_field(network, ready, node, unit)),
                timed_ms(lambda: networks.run(bare_passes)))

    one_round()
    mine, other = (min(column) for column in zip(*(one_round() for _ in range(ROUNDS)), strict=True))
    again = best_ms(lambda: effective_field(network, ready, node, unit), times=ROUNDS)
    textbook = best_ms(lambda: effective_field(network, ready, node, unit, textbook=True), times=5,
                       before=effective._results.clear)
    with capsys.disabled():
        print(f"\n{name} {node}: effective field {mine:.1f} ms, bare {other:.1f} ms, ratio {mine / other:.2f} (target "
              f"{PASS_TARGET}); again {again:.2f} ms; textbook {textbook:.1f} ms")
    assert mine > 0
