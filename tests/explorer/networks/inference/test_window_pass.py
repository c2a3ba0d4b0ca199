"""Pictures that differ from one in a window: the same answers as from whole pictures, of less of the network."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.graph import (
    Add,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Flatten,
    Graph,
    GroupNorm,
    Linear,
    LocalResponseNorm,
    MaxPool2d,
    Node,
    ReLU,
)
from explorer.networks.inference import window_pass
from explorer.networks.inference.private_copy import private
from explorer.networks.inference.window_pass import WindowPass, axis_crops, sections
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import build

CPU = torch.device("cpu")
SHAPE = (2, 30, 23)


def conv(channels=4, kernel=3, **arguments):
    return Conv2d(out_channels=channels, kernel_size=kernel, **arguments)


def branches():
    """Return a block whose two paths see different windows, one of them with a step."""
    return Graph((Node("first", conv(4), ("input",)), Node("wide", conv(4, 5, padding=2, stride=2), ("first",)),
                  Node("narrow", conv(4, 1, stride=2), ("first",)), Node("sum", Add(), ("wide", "narrow")),
                  Node("relu", ReLU(), ("sum",)), Node("both", Concat(), ("relu", "sum")),
                  Node("flatten", Flatten(), ("both",)), Node("out", Linear(out_features=3), ("flatten",))))


GRAPHS = {
    "plain": Graph.chain(conv(padding=1), ReLU(), conv(), BatchNorm2d(), ReLU(), Flatten(), Linear(out_features=3)),
    "steps": Graph.chain(conv(padding=1, stride=2), MaxPool2d(kernel_size=3, stride=2, padding=1), conv(padding=1),
                         Flatten(), Linear(out_features=3)),
    "step longer than the window": Graph.chain(conv(kernel=1, stride=3), conv(kernel=2, stride=3), Flatten()),
    "dilated": Graph.chain(conv(dilation=3), conv(padding=2, dilation=2), LocalResponseNorm(), Flatten()),
    "rounded up": Graph.chain(conv(), MaxPool2d(kernel_size=3, stride=2, ceil_mode=True), conv(), Flatten()),
    "much padding": Graph.chain(conv(padding=5), AvgPool2d(kernel_size=2, padding=1), Flatten()),
    "even": Graph.chain(conv(kernel=4, padding=1), conv(kernel=2), Flatten(), Linear(out_features=2)),
    "reflected": Graph.chain(conv(), conv(padding=1, padding_mode="reflect"), Flatten()),
    "measured as a whole": Graph.chain(conv(padding=1), GroupNorm(num_groups=2), conv(), Flatten()),
    "branches": branches(),
    "no layer at all that reads windows": Graph.chain(Flatten(), Linear(out_features=2)),
}


def stack(graph):
    """Return a network whose normalisations have seen something."""
    module = build(graph, SHAPE, seed=1)
    for norm in (part for part in module.modules() if isinstance(part, torch.nn.BatchNorm2d)):
        norm.running_mean.normal_()
        norm.running_var.uniform_(0.5, 2)
    return Network("stack", module, graph, SHAPE, lambda pixels: pixels)


def answers(network, module, sides, stride):
    """Return answers from windows and from whole pictures, and how many sections were run on crops."""
    _, height, width = network.input_shape
    photo = torch.randn(1, *network.input_shape, generator=torch.Generator().manual_seed(0))
    places = [(top, left) for top in range(0, height - sides[0] + 1, stride)
              for left in range(0, width - sides[1] + 1, stride)]
    places.append((height - sides[0], width - sides[1]))
    wholes = photo.repeat(len(places), 1, 1, 1)
    for whole, (top, left) in zip(wholes, places, strict=True):
        whole[:, top:top + sides[0], left:left + sides[1]] = 7
    windows = torch.full((len(places), network.input_shape[0], *sides), 7.0)
    ours = WindowPass(network, module, photo, places, sides)
    half = len(places) // 2
    found = torch.cat([ours(windows[:half], range(half)), ours(windows[half:], range(half, len(places)))])
    with torch.inference_mode():
        return found, module(wholes), ours.sections


@pytest.mark.parametrize("sides", [(3, 3), (1, 6), (11, 4), (30, 23)], ids=str)
@pytest.mark.parametrize("graph", GRAPHS.values(), ids=list(GRAPHS))
def test_windows_give_what_whole_pictures_give(graph, sides, monkeypatch):
    monkeypatch.setattr(window_pass, "WORTH", 1.0)
    network = stack(graph)
    found, expected, _ = answers(network, network.module, sides, 2)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["bundled/resnet20", "bundled/vgg", "torchvision/squeezenet1_1",
                                  "torchvision/mobilenet_v3_small"])
def test_known_networks_answer_the_same(name):
    network = networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)
    module = networks.run(lambda _device: private(network, CPU))
    side = network.input_shape[1]
    found, expected, cut = answers(network, module, (side // 6, side // 6), side // 3)
    assert (found - expected).abs().max() <= 1e-4 * expected.abs().max()
    assert cut >= 1


@pytest.mark.parametrize(("graph", "ends"), [
    ("plain", ["relu1", "relu2"]), ("measured as a whole", ["conv1"]), ("reflected", ["conv1"]),
    ("branches", ["first", "both"]), ("no layer at all that reads windows", [])])
def test_sections_end_where_all_paths_meet_and_stop_where_a_layer_reads_more_than_windows(graph, ends):
    assert [section.end for section in sections(GRAPHS[graph], SHAPE)] == ends


def test_small_windows_are_run_on_crops_and_large_ones_are_not():
    graph = GRAPHS["plain"]
    network = stack(graph)
    assert answers(network, network.module, (3, 3), 5)[2] == 2
    assert answers(network, network.module, (28, 22), 5)[2] == 0


def test_a_window_of_four_pixels_reaches_six_units_of_a_convolution_which_read_eight():
    """By hand: kernel 3 and padding 1 let each unit read one neighbour on either side."""
    field = sections(Graph.chain(conv(padding=1)), (1, 20, 20))[0].fields[0]
    found = axis_crops(field, 20, 20, np.array([0, 8, 16]), 4)
    assert (found.changed, found.crop) == (6, 8)
    assert found.first.tolist() == [0, 7, 14]
    assert found.crop_first.tolist() == [0, 6, 12]
