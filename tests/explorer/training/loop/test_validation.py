"""Scores of all pictures, and the few that are followed through the epochs."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from explorer.training.loop import validation
from explorer.training.loop.batches import StoredFeatures
from explorer.training.loop.precision import StepPrecision
from explorer.training.loop.validation import COUNT, sample_rows, sampled, scores_of
from explorer.training.network.freezing import Split

CPU = torch.device("cpu")


@pytest.mark.parametrize("count", [1, 5, 12, 13, 100, 4999])
def test_samples_are_spread_evenly_from_the_first_to_the_last(count):
    rows = sample_rows(count).tolist()
    assert (rows[0], rows[-1]) == (0, count - 1)
    assert len(rows) == len(set(rows)) == min(count, COUNT)
    steps = np.diff(rows)
    assert steps.size == 0 or steps.max() - steps.min() <= 1


def test_what_is_kept_of_a_sample_are_shares_that_add_up_to_one():
    scores = torch.randn(40, 3, generator=torch.Generator().manual_seed(0))
    found = sampled(scores)
    assert found.shape == (COUNT, 3)
    assert torch.allclose(found.sum(1), torch.ones(COUNT))
    assert torch.allclose(found[-1], scores[-1].exp() / scores[-1].exp().sum())


@pytest.mark.parametrize("chunk", [1, 7, 128])
def test_scores_do_not_depend_on_how_many_are_computed_at_once(chunk, monkeypatch):
    monkeypatch.setattr(validation, "CHUNK", chunk)
    network = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Dropout(0.5))
    features = torch.randn(20, 4, generator=torch.Generator().manual_seed(1))
    pauses = []
    source = StoredFeatures(features, torch.zeros(20))
    found = scores_of(Split(None, network, (), ()), source, StepPrecision(batch_size=4), CPU, lambda: pauses.append(1))
    assert torch.allclose(found, network.eval()(features), atol=1e-6)
    assert len(pauses) == -(-20 // chunk)


def test_the_network_is_left_as_it_is_used_and_without_gradients():
    network = nn.Linear(4, 3).train()
    found = scores_of(Split(None, network, (), ()), StoredFeatures(torch.ones(2, 4), torch.zeros(2)),
                      StepPrecision(batch_size=2), CPU, lambda: None)
    assert not network.training
    assert not found.requires_grad


def test_scores_in_bfloat16_come_back_in_float32():
    network = nn.Linear(4, 3)
    found = scores_of(Split(None, network, (), ()), StoredFeatures(torch.ones(2, 4), torch.zeros(2)),
                      StepPrecision(batch_size=2, bfloat16=True), CPU, lambda: None)
    assert found.dtype == torch.float32
    assert torch.equal(found, found.bfloat16().float())
