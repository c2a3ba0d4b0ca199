"""A checkpoint gives back all that a run was."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import torch
from torch import Generator, nn

from explorer.errors import DataError
from explorer.training import Plan, Point, to_json
from explorer.training.loop.checkpoint import Living, restore, save, written
from explorer.training.loop.optimisation import optimiser_of
from explorer.training.run_folder.files import read_tensors

PLAN = Plan(network="bundled/resnet20", data="digits", side=32, optimiser="sgd")
POINT = Point(number=1, train_loss=2.3, train_accuracy=0.1, val_loss=2.2, val_accuracy=0.2, one_class=0.9,
              learning_rate=1e-3, seconds=4.5, val_balanced=0.25)


def network(width=3):
    return nn.ModuleDict({"frozen": nn.Linear(4, width), "head": nn.Linear(width, 2), "header": nn.Linear(1, 1)})


def living(width=3, seed=0, **given):
    torch.manual_seed(seed)
    return Living(**({"network": network(width), "changing": ("head",), "generator": Generator().manual_seed(seed),
                      "curve": [], "samples": []} | given))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "checkpoint.safetensors"


def test_only_layers_that_may_change_are_written_and_not_those_whose_name_begins_alike(file):
    save(file, PLAN, living(), None, {})
    names = {name for name in read_tensors(file)[0] if name.startswith("network.")}
    assert names == {"network.head.weight", "network.head.bias"}


def test_weights_curve_samples_and_both_random_states_come_back(file):
    before = living(seed=1, curve=[POINT], samples=[torch.full((2, 2), 0.5), torch.eye(2)])
    torch.manual_seed(7)
    torch.rand(3, generator=before.generator)
    save(file, PLAN, before, None, {})
    expected = torch.rand(2), torch.rand(2, generator=before.generator)
    after = living(seed=2)
    assert restore(file, PLAN, after) == {}
    assert torch.equal(torch.rand(2), expected[0])
    assert torch.equal(torch.rand(2, generator=after.generator), expected[1])
    assert torch.equal(after.network["head"].weight, before.network["head"].weight)
    assert after.curve == [POINT]
    assert [one.tolist() for one in after.samples] == [one.tolist() for one in before.samples]


def test_samples_of_many_epochs_keep_their_order(file):
    save(file, PLAN, living(samples=[torch.tensor([float(place)]) for place in range(12)]), None, {})
    after = living()
    restore(file, PLAN, after)
    assert [float(one) for one in after.samples] == list(range(12))


def test_what_never_learns_is_left_alone(file):
    save(file, PLAN, living(seed=1), None, {})
    after = living(seed=2)
    untouched = after.network["frozen"].weight.clone()
    restore(file, PLAN, after)
    assert torch.equal(after.network["frozen"].weight, untouched)


def test_what_the_optimiser_remembers_is_given_back_by_name(file):
    run = living()
    weights = {f"head.{name}": value for name, value in run.network["head"].named_parameters()}
    before = run.network["head"].weight.detach().clone()
    optimiser = optimiser_of(PLAN, weights)
    run.network["head"](torch.ones(1, 3)).sum().backward()
    optimiser.step()
    save(file, PLAN, run, optimiser, weights)
    found = restore(file, PLAN, living())
    assert torch.allclose(found["momentum_buffer.head.weight"], 1 + PLAN.weight_decay * before)  # the first gradient
    assert set(found) == {"momentum_buffer.head.weight", "momentum_buffer.head.bias"}


def test_another_title_is_the_same_run(file):
    save(file, replace(PLAN, title="first"), living(), None, {})
    restore(file, replace(PLAN, title="second"), living())
    assert written(replace(PLAN, title="first")) == written(PLAN)


@pytest.mark.parametrize("changed", [{"seed": 1}, {"epochs": 11}, {"learning_rate": 0.5}, {"frozen": ("conv1",)}])
def test_another_plan_is_refused_with_the_file_to_delete(changed, file):
    save(file, PLAN, living(), None, {})
    with pytest.raises(DataError, match=r"checkpoint\.safetensors belongs to another plan"):
        restore(file, replace(PLAN, **changed), living())


def test_a_checkpoint_of_before_a_plan_had_another_field_goes_on(file, monkeypatch):
    older = to_json(PLAN)
    del older["class_weights"]
    monkeypatch.setattr("explorer.training.loop.checkpoint.written", lambda _plan: json.dumps(older))
    save(file, PLAN, living(seed=1), None, {})
    monkeypatch.undo()
    restore(file, PLAN, living())
    with pytest.raises(DataError, match="another plan"):
        restore(file, replace(PLAN, class_weights=True), living())


def test_another_network_is_refused_before_anything_is_overwritten(file):
    save(file, PLAN, living(width=3), None, {})
    after = living(width=5)
    before = after.network["head"].weight.clone()
    with pytest.raises(DataError, match="another network"):
        restore(file, PLAN, after)
    assert torch.equal(after.network["head"].weight, before)
