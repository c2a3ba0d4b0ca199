from __future__ import annotations

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from explorer.training import DataError, Inputs, Recipe, evaluate, fit, learning_rate

INPUTS = Inputs(mean=(0.5, 0.5, 0.5), std=(0.25, 0.25, 0.25))
RECIPE = Recipe(epochs=4, batch_size=16, learning_rate=0.05, warm_up=1, fall=2)


def tiny():
    """Return a network with all that has a state: batch norm, dropout, weights."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout(0.1), nn.AdaptiveAvgPool2d(1),
                         nn.Flatten(), nn.Linear(8, 2))


class StopError(Exception):
    """Whoever watches has had enough."""


def stopping(at):
    """Return a report that stops after epoch ``at``."""

    def report(epoch):
        if epoch.number == at:
            raise StopError

    return report


def same(one, other):
    return all(torch.equal(one.state_dict()[name], value) for name, value in other.state_dict().items())


def points(curve):
    return [(epoch.train_loss, epoch.test_loss, epoch.test_accuracy, epoch.learning_rate) for epoch in curve]


def test_a_network_learns_and_reports_each_epoch(stripes, tmp_path):
    told, network = [], tiny()
    curve = fit(network, stripes, RECIPE, INPUTS, checkpoint=tmp_path / "net", report=told.append)
    assert told == curve
    assert [epoch.number for epoch in curve] == [1, 2, 3, 4]
    assert curve[-1].train_loss < curve[0].train_loss
    assert curve[-1].test_accuracy > 0.9
    assert evaluate(network, stripes.test, INPUTS)[1] > 0.9


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_run_that_was_stopped_ends_like_an_unbroken_one_bit_for_bit(stripes, tmp_path, at):
    unbroken, broken, resumed = tiny(), tiny(), tiny()
    curve = fit(unbroken, stripes, RECIPE, INPUTS, checkpoint=tmp_path / "unbroken")
    with pytest.raises(StopError):
        fit(broken, stripes, RECIPE, INPUTS, checkpoint=tmp_path / "broken", report=stopping(at))
    torch.manual_seed(99)
    again = fit(resumed, stripes, RECIPE, INPUTS, checkpoint=tmp_path / "broken")
    assert same(unbroken, resumed)
    assert not same(unbroken, broken)
    assert points(curve) == points(again)
    first, second = load_file(tmp_path / "unbroken"), load_file(tmp_path / "broken")
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_run_broken_within_an_epoch_goes_on_from_the_epoch_before(stripes, tmp_path):
    calls = []

    def interrupt():
        calls.append(1)
        if len(calls) == 10:
            raise StopError

    unbroken, resumed = tiny(), tiny()
    fit(unbroken, stripes, RECIPE, INPUTS, checkpoint=tmp_path / "unbroken")
    with pytest.raises(StopError):
        fit(tiny(), stripes, RECIPE, INPUTS, checkpoint=tmp_path / "broken", between_batches=interrupt)
    fit(resumed, stripes, RECIPE, INPUTS, checkpoint=tmp_path / "broken")
    assert same(unbroken, resumed)


def test_a_finished_run_is_not_repeated(stripes, tmp_path):
    network = tiny()
    curve = fit(network, stripes, RECIPE, INPUTS, checkpoint=tmp_path / "net")
    again = fit(tiny(), stripes, RECIPE, INPUTS, checkpoint=tmp_path / "net", between_batches=pytest.fail)
    assert again == curve


def test_only_the_checkpoint_is_left_behind(stripes, tmp_path):
    fit(tiny(), stripes, Recipe(epochs=1), INPUTS, checkpoint=tmp_path / "net")
    assert [file.name for file in tmp_path.iterdir()] == ["net"]


@pytest.mark.parametrize(("network", "recipe", "reason"), [
    (tiny(), Recipe(epochs=1, seed=1), "another recipe"),
    (nn.Sequential(nn.Flatten(), nn.Linear(768, 2)), Recipe(epochs=1), "another network"),
])
def test_a_checkpoint_of_another_run_is_refused(stripes, tmp_path, network, recipe, reason):
    fit(tiny(), stripes, Recipe(epochs=1), INPUTS, checkpoint=tmp_path / "net")
    with pytest.raises(DataError, match=reason):
        fit(network, stripes, recipe, INPUTS, checkpoint=tmp_path / "net")


def test_a_damaged_checkpoint_is_refused(stripes, tmp_path):
    fit(tiny(), stripes, Recipe(epochs=1), INPUTS, checkpoint=tmp_path / "net")
    (tmp_path / "net").write_bytes((tmp_path / "net").read_bytes()[:-50])
    with pytest.raises(DataError, match="damaged"):
        fit(tiny(), stripes, Recipe(epochs=1), INPUTS, checkpoint=tmp_path / "net")


@pytest.mark.parametrize(("epoch", "rate"), [(0, 0.005), (1, 0.505), (2, 1), (5, 1), (6, 1), (8, 0.5), (9.9, 0.025)])
def test_the_learning_rate_rises_stays_and_falls(epoch, rate):
    recipe = Recipe(epochs=10, learning_rate=1, warm_up=2, fall=4)
    assert learning_rate(recipe, epoch) == pytest.approx(rate)


def test_one_step_is_that_of_torchs_own_loop(stripes, tmp_path):
    """With one batch, no bfloat16 and the same changed pictures, the weights move as by hand."""
    recipe = Recipe(epochs=1, batch_size=96, bfloat16=False, label_smoothing=0, weight_decay=0.1)
    ours, theirs = (nn.Sequential(nn.Flatten(), nn.Linear(768, 2)) for _ in range(2))
    theirs.load_state_dict(ours.state_dict())
    seen = []
    ours.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    fit(ours, stripes, recipe, INPUTS, checkpoint=tmp_path / "net")
    order = torch.randperm(96, generator=torch.Generator().manual_seed(recipe.seed))
    nn.functional.cross_entropy(theirs(seen[0]), stripes.train.labels[order]).backward()
    torch.optim.SGD(theirs.parameters(), lr=learning_rate(recipe, 0), weight_decay=0.1, momentum=0.9,
                    nesterov=True).step()
    assert torch.allclose(ours[1].weight, theirs[1].weight, atol=1e-6)
