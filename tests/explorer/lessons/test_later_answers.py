"""Right answers of lessons 5 to 8, worked out again by torch, torchvision and numpy; none by the app's calculators."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional
from torchvision import ops
from torchvision.datasets import ImageFolder
from torchvision.transforms import Normalize

from explorer import images, lessons, networks, training
from explorer.exercises import ChoiceAnswer, letter

KERNEL, WEIGHTS = [[-0.5, -0.2], [0.8, -0.1]], [[-0.3, 0.2], [0.5, 0.4]]
CROSS = [[0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.0]]
"""The network and the picture of *One training step*, read off the page."""


def step_of(name):
    plan, at = name.split(".")
    return lessons.lesson(plan).steps[int(at) - 1]


def numbers_in(module):
    return sum(values.numel() for values in module.parameters())


def side_seen():
    """Return how many px of a row a unit behind 5 × 5, pooling and 5 × 5 sees: those with a gradient."""
    picture = torch.zeros(1, 1, 32, 32, requires_grad=True)
    layers = nn.Sequential(nn.Conv2d(1, 1, 5), nn.AvgPool2d(2), nn.Conv2d(1, 1, 5))
    for values in layers.parameters():
        nn.init.ones_(values)
    layers(picture)[0, 0, 4, 4].backward()
    return int((picture.grad[0, 0] != 0).any(0).sum())


def maps_of(picture, name):
    """Return what a layer of ResNet-20 puts out."""
    module, seen = networks.load("bundled/resnet20").module.eval(), []
    hook = module.get_submodule(name).register_forward_hook(lambda _layer, _given, maps: seen.append(maps))
    try:
        module(picture)
    finally:
        hook.remove()
    return seen[0]


def gradient_far_away():
    """Return the largest gradient of units at the left of layer1 by the pixels of the right half."""
    picture = torch.rand(1, 3, 32, 32, requires_grad=True)
    maps_of(picture, "layer1.2.relu_1")[0, :, 16, 2].sum().backward()
    assert picture.grad[..., :8].abs().max() > 0
    return float(picture.grad[..., 16:].abs().max())


def read_upside_down(digit):
    """Return as what LeNet-5 reads a digit of the page's own hand whose pixels are turned twice."""
    pixels = images.digit_input(images.raster(images.written(images.HANDS[0], digit, 0)))
    turned = torch.as_tensor(np.rot90(pixels, 2, axes=(1, 2)).copy())[None]
    with torch.no_grad():
        return int(networks.load("bundled/lenet5").module.eval()(turned).argmax())


def tiny_step(rate):
    """Return the first sum, the weight v11 after a step of this rate, and the loss before and after it."""
    kernel, weights, *biases = (torch.tensor(one, requires_grad=True) for one in (KERNEL, WEIGHTS, 0.1, 0.1))
    learned = (kernel, weights, *biases)

    def loss():
        sums = functional.conv2d(torch.tensor([[CROSS]]), kernel[None, None], biases[0][None])
        return (torch.relu(sums) * weights).sum() + biases[1], sums

    said, sums = loss()
    before = (said - 1) ** 2 / 2
    before.backward()
    torch.optim.SGD(learned, lr=rate).step()
    return sums[0, 0, 0, 0].item(), weights[0, 0].item(), before.item(), ((loss()[0] - 1) ** 2 / 2).item()


def smoothed_label(smoothing):
    """Return what the true class of three is trained towards: the gradient of the loss is share minus label."""
    scores = torch.zeros(1, 3, requires_grad=True)
    functional.cross_entropy(scores, torch.tensor([1]), label_smoothing=smoothing).backward()
    return 1 / 3 - float(scores.grad[0, 1])


def steepest():
    x = torch.linspace(-6, 6, 1201, dtype=torch.float64, requires_grad=True)
    torch.sigmoid(x).sum().backward()
    return float(x.grad.max())


def slope_of_skip():
    x = torch.tensor(2.0, requires_grad=True)
    (x + torch.relu(x - 10)).backward()
    return float(x.grad)


