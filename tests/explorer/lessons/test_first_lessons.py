"""Right answers of lessons 1 to 4 against numpy, scipy and torch, or against what was measured and is shipped."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import signal
from torch import nn
from torch.nn import functional

import explorer
from explorer import lessons
from explorer.convolution.pooling import shift_invariance
from explorer.exercises import ChoiceAnswer
from explorer.experiments import two_networks

NOTES = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])
NOTES_KERNEL = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
CS231N = np.array([[1, 1, 2, 4], [5, 0, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], float)  # the 6 typed over
SHIPPED = Path(explorer.__file__).parent / "experiments" / "shipped"
BUNDLED = Path(explorer.__file__).parent / "networks" / "bundled"
EDGE = torch.tensor([[[[-1.0, 1.0], [-1.0, 1.0]]]], dtype=torch.float64)
ERRORS = {2010: 28.2, 2011: 25.8, 2012: 16.4, 2013: 11.7, 2014: 6.7, 2015: 3.57, 2016: 2.99, 2017: 2.25}
"""ILSVRC, top-5, %, the best of each year (Russakovsky et al. 2015; the contest's pages for the last two)."""


def count(*layers):
    """Return how many parameters layers of torch have."""
    return sum(value.numel() for layer in layers for value in layer.parameters())


def side(length, layer):
    """Return the side that a layer of torch makes of one."""
    return layer(torch.zeros(1, 1, length, length)).shape[-1]


def field(*layers):
    """Return what one unit of the last layer sees along a side, px: where its gradient is not 0, all weights 1."""
    for layer in layers:
        if isinstance(layer, nn.Conv2d):
            nn.init.ones_(layer.weight)
    picture = torch.zeros(1, 1, 97, 97, requires_grad=True)
    out = nn.Sequential(*layers)(picture)
    out[0, 0, out.shape[2] // 2, out.shape[3] // 2].backward()
    return int((picture.grad[0, 0].abs().sum(0) > 0).sum())


def conv(kernel_size=3, **options):
    return nn.Conv2d(1, 1, kernel_size, bias=False, **options)


def fc1_without_pooling():
    maps = nn.Sequential(nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5))(torch.zeros(1, 1, 32, 32))
    return count(nn.Linear(maps.numel(), 120))


def corner_reads():
    reads = functional.conv_transpose2d(torch.ones(1, 1, 5, 5), torch.ones(1, 1, 3, 3), padding=1)
    return int(reads[0, 0, 0, 0])


def line_in_the_average():
    grid = np.where(np.eye(12)[::-1] > 0, 9.0, 1.0)
    means = functional.avg_pool2d(torch.tensor(grid)[None, None], 4)[0, 0].numpy()
    return means.max() - means.min()


def rgb_middle():
    """Red and green are strokes, blue is a diagonal; the slices look for edges, and for a cross."""
    red, green, blue = np.zeros((3, 5, 5))
    red[:, 1], green[2, :] = 2, 2
    blue += 2 * np.eye(5)
    edge = np.array([[-1, 0, 1]] * 3)
    cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
    return sum(int(signal.correlate(one, kernel, "valid")[1, 1])
               for one, kernel in ((red, edge), (green, edge.T), (blue, cross)))


NUMBERS = {
    "1.1": lambda: np.zeros((32, 32, 3)).size,
    "1.2": lambda: (255 / 255 - 0.485) / 0.229,
    "1.4": lambda: np.ravel_multi_index((2, 3, 4), (3, 16, 16)),
    "1.5": lambda: count(nn.Linear(100 * 100, 1000)),
    "1.6": lambda: count(nn.Conv2d(1, 32, 5)),
    "1.7": lambda: np.count_nonzero(sum(np.eye(8, 10, at) for at in range(3))),
    "1.11": lambda: np.corrcoef(*[np.random.default_rng(0).random(9)] * 2)[0, 1],
    "1.12": lambda: signal.correlate(np.full((3, 3), 77), [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "valid")[0, 0],
    "2.1": lambda: signal.correlate(NOTES, NOTES_KERNEL, "valid")[0, 1],
    "2.2": lambda: side(5, conv(padding=1)),
    "2.4": lambda: count(nn.Conv2d(3, 10, 5, padding=2)),
    "2.5": lambda: side(7, conv(stride=3)),
    "2.6": corner_reads,
    "2.7": rgb_middle,
    "2.8": lambda: nn.Conv1d(5, 1, 4)(torch.zeros(1, 5, 8)).shape[-1],
    "2.9": lambda: np.convolve([1, 2, 3], [0, 1, 0.5])[2],
    "2.10": lambda: side(7, conv(dilation=2)),
    "2.11": lambda: functional.conv_transpose2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 3, 3), stride=2).max(),
    "3.1": lambda: functional.max_pool2d(torch.tensor(CS231N)[None], 2)[0, 0, 0],
    "3.2": lambda: functional.avg_pool2d(torch.tensor(CS231N)[None], 2)[0, 0, 0],
    "3.3": lambda: side(5, nn.MaxPool2d(2, ceil_mode=True)),
    "3.6": line_in_the_average,
    "3.7": fc1_without_pooling,
    "3.8": lambda: field(*[conv() for _ in range(4)]),
    "3.9": lambda: field(conv(stride=2, padding=1), conv(padding=1), conv(padding=1)),
    "3.10": lambda: field(conv(5), nn.AvgPool2d(2), conv(5)),
    "3.11": lambda: field(*[conv(dilation=2**power) for power in range(4)]),
    "4.2": lambda: count(nn.Conv2d(6, 16, 5)),
    "4.4": lambda: 2 * count(nn.Conv2d(64, 64, 3, bias=False)),
    "4.6": lambda: count(nn.Linear(64, 10)),
    "4.8": lambda: count(nn.Conv2d(128, 128, 3, groups=128, bias=False), nn.Conv2d(128, 256, 1, bias=False)),
    "4.10": lambda: (torch.relu(0 * torch.randn(9) + torch.ones(9)) - 1).abs().max(),
}
"""Lesson and step -> the number by another way than the page's."""
SHAPES = {
    "1.3": lambda: torch.zeros(224, 224, 3).permute(2, 0, 1)[None].shape,
    "2.3": lambda: nn.Conv2d(3, 10, 5, padding=2)(torch.zeros(3, 32, 32)).shape,
}


