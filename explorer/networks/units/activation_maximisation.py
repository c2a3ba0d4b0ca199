"""What a channel looks for: the picture that excites it most, by gradient ascent from noise.

Source:
    Erhan et al. (2009), Visualizing higher-layer features of a deep network, Université de Montréal, report 1341.
    Olah, Mordvintsev & Schubert (2017), Feature visualization, Distill, doi:10.23915/distill.00007.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from explorer.errors import LimitError, Message, NetworkError, message
from explorer.graph import INPUT
from explorer.networks.inference.batch_sizing import SLICE_S, seconds_each
from explorer.networks.inference.feature_maps import layer_at
from explorer.networks.inference.private_copy import private
from explorer.networks.inference.service import asked_device, run, where
from explorer.networks.network import Network, report_of
from explorer.networks.preprocessing import LUMINANCE
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.units.parameterisation import FORMS, Form, numbers, picture, softened
from explorer.runtime import Cache, OnProgress, bytes_of, ignore

RATE = 0.05
"""Length of a step, as Adam counts it (Kingma & Ba 2014, arXiv:1412.6980)."""
DECAYS = 0.9, 0.999
LEAK = 0.1
"""A ReLU that is the goal is climbed on this slope while it is off; else no step would ever leave 0."""
CEILINGS = {"ReLU": None, "ReLU6": 6.0}
"""What is climbed before it is cut off, and where it is cut off above."""
Goal = Callable[[Tensor], tuple[Tensor, Tensor]]


class Ascent:
    """Numbers of a picture on their way up. Lives with its caller; steps are taken on the device's thread."""

    def __init__(self, network: Network, node: str, channel: int, form: Form, jitter: int, seed: int, *,
                 soft: bool = False) -> None:
        self.network, self.node, self.channel, self.form, self.jitter = network, node, channel, form, jitter
        self.size = network.input_shape[1], network.input_shape[2]
        self.parts = numbers(form, self.size, seed)
        self.first = [torch.zeros_like(part) for part in self.parts]
        self.second = [torch.zeros_like(part) for part in self.parts]
        self.shifts = np.random.default_rng(seed)
        self.curve: list[float] = []
        self.soft = soft
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
            shown = (255 * self._picture(self.parts)).round().byte().permute(1, 2, 0)
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
        shifted = torch.roll(self._picture(parts), (down, across), (1, 2))
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

    def _picture(self, parts: list[Tensor]) -> Tensor:
        """Return the picture (3, H, W), 0 to 1; a soft one has no pixel that stands out from its neighbours."""
        found = picture(self.form, parts, self.size)
        return softened(found) if self.soft else found

    def _goal(self, device: torch.device) -> Goal:
        """Return what makes of a batch the channel's mean, and what to climb, which has a slope everywhere."""
        graph = self.network.graph
        is_relu = type(graph[self.node].layer).__name__ in CEILINGS and graph[self.node].inputs[0] != INPUT
        most = CEILINGS.get(type(graph[self.node].layer).__name__)
        part = graph.up_to(graph[self.node].inputs[0] if is_relu else self.node)
        whole: nn.Module = private(self.network, device)
        module = assemble(part, {step.name: whole.get_submodule(step.name) for step in part})

        def goal(batch: Tensor) -> tuple[Tensor, Tensor]:
            values = module(batch)[:, self.channel]
            if not is_relu:
                return values.mean(), values.mean()
            return values.clamp(0, most).mean(), functional.leaky_relu(values, LEAK).mean()
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


KEPT_BYTES = 32 * 2**20
MOST_STEPS = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Visualised:
    """A picture that excites a channel, and how it came about."""

    picture: NDArray[np.uint8]
    """RGB, [H, W, 3], of the network's input size."""
    activation_curve: NDArray[np.float32]
    """(steps,): mean of the channel over its map before each step, each time of the picture as it was shifted."""
    activation: float
    """Mean of the channel for the picture itself, not shifted."""
    node: str
    seconds: float
    where: Message