def smallest_normalised(values):
    return float(functional.batch_norm(torch.tensor([values]).T, None, None, training=True).min())


def kept_by(p):
    return float(functional.dropout(torch.ones(1000), p, training=True).max())


def boxes_left():
    boxes = torch.tensor([[0, 3, 10, 13], [2.5, 3, 12.5, 13], [5, 3, 15, 13]])
    return len(ops.nms(boxes, torch.tensor([0.9, 0.8, 0.7]), 0.5))


def iou(one, other):
    return float(ops.box_iou(torch.tensor([one]).float(), torch.tensor([other]).float()))


def stamps_beside_the_most(kernel, stride):
    stamps = functional.conv_transpose2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, kernel, kernel), stride=stride)[0, 0]
    row, column = divmod(int(stamps.argmax()), stamps.shape[1])
    assert stamps[row, column] == 4
    return int(stamps[row, column + 1])


def halved():
    halving = nn.Sequential(*(nn.Conv2d(1, 1, 3, stride=2, padding=1) for _ in range(5)))
    return halving(torch.zeros(1, 1, 224, 224)).numel()


NUMBERS = {
    "5.1": lambda: numbers_in(nn.Conv2d(3, 1, 3, bias=False)),
    "5.2": lambda: maps_of(torch.zeros(1, 3, 32, 32), "layer3.2.relu_1").numel(),
    "5.4": side_seen,
    "5.6": gradient_far_away,
    "5.7": lambda: read_upside_down(6),
    "5.8": lambda: numbers_in(nn.Linear(84, 1)),
    "5.9": halved,
    "5.10": lambda: round(4.8 - 0.4, 9),
    "6.1": lambda: float(torch.tensor([2, 1, 0.1]).softmax(0)[0]),
    "6.2": lambda: float(functional.cross_entropy(torch.zeros(1, 3), torch.tensor([0]))),
    "6.3": lambda: tiny_step(0.2)[0],
    "6.4": lambda: tiny_step(0.2)[1],
    "6.7": steepest,
    "6.9": slope_of_skip,
    "6.10": lambda: smallest_normalised((2.0, 4.0, 6.0, 8.0)),
    "6.11": lambda: kept_by(0.8),
    "7.1": lambda: int(np.bincount(training.open_set("pieces", 32, seed=0).train.labels)[0]),
    "7.3": lambda: smoothed_label(0.3),
    "7.4": lambda: float(Normalize([0.485], [0.229])(torch.ones(1, 1, 1))),
    "7.5": lambda: numbers_in(nn.Linear(1280, 4)),
    "7.8": lambda: 2e-3 / 10,
    "7.12": lambda: len(training.open_set("pieces", 32, seed=0).test),
    "8.1": lambda: iou((4, 3, 14, 13), (9, 3, 19, 13)),
    "8.2": lambda: iou((4, 3, 14, 13), (15, 3, 25, 13)),
    "8.3": lambda: networks.load("bundled/locate").module.eval()(torch.zeros(1, 3, 64, 64)).numel(),
    "8.4": lambda: functional.conv2d(torch.zeros(1, 1, 14, 14), torch.zeros(1, 1, 7, 7)).shape[-1],
    "8.5": lambda: int(np.digitize(0.26, np.arange(8) / 8)),
    "8.6": lambda: torch.zeros(7, 7, 2 * 5 + 20).numel(),
    "8.8": boxes_left,
    "8.10": lambda: 0 / 150,
    "8.11": lambda: stamps_beside_the_most(3, 2),
}
CHOICES = {
    "5.5": "receptive|sees", "5.11": "photo itself", "5.12": "pixels", "6.5": "rises", "6.6": "grows",
    "6.8": "ten-thousandth", "6.12": "All 100", "7.2": "folder", "7.6": "do not change", "7.9": "useless gradients",
    "7.10": "Mirroring", "7.11": "knows ImageNet", "8.9": "Recall falls", "8.12": "border",
}
"""What stands in the right one of several answers."""


