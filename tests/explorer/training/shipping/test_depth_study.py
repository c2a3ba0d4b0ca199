"""Four networks that differ in depth and skips only."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from explorer.graph import Add, Conv2d, Linear, analyse
from explorer.networks.architectures import BUILDERS
from explorer.networks.torch_graph.trace import trace
from explorer.networks.training_history import STUDY
from explorer.training import DataSet, Pictures
from explorer.training.shipping.depth_study import EVERY, PLANS, thinned


def graph_of(name):
    return trace(BUILDERS[name]().eval(), (3, 32, 32))


# He et al. (2015), section 4.2: 6n + 2 weighted layers; with n = 3 and 9 these are 20 and 56. Table 6 gives 0.27 and
# 0.85 million parameters.
@pytest.mark.parametrize(("depth", "millions"), [(20, 0.27), (56, 0.85)])
@pytest.mark.parametrize("kind", ["plain", "resnet"])
def test_depth_and_parameters_are_those_of_the_paper(kind, depth, millions):
    report = analyse(graph_of(f"{kind}{depth}"), (3, 32, 32))
    weighted = [row for row in report if isinstance(row.layer, Conv2d | Linear) and row.layer != Conv2d(
        out_channels=row.output_shape[0], kernel_size=1, stride=2, bias=False)]
    assert len(weighted) == depth
    assert report.params / 1e6 == pytest.approx(millions, abs=0.006)


@pytest.mark.parametrize(("name", "skips"), [("plain20", 0), ("plain56", 0), ("resnet20", 9), ("resnet56", 27)])
def test_only_residual_networks_have_skips_one_for_each_pair_of_layers(name, skips):
    assert sum(isinstance(node.layer, Add) for node in graph_of(name)) == skips


def test_all_four_are_trained_alike():
    alike = {replace(plan, network="bundled/x", title="") for plan in PLANS.values()}
    assert set(PLANS) == set(STUDY)
    assert len(alike) == 1


def test_the_recipe_is_the_papers_where_it_can_be():
    plan = PLANS["plain20"]
    assert (plan.optimiser, plan.batch_size, plan.weight_decay, plan.momentum) == ("sgd", 128, 1e-4, 0.9)
    assert plan.learning_rate == 0.1
    assert plan.augmentation.crop * 32 == 4  # "4 pixels are padded on each side", section 4.2
    assert plan.augmentation.flip == 0.5


def test_half_of_the_training_pictures_are_used_and_classes_stay_even():
    labels = torch.arange(10).repeat_interleave(8)
    whole = Pictures(torch.zeros(80, 3, 2, 2, dtype=torch.uint8), labels)
    thin = thinned(DataSet(train=whole, val=whole, test=whole, categories=tuple("abcdefghij")))
    assert torch.bincount(thin.train.labels).tolist() == [8 // EVERY] * 10
    assert (len(thin.val), len(thin.test)) == (80, 80)