def noise_picture(network: Network, parameterisation: Form = "fourier", seed: int = 0) -> NDArray[np.uint8]:
    """Return the noise that `visualise` starts from, RGB, [H, W, 3]."""
    size = network.input_shape[1], network.input_shape[2]
    with torch.inference_mode():
        shown = (255 * picture(parameterisation, numbers(parameterisation, size, seed), size)).round().byte()
    found: NDArray[np.uint8] = shown.permute(1, 2, 0).contiguous().numpy()
    return found


def visualise(network: Network, node: str, channel: int, *, steps: int = 128, parameterisation: Form = "fourier",
              jitter: int = 4, seed: int = 0, report: OnProgress = ignore) -> Visualised:
    """Return the picture that excites a channel most. The same arguments give the same picture; results are kept.

    Args:
        network: reads pictures; shared, and stays as it is.
        node: a layer, or a module such as ``layer2``: the last layer inside it.
        channel: of the layer; for a row of scores, the class.
        steps: of gradient ascent, 1 to 2048.
        parameterisation: what the picture is made of: waves, or layers coarse to fine.
        jitter: before each step the picture is shifted by up to so many px, so that only what survives it is kept.
        seed: of the noise it starts from, and of the shifts.
        report: told after each piece how far it is, and shown the picture; may stop it.

    Raises:
        NetworkError: no such layer or channel, or the network does not read pictures.
        LimitError: too many steps, or a shift longer than the picture.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
        Cancelled: ``report`` said so.
    """
    node = _checked(network, node, channel, steps, parameterisation, jitter)
    key = (network.number, node, channel, steps, parameterisation, jitter, seed, str(asked_device()))
    ascent = Ascent(network, node, channel, parameterisation, jitter, seed)
    return _results.get(key, lambda: _visualised(ascent, steps, report))


def visualise_cost_s(network: Network, node: str, steps: int) -> float:
    """Return about how long ``steps`` steps take if nobody else computes, s: from one measured pass and back.

    Raises:
        NetworkError: no such layer.
    """
    node = layer_at(network, np.zeros((1, 1, 3), np.uint8), node)
    report = report_of(network)
    part = sum(report[step.name].macs for step in network.graph.up_to(node))
    return steps * seconds_each(network, gradients=True) * (part / report.macs if report.macs else 1.0)


def _checked(network: Network, node: str, channel: int, steps: int, form: str, jitter: int) -> str:
    node = layer_at(network, np.zeros((1, 1, 3), np.uint8), node)
    count = (report_of(network)[node].output_shape or (0,))[0]
    if not 0 <= channel < count:
        raise NetworkError("{layer} has the channels 0 to {last}, counted from 0; there is no channel {channel}.",
                           layer=node, last=count - 1, channel=channel)
    if form not in FORMS:
        raise NetworkError("A picture cannot be made of {form!r}. Choose one of: {known}.", form=str(form)[:40],
                           known=", ".join(FORMS))
    if not 1 <= steps <= MOST_STEPS:
        raise LimitError("{steps} steps cannot be taken; choose from 1 to {most}.", steps=steps, most=MOST_STEPS)
    if not 0 <= jitter <= (most := min(network.input_shape[1:]) - 1):
        raise LimitError("A shift of {jitter} px is not possible; choose from 0 to {most}.", jitter=jitter, most=most)
    return node


def _visualised(ascent: Ascent, steps: int, report: OnProgress) -> Visualised:
    began = time.perf_counter()
    words = message("{layer}, channel {channel}", layer=ascent.node, channel=ascent.channel + 1)
    report(0.0, words, ascent.pixels())
    while len(ascent.curve) < steps:
        report(len(ascent.curve) / steps, words, run(lambda device: ascent.piece(device, steps), long=True))
    activation, place = run(lambda device: (ascent.activation(device), where(device)))
    return Visualised(ascent.pixels(), np.array(ascent.curve, np.float32), activation, ascent.node,
                      time.perf_counter() - began, place)


_results: Cache[tuple[object, ...], Visualised] = Cache(KEPT_BYTES, bytes_of)
