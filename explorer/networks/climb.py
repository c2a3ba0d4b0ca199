"""Gradient ascent: a picture changed step by step so that a channel answers more."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from explorer.graph import INPUT
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.inference.private_copy import private
from explorer.networks.inference.batch_sizing import SLICE_S
from explorer.networks.preprocessing import LUMINANCE
from explorer.networks.network import Network
from explorer.networks.units.parameterisation import Form, numbers, picture

RATE = 0.05
"""Length of a step, as Adam counts it (Kingma & Ba 2014, arXiv:1412.6980)."""
DECAYS = 0.9, 0.999
LEAK = 0.1
"""A ReLU that is the goal is climbed on this slope while it is off; else no step would ever leave 0."""
Goal = Callable[[Tensor], tuple[Tensor, Tensor]]


class Climb:
    """Numbers of a picture on their way up. Lives with its caller; steps are taken on the device's thread."""

    def __init__(self, network: Network, node: str, channel: int, form: Form, jitter: int, seed: int) -> None:
        self.network, self.node, self.channel, self.form, self.jitter = network, node, channel, form, jitter
        self.size = network.input_shape[1], network.input_shape[2]
        self.parts = numbers(form, self.size, seed)
        self.first = [torch.zeros_like(part) for part in self.parts]
        self.second = [torch.zeros_like(part) for part in self.parts]
        self.shifts = np.random.default_rng(seed)
        self.curve: list[float] = []
        self.reads = reading(network)

    def piece(self, device: torch.device, steps: int) -> NDArray[np.uint8]:
        """Take steps for about ``SLICE_S``, at most until ``steps`` are taken, and return the picture."""
        goal = self._goal(device)
        self.parts, self.first, self.second = ([value.to(device) for value in values]
                                               for values in (self.parts, self.first, self.second))
        end = time.perf_counter() + SLICE_S
        while len(self.curve) < steps:
            self._step(goal)
            if time.perf_counter() > end:
                break
        return self.pixels()

    def pixels(self) -> NDArray[np.uint8]:
        """Return the picture, RGB, [H, W, 3]."""
        with torch.inference_mode():
            shown = (255 * picture(self.form, self.parts, self.size)).round().byte().permute(1, 2, 0)
        found: NDArray[np.uint8] = shown.cpu().numpy()
        return np.ascontiguousarray(found)

    def activation(self, device: torch.device) -> float:
        """Return the mean of the channel for the picture as it is shown."""
        shown = torch.tensor(self.pixels(), device=device).permute(2, 0, 1) / 255
        with torch.inference_mode():
            return float(self._goal(device)(self.reads(shown)[None])[0])

    def _step(self, goal: Goal) -> None:
        """Take one step of Adam uphill."""
        parts = [part.detach().requires_grad_() for part in self.parts]
        down, across = self.shifts.integers(-self.jitter, self.jitter + 1, 2).tolist()
        shifted = torch.roll(picture(self.form, parts, self.size), (down, across), (1, 2))
        reached, slope = goal(self.reads(shifted)[None])
        found = torch.autograd.grad(slope, parts)
        self.curve.append(float(reached.detach()))
        count = len(self.curve)
        for place, (part, uphill) in enumerate(zip(parts, found, strict=True)):
            self.first[place] = DECAYS[0] * self.first[place] + (1 - DECAYS[0]) * uphill
            self.second[place] = DECAYS[1] * self.second[place] + (1 - DECAYS[1]) * uphill**2
            mean = self.first[place] / (1 - DECAYS[0]**count)
            size = (self.second[place] / (1 - DECAYS[1]**count)).sqrt()
            self.parts[place] = part.detach() + RATE * mean / (size + 1e-8)

    def _goal(self, device: torch.device) -> Goal:
        """Return what makes of a batch the channel's mean, and what to climb, which has a slope everywhere."""
        graph = self.network.graph
        is_relu = type(graph[self.node].layer).__name__ == "ReLU" and graph[self.node].inputs[0] != INPUT
        part = graph.up_to(graph[self.node].inputs[0] if is_relu else self.node)
        whole: nn.Module = private(self.network, device)
        module = assemble(part, {step.name: whole.get_submodule(step.name) for step in part})

        def goal(batch: Tensor) -> tuple[Tensor, Tensor]:
            values = module(batch)[:, self.channel]
            if not is_relu:
                return values.mean(), values.mean()
            return values.relu().mean(), functional.leaky_relu(values, LEAK).mean()
        return goal


def reading(network: Network) -> Callable[[Tensor], Tensor]:
    """Return what makes of a picture (3, H, W), 0 to 1, what ``network`` reads, with gradients.

    Where the preprocessing scales each colour by itself, black and white pictures tell how. Networks that bring each
    picture to mean 0 and spread 1 by themselves are given about that: 0.5 becomes 0, black and white -2 and 2.
    """
    channels = network.input_shape[0]
    black, white = (network.preprocess(np.full((8, 8, 3), level, dtype=np.uint8)).mean(axis=(1, 2))
                    for level in (0, 255))
    scales = len(black) == 3 and np.abs(white - black).min() > 1e-6
    start = torch.tensor(black if scales else np.full(channels, -2.0), dtype=torch.float32)[:, None, None]
    span = torch.tensor(white - black if scales else np.full(channels, 4.0), dtype=torch.float32)[:, None, None]
    light = torch.tensor(LUMINANCE)

    def read(shown: Tensor) -> Tensor:
        colours = torch.einsum("c,chw->hw", light.to(shown), shown)[None] if channels == 1 else shown[
            torch.arange(channels, device=shown.device) % 3]
        return start.to(shown) + span.to(shown) * colours
    return read
