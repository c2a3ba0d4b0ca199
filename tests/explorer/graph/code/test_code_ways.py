"""However a network is written in Python, it opens as torch itself builds it: torch runs the same programs here."""

from __future__ import annotations

from collections import OrderedDict

import pytest
import torch
from torch import nn
from torch.nn import functional

from explorer.graph import to_text
from explorer.graph.code import read_code
from tests.explorer.graph.code import programs_ways
from tests.explorer.graph.code.programs_classes import CLASSES
from tests.explorer.graph.oracles import parameters

WAYS = programs_ways.WAYS | CLASSES
HEAD = "import torch\nfrom collections import OrderedDict\nfrom torch import nn\nimport torch.nn.functional as F\n"
INPUT = "\nsummary(model, input_size=(3, 32, 32))\n"
SHAPE = (3, 32, 32)


def built(text: str) -> nn.Module:
    names = {"nn": nn, "torch": torch, "F": functional, "OrderedDict": OrderedDict, "__name__": "program"}
    exec(text, names)
    return names["model"].eval()


@pytest.mark.parametrize("name", WAYS)
@torch.no_grad()
def test_a_program_opens_as_torch_builds_it(name):
    code = read_code(HEAD + WAYS[name] + INPUT)
    assert code.report.error is None
    module = built(WAYS[name])
    assert code.report.output_shape == tuple(module(torch.zeros(1, *SHAPE)).shape[1:])
    assert code.report.params == parameters(module)


@pytest.mark.parametrize("name", WAYS)
def test_its_convolutions_are_torchs_in_their_order(name):
    found = [(node.layer.out_channels, node.layer.kernel_size) for node in read_code(HEAD + WAYS[name] + INPUT).graph
             if type(node.layer).__name__ in {"Conv2d", "ConvTranspose2d"}]
    seen = []
    module = built(WAYS[name])
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.ConvTranspose2d):
            part.register_forward_hook(lambda conv, *_: seen.append((conv.out_channels, conv.kernel_size)))
    with torch.no_grad():
        module(torch.zeros(1, *SHAPE))
    assert [(width, side if isinstance(side, tuple) else (side, side)) for width, side in found] == seen


def test_the_same_network_written_in_three_ways_is_the_same_graph():
    ways = ["model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Conv2d(4, 8, 3), nn.ReLU())",
            "layers = []\nfor a, b in ((3, 4), (4, 8)):\n    layers += [nn.Conv2d(a, b, 3), nn.ReLU()]\n"
            "model = nn.Sequential(*layers)",
            "pair = lambda a, b: [nn.Conv2d(a, b, 3), nn.ReLU()]\nmodel = nn.Sequential(*pair(3, 4), *pair(4, 8))"]
    assert len({to_text(read_code(HEAD + way).graph) for way in ways}) == 1
