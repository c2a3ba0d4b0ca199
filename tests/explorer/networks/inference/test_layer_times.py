"""Times of layers are measured: every layer has one, heavy layers take longest, and a reader can stop it."""

from __future__ import annotations

import pytest

from explorer import networks
from explorer.networks import layer_times
from explorer.networks.inference import layer_times as module
from explorer.runtime import tasks

NAME = "stack/3x64x64/conv.o64.p1~relu~conv.o64.p1~maxpool~gap~flatten~linear.o10"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(module, "BUDGET_S", 0.05)


def test_every_layer_has_a_time_and_the_heaviest_takes_longest():
    network = networks.load(NAME)
    told = []
    found = layer_times(network, lambda share, *_more: told.append(share))
    assert list(found.seconds) == list(network.graph.places)
    assert min(found.seconds.values()) > 0
    assert max(found.seconds, key=lambda name: found.seconds[name]) == "conv2"  # 151 of its 160 million products
    assert found.whole == pytest.approx(sum(found.seconds.values()))
    assert len(told) == found.runs >= 3


def test_it_can_be_stopped_between_passes():
    passes = []

    def stop(share, note=None, picture=None):
        passes.append(share)
        raise tasks.Cancelled

    with pytest.raises(tasks.Cancelled):
        layer_times(networks.load(NAME), stop)
    assert passes == [0.0]
