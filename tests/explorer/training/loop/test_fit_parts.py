"""The parts of the loop: one step, stored features, the way to compute, the estimate."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Generator, nn
from torch.nn import functional

from explorer import networks
from explorer.runtime.run_files import PRECISION, read_json
from explorer.training import Augmentation, Plan, estimate, train
from explorer.training.loop import fit, precision as precision_module
from explorer.training.loop.batches import StoredFeatures
from explorer.training.loop.optimisation import optimiser_of, put_state, share, state_of
from explorer.training.loop.precision import StepPrecision, choose_precision
from explorer.training.loop.run import Progress, Run, ignore
from explorer.training.network.freezing import split
from explorer.training.network.start import start_from
from explorer.training.run_folder.files import read_curve

PLAN = Plan(network="stack/3x16x16/flatten~linear.o2", weights="random", data="stripes", side=16, how="all", epochs=1,
            batch_size=96, precision="float32", schedule="constant")
RESNET = replace(PLAN, network="bundled/resnet20", weights="DEFAULT", how="head")
OPTIMISERS = {
    "sgd": lambda weights, plan: torch.optim.SGD(weights, plan.learning_rate, 0.9, nesterov=True, weight_decay=0.1),
    "adam": lambda weights, plan: torch.optim.Adam(weights, plan.learning_rate, (0.9, 0.999), weight_decay=0.1),
    "adamw": lambda weights, plan: torch.optim.AdamW(weights, plan.learning_rate, (0.9, 0.999), weight_decay=0.1),
}


def made_run(plan, data, folder):
    return Run(plan=plan, folder=folder, data=data, device=torch.device("cpu"), report=ignore, between_batches=ignore,
               begun=start_from(networks.load(plan.network), data, seed=0), progress=Progress(folder, plan.epochs))


@pytest.mark.parametrize("name", OPTIMISERS)
def test_two_steps_are_those_of_torchs_own_loop(name, stripes, tmp_path):
    plan = replace(PLAN, optimiser=name, weight_decay=0.1, learning_rate=0.01, label_smoothing=0.1, epochs=2)
    begun = start_from(networks.load(plan.network), stripes, seed=0)
    theirs = nn.Sequential(nn.Flatten(), nn.Linear(768, 2))
    theirs.load_state_dict({f"1.{key}": value for key, value in
                            begun.module.get_submodule(begun.head).state_dict().items()})
    optimiser = OPTIMISERS[name](theirs.parameters(), plan)
    values = begun.inputs.normalised(stripes.train.images / 255)
    for _ in range(2):  # one batch holds all pictures, so that the order does not matter
        optimiser.zero_grad()
        functional.cross_entropy(theirs(values), stripes.train.labels, label_smoothing=0.1).backward()
        optimiser.step()
    train(plan, tmp_path, data=stripes, begun=begun)
    assert share("constant", 0.5) == 1
    assert torch.allclose(begun.module.get_submodule(begun.head).weight, theirs[1].weight, atol=1e-5)


def test_a_rare_class_counts_as_much_as_a_common_one(stripes, tmp_path):
    few = stripes.train.at(torch.cat((torch.arange(0, 96, 2), torch.tensor([1, 3]))))
    run = made_run(replace(PLAN, class_weights=True), replace(stripes, train=few), tmp_path)
    counts = torch.tensor([48.0, 2.0])
    assert torch.allclose(run.class_weights * counts, torch.tensor([25.0, 25.0]))


def test_an_epoch_learns_from_every_picture_once_and_its_mean_counts_each_the_same(stripes, tmp_path, monkeypatch):
    seen = []

    def noted(_run, _learner, rows):
        seen.append(rows)
        return fit.StepOutcome(float(len(rows)), 1, {})  # a loss as large as the batch

    monkeypatch.setattr(fit, "step", noted)
    train(replace(PLAN, batch_size=32), tmp_path, data=replace(stripes, train=stripes.train.at(torch.arange(65))))
    assert torch.cat(seen).sort().values.tolist() == list(range(65))
    assert [len(rows) for rows in seen] == [22, 22, 21]
    assert read_curve(tmp_path)[0].train_loss == pytest.approx((22 * 22 + 22 * 22 + 21 * 21) / 65)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_what_an_optimiser_remembers_is_put_back_bit_for_bit(name):
    plan = replace(PLAN, optimiser=name)

    def steps(weight, optimiser, count):
        for _ in range(count):
            optimiser.zero_grad()
            (weight**3).sum().backward()
            optimiser.step()

    whole, part, again = ({"w": nn.Parameter(torch.arange(6.0).view(2, 3))} for _ in range(3))
    optimiser = optimiser_of(plan, whole)
    steps(whole["w"], optimiser, 5)
    first = optimiser_of(plan, part)
    steps(part["w"], first, 3)
    again["w"].data.copy_(part["w"].data)
    second = optimiser_of(plan, again)
    put_state(second, again, state_of(first, part))
    steps(again["w"], second, 2)
    assert torch.equal(again["w"], whole["w"])


def test_stored_features_are_those_of_the_pictures(stripes, tmp_path):
    run = made_run(RESNET, stripes, tmp_path)
    parts = split(run.begun, run.phases[0].frozen)
    learn, watch = run.sources(parts, StepPrecision(batch_size=16), Generator())
    rows = torch.tensor([3, 90, 41])
    with torch.inference_mode():
        expected = parts.stem(run.begun.inputs.normalised(stripes.train.images[rows] / 255))
    assert isinstance(learn, StoredFeatures)
    assert torch.allclose(learn.batch(rows), expected, atol=1e-5)
    assert torch.allclose(watch.batch(rows), expected, atol=1e-5)


def test_augmented_pictures_are_not_stored_but_watched_ones_are(stripes, tmp_path):
    run = made_run(replace(RESNET, augmentation=Augmentation(flip=0.5)), stripes, tmp_path)
    learn, watch = run.sources(split(run.begun, run.phases[0].frozen), StepPrecision(batch_size=16),
                               Generator().manual_seed(0))
    rows = torch.arange(16)
    assert not torch.equal(learn.batch(rows), learn.batch(rows))
    assert isinstance(watch, StoredFeatures)


def test_features_too_large_to_keep_are_computed_anew(stripes, tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.training.loop.batches.MOST_BYTES", 1000)
    run = made_run(RESNET, stripes, tmp_path)
    learn, watch = run.sources(split(run.begun, run.phases[0].frozen), StepPrecision(batch_size=16), Generator())
    assert not isinstance(learn, StoredFeatures)
    assert not isinstance(watch, StoredFeatures)


@pytest.mark.parametrize("fastest", [
    StepPrecision(batch_size=8), StepPrecision(bfloat16=True, batch_size=8),
    StepPrecision(channels_last=False, batch_size=8)])
def test_auto_takes_the_way_that_was_measured_fastest_and_changes_nothing(fastest, monkeypatch):
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    before = {name: value.clone() for name, value in network.state_dict().items()}
    real = precision_module.step_seconds
    monkeypatch.setattr(precision_module, "step_seconds", lambda *given: real(*given) + (given[2] != fastest) * 1e3)
    batch, state = torch.rand(8, 3, 8, 8), torch.get_rng_state()
    assert choose_precision("auto", network, batch, 8) == fastest
    assert torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert all(value.grad is None for value in network.parameters())


@pytest.mark.parametrize(("precision", "bfloat16"), [("float32", False), ("bfloat16", True)])
def test_a_precision_that_was_chosen_is_not_measured(precision, bfloat16, monkeypatch):
    monkeypatch.setattr(precision_module, "step_seconds", lambda *_: pytest.fail("measured"))
    chosen = choose_precision(precision, nn.Conv2d(3, 4, 3), torch.rand(8, 3, 8, 8), 8)
    assert chosen == StepPrecision(bfloat16=bfloat16, batch_size=8)


def test_what_was_measured_is_kept_with_the_run(stripes, tmp_path, monkeypatch):
    run = made_run(replace(RESNET, how="all", precision="auto"), stripes, tmp_path)
    parts = split(run.begun, run.phases[0].frozen)
    decided = run.precision(run.phases[0], parts)
    monkeypatch.setattr(precision_module, "step_seconds", lambda *_: pytest.fail("measured again"))
    assert run.precision(run.phases[0], parts) == decided
    assert read_json(tmp_path / PRECISION)["ways"]["0"]["bfloat16"] == decided.bfloat16


def test_an_estimate_grows_with_the_epochs_and_counts_what_learns(stripes):
    head, everything = (estimate(replace(RESNET, how=how, epochs=4), data=stripes) for how in ("head", "all"))
    assert head.learned == 65 * 2
    assert everything.learned == 269_722 - 65 * 8
    assert everything.bytes > head.bytes + 3 * 4 * (everything.learned - head.learned)
    assert everything.seconds == pytest.approx(4 * everything.epoch_seconds)
    assert head.seconds > 4 * head.epoch_seconds  # the frozen part, once
    assert everything.epoch_seconds > head.epoch_seconds