@pytest.mark.parametrize("name", NUMBERS)
def test_the_right_number_is_what_others_compute(name):
    value = NUMBERS[name]()
    assert step_of(name).mark(f"{value:.6f}").correct, value
    assert not step_of(name).mark(f"{value + 1:.6f}").correct


@pytest.mark.parametrize("name", CHOICES)
def test_the_right_one_of_several_says_what_it_should(name):
    right = step_of(name).answer
    assert any(part in str(right.options[right.right].says) for part in CHOICES[name].split("|"))
    assert step_of(name).mark(letter(right.right)).correct


def test_each_question_of_these_lessons_is_held_to_something_outside():
    """Exercises are held by tests of their own."""
    asked = {f"{plan}.{at}": step for plan in "5678" for at, step in enumerate(lessons.lesson(plan).steps, 1)
             if not step.exercise}
    assert {*NUMBERS} == {name for name, step in asked.items() if not isinstance(step.answer, ChoiceAnswer)}
    assert {*CHOICES} == {name for name, step in asked.items() if isinstance(step.answer, ChoiceAnswer)}


def test_too_long_a_step_makes_the_loss_larger():
    *_numbers, before, after = tiny_step(1.5)
    assert (round(before, 2), round(after, 1)) == (0.44, 8.5)


@pytest.mark.parametrize(("rate", "grows"), [(0.03, False), (0.04, True)])
def test_two_weights_explode_above_a_thirtieth(rate, grows):
    picture = torch.ones(1, 1, 6, 8)
    picture[..., 2:6] = 0
    target = functional.conv2d(picture, torch.tensor([[[[1.0, -1.0]]]]))
    kernel = torch.tensor([[[[0.27, -0.46]]]], requires_grad=True)  # as the page starts
    losses = []
    for _step in range(20):
        loss = ((functional.conv2d(picture, kernel) - target) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            kernel -= rate * kernel.grad
            kernel.grad.zero_()
    assert (losses[-1] > losses[0]) is grows


def test_ten_sigmoids_leave_less_than_a_ten_thousandth():
    torch.manual_seed(0)
    layers = [nn.Linear(64, 64) for _ in range(10)]
    for layer in layers:
        nn.init.xavier_normal_(layer.weight)
    outputs = [torch.rand(32, 64, requires_grad=True)]
    for layer in layers:
        outputs.append(torch.sigmoid(layer(outputs[-1])))
        outputs[-1].retain_grad()
    outputs[-1].pow(2).sum().backward()
    assert outputs[1].grad.norm() / outputs[-1].grad.norm() < 1e-4


def test_a_hundred_digits_with_wrong_labels_are_learned_by_heart():
    torch.manual_seed(0)
    found = load_digits()
    pictures, labels = torch.as_tensor(found.data[:100] / 16, dtype=torch.float32), torch.as_tensor(found.target[:100])
    labels[::5] = (labels[::5] + 3) % 10
    net = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10))
    optimiser = torch.optim.Adam(net.parameters(), lr=5e-3)
    for _epoch in range(150):
        optimiser.zero_grad()
        functional.cross_entropy(net(pictures), labels).backward()
        optimiser.step()
    assert int((net(pictures).argmax(1) == labels).sum()) == 100


def test_a_label_comes_from_the_name_of_the_folder(tmp_path):
    for name in ("cats", "dogs"):
        (tmp_path / name).mkdir()
        Image.new("RGB", (4, 4)).save(tmp_path / name / "1.png")
    assert ImageFolder(tmp_path).classes == ["cats", "dogs"]


def test_what_is_frozen_computes_and_stays():
    net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1)).requires_grad_(True)
    net[0].requires_grad_(False)
    before = net[0].weight.clone()
    net(torch.ones(1, 2)).sum().backward()
    torch.optim.SGD(net.parameters(), lr=1.0).step()
    assert torch.equal(net[0].weight, before) and net[0].weight.grad is None and net[1].weight.grad is not None