def step(name):
    lesson, number = name.split(".")
    return lessons.lesson(lesson).steps[int(number) - 1]


def right(name):
    """Return the words of the right choice."""
    answer = step(name).answer
    return str(answer.options[answer.right].says)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_what_another_way_gives(name):
    told = float(NUMBERS[name]())
    assert float(step(name).answer.value) == pytest.approx(told, abs=0.5 * 10.0 ** -step(name).answer.decimals)
    assert step(name).mark(f"{told:.2f}").correct


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_what_torch_gives(name):
    assert step(name).answer.shape == tuple(SHAPES[name]())


def test_the_kernel_of_the_textbook_comes_to_its_target_as_torch_learns_it():
    picture = torch.ones(6, 8)
    picture[:, 2:6] = 0
    goal = functional.conv2d(picture[None, None], torch.tensor([[[[1.0, -1.0]]]]))
    weight = torch.tensor([[[[0.55, -0.12]]]], requires_grad=True)
    for _step in range(20):
        loss = ((functional.conv2d(picture[None, None], weight) - goal) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            weight -= 0.03 * weight.grad
            weight.grad.zero_()
    assert step("2.12").mark(f"{weight[0, 0, 0, 0].item():.3f}").correct
    assert "1.002, −0.997" in step("2.12").because


def test_shares_of_parameters_are_those_of_the_papers_layers():
    fc6 = count(nn.Linear(512 * 7 * 7, 4096))
    assert right("4.5") == "About three quarters" and fc6 / 138_357_544 == pytest.approx(0.74, abs=0.005)
    sizes = {"The first convolution, 11 × 11": count(nn.Conv2d(3, 96, 11)),
             "The second convolution, 5 × 5": count(nn.Conv2d(96, 256, 5)),
             "The first linear layer": count(nn.Linear(256 * 36, 4096)),
             "The last linear layer": count(nn.Linear(4096, 1000))}
    assert right("4.3") == max(sizes, key=sizes.__getitem__) and sizes[right("4.3")] > 62_378_344 / 2
    squeezed = 12_352 + 6_176 + sum(count(nn.Conv2d(192, few, 1), nn.Conv2d(few, maps, kernel, padding=1))
                                    for few, maps, kernel in ((96, 128, 3), (16, 32, 5)))
    assert squeezed == 163_696 and squeezed / 387_296 == pytest.approx(0.42, abs=0.005)
    assert right("4.7") == "About two fifths"


def test_what_breaks_and_what_is_learned_is_as_it_was_measured():
    broken = json.loads((SHIPPED / "broken.json").read_text(encoding="utf-8"))
    resnet, vgg = (broken[name]["judged"] for name in ("resnet20", "vgg"))
    assert right("4.12") == "About 80 %" and resnet["block.layer2.1"]["right"] == 7966
    assert resnet["whole"]["right"] // 10 == 882
    left = [one["right"] / 100 for name, one in vgg.items() if name.startswith("block.")]
    assert (round(min(left)), round(max(left))) == (6, 16)


@pytest.mark.parametrize(("name", "learned"), [("plain20", "67.2"), ("plain56", "36.5"), ("resnet20", "73.8"),
                                               ("resnet56", "74.3")])
def test_how_deep_networks_learned_is_as_the_training_wrote_it_down(name, learned):
    rows = csv.DictReader((BUNDLED / "depth" / f"{name}.csv").read_text(encoding="utf-8").splitlines())
    assert f"{100 * float(list(rows)[-1]['train_accuracy']):.1f}" == learned
    assert learned in step("4.9").because and right("4.9") == "20 layers"


def test_the_maximum_keeps_most_cells_of_a_digit_that_moves():
    digit = torch.tensor(shift_invariance.digit(28, 6).astype(float))[None, None]
    kernels = {"The maximum": nn.MaxPool2d(2), "The average": nn.AvgPool2d(2),
               "The convolution with stride 2": lambda x: functional.conv2d(x, EDGE, stride=2)}
    kept = {}
    for title, layer in kernels.items():
        before, after, twice = (layer(digit[..., 6:-6, 6 - by:34 - by]) for by in (0, 1, 2))
        seen = sum(functional.max_pool2d(digit[..., 6:-6, 6 - by:34 - by], 2) for by in (0, 1)) > 0
        kept[title] = round(100 * float((before == after)[seen].double().mean()))
        assert torch.equal(before[..., :-1], twice[..., 1:])
    assert kept == {"The maximum": 55, "The average": 6, "The convolution with stride 2": 9}
    assert right("3.4") == max(kept, key=kept.__getitem__) and right("3.5") == "All of them"


def test_which_network_needs_neighbours_is_as_it_was_measured():
    learned = two_networks.shuffle_study()[200]
    lost = {name: learned.last(name)[0] - learned.last(f"{name}_shuffled")[0] for name in ("mlp", "cnn")}
    assert right("1.8") == "The CNN" and lost["cnn"] > 0.07 > 0.01 > lost["mlp"]


def test_shifts_by_the_stride_commute_and_others_do_not():
    picture = torch.rand(1, 1, 36, 36, generator=torch.Generator().manual_seed(1))
    layer = nn.Conv2d(1, 1, 3, stride=2, padding=1, padding_mode="circular")
    same = [shift for shift in (1, 2, 3, 4) if any(
        torch.allclose(layer(picture.roll(shift, 3)), layer(picture).roll(by, 3), atol=1e-6) for by in range(18))]
    assert same == [2, 4] and right("1.9") == "For 2 and 4 px"


def test_a_bar_half_a_wave_away_silences_the_simple_cell_only():
    across = np.arange(-19, 20)
    hill = np.exp(-across**2 / (2 * (0.9 * 8) ** 2))
    bar = (np.abs(across - 4) <= 1).astype(float)
    even, odd = (float((hill * wave(2 * np.pi * across / 8)) @ bar) for wave in (np.cos, np.sin))
    assert right("1.10") == "Only the complex cell" and even < 0 and even**2 + odd**2 > 1


def test_the_error_fell_most_in_2012():
    assert right("4.1") == f"In {max(range(2011, 2018), key=lambda year: ERRORS[year - 1] - ERRORS[year])}"


def test_more_ways_lead_from_the_middle():
    twice = np.convolve([1, 1, 1], [1, 1, 1])
    assert list(twice) == [1, 2, 3, 2, 1] and right("3.12") == "No, the middle counts most"


def test_ten_more_sigmoids_leave_a_millionth():
    assert right("4.11") == "About a millionth of that" and 0.23**10 < 1e-6


@pytest.mark.parametrize("plan", lessons.shipped()[:4], ids=lambda plan: plan.name)
def test_a_lesson_fills_fifty_minutes_and_each_question_is_held_by_a_test(plan):
    assert 8 <= len(plan.steps) <= 12 and plan.minutes == 50
    source = Path(__file__).read_text(encoding="utf-8")
    named = {*NUMBERS, *SHAPES, *re.findall(r'(?:right|step)\("(\d\.\d+)"\)', source)}
    assert {f"{plan.name}.{at}" for at in range(1, len(plan.steps) + 1)} <= named
    assert all(len(one.answer.options) >= 3 for one in plan.steps if isinstance(one.answer, ChoiceAnswer))
