"""What an epoch costs: our training against the plain loop of torchvision's reference scripts, in the same run.

The reference: https://github.com/pytorch/vision/blob/main/references/classification/train.py, ``train_one_epoch`` and
``evaluate``, without its loader: both get the same pictures from memory.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from time import perf_counter

import pytest
import torch
import torchvision
from torch import nn

from explorer import networks
from explorer.errors import NetworkError
from explorer.networks.architectures import BUILDERS
from explorer.runtime.run_files import RESULT, read_json
from explorer.training import Plan, open_set, train
from explorer.training.network.start import start_from
from explorer.training.run_folder.files import read_curve

HEAD_TARGET, ALL_TARGET = 20, 1.5
EPOCHS = 4
SIDE = 64


def reference(model, inputs, data, plan, weights):
    """Train as torchvision's script does, plain float32; return the seconds of each epoch and the test accuracy."""
    optimiser = torch.optim.AdamW(weights, plan.learning_rate, weight_decay=plan.weight_decay)
    steps = plan.epochs * (len(data.train) // plan.batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.learning_rate, total_steps=steps)
    loss_of, times = nn.CrossEntropyLoss(), []
    for _ in range(plan.epochs):
        began = perf_counter()
        model.train()
        for rows in torch.randperm(len(data.train)).split(plan.batch_size):
            if len(rows) < plan.batch_size:
                continue
            scores = model(plainly(inputs, data.train.images[rows]))
            loss = loss_of(scores, data.train.labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        right(model, inputs, data.val, plan.batch_size)
        times.append(perf_counter() - began)
    return times, right(model, inputs, data.test, plan.batch_size)


def thinned(data, every, of_all=False):
    """Return one of ``every`` pictures that are learned from; ``of_all``: of those it is tried on, too."""
    parts = ("train", "val", "test") if of_all else ("train",)
    return replace(data, **{part: some.at(torch.arange(0, len(some), every))
                            for part in parts for some in [getattr(data, part)]})


def plainly(inputs, images):
    return inputs.normalised(images.float() / 255).contiguous()


def right(model, inputs, pictures, size):
    """Return the accuracy of ``model``."""
    model.eval()
    with torch.inference_mode():
        given = [model(plainly(inputs, images)).argmax(1) for images in pictures.images.split(size)]
    return (torch.cat(given) == pictures.labels).float().mean().item()


def theirs_like(network, classes):
    """Return torchvision's ResNet-18, or our ResNet-20, with the weights of ``network`` and a new head."""
    model = BUILDERS["resnet20"]() if "bundled" in network.name else torchvision.models.resnet18(weights=None)
    model.load_state_dict(network.module.state_dict())
    model.fc = nn.Linear(model.fc.in_features, classes)
    return model


@pytest.mark.parametrize(("name", "how", "rate", "size", "target"), [
    pytest.param("torchvision/resnet18", "head", 0.01, 32, HEAD_TARGET, marks=pytest.mark.full),
    pytest.param("torchvision/resnet18", "all", 0.001, 32, ALL_TARGET, marks=pytest.mark.full),
    ("bundled/resnet20", "all", 0.001, 128, ALL_TARGET),
])
def test_an_epoch_is_faster_than_the_reference_loop_and_as_accurate(name, how, rate, size, target, tmp_path, bench):
    side = bench.size(SIDE, 16)
    try:
        network = networks.load(name)
    except NetworkError:
        network = networks.load(name, weights=None)  # speed is the same, and accuracy is compared still
    network = networks.at_side(network, side)
    plan = Plan(network=name, data="digits", side=side, how=how, learning_rate=rate, epochs=bench.size(EPOCHS, 2),
                batch_size=bench.size(size, 32))
    digits = open_set("digits", side, seed=0)
    data = thinned(digits, every=2 if how == "all" else 1) if bench.real else thinned(digits, every=16, of_all=True)
    begun = start_from(network, data, seed=0)
    model = theirs_like(network, len(data.categories))
    if how == "head":
        model.requires_grad_(requires_grad=False)
        model.fc.requires_grad_(requires_grad=True)
    plain, plain_accuracy = reference(model, begun.inputs, data, plan,
                                      [value for value in model.parameters() if value.requires_grad])
    train(plan, tmp_path, data=data, begun=begun)
    ours = [point.seconds for point in read_curve(tmp_path)]
    result = read_json(tmp_path / RESULT)
    ratio = median(plain[1:]) / median(ours[1:])
    bench.tells(f"{name} at {side} px, {how}, from the second epoch: ours {median(ours[1:]):.3f} s, reference "
                f"{median(plain[1:]):.3f} s, ratio {ratio:.1f} (target {target}); accuracy {result['accuracy']:.4f} "
                f"and {plain_accuracy:.4f}; {result['way']}, trained weights: {network.trained}")
    assert ours
