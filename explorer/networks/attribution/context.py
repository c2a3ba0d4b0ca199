"""One attribution under way: what it is about, and how its pieces reach the device."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor, fx

from explorer.arrays import Floats
from explorer.errors import Message
from explorer.networks.attribution.methods import METHODS
from explorer.networks.attribution.request import Request, check
from explorer.networks.inference.answers import explained
from explorer.networks.inference.batch_sizing import BatchSizing, paces
from explorer.networks.inference.feature_maps import move
from explorer.networks.inference.folded import folded
from explorer.networks.inference.private_copy import forget, private, shared_shuffled
from explorer.networks.inference.service import run, where
from explorer.networks.network import Network
from explorer.runtime import OnProgress

T = TypeVar("T")
Piece = Callable[[fx.GraphModule, Tensor], T]
"""Work with a private module and the photo, (1, C, H, W), both on the device."""


class Context:
    """A request on its way. Lives on the thread of whoever asks; only pieces run on the device's."""

    def __init__(self, network: Network, values: Floats, request: Request, report: OnProgress) -> None:
        self.network = network
        self.values = values
        self.request = request
        self.options: dict[str, Any] = check(network, request)
        self.report = report
        self.where: Message | None = None
        self.score = 0.0
        """Largest size of the scores that have been computed."""
        self._explained: tuple[fx.GraphModule, fx.GraphModule] | None = None
        self._device = torch.device("cpu")
        self._seconds = 0.0

    @property
    def target(self) -> int:
        """Place of the class among the answers."""
        return self.request.target

    @property
    def span(self) -> float:
        """Return by how much a value of the photo can change: from its darkest to its brightest, at least 1."""
        return max(1.0, float(self.values.max() - self.values.min()))

    def compute(self, piece: Piece[T]) -> T:
        """Return what ``piece`` makes of a private copy of the network and the photo, on the device's thread.

        Raises:
            BusyError, MemoryShortError: see :func:`explorer.networks.run`.
        """
        return run(lambda device: self._on(device, piece), long=METHODS[self.request.method].slow)

    def pieces(self, count: int, *, gradients: bool) -> Iterator[range]:
        """Yield ``count`` pictures in pieces; after each the caller computes it. Reports how far it is.

        Raises:
            Cancelled: nobody wants the result any more.
        """
        batches = BatchSizing(self.network, gradients=gradients)
        done = 0
        while done < count:
            self.report(done / count)
            part = range(done, min(count, done + batches.next(self._device)))
            yield part
            batches.took(len(part), self._seconds)
            done = part.stop
        paces.setdefault(self.network, {})[gradients] = self._seconds / len(part)

    def _on(self, device: torch.device, piece: Piece[T]) -> T:
        began, sound = time.perf_counter(), False
        module = self._module(device)
        seen: list[Tensor] = []
        watching = module.register_forward_hook(
            lambda _module, _inputs, answers: seen.append(answers.detach()[:, self.target].abs().max()))
        try:
            found = piece(module, on(device, self.values[None]))
            sound = True
        finally:
            watching.remove()
            if not sound:
                forget(self.network)
        self.score = max([self.score, *map(float, seen)])
        self._device, self.where = device, where(device)
        self._seconds = time.perf_counter() - began
        return found

    def _module(self, device: torch.device) -> fx.GraphModule:
        """Return what puts out the scores that are explained; it shares the layers of a private copy.

        Methods of many passes ask for nothing but the scores, so normalisations are folded away for them.
        """
        copy = self._copy(device)
        if self._explained is None or self._explained[0] is not copy:
            found = explained(self.network, copy, share=self.request.share)
            self._explained = copy, folded(found) if METHODS[self.request.method].slow else found
        move(self._explained[1], device)
        return self._explained[1]

    def _copy(self, device: torch.device) -> fx.GraphModule:
        if not self.request.shuffled:
            return private(self.network, device)
        return shared_shuffled(self.network, device, self.request.shuffled, self.request.seed)


def on(device: torch.device, values: Floats) -> Tensor:
    """Return ``values`` (N, C, H, W) as a tensor of its own on ``device``, laid out channels last."""
    return torch.tensor(values).to(device, memory_format=torch.channels_last)


def array(values: Tensor) -> Floats:
    """Return ``values`` as an array in the CPU's memory."""
    found: Floats = values.detach().float().cpu().numpy()
    return np.ascontiguousarray(found)
