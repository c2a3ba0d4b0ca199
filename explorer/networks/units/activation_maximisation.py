"""What a channel looks for: the picture that excites it most, by gradient ascent from noise.

Source:
    Erhan et al. (2009), Visualizing higher-layer features of a deep network, Université de Montréal, report 1341.
    Olah, Mordvintsev & Schubert (2017), Feature visualization, Distill, doi:10.23915/distill.00007.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.errors import LimitError, Message, NetworkError, message
from explorer.networks.inference.batch_sizing import seconds_each
from explorer.networks.units.activation_maximisation import Climb
from explorer.runtime.cache import Kept
from explorer.networks.inference.feature_maps import layer_at
from explorer.networks.network import Network, report_of
from explorer.networks.units.parameterisation import FORMS, Form
from explorer.networks.inference.service import asked_device, run, where
from explorer.runtime.tasks import Report, bytes_of, ignore

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


def visualise(network: Network, node: str, channel: int, *, steps: int = 128, parameterisation: Form = "fourier",
              jitter: int = 4, seed: int = 0, report: Report = ignore) -> Visualised:
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
    climb = Climb(network, node, channel, parameterisation, jitter, seed)
    return _results.get(key, lambda: _visualised(climb, steps, report))


def estimate_s(network: Network, node: str, steps: int) -> float:
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
        raise NetworkError("{layer} has the channels 0 to {last}; there is no channel {channel}.", layer=node,
                           last=count - 1, channel=channel)
    if form not in FORMS:
        raise NetworkError("A picture cannot be made of {form!r}. Choose one of: {known}.", form=str(form)[:40],
                           known=", ".join(FORMS))
    if not 1 <= steps <= MOST_STEPS:
        raise LimitError("{steps} steps cannot be taken; choose from 1 to {most}.", steps=steps, most=MOST_STEPS)
    if not 0 <= jitter <= (most := min(network.input_shape[1:]) - 1):
        raise LimitError("A shift of {jitter} px is not possible; choose from 0 to {most}.", jitter=jitter, most=most)
    return node


def _visualised(climb: Climb, steps: int, report: Report) -> Visualised:
    began = time.perf_counter()
    words = message("{layer}, channel {channel}", layer=climb.node, channel=climb.channel)
    report(0.0, words, climb.pixels())
    while len(climb.curve) < steps:
        report(len(climb.curve) / steps, words, run(lambda device: climb.piece(device, steps)))
    activation, place = run(lambda device: (climb.activation(device), where(device)))
    return Visualised(climb.pixels(), np.array(climb.curve, np.float32), activation, climb.node,
                      time.perf_counter() - began, place)


_results: Kept[tuple[object, ...], Visualised] = Kept(KEPT_BYTES, bytes_of)
