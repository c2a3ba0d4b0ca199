"""Networks are traced while other readers' networks run: meanwhile ``torch.fx`` changes ``nn.Module`` for all."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import torch
from torch import nn

from explorer.networks.torch_graph.trace import traced

OTHERS = nn.Sequential(nn.Linear(3, 2), nn.ReLU()).eval()


class Watched(nn.Module):
    """A network in whose forward another thread has work to do."""

    def __init__(self, work):
        super().__init__()
        self.layer, self.work = nn.Conv2d(1, 2, 3), work

    def forward(self, photo):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(self.work).result(timeout=20)
        return self.layer(photo)


def test_a_network_runs_on_another_thread_while_one_is_traced():
    found = []
    numbers = torch.ones(1, 3)
    traced(Watched(lambda: found.append(OTHERS(numbers))).eval(), (1, 5, 5))
    assert torch.equal(found[0], OTHERS(numbers))


def test_two_are_traced_one_after_the_other_and_nothing_is_left_changed():
    before, began = nn.Module.__call__, Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(traced, Watched(began.set).eval(), (1, 5, 5))
        assert began.wait(20)
        second = pool.submit(traced, Watched(lambda: None).eval(), (1, 7, 7))
        assert [one.result(20).report.output_shape for one in (first, second)] == [(2, 3, 3), (2, 5, 5)]
    assert nn.Module.__call__ is before
